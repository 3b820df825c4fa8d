// A ledger in memory for tests of usage questions: calls written straight into the tables, without
// any transcript. Priced as the ledger prices: each call at its own time.
import Database from 'better-sqlite3';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { LINE_FLAG } from '../../../src/model/flags.ts';
import { type PriceBook, SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import { costNanoUsd } from '../../../src/pricing/cost.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { MIGRATIONS } from '../../../src/store/migrations.ts';
import type { LedgerStore } from '../../../src/store/open-store.ts';
import { rebuildQuarterSums } from '../../../src/store/quarter-sums.ts';

export interface TestCall {
  /** ISO time, or ms; null: no readable time. */
  readonly at?: string | number | null;
  readonly session?: string;
  readonly project?: string | null;
  readonly title?: string;
  readonly model?: string;
  readonly branch?: string | null;
  readonly chain?: 0 | 1 | 2 | 3;
  readonly agent?: string | null;
  /** Type told for the agent in its session. */
  readonly agentType?: string | null;
  readonly input?: number;
  readonly read?: number;
  readonly write5m?: number;
  readonly write1h?: number;
  readonly output?: number;
  readonly searches?: number;
  readonly isFinal?: boolean;
  readonly flags?: number;
}

export interface TestLedgerOptions {
  readonly now?: string;
  readonly timezone?: string;
  readonly book?: PriceBook;
}

export function testLedger(
  calls: readonly TestCall[],
  options: TestLedgerOptions = {},
): QueryContext {
  const db = new Database(':memory:');
  for (const migration of MIGRATIONS) db.exec(migration.sql);
  const book = options.book ?? SHIPPED_BOOK;
  db.transaction(() => {
    for (const [index, call] of calls.entries()) insertCall(db, call, index, book);
    rebuildQuarterSums(db);
  })();
  const nowMs = Date.parse(options.now ?? '2026-08-01T12:00:00Z');
  return {
    store: { db, close: () => db.close() } as unknown as LedgerStore,
    now: () => nowMs,
    zone: openZone(options.timezone ?? 'UTC'),
    settings: DEFAULT_SETTINGS,
    book,
  };
}

function insertCall(db: Database.Database, call: TestCall, index: number, book: PriceBook): void {
  const atMs = typeof call.at === 'string' ? Date.parse(call.at) : (call.at ?? null);
  const model = call.model ?? 'claude-opus-4-8';
  const flags = (call.flags ?? 0) | (call.isFinal === false ? 0 : LINE_FLAG.final);
  const usage = {
    inputTokens: call.input ?? 0,
    cacheReadTokens: call.read ?? 0,
    cacheWrite5mTokens: call.write5m ?? 0,
    cacheWrite1hTokens: call.write1h ?? 0,
    outputTokens: call.output ?? 0,
    webSearches: call.searches ?? 0,
  };
  const cost = costNanoUsd({ ...usage, ...billing(flags) }, model, atMs, book);
  const session = sessionId(db, call);
  if (call.agent && call.agentType !== undefined) {
    db.prepare('INSERT OR IGNORE INTO agent (agent_id, session_id, type) VALUES (?, ?, ?)').run(
      call.agent,
      session,
      call.agentType,
    );
  }
  db.prepare(
    `INSERT INTO call (message_id, part, at_ms, quarter, session_id, model_id, branch_id, agent_id,
       chain, flags, input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens,
       output_tokens, web_searches, cost_nano_usd, file_id, line_count, session_count)
     VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1)`,
  ).run(
    `msg_${index}`,
    atMs,
    atMs === null ? null : Math.floor(atMs / 900_000),
    session,
    nameId(db, model),
    nameId(db, call.branch ?? null),
    nameId(db, call.agent ?? null),
    call.chain ?? 0,
    flags,
    ...Object.values(usage),
    cost,
    session,
  );
}

function billing(flags: number) {
  return {
    speed: flags & LINE_FLAG.fast ? ('fast' as const) : ('standard' as const),
    geo: flags & LINE_FLAG.geoUs ? ('us' as const) : ('global' as const),
    tier: flags & LINE_FLAG.batch ? ('batch' as const) : ('standard' as const),
  };
}

function sessionId(db: Database.Database, call: TestCall): number {
  const text = call.session ?? '00000000-0000-4000-8000-000000000001';
  const known = db.prepare('SELECT id FROM session WHERE session_id = ?').pluck().get(text);
  if (known !== undefined) return Number(known);
  const project = call.project === undefined ? '/home/me/web' : call.project;
  if (project !== null) db.prepare('INSERT OR IGNORE INTO project (path) VALUES (?)').run(project);
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO session (session_id, project_id, first_cwd, title)
       VALUES (?, (SELECT id FROM project WHERE path = ?), ?, ?)`,
    )
    .run(text, project, project, call.title ?? null);
  const folder = (project ?? '/nowhere').replace(/[^A-Za-z0-9]/g, '-');
  db.prepare(
    `INSERT INTO file (id, path, root, kind, state, device, inode, size_bytes, mtime_ms, cursor,
       head_hash, edge_hash, rewrites, first_seen_ms)
     VALUES (?, ?, '/home/me/.claude', 'main', 'present', 1, 1, 1, 1, 1, '', '', 0, 1)`,
  ).run(lastInsertRowid, `/home/me/.claude/projects/${folder}/${text}.jsonl`);
  return Number(lastInsertRowid);
}

function nameId(db: Database.Database, text: string | null): number | null {
  if (text === null) return null;
  db.prepare('INSERT OR IGNORE INTO name (text) VALUES (?)').run(text);
  return Number(db.prepare('SELECT id FROM name WHERE text = ?').pluck().get(text));
}
