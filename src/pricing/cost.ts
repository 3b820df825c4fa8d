// What one call costs, in whole nano-USD, and how that comes about. Pure arithmetic on a price row;
// does not know where the call came from or how money is shown.
import { promptTokens, type TokenCounts } from '../shared/tokens.ts';
import { lookupModel, type PriceBook, rowAt } from './book.ts';
import type { PriceBand, PriceRow, Rates } from './rows.ts';

/** Everything about a call that its price depends on, beside the model and the time. */
export type BillableUsage = TokenCounts & {
  readonly webSearches: number;
  readonly speed: 'standard' | 'fast';
  readonly geo: 'global' | 'us';
  readonly tier: 'standard' | 'batch' | 'priority';
};

/** Each rounded half up to a whole nano-USD, after the multipliers. */
export interface CostParts {
  readonly inputNanoUsd: number;
  readonly cacheReadNanoUsd: number;
  readonly cacheWrite5mNanoUsd: number;
  readonly cacheWrite1hNanoUsd: number;
  readonly outputNanoUsd: number;
  readonly webSearchNanoUsd: number;
}

/** Applies to the five token kinds, never to web searches. */
export interface PriceMultiplier {
  readonly name: 'geo' | 'batch';
  readonly factor: number;
  readonly why: string;
}

export interface CallPrice {
  /** The exact sum of `parts`; null: no price known, see `reason`. */
  readonly costNanoUsd: number | null;
  /** 'unknown-date' is not given today: a call without a time gets the newest price and a note. */
  readonly reason: 'unknown-model' | 'no-price-then' | 'unknown-date' | null;
  readonly row: PriceRow | null;
  /** The book's id of the model, or the canonical spelling of an unknown one. */
  readonly canonicalId: string;
  /** Which rates of the row were used, when there was a choice. */
  readonly band: string | null;
  /** Those rates, before the multipliers. */
  readonly rates: Rates | null;
  readonly multipliers: readonly PriceMultiplier[];
  readonly parts: CostParts | null;
  /** What a reader of the price should know, in sentences without a full stop. */
  readonly notes: readonly string[];
}

/** $10 per 1,000 searches; web fetches are free. */
export const WEB_SEARCH_NANO_USD = 10_000_000;

/** The lean form for the ledger: always equal to `priceCall(…).costNanoUsd`. */
export function costNanoUsd(
  usage: BillableUsage,
  modelId: string,
  atMs: number | null,
  book: PriceBook,
): number | null {
  const row = rowAt(lookupModel(book, modelId).rows, atMs);
  return row === null ? null : addParts(usage, row, bandFor(row, usage).rates, null);
}

/**
 * The cost of a call with its whole derivation. For today's prices pass the present as `atMs`.
 * The 10 % that regional Bedrock and Vertex endpoints cost on top is not applied: Claude Code's own
 * estimate leaves it out too, and transcripts seldom tell the endpoint. A region in the model id
 * gives a note.
 */
export function priceCall(
  usage: BillableUsage,
  modelId: string,
  atMs: number | null,
  book: PriceBook,
): CallPrice {
  const { canonicalId, rows, region } = lookupModel(book, modelId);
  const row = rowAt(rows, atMs);
  if (row === null) return unpriced(canonicalId, rows.length > 0);
  const band = bandFor(row, usage);
  const parts = { ...NO_PARTS };
  return {
    costNanoUsd: addParts(usage, row, band.rates, parts),
    reason: null,
    row,
    canonicalId,
    band: band.name,
    rates: band.rates,
    multipliers: multipliersFor(row, usage),
    parts,
    notes: notesFor(row, usage, atMs, region),
  };
}

/** What the call paid per token, with the multipliers; null: no price known. */
export function ratesPaid({ rates, multipliers }: CallPrice): Rates | null {
  if (rates === null) return null;
  const factor = multipliers.reduce((product, one) => product * one.factor, 1);
  return {
    input: rates.input * factor,
    cacheRead: rates.cacheRead * factor,
    cacheWrite5m: rates.cacheWrite5m * factor,
    cacheWrite1h: rates.cacheWrite1h * factor,
    output: rates.output * factor,
  };
}

/** The band is chosen by the whole prompt and holds for the whole request, output included. */
function bandFor(row: PriceRow, usage: BillableUsage): PriceBand {
  const bands = usage.speed === 'fast' && row.fast !== null ? row.fast : row.standard;
  let chosen = bands.length - 1;
  if (chosen > 0) {
    const prompt = promptTokens(usage);
    while (chosen > 0 && prompt <= (bands[chosen] as PriceBand).abovePromptTokens) chosen--;
  }
  return bands[chosen] as PriceBand;
}

/** The one place where a cost is made: returns the sum, and fills `out` when it is given. */
function addParts(
  usage: BillableUsage,
  row: PriceRow,
  rates: Rates,
  out: { -readonly [Part in keyof CostParts]: number } | null,
): number {
  const isGeo = isGeoBilled(row, usage);
  const times = isGeo ? 11 : 1;
  const per = (isGeo ? 10 : 1) * (usage.tier === 'batch' ? 2 : 1) * row.scale;
  const { scale } = row;
  const input = part(usage.inputTokens, rates.input, scale, times, per);
  const cacheRead = part(usage.cacheReadTokens, rates.cacheRead, scale, times, per);
  const write5m = part(usage.cacheWrite5mTokens, rates.cacheWrite5m, scale, times, per);
  const write1h = part(usage.cacheWrite1hTokens, rates.cacheWrite1h, scale, times, per);
  const output = part(usage.outputTokens, rates.output, scale, times, per);
  const webSearch = usage.webSearches * WEB_SEARCH_NANO_USD;
  if (out !== null) {
    out.inputNanoUsd = input;
    out.cacheReadNanoUsd = cacheRead;
    out.cacheWrite5mNanoUsd = write5m;
    out.cacheWrite1hNanoUsd = write1h;
    out.outputNanoUsd = output;
    out.webSearchNanoUsd = webSearch;
  }
  return input + cacheRead + write5m + write1h + output + webSearch;
}

/** tokens × rate × times / per, half up; exact in integers up to a thousand million tokens. */
function part(tokens: number, rate: number, scale: number, times: number, per: number): number {
  if (per === 1) return tokens * rate;
  const dividend = tokens * (scale === 1 ? rate : Math.round(rate * scale)) * times;
  return Math.floor((2 * dividend + per) / (2 * per));
}

function isGeoBilled(row: PriceRow, usage: BillableUsage): boolean {
  return usage.geo === 'us' && row.geoUs;
}

function multipliersFor(row: PriceRow, usage: BillableUsage): readonly PriceMultiplier[] {
  const isGeo = isGeoBilled(row, usage);
  if (usage.tier === 'batch') return isGeo ? [GEO_US, BATCH] : [BATCH];
  return isGeo ? [GEO_US] : NONE;
}

function notesFor(
  row: PriceRow,
  usage: BillableUsage,
  atMs: number | null,
  region: string | null,
): readonly string[] {
  const notes: string[] = [];
  if (atMs === null) notes.push('The call has no readable time: the newest price is used');
  if (usage.speed === 'fast' && row.fast === null) {
    notes.push('Ran in fast mode, for which this row has no price: billed as standard');
  }
  if (usage.geo === 'us' && !row.geoUs) {
    notes.push('Ran with inference_geo us, which costs nothing extra for this model');
  }
  if (usage.tier === 'priority') {
    notes.push('Priority tier is billed by contract: the list price is used');
  }
  if (region !== null) {
    notes.push(
      `Bedrock region ${region}: the 10 % that a regional endpoint may cost on top is not applied`,
    );
  }
  return notes.length === 0 ? NONE : notes;
}

function unpriced(canonicalId: string, isKnown: boolean): CallPrice {
  return {
    costNanoUsd: null,
    reason: isKnown ? 'no-price-then' : 'unknown-model',
    row: null,
    canonicalId,
    band: null,
    rates: null,
    multipliers: NONE,
    parts: null,
    notes: NONE,
  };
}

const NONE: readonly never[] = [];
const GEO_US: PriceMultiplier = {
  name: 'geo',
  factor: 1.1,
  why: 'inference_geo us costs 10 % more on all tokens, from the 4.6 generation on',
};
const BATCH: PriceMultiplier = { name: 'batch', factor: 0.5, why: 'batch tokens cost half' };
const NO_PARTS: CostParts = {
  inputNanoUsd: 0,
  cacheReadNanoUsd: 0,
  cacheWrite5mNanoUsd: 0,
  cacheWrite1hNanoUsd: 0,
  outputNanoUsd: 0,
  webSearchNanoUsd: 0,
};
