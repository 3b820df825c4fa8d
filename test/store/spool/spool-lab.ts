// A spool and a ledger of their own, with a clock that the test sets.
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendToSpool } from '../../../src/live/append-spool.ts';
import type { SpoolRecord } from '../../../src/live/spool-record.ts';
import { ingestSpool, type SpoolReport } from '../../../src/store/ingest/spool/ingest-spool.ts';
import { type LedgerStore, openStore } from '../../../src/store/open-store.ts';
import { heartbeatOf } from '../../live/heartbeats.ts';

/** The beginning of an hour. */
export const HOUR = Date.parse('2026-11-21T18:00:00Z');
export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;

export interface SpoolLab {
  readonly home: string;
  readonly stateDir: string;
  readonly folders: readonly [string, string];
  readonly store: LedgerStore;
  append(record: SpoolRecord, folder?: 0 | 1): void;
  /** Bytes as they are, into the file of the moment's hour. */
  write(atMs: number, text: string | Uint8Array): void;
  ingest(nowMs: number): SpoolReport;
  /** Names of the files that lie in the usual folder. */
  files(): string[];
  rows(): { heartbeats: unknown[]; hooks: unknown[]; faults: unknown };
  close(): void;
}

export function openSpoolLab(): SpoolLab {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-spool-')));
  const folders = [join(home, 'spool'), join(home, 'other')] as const;
  const stateDir = join(home, 'state');
  const store = openStore({ stateDir, now: Date.now });
  mkdirSync(folders[0]);
  return {
    home,
    stateDir,
    folders,
    store,
    append(record, folder = 0) {
      if (!appendToSpool({ spoolDir: folders[folder], fallbackDir: null }, record)) {
        throw new Error('not appended');
      }
    },
    write: (atMs, text) => appendFileSync(join(folders[0], fileOf(atMs)), text),
    ingest: (nowMs) => ingestSpool(store.db, { spoolDirs: folders, now: () => nowMs }),
    files: () => readdirSync(folders[0]).sort(),
    rows: () => readRows(store),
    close() {
      store.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export function fileOf(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 13).replace(/[-T]/g, '')}.jsonl`;
}

/** A refresh that differs from others by its cost. */
export function beat(atMs: number, cost: number, sessionId = 's1'): SpoolRecord {
  const fields = { sessionId, costNanoUsd: cost, durationMs: atMs - HOUR };
  return { kind: 'heartbeat', atMs, heartbeat: heartbeatOf(fields) };
}

export function hook(atMs: number, event: string, sessionId = 's1'): SpoolRecord {
  const data = { toolName: 'Bash', durationMs: 12, isInterrupt: false };
  return { kind: 'hook', atMs, event, sessionId, transcriptPath: null, cwd: '/w', data };
}

function readRows({ db }: LedgerStore): ReturnType<SpoolLab['rows']> {
  const heartbeats = db
    .prepare(`SELECT session_id, source, first_ms, last_ms, refreshes, cost_nano_usd, data
      FROM heartbeat ORDER BY session_id, last_ms, first_ms, data`)
    .raw()
    .all();
  const hooks = db
    .prepare('SELECT session_id, at_ms, event, data FROM hook_event ORDER BY 2, 1, 3, 4')
    .raw()
    .all();
  const faults = db.prepare("SELECT value FROM meta WHERE key = 'spool-faults'").pluck().get();
  return { heartbeats, hooks, faults: Number.parseInt(String(faults ?? 0), 10) };
}
