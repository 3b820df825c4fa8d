// The whole ledger as comparable text: every row of every table, row ids replaced by what they stand
// for. Leaves out what depends on the machine or the moment: inodes, mtimes and times of looking.
import { QUARTER_SUM_COLUMNS } from '../../src/store/quarter-sums.ts';
import { AGENT_TYPE_SQL } from '../../src/store/readers/agent-type.ts';
import type { Sqlite } from '../../src/store/sqlite.ts';

export interface DumpOptions {
  /** Path prefix to cut off, so that two folders with the same files compare equal. */
  readonly root?: string;
  /** Tables to leave out. */
  readonly without?: readonly string[];
}

/** Sorted lines `table {json}`; equal dumps are equal ledgers. */
export function dumpLedger(db: Sqlite, options: DumpOptions = {}): string[] {
  const without = new Set(options.without ?? []);
  const lines: string[] = [];
  for (const [table, sql] of Object.entries(QUERIES)) {
    if (without.has(table)) continue;
    for (const row of db.prepare(sql).all()) lines.push(`${table} ${JSON.stringify(row)}`);
  }
  const { root } = options;
  const texts = root === undefined ? lines : lines.map((line) => line.replaceAll(root, ''));
  return texts.sort();
}

/** What differs, short enough to read; null when nothing does. */
export function compareDumps(
  actual: readonly string[],
  expected: readonly string[],
): string | null {
  const inActual = new Set(actual);
  const inExpected = new Set(expected);
  const extra = actual.filter((line) => !inExpected.has(line));
  const missing = expected.filter((line) => !inActual.has(line));
  if (extra.length === 0 && missing.length === 0 && actual.length === expected.length) return null;
  const show = (mark: string, lines: readonly string[]): string[] =>
    lines.slice(0, 8).map((line) => `${mark} ${line}`);
  return [
    `${extra.length} rows too many, ${missing.length} rows missing`,
    ...show('+', extra),
    ...show('-', missing),
  ].join('\n');
}

/** Sums of quarters that are not the sums of their calls; null when there are none. */
export function findWrongSums(db: Sqlite): string | null {
  const derived = `SELECT ${QUARTER_SUM_COLUMNS} FROM call GROUP BY 1, 2, 3, 4`;
  const wrong = db
    .prepare(
      `SELECT 'missing', * FROM (${derived} EXCEPT SELECT * FROM quarter_sum)
       UNION ALL SELECT 'too many', * FROM (SELECT * FROM quarter_sum EXCEPT ${derived})`,
    )
    .all();
  return wrong.length === 0 ? null : wrong.map((row) => JSON.stringify(row)).join('\n');
}

/** Tables that the dump says nothing of; it has to be empty. */
export function findUndumpedTables(db: Sqlite): string[] {
  const tables = db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all() as string[];
  // Names are dumped wherever they are used.
  return tables.filter((table) => table !== 'name' && !(table in QUERIES));
}

const name = (column: string): string => `(SELECT text FROM name WHERE name.id = ${column})`;
const session = (column: string): string =>
  `(SELECT session.session_id FROM session WHERE session.id = ${column})`;
const path = (column: string): string => `(SELECT path FROM file WHERE file.id = ${column})`;

/** Of files that hold the same line at the same place, a call may name any: here the first by name. */
const OWNER_PATH = `(
  SELECT min(twin_file.path) FROM line AS own
  JOIN file AS own_file ON own_file.id = own.file_id
  JOIN line AS twin ON twin.message_id = own.message_id AND twin.part = own.part
    AND twin.offset = own.offset AND twin.session_id = own.session_id AND twin.at_ms IS own.at_ms
    AND twin.flags = own.flags AND twin.agent_id IS own.agent_id
  JOIN file AS twin_file ON twin_file.id = twin.file_id AND twin_file.opened_ms IS own_file.opened_ms
  WHERE own.message_id = call.message_id AND own.file_id = call.file_id)`;

const COUNTS = `input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens,
  output_tokens, web_searches`;

const NAMES = `${name('model_id')} AS model, ${name('branch_id')} AS branch,
  ${name('version_id')} AS version, ${name('agent_id')} AS agent`;

const QUERIES: Readonly<Record<string, string>> = {
  file: `SELECT path, root, kind, state, size_bytes, cursor, head_hash, edge_hash, opened_ms,
    rewrites, vanished_ms IS NOT NULL AS is_vanished FROM file`,
  line: `SELECT message_id, ${path('file_id')} AS path, offset, part, request_id, at_ms,
    ${session('line.session_id')} AS session, ${NAMES}, flags, ${COUNTS} FROM line`,
  call: `SELECT message_id, request_id, part, at_ms, quarter, ${session('call.session_id')} AS session,
    ${NAMES}, chain, flags, ${COUNTS}, cost_nano_usd, ${OWNER_PATH} AS path, line_count,
    session_count FROM call`,
  quarter_sum: `SELECT quarter, ${name('model_id')} AS model, is_fast, is_priced, calls, final_calls,
    input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens,
    cost_nano_usd FROM quarter_sum`,
  tool: `SELECT message_id, tool_use_id, ${name('name_id')} AS name FROM tool`,
  session: `SELECT session_id, (SELECT path FROM project WHERE project.id = project_id) AS project,
    first_cwd, last_cwd, last_branch, version, title, title_source,
    ${path('prompt_file_id')} AS prompt_path, prompt_offset, first_ms, last_ms FROM session`,
  project: 'SELECT path FROM project WHERE id IN (SELECT project_id FROM session)',
  file_session: `SELECT ${path('file_id')} AS path, ${session('file_session.session_id')} AS session,
    facts FROM file_session`,
  agent: `SELECT agent_id, ${session('agent.session_id')} AS session, ${AGENT_TYPE_SQL} AS type,
    parent_agent_id, tool_use_id FROM agent`,
  event: `SELECT ${path('file_id')} AS path, offset, kind, ${session('event.session_id')} AS session,
    at_ms, uuid, data FROM event`,
  shape: `SELECT ${path('file_id')} AS path, shape, known, count FROM shape`,
  fault: `SELECT ${path('file_id')} AS path, offset, kind, size_bytes, detail FROM fault`,
  heartbeat: `SELECT session_id, source, first_ms, last_ms, refreshes, cost_nano_usd, window_tokens,
    used_percent, five_hour_percent, five_hour_resets_ms, seven_day_percent, seven_day_resets_ms,
    data FROM heartbeat`,
  hook_event: 'SELECT session_id, at_ms, event, data FROM hook_event',
  spool: 'SELECT name, cursor FROM spool',
  event_file: `SELECT ${path('file_id')} AS path, session, agent_id, cursor, reader, state, events,
    folds, progress, copied_until_ms, hooks, first_ms, last_ms FROM event_file`,
  event_chunk: `SELECT ${path('file_id')} AS path, seq, count, first_ms, last_ms, events
    FROM event_chunk`,
  event_seen: `SELECT ${path('file_id')} AS path, seq, hex(hashes) AS hashes FROM event_seen`,
  reading: `SELECT ${path('file_id')} AS path, metric, reading, trail FROM reading`,
  meta: "SELECT key, value FROM meta WHERE key NOT IN ('last-ingest-ms', 'events-mark')",
};
