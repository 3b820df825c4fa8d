// A session's calls again, with a fresh context started at one of them: what each call would have cost
// less. Knows the token arithmetic of a smaller context; which rotation is worth it is decided elsewhere.
import type {
  RateBand,
  RatesOf,
  RotationCall,
  RotationSession,
  WriteKind,
} from './rotation-session.ts';

/** Savings of a fresh context at the call `start`, summed up to (not including) each of `marks`. */
export type Replay = (start: number, marks: readonly number[]) => number[];

/**
 * The replay of a session at some rates; its sums are in their unit, and negative where the fresh write
 * costs more than it saves. `marks` are rising indices after `start`.
 *
 * The history before `start` is dropped: the context of the call before plus its output, less the fresh
 * context that replaces it. Each later call is sent so much less, taken from its cache read first, then
 * its cache write, then its input. Where the session itself went back to a smaller context, no more is
 * dropped than was still there.
 */
export function prepareReplay(session: RotationSession, ratesOf: RatesOf): Replay {
  const { calls } = session;
  const { spare, read, sameBand, rate, lowestBand, lowestRate, lowestGain } = columnsOf(
    session,
    ratesOf,
  );
  return (start, marks) => {
    const sums: number[] = [];
    let drop = Math.min(droppedAt(session, start), spare[start] as number);
    let sum = savingOfFreshCall(session, start, ratesOf(start));
    let index = start + 1;
    for (const mark of marks) {
      for (; index < mark; index++) {
        const most = spare[index] as number;
        if (most < drop) drop = most;
        const isPlain = drop <= (read[index] as number);
        if (isPlain && drop <= (sameBand[index] as number)) sum += drop * (rate[index] as number);
        else if (isPlain && drop >= (lowestBand[index] as number))
          sum += (lowestGain[index] as number) + drop * (lowestRate[index] as number);
        else sum += savingOfDrop(calls[index] as RotationCall, ratesOf(index), drop);
      }
      sums.push(sum);
    }
    return sums;
  };
}

/** By call, in arrays, because a long session takes millions of steps. */
function columnsOf({ calls, freshTokens }: RotationSession, ratesOf: RatesOf) {
  const column = () => new Float64Array(calls.length);
  const columns = {
    /** What the call was sent beyond a fresh context. */
    spare: column(),
    read: column(),
    /** The largest drop that leaves it in its band of prices, and the rate of a cache read there. */
    sameBand: column(),
    rate: column(),
    /** The smallest drop that brings it into the lowest band, what that alone saves, and the rate. */
    lowestBand: column(),
    lowestGain: column(),
    lowestRate: column(),
  };
  calls.forEach((call, index) => {
    const { contextTokens } = call;
    const bands = ratesOf(index);
    const [lowest, second] = bands as readonly [RateBand, ...RateBand[]];
    const band = bandFor(bands, contextTokens);
    const room = band === lowest ? contextTokens : contextTokens - band.abovePromptTokens - 1;
    columns.spare[index] = Math.max(0, contextTokens - freshTokens);
    columns.read[index] = call.cacheReadTokens;
    columns.sameBand[index] = room;
    columns.rate[index] = band.rates.cacheRead;
    columns.lowestBand[index] = contextTokens - (second?.abovePromptTokens ?? contextTokens);
    columns.lowestGain[index] = costOf(call, band) - costOf(call, lowest);
    columns.lowestRate[index] = lowest.rates.cacheRead;
  });
  return columns;
}

/** Tokens of history that a fresh context at this call leaves behind, at least 0. */
export function droppedAt({ calls, freshTokens }: RotationSession, start: number): number {
  const before = calls[start - 1];
  if (before === undefined) return 0;
  return Math.max(0, before.contextTokens + before.outputTokens - freshTokens);
}

/**
 * The first call of a fresh context writes all of it, but for what is known to be in the cache yet; of
 * that it reads no more than it did.
 */
function savingOfFreshCall(
  session: RotationSession,
  start: number,
  bands: readonly RateBand[],
): number {
  const { freshTokens, warmTokens = 0, writeKind } = session;
  const call = session.calls[start] as RotationCall;
  const context = Math.max(freshTokens, call.contextTokens - droppedAt(session, start));
  const input = Math.min(call.inputTokens, context - freshTokens);
  const read = Math.min(warmTokens, call.cacheReadTokens, context - input);
  const { rates } = bandFor(bands, context);
  const fresh =
    input * rates.input +
    read * rates.cacheRead +
    (context - input - read) * rates[WRITE_RATE[writeKind]] +
    call.outputTokens * rates.output;
  return costOf(call, bandFor(bands, call.contextTokens)) - fresh;
}

const WRITE_RATE = {
  '5m': 'cacheWrite5m',
  '1h': 'cacheWrite1h',
  none: 'input',
} as const satisfies Record<WriteKind, keyof RateBand['rates']>;

/** What a call costs less when `drop` tokens, at most its context, are not sent. */
function savingOfDrop(call: RotationCall, bands: readonly RateBand[], drop: number): number {
  const before = bandFor(bands, call.contextTokens);
  const after = bandFor(bands, call.contextTokens - drop);
  const { rates } = after;
  const lessRead = Math.min(drop, call.cacheReadTokens);
  let saving = lessRead * rates.cacheRead;
  if (lessRead < drop) {
    const less5m = Math.min(drop - lessRead, call.cacheWrite5mTokens);
    const less1h = Math.min(drop - lessRead - less5m, call.cacheWrite1hTokens);
    const lessInput = drop - lessRead - less5m - less1h;
    saving += less5m * rates.cacheWrite5m + less1h * rates.cacheWrite1h + lessInput * rates.input;
  }
  return before === after ? saving : saving + costOf(call, before) - costOf(call, after);
}

/** In the unit of the rates. */
export function costOf(call: RotationCall, { rates }: RateBand): number {
  return (
    call.inputTokens * rates.input +
    call.cacheReadTokens * rates.cacheRead +
    call.cacheWrite5mTokens * rates.cacheWrite5m +
    call.cacheWrite1hTokens * rates.cacheWrite1h +
    call.outputTokens * rates.output
  );
}

/** The band is chosen by the whole prompt and holds for the whole request, as in the price book. */
export function bandFor(bands: readonly RateBand[], promptTokens: number): RateBand {
  let chosen = bands.length - 1;
  while (chosen > 0 && promptTokens <= (bands[chosen] as RateBand).abovePromptTokens) chosen--;
  return bands[chosen] as RateBand;
}
