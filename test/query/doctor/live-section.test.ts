// The doctor on hooks and status lines: what has arrived, what waits, what could not be read.
import { describe, expect, it } from 'vitest';
import { LIVE_SECTION } from '../../../src/query/doctor/live-section.ts';
import { createSpoolWriter } from '../../../src/store/ingest/spool/spool-writer.ts';
import { beat, hook } from '../../store/spool/spool-lab.ts';
import { diskOf, emptyLedger, GOOD_TREE, inputOf, NOW_MS, type TestFile } from './input.ts';

const SPOOL = '/home/ana/.local/state/telltale/live/spool';
const MEMORY = '/run/user/7/telltale/spool/_home_ana__local_state_telltale';

function examine(files: Readonly<Record<string, TestFile>>, fill = (_db: Ledger): void => {}) {
  const db = emptyLedger();
  fill(db);
  const { facts = [], findings = [] } = LIVE_SECTION.examine({
    ...inputOf({ ledger: { db, isFresh: true, notices: [], problem: null } }),
    place: { env: { XDG_RUNTIME_DIR: '/run/user/7' }, platform: 'linux', homeDir: '/home/ana' },
    disk: diskOf({ ...GOOD_TREE, ...files }),
  });
  return {
    facts: Object.fromEntries(facts.map(({ key, value }) => [key, value])),
    findings: findings.map(({ severity, code, what }) => `${severity} ${code} ${what}`),
  };
}

type Ledger = ReturnType<typeof emptyLedger>;

const NOTHING = {
  waitingBytes: 0,
  lastHeartbeatMs: null,
  heartbeats: 0,
  imported: 0,
  hookEvents: 0,
  faults: 0,
};

describe('the doctor', () => {
  it('knows of nothing where nothing was set up', () => {
    expect(examine({})).toEqual({ facts: NOTHING, findings: [] });
  });

  it('says when and why the last engine failed, on one line', () => {
    const failure = '/home/ana/.local/state/telltale/live/engine-failure.txt';
    const file = { text: 'the disk is full\u0007\n', mtimeMs: NOW_MS - 120_000 };
    expect(examine({ [failure]: file }).findings).toEqual([
      'warn engine-failed The engine beside your sessions ended with an error 2 m ago: the disk is full',
    ]);
  });

  it('counts what has arrived', () => {
    const arrived = examine({}, (db) => {
      const writer = createSpoolWriter(db);
      writer.write(beat(NOW_MS - 5_000, 1));
      writer.write(beat(NOW_MS - 1_000, 2));
      writer.write(hook(NOW_MS, 'Stop'));
      db.exec("UPDATE heartbeat SET source = 'ctxprof' WHERE id = 1");
      db.exec("INSERT INTO meta VALUES ('spool-faults', '3:1795000000000')");
    });
    expect(arrived).toEqual({
      facts: {
        waitingBytes: 0,
        lastHeartbeatMs: NOW_MS - 1_000,
        heartbeats: 2,
        imported: 1,
        hookEvents: 1,
        faults: 3,
      },
      findings: ['note spool-faults 3 lines of hooks, status line or ctxprof could not be read'],
    });
  });

  it('tells what waits, and minds only what waits for long', () => {
    const waiting = examine(
      {
        [`${SPOOL}/2026112118.jsonl`]: { sizeBytes: 300, mtimeMs: NOW_MS },
        [`${SPOOL}/2026112117.jsonl`]: { sizeBytes: 200, mtimeMs: NOW_MS - 3_700_000 },
        [`${SPOOL}/notes.txt`]: { sizeBytes: 999, mtimeMs: 0 },
        [`${MEMORY}/2026112116.jsonl`]: { sizeBytes: 70, mtimeMs: NOW_MS - 7_700_000 },
      },
      (db) => {
        const row = db.prepare('INSERT INTO spool VALUES (?, 1, ?, 0)');
        row.run(`${SPOOL}/2026112118.jsonl`, 290);
        row.run(`${SPOOL}/2026112117.jsonl`, 200);
      },
    );
    expect(waiting).toEqual({
      facts: { ...NOTHING, waitingBytes: 80 },
      findings: [
        `warn spool-stuck 1 file of the spool cannot be taken, the first is ${MEMORY}/2026112116.jsonl`,
      ],
    });
  });
});
