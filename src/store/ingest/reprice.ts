// Brings stored costs up to date when the price book has changed: the shipped one with an upgrade,
// or the user's own prices. Needs no transcript.
import type { PriceBook } from '../../pricing/book.ts';
import { writeMeta } from '../meta.ts';
import { rebuildQuarterSums } from '../quarter-sums.ts';
import type { Sqlite } from '../sqlite.ts';
import { priceOf } from './call-writer.ts';

interface StoredCall {
  readonly id: number;
  readonly atMs: number | null;
  readonly flags: number;
  readonly cost: number | null;
  readonly model: string;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly outputTokens: number;
  readonly webSearches: number;
}

export function reprice(db: Sqlite, book: PriceBook): void {
  const run = db.transaction(() => {
    updateCosts(db, book);
    rebuildQuarterSums(db);
    writeMeta(db, 'book-version', book.bookVersion);
  });
  run.immediate();
}

function updateCosts(db: Sqlite, book: PriceBook): void {
  const calls = db
    .prepare(
      `SELECT call.id, at_ms AS atMs, flags, cost_nano_usd AS cost, name.text AS model,
         input_tokens AS inputTokens, cache_read_tokens AS cacheReadTokens,
         cache_write_5m_tokens AS cacheWrite5mTokens, cache_write_1h_tokens AS cacheWrite1hTokens,
         output_tokens AS outputTokens, web_searches AS webSearches
       FROM call JOIN name ON name.id = call.model_id`,
    )
    .all() as StoredCall[];
  const update = db.prepare('UPDATE call SET cost_nano_usd = ? WHERE id = ?');
  for (const call of calls) {
    const cost = priceOf(call, call.flags, call.atMs, book);
    if (cost !== call.cost) update.run(cost, call.id);
  }
}
