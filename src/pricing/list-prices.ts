// The price book as plain rows for reading: documentation, commands, JSON. Shows prices in USD per
// million tokens; prices no call.
import type { PriceBand, PriceBook, PriceRow, Rates } from './book.ts';

/** One row per validity window, speed and prompt band. */
export interface ListedPrice {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly released: string | null;
  /** UTC day, included; null: open. */
  readonly from: string | null;
  /** UTC day, not included; null: open. */
  readonly until: string | null;
  readonly speed: 'standard' | 'fast';
  readonly band: string | null;
  readonly usdPerMTok: Rates;
  /** Factor of `inference_geo: us`. */
  readonly geoUsFactor: number;
  readonly source: string;
  readonly confidence: PriceRow['confidence'];
  readonly note: string | null;
}

/** All windows, or with `atMs` only those valid then; in the book's order. */
export function listPrices(book: PriceBook, { atMs }: { atMs?: number } = {}): ListedPrice[] {
  const aliases = aliasesById(book);
  const listed: ListedPrice[] = [];
  for (const row of book.rows) {
    if (atMs !== undefined && !isValidAt(row, atMs)) continue;
    const names = aliases.get(row.id) ?? [];
    for (const band of row.standard) listed.push(listedPrice(row, names, 'standard', band));
    for (const band of row.fast ?? []) listed.push(listedPrice(row, names, 'fast', band));
  }
  return listed;
}

function listedPrice(
  row: PriceRow,
  aliases: readonly string[],
  speed: ListedPrice['speed'],
  band: PriceBand,
): ListedPrice {
  return {
    id: row.id,
    aliases,
    released: row.released,
    from: utcDay(row.fromMs),
    until: utcDay(row.untilMs),
    speed,
    band: band.name,
    usdPerMTok: usdRates(band.rates),
    geoUsFactor: row.geoUs ? 1.1 : 1,
    source: row.source,
    confidence: row.confidence,
    note: row.note,
  };
}

function isValidAt(row: PriceRow, atMs: number): boolean {
  return (
    (row.fromMs === null || atMs >= row.fromMs) && (row.untilMs === null || atMs < row.untilMs)
  );
}

function aliasesById(book: PriceBook): Map<string, string[]> {
  const byId = new Map<string, string[]>();
  for (const [name, id] of book.aliases) {
    const names = byId.get(id);
    if (names === undefined) byId.set(id, [name]);
    else names.push(name);
  }
  return byId;
}

function usdRates(rates: Rates): Rates {
  return {
    input: rates.input / 1000,
    cacheRead: rates.cacheRead / 1000,
    cacheWrite5m: rates.cacheWrite5m / 1000,
    cacheWrite1h: rates.cacheWrite1h / 1000,
    output: rates.output / 1000,
  };
}

function utcDay(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString().slice(0, 10);
}
