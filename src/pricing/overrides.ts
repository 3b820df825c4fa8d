// Turns one price from the user's configuration into a price row, saying what was filled in.
// Does not know the book; the book passes the shipped row when there is one.
import type { PriceOverride } from '../config/settings.ts';
import { type PriceRow, type Rates, ratesFromUsd } from './rows.ts';

/** The vendor's usual cache prices, as multiples of the input price. */
const DEFAULT_MULTIPLIERS = { cacheRead: 0.1, cacheWrite5m: 1.25, cacheWrite1h: 2 } as const;

type CacheKind = keyof typeof DEFAULT_MULTIPLIERS;
const CACHE_KINDS: readonly CacheKind[] = ['cacheRead', 'cacheWrite5m', 'cacheWrite1h'];
const LABELS = {
  input: 'input',
  output: 'output',
  cacheRead: 'cache read',
  cacheWrite5m: '5-minute write',
  cacheWrite1h: '1-hour write',
} as const;

/**
 * One flat row for all time: no long-context band, no fast price. `shipped` is the newest row of a
 * known model; it gives the input or output price that the configuration leaves out.
 * Returns a sentence instead when the price cannot be used.
 */
export function configuredRow(
  id: string,
  override: PriceOverride,
  shipped: PriceRow | null,
): PriceRow | string {
  const bad = badKey(override);
  if (bad !== null) return `the ${LABELS[bad]} price is not a number of at least 0`;
  const known = shipped === null ? null : usdFromRates(shipped.standard[0]?.rates);
  const input = override.input ?? known?.input;
  const output = override.output ?? known?.output;
  if (input === undefined || output === undefined) {
    return 'input and output are both needed: the price book does not know this model';
  }
  const usd = { input, output, ...cacheUsd(override, input, known) };
  const rates = ratesFromUsd(usd);
  return {
    id,
    released: shipped?.released ?? null,
    fromMs: null,
    untilMs: null,
    standard: [{ name: null, abovePromptTokens: 0, rates }],
    fast: null,
    geoUs: shipped?.geoUs ?? false,
    scale: Object.values(rates).every(Number.isInteger) ? 1 : 1000,
    source: sourceText(override, shipped !== null),
    confidence: 'configured',
    note: null,
  };
}

/** A given input price rules the cache prices; without one the shipped cache prices stay. */
function cacheUsd(override: PriceOverride, input: number, known: Rates | null) {
  const kept = override.input === undefined ? known : null;
  const price = (kind: CacheKind) =>
    override[kind] ?? kept?.[kind] ?? input * DEFAULT_MULTIPLIERS[kind];
  return {
    cacheRead: price('cacheRead'),
    cacheWrite5m: price('cacheWrite5m'),
    cacheWrite1h: price('cacheWrite1h'),
  };
}

function sourceText(override: PriceOverride, isKnown: boolean): string {
  const missing = CACHE_KINDS.filter((kind) => override[kind] === undefined);
  const derived = override.input === undefined && isKnown ? [] : missing;
  const kept = (['input', 'output', ...missing] as const).filter(
    (kind) => override[kind] === undefined && !derived.includes(kind as CacheKind),
  );
  const parts = ['your configuration'];
  if (kept.length > 0) {
    parts.push(`${kept.map((kind) => LABELS[kind]).join(', ')} from the shipped price book`);
  }
  if (derived.length > 0) {
    const list = derived.map((kind) => `${LABELS[kind]} ${DEFAULT_MULTIPLIERS[kind]} ×`);
    parts.push(`derived from the input price: ${list.join(', ')}`);
  }
  return parts.join('; ');
}

function badKey(override: PriceOverride): keyof typeof LABELS | null {
  for (const key of Object.keys(LABELS) as (keyof typeof LABELS)[]) {
    const value = override[key];
    if (value !== undefined && !(Number.isFinite(value) && value >= 0)) return key;
  }
  return null;
}

function usdFromRates(rates: Rates | undefined): Rates | null {
  if (!rates) return null;
  return {
    input: rates.input / 1000,
    cacheRead: rates.cacheRead / 1000,
    cacheWrite5m: rates.cacheWrite5m / 1000,
    cacheWrite1h: rates.cacheWrite1h / 1000,
    output: rates.output / 1000,
  };
}
