// Every call of a session with what its price and its place in a chain depend on. Rows only; which calls
// follow one another is the query's.
import type { Database } from 'better-sqlite3';
import { CHAIN } from '../../model/derive-call.ts';
import type { TokenCounts } from '../../shared/tokens.ts';
import { nameReader } from './chain-calls.ts';

export interface WhatIfCallRow extends TokenCounts {
  /** session.id of the owner. */
  readonly session: number;
  readonly messageId: string;
  /** 0 the message itself, n its n-th advisor. */
  readonly part: number;
  readonly atMs: number | null;
  readonly model: string;
  readonly version: string | null;
  /** Null: the main chain, or not told. */
  readonly agentId: string | null;
  /** 0 main, 1 subagent, 2 compaction, 3 other helper agents. */
  readonly chain: number;
  /** model/flags.ts and model/effort.ts. */
  readonly flags: number;
  readonly webSearches: number;
  readonly costNanoUsd: number | null;
}

type Columns = readonly [
  messageId: string,
  part: number,
  atMs: number | null,
  modelId: number,
  versionId: number | null,
  agentNameId: number | null,
  chain: number,
  flags: number,
  webSearches: number,
  costNanoUsd: number | null,
  inputTokens: number,
  cacheReadTokens: number,
  cacheWrite5mTokens: number,
  cacheWrite1hTokens: number,
  outputTokens: number,
];

/** The calls that a session owns, in the order of time; hand in session.id one after the other. */
export function whatIfCallReader(db: Database): (session: number) => WhatIfCallRow[] {
  // As arrays: there may be hundreds of thousands.
  const query = db
    .prepare(`
    SELECT message_id, part, at_ms, model_id, version_id, agent_id, chain, flags, web_searches,
      cost_nano_usd, input_tokens, cache_read_tokens, cache_write_5m_tokens,
      cache_write_1h_tokens, output_tokens
    FROM call WHERE session_id = ? ORDER BY at_ms IS NULL, at_ms, message_id, part, request_id`)
    .raw();
  const nameOf = nameReader(db);
  return (session) => (query.all(session) as Columns[]).map((row) => toRow(session, row, nameOf));
}

function toRow(
  session: number,
  row: Columns,
  nameOf: (id: number | null) => string | null,
): WhatIfCallRow {
  const chain = row[6];
  return {
    session,
    messageId: row[0],
    part: row[1],
    atMs: row[2],
    model: nameOf(row[3]) ?? '',
    version: nameOf(row[4]),
    agentId: chain === CHAIN.main ? null : nameOf(row[5]),
    chain,
    flags: row[7],
    webSearches: row[8],
    costNanoUsd: row[9],
    inputTokens: row[10],
    cacheReadTokens: row[11],
    cacheWrite5mTokens: row[12],
    cacheWrite1hTokens: row[13],
    outputTokens: row[14],
  };
}

/** Tools of MCP servers that messages of these sessions called, with how often. */
export function readMcpTools(
  db: Database,
  sessions: readonly number[],
): { readonly session: number; readonly name: string; readonly count: number }[] {
  const sql = `
    SELECT c.session_id AS session, n.text AS name, COUNT(DISTINCT t.tool_use_id) AS count
    FROM name n JOIN tool t ON t.name_id = n.id
      JOIN call c ON c.message_id = t.message_id AND c.part = 0
    WHERE n.text LIKE 'mcp\\_\\_%' ESCAPE '\\'
      AND c.session_id IN (SELECT value FROM json_each(?))
    GROUP BY 1, 2 ORDER BY 1, 2`;
  return db.prepare(sql).all(JSON.stringify(sessions)) as ReturnType<typeof readMcpTools>;
}
