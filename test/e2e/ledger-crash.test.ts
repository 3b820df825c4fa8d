// The built program killed in the middle of its work, started several times at once, and read from
// while it writes: the ledger ends up as if nothing had happened.
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bulkSessions } from '../../src/samples/bulk-sessions.ts';
import { openStore } from '../../src/store/open-store.ts';
import { openDatabase } from '../../src/store/sqlite.ts';
import { isHeavy } from '../property/runs.ts';
import { compareDumps } from '../store/dump-ledger.ts';
import { ingestInto } from '../store/lab.ts';
import { stream } from '../transcript/records.ts';
import { type Home, openHome, readTotals, writeSamples } from './telltale.ts';

const SET_BYTES = 30_000_000;
const ROUNDS = isHeavy ? 40 : 5;

const config = mkdtempSync(join(tmpdir(), 'telltale-crash-'));
let undisturbed: string[] = [];
let coldMs = 0;
let home: Home;

beforeAll(() => {
  writeSamples(config, bulkSessions({ targetBytes: SET_BYTES, seed: 'crash' }));
  const calm = openHome(config);
  const startedMs = Date.now();
  expect(calm.run(['ingest'])).toMatchObject({ status: 0, stderr: '' });
  coldMs = Date.now() - startedMs;
  undisturbed = calm.dump();
  calm.clear();
});
afterEach(() => home.clear());
afterAll(() => rmSync(config, { recursive: true, force: true }));

describe('the program', () => {
  test(`killed at random moments of a cold ingest, ends with the same ledger (${ROUNDS} rounds)`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      home?.clear();
      home = openHome(config);
      const waits = [Math.random(), Math.random()].map((share) => Math.round(share * coldMs));
      for (const waitMs of waits) {
        const { child, done } = home.start(['ingest', '--json']);
        await sleep(waitMs);
        child.kill('SIGKILL');
        await done;
      }
      const said = `killed after ${waits.join(' and ')} ms of about ${coldMs}`;
      expect(home.run(['ingest']), said).toMatchObject({ status: 0, stderr: '' });
      expect(compareDumps(home.dump(), undisturbed), said).toBe(null);
    }
  });

  test('reading in threads, gives what one thread gives', async () => {
    home = openHome(config);
    const store = openStore({ stateDir: home.state, now: Date.now });
    await ingestInto(store, config);
    store.close();
    // The second pass has no threads of its own.
    expect(home.run(['ingest'])).toMatchObject({ status: 0, stderr: '' });
    expect(compareDumps(home.dump(), undisturbed)).toBe(null);
  });

  test('started four times at once on an empty state folder, is right four times', async () => {
    home = openHome(config);
    const reports = await Promise.all(
      [1, 2, 3, 4].map(() => home.start(['usage', 'daily', '--json']).done),
    );
    for (const report of reports) expect(report).toMatchObject({ status: 0, stderr: '' });
    expect(new Set(reports.map((report) => report.stdout)).size).toBe(1);
    const ingests = await Promise.all([1, 2, 3, 4].map(() => home.start(['ingest']).done));
    for (const one of ingests) expect(one).toMatchObject({ status: 0, stderr: '' });
    expect(compareDumps(home.dump(), undisturbed)).toBe(null);
  });

  test('read while others write, never fails and never says less than before', async () => {
    home = openHome();
    const file = 'projects/-w/s1.jsonl';
    home.write(file, stream(1, { id: 'msg_0' }));
    let isWriting = true;
    const write = async (): Promise<void> => {
      for (let i = 1; i <= 12; i++) {
        const text = Array.from({ length: 200 }, (_, k) => stream(10, { id: `msg_${i}_${k}` }));
        appendFileSync(join(home.config, file), text.join(''));
        await home.start(['ingest']).done;
      }
      isWriting = false;
    };
    const read = async (): Promise<number[]> => {
      const seen: number[] = [];
      while (isWriting) {
        const report = await home.start(['usage', 'daily', '--json']).done;
        expect(report).toMatchObject({ status: 0, stderr: '' });
        seen.push(readTotals(report).totalTokens);
      }
      return seen;
    };
    const [, first, second] = await Promise.all([write(), read(), read()]);
    for (const seen of [first, second]) {
      expect(seen.length).toBeGreaterThan(0);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
    }
    const last = readTotals(home.run(['usage', 'daily', '--json']));
    expect(last.totalTokens).toBe(4 + 12 * 200 * 13);
  });

  test('goes on at once when the process that held the lease is dead', async () => {
    home = openHome();
    home.write('projects/-w/s1.jsonl', stream(5));
    expect(home.run(['ingest']).status).toBe(0);
    const dead = home.start(['--version']);
    await dead.done;
    const db = openDatabase(home.ledger);
    const { hostname } = await import('node:os');
    const lease = { pid: dead.child.pid, host: hostname(), untilMs: Date.now() + 9_000 };
    db.prepare("INSERT OR REPLACE INTO meta VALUES ('lease', ?)").run(JSON.stringify(lease));
    db.close();
    home.write('projects/-w/s2.jsonl', stream(5, { id: 'msg_2' }));
    const startedMs = Date.now();
    expect(readTotals(home.run(['usage', 'daily', '--json'])).totalTokens).toBe(16);
    expect(Date.now() - startedMs).toBeLessThan(5_000);
  });
});
