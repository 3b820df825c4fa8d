// The dated price book: which row holds for a model id at a time. The room's door for look-ups.
// Never guesses: an id that is not in the book by name has no price.
import type { PriceOverride } from '../config/settings.ts';
import { BOOK_ALIASES, BOOK_LINES } from './book-data.ts';
import { bedrockRegion, canonicalModelId, withoutDateSuffix } from './canonical.ts';
import { digest } from './digest.ts';
import { configuredRow } from './overrides.ts';
import { type PriceRow, rowFromLine } from './rows.ts';

export type { PriceBand, PriceRow, Rates } from './rows.ts';

/** Plain data (it survives a structured clone), except that look-ups are remembered in `lookups`. */
export interface PriceBook {
  /** Changes whenever any price, window or name changes: the sign to reprice what is stored. */
  readonly bookVersion: string;
  /** By model, then by time. */
  readonly rows: readonly PriceRow[];
  /** Other name → id. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Configured prices and names that could not be used, each with the reason. */
  readonly issues: readonly PriceIssue[];
  readonly rowsById: ReadonlyMap<string, readonly PriceRow[]>;
  /** Model id as written → what it means here. */
  readonly lookups: Map<string, ModelLookup>;
}

export interface PriceIssue {
  /** `prices` or `modelAliases`, then the name as written. */
  readonly setting: 'prices' | 'modelAliases';
  readonly modelId: string;
  readonly why: string;
}

export interface ModelLookup {
  /** The book's id; for an unknown model the canonical spelling of what was asked. */
  readonly canonicalId: string;
  /** By time; empty: unknown model. */
  readonly rows: readonly PriceRow[];
  /** Set when the id names a Bedrock region other than global. */
  readonly region: string | null;
}

/** Raise when the arithmetic changes, so that stored costs are repriced. */
const RULES_VERSION = 1;

/**
 * `versionOf` the shipped rows, written down because working it out at every start costs
 * milliseconds. A test says the new value when the rows change.
 */
const SHIPPED_VERSION = '4714eed79fb75c79';

export const SHIPPED_BOOK: PriceBook = makeBook(
  BOOK_LINES.map(rowFromLine),
  new Map(Object.entries(BOOK_ALIASES)),
  [],
  SHIPPED_VERSION,
);

/** The row that prices a call of this model then; null time: the newest. Null: no price known. */
export function findPrice(book: PriceBook, modelId: string, atMs: number | null): PriceRow | null {
  return rowAt(lookupModel(book, modelId).rows, atMs);
}

/** Exact id, then alias, then the same without a date suffix. Remembered per id as written. */
export function lookupModel(book: PriceBook, modelId: string): ModelLookup {
  const known = book.lookups.get(modelId);
  if (known !== undefined) return known;
  const canonicalId = canonicalModelId(modelId);
  const id = bookId(book, canonicalId);
  const lookup = {
    canonicalId: id ?? canonicalId,
    rows: id === null ? [] : (book.rowsById.get(id) ?? []),
    region: bedrockRegion(modelId),
  };
  book.lookups.set(modelId, lookup);
  return lookup;
}

export function rowAt(rows: readonly PriceRow[], atMs: number | null): PriceRow | null {
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i] as PriceRow;
    if (atMs === null) return row;
    if (row.fromMs !== null && atMs < row.fromMs) continue;
    return row.untilMs === null || atMs < row.untilMs ? row : null;
  }
  return null;
}

/**
 * The book with the user's prices (USD per million tokens) and names. A price replaces every row
 * of its model; a name leads to an id or alias of the book, not to another configured name.
 * What cannot be used is left out and listed in `issues`.
 */
export function withOverrides(
  book: PriceBook,
  overrides: Readonly<Record<string, PriceOverride>>,
  aliases: Readonly<Record<string, string>>,
): PriceBook {
  if (Object.keys(overrides).length + Object.keys(aliases).length === 0) return book;
  const issues: PriceIssue[] = [...book.issues];
  const configured = configuredRows(book, overrides, issues);
  const kept = book.rows.filter((row) => !configured.has(row.id));
  const priced = makeBook([...kept, ...configured.values()], book.aliases, issues);
  const names = new Map(book.aliases);
  for (const name of Object.keys(aliases).sort()) {
    const from = canonicalModelId(name);
    const target = aliases[name] ?? '';
    const to = bookId(priced, canonicalModelId(target));
    const why = aliasProblem(configured.has(bookId(priced, from) ?? from), to, target);
    if (why === null && to !== null) names.set(from, to);
    else issues.push({ setting: 'modelAliases', modelId: name, why: why ?? '' });
  }
  return makeBook(priced.rows, names, issues);
}

function configuredRows(
  book: PriceBook,
  overrides: Readonly<Record<string, PriceOverride>>,
  issues: PriceIssue[],
): Map<string, PriceRow> {
  const configured = new Map<string, PriceRow>();
  for (const name of Object.keys(overrides).sort()) {
    const { canonicalId, rows } = lookupModel(book, name);
    const row = configured.has(canonicalId)
      ? `another configured price is for the same model, ${canonicalId}`
      : configuredRow(canonicalId, overrides[name] ?? {}, rowAt(rows, null));
    if (typeof row === 'string') issues.push({ setting: 'prices', modelId: name, why: row });
    else configured.set(canonicalId, row);
  }
  return configured;
}

function aliasProblem(hasOwnPrice: boolean, to: string | null, target: string): string | null {
  if (hasOwnPrice) return 'a configured price exists for the same name and is used instead';
  return to === null ? `the price book does not know ${target}` : null;
}

/** Configured names come first, so that a user can also redirect an id of the book. */
function bookId(book: PriceBook, canonicalId: string): string | null {
  const exact = nameInBook(book, canonicalId);
  if (exact !== null) return exact;
  const bare = withoutDateSuffix(canonicalId);
  return bare === null ? null : nameInBook(book, bare);
}

function nameInBook(book: PriceBook, name: string): string | null {
  return book.aliases.get(name) ?? (book.rowsById.has(name) ? name : null);
}

function makeBook(
  rows: readonly PriceRow[],
  aliases: ReadonlyMap<string, string>,
  issues: readonly PriceIssue[],
  bookVersion: string = versionOf(rows, aliases),
): PriceBook {
  const rowsById = new Map<string, PriceRow[]>();
  for (const row of rows) {
    const same = rowsById.get(row.id);
    if (same === undefined) rowsById.set(row.id, [row]);
    else same.push(row);
  }
  return { bookVersion, rows, aliases, issues, rowsById, lookups: new Map() };
}

/** Over what decides a cost, in an order of its own; texts and release days do not count. */
export function versionOf(rows: readonly PriceRow[], aliases: ReadonlyMap<string, string>): string {
  const priced = rows.map((row) =>
    JSON.stringify([row.id, row.fromMs, row.untilMs, row.standard, row.fast, row.geoUs]),
  );
  const names = [...aliases].map((pair) => pair.join('='));
  return digest([RULES_VERSION, ...priced.sort(), ...names.sort()].join('\n'));
}
