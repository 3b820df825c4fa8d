// The `quarter_sum` table: calls summed by 15 minutes, model, speed and whether they have a price.
// Lets a report by day answer from a few thousand rows however many calls there are.
import { LINE_FLAG } from '../model/flags.ts';
import type { Sqlite } from './sqlite.ts';

/** Stands for "no time": a key cannot be NULL. */
export const UNDATED_QUARTER = -1;

/** How the sums follow from calls; also the scope's view of them. */
export const QUARTER_SUM_COLUMNS = `
  coalesce(quarter, ${UNDATED_QUARTER}) AS quarter, model_id,
  (flags & ${LINE_FLAG.fast}) <> 0 AS is_fast, cost_nano_usd IS NOT NULL AS is_priced,
  count(*) AS calls, sum(flags & ${LINE_FLAG.final}) / ${LINE_FLAG.final} AS final_calls,
  sum(input_tokens) AS input_tokens, sum(cache_read_tokens) AS cache_read_tokens,
  sum(cache_write_5m_tokens) AS cache_write_5m_tokens,
  sum(cache_write_1h_tokens) AS cache_write_1h_tokens,
  sum(output_tokens) AS output_tokens, coalesce(sum(cost_nano_usd), 0) AS cost_nano_usd`;

const INSERT = `INSERT INTO quarter_sum (quarter, model_id, is_fast, is_priced, calls, final_calls,
  input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens,
  cost_nano_usd) SELECT ${QUARTER_SUM_COLUMNS} FROM call`;

export interface QuarterSums {
  /** Notes that calls of a quarter came, went or changed. */
  touch(quarter: number | null): void;
  /** Brings the touched quarters' sums up to date; call in the same transaction. */
  flush(): void;
}

export function createQuarterSums(db: Sqlite): QuarterSums {
  const remove = db.prepare('DELETE FROM quarter_sum WHERE quarter = ?');
  const insert = db.prepare(`${INSERT} WHERE quarter = ? GROUP BY 2, 3, 4`);
  const insertUndated = db.prepare(`${INSERT} WHERE quarter IS NULL GROUP BY 2, 3, 4`);
  const touched = new Set<number | null>();
  return {
    touch: (quarter) => touched.add(quarter),
    flush() {
      for (const quarter of touched) {
        remove.run(quarter ?? UNDATED_QUARTER);
        if (quarter === null) insertUndated.run();
        else insert.run(quarter);
      }
      touched.clear();
    },
  };
}

/** After a change to many calls at once, such as new prices. */
export function rebuildQuarterSums(db: Sqlite): void {
  db.exec(`DELETE FROM quarter_sum; ${INSERT} GROUP BY 1, 2, 3, 4`);
}
