// A price row: what one model costs in one span of time, in nano-USD per token. Makes rows from the
// table's lines; knows nothing of calls.
import type { BookLine } from './book-data.ts';

/** Nano-USD per token: $1 per million tokens is 1000. */
export interface Rates {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
}

/** The rates of requests whose whole prompt is larger than a bound. */
export interface PriceBand {
  /** Null when there is nothing to tell apart. */
  readonly name: string | null;
  readonly abovePromptTokens: number;
  readonly rates: Rates;
}

export interface PriceRow {
  readonly id: string;
  /** Day or month, for information: it does not bound the row. */
  readonly released: string | null;
  /** Included; null: valid from the beginning. */
  readonly fromMs: number | null;
  /** Not included; null: still valid. */
  readonly untilMs: number | null;
  /** By rising bound; the first holds for every prompt. Never empty. */
  readonly standard: readonly PriceBand[];
  /** The same for fast mode; null: `speed: fast` is billed as standard. */
  readonly fast: readonly PriceBand[] | null;
  /** Whether `inference_geo: us` costs 1.1 times as much. */
  readonly geoUs: boolean;
  /** Every rate times this is a whole number; 1 except for some configured prices. */
  readonly scale: 1 | 1000;
  readonly source: string;
  readonly confidence: 'official' | 'reported' | 'configured';
  readonly note: string | null;
}

export function rowFromLine(line: BookLine): PriceRow {
  const [id, released, from, until, ...numbers] = line;
  const [input, cacheWrite5m, cacheWrite1h, cacheRead, output, geoUsFactor, source, extras] =
    numbers;
  const base = ratesFromUsd({ input, cacheRead, cacheWrite5m, cacheWrite1h, output });
  const { fast } = extras;
  return {
    id,
    released,
    fromMs: utcMidnight(from),
    untilMs: utcMidnight(until),
    standard: bands(null, base, base, extras.over),
    fast: fast ? bands('fast', base, scaledRates(base, ...fast), extras.fastOver) : null,
    geoUs: geoUsFactor === 1.1,
    scale: 1,
    source: source.text,
    confidence: source.confidence,
    note: extras.note ?? null,
  };
}

/** From USD per million tokens; kept to the thousandth of a nano-USD per token. */
export function ratesFromUsd(usd: Rates): Rates {
  return {
    input: nanoFromUsd(usd.input),
    cacheRead: nanoFromUsd(usd.cacheRead),
    cacheWrite5m: nanoFromUsd(usd.cacheWrite5m),
    cacheWrite1h: nanoFromUsd(usd.cacheWrite1h),
    output: nanoFromUsd(usd.output),
  };
}

function bands(
  speed: 'fast' | null,
  base: Rates,
  rates: Rates,
  over: readonly [number, number, number] | undefined,
): PriceBand[] {
  if (!over) return [{ name: speed, abovePromptTokens: 0, rates }];
  const [bound, input, output] = over;
  const prefix = speed === null ? '' : `${speed}, `;
  const size = `${bound / 1000}k`;
  return [
    { name: `${prefix}prompt up to ${size}`, abovePromptTokens: 0, rates },
    {
      name: `${prefix}prompt over ${size}`,
      abovePromptTokens: bound,
      rates: scaledRates(base, input, output),
    },
  ];
}

/** The same cache ratios on another input price; takes USD per million tokens. */
function scaledRates(base: Rates, inputUsd: number, outputUsd: number): Rates {
  const factor = (inputUsd * 1000) / base.input;
  return {
    input: nanoFromUsd(inputUsd),
    cacheRead: Math.round(base.cacheRead * factor),
    cacheWrite5m: Math.round(base.cacheWrite5m * factor),
    cacheWrite1h: Math.round(base.cacheWrite1h * factor),
    output: nanoFromUsd(outputUsd),
  };
}

function nanoFromUsd(usdPerMTok: number): number {
  return Math.round(usdPerMTok * 1e6) / 1000;
}

/** Prices change at UTC midnight of the day named. */
function utcMidnight(day: string | null): number | null {
  return day === null ? null : Date.parse(`${day}T00:00:00Z`);
}
