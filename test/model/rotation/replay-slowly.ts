// The same replay, told call by call as one would explain it: the check of the quick one. Carries the
// dropped history along, and prices every call whole, before and after.
import type {
  RateBand,
  RotationCall,
  RotationSession,
} from '../../../src/model/rotation/rotation-session.ts';
import { promptTokens, type TokenCounts } from '../../../src/shared/tokens.ts';

/** What fresh contexts at these calls save. Calls that begin a segment are no place for one. */
export function replaySlowly(
  session: RotationSession,
  bands: readonly RateBand[],
  rotations: ReadonlySet<number>,
): number {
  const { calls, freshTokens } = session;
  let before = 0;
  let after = 0;
  let gone = 0;
  calls.forEach((call, index) => {
    before += priceOf(call, bands);
    const isSegmentStart = index === 0 || session.segmentStarts.includes(index);
    if (isSegmentStart) gone = 0;
    if (rotations.has(index) && !isSegmentStart) {
      const last = calls[index - 1] as RotationCall;
      const history = last.contextTokens - gone + last.outputTokens;
      gone += Math.max(0, history - freshTokens);
      after += priceOf(freshCall(call, gone, session), bands);
      gone = Math.max(0, Math.min(gone, call.contextTokens - freshTokens));
      return;
    }
    gone = Math.max(0, Math.min(gone, call.contextTokens - freshTokens));
    after += priceOf(less(call, gone), bands);
  });
  return before - after;
}

function freshCall(call: RotationCall, gone: number, session: RotationSession): TokenCounts {
  const context = Math.max(session.freshTokens, call.contextTokens - gone);
  const input = Math.min(call.inputTokens, context - session.freshTokens);
  const written = context - input;
  return {
    inputTokens: input + (session.writeKind === 'none' ? written : 0),
    cacheReadTokens: 0,
    cacheWrite5mTokens: session.writeKind === '5m' ? written : 0,
    cacheWrite1hTokens: session.writeKind === '1h' ? written : 0,
    outputTokens: call.outputTokens,
  };
}

function less(call: RotationCall, gone: number): TokenCounts {
  const left = { ...call };
  const kinds = [
    'cacheReadTokens',
    'cacheWrite5mTokens',
    'cacheWrite1hTokens',
    'inputTokens',
  ] as const;
  let rest = gone;
  for (const kind of kinds) {
    const taken = Math.min(rest, call[kind]);
    Object.assign(left, { [kind]: call[kind] - taken });
    rest -= taken;
  }
  return left;
}

function priceOf(counts: TokenCounts, bands: readonly RateBand[]): number {
  const prompt = promptTokens(counts);
  const band = bands.findLast((one) => one === bands[0] || prompt > one.abovePromptTokens);
  if (band === undefined) throw new Error('no band');
  const { rates } = band;
  return (
    counts.inputTokens * rates.input +
    counts.cacheReadTokens * rates.cacheRead +
    counts.cacheWrite5mTokens * rates.cacheWrite5m +
    counts.cacheWrite1hTokens * rates.cacheWrite1h +
    counts.outputTokens * rates.output
  );
}
