// Where the real transcripts lie, if this machine has them, and what is expected of them. They are
// not part of the repository: name their folder in TELLTALE_CORPUS.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.TELLTALE_CORPUS ?? join(import.meta.dirname, '../../../shared/corpus');

/** Null when there is none; tests are then skipped with `NO_CORPUS` in their name. */
export const CORPUS: string | null = existsSync(join(folder, 'expected.json')) ? folder : null;

export const NO_CORPUS =
  CORPUS === null ? ' (skipped: TELLTALE_CORPUS names no folder with expected.json)' : '';

export interface ExpectedTokens {
  readonly input: number;
  readonly output: number;
  readonly cache_write: number;
  readonly cache_write_5m: number;
  readonly cache_write_1h: number;
  readonly cache_read: number;
}

export interface ExpectedFile {
  readonly lines: number;
  readonly usage_records: number;
  readonly progress_usage_records: number;
  readonly unique_pairs: number;
  readonly tokens_by_model: Readonly<Record<string, ExpectedTokens>>;
}

export interface Expected {
  readonly lines: number;
  readonly usage_records: number;
  readonly totals: { readonly last: ExpectedTokens };
  readonly last_by_model: Readonly<Record<string, ExpectedTokens & { readonly pairs: number }>>;
  readonly last_by_utc_day: Readonly<Record<string, ExpectedTokens>>;
  readonly per_file: Readonly<Record<string, ExpectedFile>>;
}

export function readExpected(): Expected {
  return JSON.parse(readFileSync(join(CORPUS ?? '', 'expected.json'), 'utf8')) as Expected;
}
