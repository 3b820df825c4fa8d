// The calls that follow one another in a chain, with what a question about the cache asks of them. Knows
// which calls have a place in a chain; the names of models and agents are looked up once, not by row.
import type { Database } from 'better-sqlite3';
import { CHAIN } from '../../model/derive-call.ts';
import type { TokenCounts } from '../../shared/tokens.ts';

export interface ChainCallRow extends TokenCounts {
  /** session.id of the owner. */
  readonly session: number;
  readonly messageId: string;
  readonly atMs: number;
  readonly model: string;
  readonly version: string | null;
  /** Null: the main chain. */
  readonly agentId: string | null;
  /** model/flags.ts and model/effort.ts. */
  readonly flags: number;
  readonly webSearches: number;
  readonly costNanoUsd: number | null;
}

type StoredRow = Omit<ChainCallRow, 'model' | 'version' | 'agentId'> & {
  readonly chain: number;
  readonly modelId: number;
  readonly versionId: number | null;
  readonly agentNameId: number | null;
};

/**
 * By session and in the order of time, at one moment in that of the transcript. Left out: calls without a time; advisors, which are calls of
 * another request; the requests of compactions and helpers, which have no call before them; and
 * subagents that old versions left without an id, which cannot be told from each other.
 */
export function readChainCalls(db: Database, sessions: readonly number[]): ChainCallRow[] {
  const sql = `
    SELECT session_id AS session, message_id AS messageId, at_ms AS atMs, chain, flags,
      model_id AS modelId, version_id AS versionId, agent_id AS agentNameId,
      web_searches AS webSearches, cost_nano_usd AS costNanoUsd,
      input_tokens AS inputTokens, cache_read_tokens AS cacheReadTokens,
      cache_write_5m_tokens AS cacheWrite5mTokens, cache_write_1h_tokens AS cacheWrite1hTokens,
      output_tokens AS outputTokens
    FROM call WHERE session_id = @session AND part = 0 AND at_ms IS NOT NULL
      AND (chain = @main OR (chain = @subagent AND agent_id IS NOT NULL))
    ORDER BY at_ms, id`;
  const query = db.prepare(sql);
  const nameOf = nameReader(db);
  const { main, subagent } = CHAIN;
  return sessions.flatMap((session) => {
    const rows = query.all({ session, main, subagent }) as StoredRow[];
    // Field by field: taking the others over by a spread costs more than the query.
    return rows.map((row) => ({
      session: row.session,
      messageId: row.messageId,
      atMs: row.atMs,
      model: nameOf(row.modelId) ?? '',
      version: nameOf(row.versionId),
      agentId: row.chain === main ? null : nameOf(row.agentNameId),
      flags: row.flags,
      webSearches: row.webSearches,
      costNanoUsd: row.costNanoUsd,
      inputTokens: row.inputTokens,
      cacheReadTokens: row.cacheReadTokens,
      cacheWrite5mTokens: row.cacheWrite5mTokens,
      cacheWrite1hTokens: row.cacheWrite1hTokens,
      outputTokens: row.outputTokens,
    }));
  });
}

/** Looks each name up once. */
export function nameReader(db: Database): (id: number | null) => string | null {
  const query = db.prepare('SELECT text FROM name WHERE id = ?').pluck();
  const known = new Map<number, string | null>();
  return (id) => {
    if (id === null) return null;
    let name = known.get(id);
    if (name === undefined) {
      name = (query.get(id) as string | undefined) ?? null;
      known.set(id, name);
    }
    return name;
  };
}
