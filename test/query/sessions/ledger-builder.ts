// A ledger in memory, written row by row: for tests of questions and screens. Calls are derived from
// the lines by the model's own rules and priced by the shipped book.
import Database from 'better-sqlite3';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import type { Reading } from '../../../src/metrics/kit/metric.ts';
import { deriveCalls, type LedgerLine } from '../../../src/model/derive-call.ts';
import { LINE_FLAG } from '../../../src/model/flags.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import { costNanoUsd } from '../../../src/pricing/cost.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { MIGRATIONS } from '../../../src/store/migrations.ts';

export const NOW_MS = Date.parse('2026-11-21T18:46:00Z');
export const at = (time: string) => Date.parse(`2026-11-21T${time}Z`);

export interface SessionWords {
  readonly project?: string;
  readonly title?: string;
  readonly titleSource?: string;
  readonly branch?: string;
  readonly firstMs?: number | null;
  readonly lastMs?: number | null;
  readonly promptFileId?: number;
  readonly promptOffset?: number;
}

export interface FileWords {
  readonly path: string;
  readonly kind?: 'main' | 'subagent';
  readonly state?: 'present' | 'vanished';
  readonly openedMs?: number;
  readonly sizeBytes?: number;
  /** Session ids that it has records of. */
  readonly sessions?: readonly string[];
}

export interface LedgerBuilder {
  readonly db: Database.Database;
  readonly context: QueryContext;
  session(sessionId: string, words?: SessionWords): void;
  file(words: FileWords): number;
  /** Without a word: a final main-chain call of opus-5 in file 1 at 18:00. */
  line(words: Partial<LedgerLine> & { messageId: string; sessionKey: string }): void;
  event(kind: string, session: string, atMs: number | null, data?: unknown, uuid?: string): void;
  tool(messageId: string, ...names: string[]): void;
  agent(session: string, agentId: string, type: string | null, parent?: string): void;
  /** The file as the session's main thread, ended, with what metrics said of it. */
  thread(fileId: number, session: string, readings: readonly BuiltReading[]): void;
  /** Writes the calls of all lines. Once, after the last line. */
  derive(): void;
}

export interface BuiltReading {
  readonly metric: string;
  readonly reading: Reading;
  readonly trail?: readonly number[];
}

export function buildLedger(): LedgerBuilder {
  const db = new Database(':memory:');
  for (const migration of MIGRATIONS) db.exec(migration.sql);
  const lines: LedgerLine[] = [];
  let places = 0;

  const idOf = (table: string, column: string, text: string | null): number | null => {
    if (text === null) return null;
    db.prepare(`INSERT OR IGNORE INTO ${table} (${column}) VALUES (?)`).run(text);
    return db.prepare(`SELECT id FROM ${table} WHERE ${column} = ?`).pluck().get(text) as number;
  };
  const nameId = (text: string | null) => idOf('name', 'text', text);
  const sessionRow = (sessionId: string | null) => idOf('session', 'session_id', sessionId);

  return {
    db,
    context: {
      store: { db, path: ':memory:', notices: [], close: () => db.close() },
      now: () => NOW_MS,
      zone: openZone('UTC'),
      settings: DEFAULT_SETTINGS,
      book: SHIPPED_BOOK,
    },
    session(sessionId, words = {}) {
      const id = sessionRow(sessionId);
      db.prepare(
        `UPDATE session SET project_id = ?, title = ?, title_source = ?, last_branch = ?,
         first_ms = ?, last_ms = ?, prompt_file_id = ?, prompt_offset = ? WHERE id = ?`,
      ).run(
        idOf('project', 'path', words.project ?? null),
        words.title ?? null,
        words.titleSource ?? (words.title === undefined ? null : 'ai-title'),
        words.branch ?? null,
        words.firstMs === undefined ? at('18:00:00') : words.firstMs,
        words.lastMs === undefined ? at('18:30:00') : words.lastMs,
        words.promptFileId ?? null,
        words.promptOffset ?? null,
        id,
      );
    },
    file(words) {
      const sql = `INSERT INTO file (path, root, kind, state, device, inode, size_bytes, mtime_ms,
        cursor, head_hash, edge_hash, opened_ms, rewrites, first_seen_ms)
        VALUES (?, '/home/ana/.claude', ?, ?, 0, 0, ?, 0, 0, '', '', ?, 0, 0)`;
      const result = db
        .prepare(sql)
        .run(
          words.path,
          words.kind ?? 'main',
          words.state ?? 'present',
          words.sizeBytes ?? 1000,
          words.openedMs ?? at('18:00:00'),
        );
      const id = Number(result.lastInsertRowid);
      for (const session of words.sessions ?? []) {
        db.prepare("INSERT INTO file_session VALUES (?, ?, '{}')").run(id, sessionRow(session));
      }
      return id;
    },
    line(words) {
      places += 1;
      const fileId = words.fileId ?? 1;
      const openedMs = db.prepare('SELECT opened_ms FROM file WHERE id = ?').pluck().get(fileId);
      lines.push({
        fileId,
        offset: places * 1000,
        part: 0,
        requestId: null,
        atMs: at('18:00:00'),
        openedMs: (openedMs ?? null) as number | null,
        model: 'claude-opus-5',
        branch: null,
        version: null,
        agentId: null,
        flags: LINE_FLAG.final,
        inputTokens: 0,
        cacheReadTokens: 0,
        cacheWrite5mTokens: 0,
        cacheWrite1hTokens: 0,
        outputTokens: 0,
        webSearches: 0,
        ...words,
      });
    },
    event(kind, session, atMs, data, uuid) {
      places += 1;
      const fileId = db
        .prepare('SELECT file_id FROM file_session WHERE session_id = ? ORDER BY file_id')
        .pluck()
        .get(sessionRow(session)) as number | undefined;
      db.prepare(
        'INSERT INTO event (file_id, offset, kind, session_id, at_ms, uuid, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ).run(
        fileId ?? 1,
        places * 1000,
        kind,
        sessionRow(session),
        atMs,
        uuid ?? null,
        data === undefined ? null : JSON.stringify(data),
      );
    },
    tool(messageId, ...names) {
      names.forEach((name, index) => {
        const use = `toolu_${messageId}_${index}`;
        db.prepare('INSERT INTO tool VALUES (?, ?, ?)').run(messageId, use, nameId(name));
      });
    },
    agent(session, agentId, type, parent) {
      db.prepare(
        'INSERT INTO agent (agent_id, session_id, type, parent_agent_id) VALUES (?, ?, ?, ?)',
      ).run(agentId, sessionRow(session), type, parent ?? null);
    },
    thread(fileId, session, readings) {
      db.prepare(
        `INSERT INTO event_file (file_id, session, agent_id, cursor, rewrites, reader, state, events,
         folds, progress, copied_until_ms, hooks, first_ms, last_ms)
         VALUES (?, ?, NULL, 0, 0, '', '{}', 100, '', '{}', NULL, '', ?, ?)`,
      ).run(fileId, session, at('08:00:00'), at('09:00:00'));
      const insert = db.prepare('INSERT INTO reading VALUES (?, ?, ?, ?)');
      for (const { metric, reading, trail = [] } of readings)
        insert.run(fileId, metric, JSON.stringify(reading), JSON.stringify(trail));
    },
    derive() {
      for (const line of lines) insertLine(db, line, nameId, sessionRow);
      const ids = [...new Set(lines.map((line) => line.messageId))];
      for (const id of ids) {
        const same = lines.filter((line) => line.messageId === id);
        for (const call of deriveCalls(same)) insertCall(db, call, nameId, sessionRow);
      }
    },
  };
}

type IdOf = (text: string | null) => number | null;

function insertLine(db: Database.Database, line: LedgerLine, nameId: IdOf, sessionRow: IdOf): void {
  db.prepare(`INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(
    line.messageId,
    line.fileId,
    line.offset,
    line.part,
    line.requestId,
    line.atMs,
    sessionRow(line.sessionKey),
    nameId(line.model),
    nameId(line.branch),
    nameId(line.version),
    nameId(line.agentId),
    line.flags,
    ...countsOf(line),
  );
}

function insertCall(
  db: Database.Database,
  call: ReturnType<typeof deriveCalls>[number],
  nameId: IdOf,
  sessionRow: IdOf,
): void {
  const { winner, owner } = call;
  const has = (flag: number) => (call.flags & flag) !== 0;
  const cost = costNanoUsd(
    {
      ...winner,
      speed: has(LINE_FLAG.fast) ? 'fast' : 'standard',
      geo: has(LINE_FLAG.geoUs) ? 'us' : 'global',
      tier: has(LINE_FLAG.batch) ? 'batch' : 'standard',
    },
    winner.model,
    call.atMs,
    SHIPPED_BOOK,
  );
  db.prepare(
    `INSERT INTO call (message_id, request_id, part, at_ms, quarter, session_id, model_id,
     branch_id, version_id, agent_id, chain, flags, input_tokens, cache_read_tokens,
     cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, web_searches, cost_nano_usd,
     file_id, line_count, session_count)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    call.messageId,
    call.requestId,
    call.part,
    call.atMs,
    call.atMs === null ? null : Math.floor(call.atMs / 900_000),
    sessionRow(owner.sessionKey),
    nameId(winner.model),
    nameId(owner.branch),
    nameId(owner.version),
    nameId(owner.agentId),
    call.chain,
    call.flags,
    ...countsOf(winner),
    cost,
    owner.fileId,
    call.lines.length,
    call.sessionCount,
  );
}

function countsOf(line: LedgerLine): number[] {
  return [
    line.inputTokens,
    line.cacheReadTokens,
    line.cacheWrite5mTokens,
    line.cacheWrite1hTokens,
    line.outputTokens,
    line.webSearches,
  ];
}
