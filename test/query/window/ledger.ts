// A ledger in memory, filled from a few words a call: the fixture of the window and overview tests.
import Database from 'better-sqlite3';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/config/settings.ts';
import { LINE_FLAG } from '../../../src/model/flags.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { MIGRATIONS } from '../../../src/store/migrations.ts';
import type { LedgerStore } from '../../../src/store/open-store.ts';
import { rebuildQuarterSums } from '../../../src/store/quarter-sums.ts';

export interface FixtureCall {
  /** ISO time, `…Z` added; null: the call has no time. */
  readonly at: string | null;
  /** Default $1.00; null: no price known. */
  readonly usd?: number | null;
  readonly session?: string;
  readonly model?: string;
  readonly input?: number;
  readonly read?: number;
  readonly write?: number;
  readonly output?: number;
  /** 0 main chain (default), 1 subagent. */
  readonly chain?: number;
  /** Default true. */
  readonly final?: boolean;
}

export interface FixtureSession {
  readonly id: string;
  readonly project?: string;
  readonly title?: string;
  /** Last record; by default its last call. */
  readonly last?: string;
}

export interface FixtureEvent {
  readonly at: string;
  readonly kind: string;
  readonly session?: string;
  readonly data: object;
}

export interface Fixture {
  readonly now: string;
  readonly calls: readonly FixtureCall[];
  readonly sessions?: readonly FixtureSession[];
  readonly events?: readonly FixtureEvent[];
  readonly timezone?: string;
  readonly plan?: Partial<Settings['plan']>;
}

export interface TestLedger extends QueryContext {
  readonly store: LedgerStore;
}

export function openTestLedger(fixture: Fixture): TestLedger {
  const db = new Database(':memory:');
  for (const migration of MIGRATIONS) db.exec(migration.sql);
  db.transaction(() => fill(db, fixture))();
  rebuildQuarterSums(db);
  return {
    store: { db, close: () => db.close() } as unknown as LedgerStore,
    now: () => instant(fixture.now),
    zone: openZone(fixture.timezone ?? 'UTC'),
    settings: { ...DEFAULT_SETTINGS, plan: { ...DEFAULT_SETTINGS.plan, ...fixture.plan } },
    book: SHIPPED_BOOK,
  };
}

/** `2026-11-21T18:46` and the like, read as UTC. */
export function instant(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}

/** A rate-limit error of the 5-hour window, as the ledger keeps it. */
export function fiveHourHit(at: string, resetsAt: string | null): FixtureEvent {
  const resetsAtMs = resetsAt === null ? null : instant(resetsAt);
  const data = { error: 'rate_limit', status: 429, rateLimitType: 'five_hour', resetsAtMs };
  return { at, kind: 'api-error', data };
}

function fill(db: Database.Database, fixture: Fixture): void {
  const sessions = new Map((fixture.sessions ?? []).map((session) => [session.id, session]));
  for (const { session } of [...fixture.calls, ...(fixture.events ?? [])]) {
    const id = session ?? 'session-one';
    if (!sessions.has(id)) sessions.set(id, { id });
  }
  const rows = new Map<string, number>();
  for (const session of sessions.values()) rows.set(session.id, addSession(db, session, fixture));
  fixture.calls.forEach((call, index) => {
    addCall(db, call, index, rows.get(call.session ?? 'session-one') ?? 0);
  });
  fixture.events?.forEach((event, index) => {
    db.prepare(
      'INSERT INTO event (file_id, offset, kind, session_id, at_ms, uuid, data) VALUES (1, ?, ?, ?, ?, ?, ?)',
    ).run(
      index,
      event.kind,
      rows.get(event.session ?? 'session-one') ?? 0,
      instant(event.at),
      `uuid-${index}`,
      JSON.stringify(event.data),
    );
  });
}

function addSession(db: Database.Database, session: FixtureSession, fixture: Fixture): number {
  const times = fixture.calls
    .filter((call) => (call.session ?? 'session-one') === session.id && call.at !== null)
    .map((call) => instant(call.at ?? ''));
  const lastMs = session.last === undefined ? Math.max(...times) : instant(session.last);
  let project: number | null = null;
  if (session.project !== undefined) {
    db.prepare('INSERT OR IGNORE INTO project (path) VALUES (?)').run(session.project);
    const find = db.prepare('SELECT id FROM project WHERE path = ?').pluck();
    project = find.get(session.project) as number;
  }
  const result = db
    .prepare(
      'INSERT INTO session (session_id, project_id, title, title_source, first_ms, last_ms) VALUES (?, ?, ?, ?, ?, ?)',
    )
    .run(
      session.id,
      project,
      session.title ?? null,
      session.title === undefined ? null : 'ai-title',
      Number.isFinite(Math.min(...times)) ? Math.min(...times) : null,
      Number.isFinite(lastMs) ? lastMs : null,
    );
  return Number(result.lastInsertRowid);
}

function addCall(db: Database.Database, call: FixtureCall, index: number, session: number): void {
  const atMs = call.at === null ? null : instant(call.at);
  db.prepare(
    `INSERT INTO call (message_id, part, at_ms, quarter, session_id, model_id, chain, flags,
       input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens,
       web_searches, cost_nano_usd, file_id, line_count, session_count)
     VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, 0, ?, 1, 1, 1)`,
  ).run(
    `message-${String(index).padStart(6, '0')}`,
    atMs,
    atMs === null ? null : Math.floor(atMs / 900_000),
    session,
    nameRow(db, call.model ?? 'claude-opus-5'),
    call.chain ?? 0,
    call.final === false ? 0 : LINE_FLAG.final,
    call.input ?? 100,
    call.read ?? 9000,
    call.write ?? 500,
    call.output ?? 400,
    call.usd === null ? null : Math.round((call.usd ?? 1) * 1e9),
  );
}

function nameRow(db: Database.Database, text: string): number {
  db.prepare('INSERT OR IGNORE INTO name (text) VALUES (?)').run(text);
  return db.prepare('SELECT id FROM name WHERE text = ?').pluck().get(text) as number;
}
