// A ledger that was damaged, cut off, replaced or written by a later version: put aside, built anew
// from the transcripts, with what the old one alone knew as far as it can be read.
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  cpSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/store/sqlite.ts';
import { assistant, line, stream, usage } from '../transcript/records.ts';
import { type Home, type Outcome, openHome, readLedger, readTotals } from './telltale.ts';

const PAGE = 4096;
const REPORT = ['usage', 'daily', '--json'] as const;
const PRESENT_CALLS = 300;
const ARCHIVED_CALLS = 300;
const TOKENS_PER_CALL = 13;
const ALL_TOKENS = (PRESENT_CALLS + ARCHIVED_CALLS + 1) * TOKENS_PER_CALL;

const template = mkdtempSync(join(tmpdir(), 'telltale-damage-'));
let home: Home;

/** A ledger of one transcript that is there, one that was deleted and a line that was rewritten. */
beforeAll(() => {
  home = openHome();
  const calls = (name: string, count: number): string =>
    Array.from({ length: count }, (_, i) => stream(10, { id: `msg_${name}_${i}` })).join('');
  home.write('projects/-w/s1.jsonl', calls('old', 1));
  home.write('projects/-w/s2.jsonl', calls('gone', ARCHIVED_CALLS));
  expect(home.run(['ingest']).status).toBe(0);
  rmSync(join(home.config, 'projects/-w/s2.jsonl'));
  home.write('projects/-w/s1.jsonl', calls('here', PRESENT_CALLS));
  expect(readTotals(home.run(REPORT)).totalTokens).toBe(ALL_TOKENS);
  cpSync(home.path, template, { recursive: true });
  home.clear();
});
afterEach(() => home.clear());
afterAll(() => rmSync(template, { recursive: true, force: true }));

/** The template's ledger and transcripts in a home of their own. */
function openCopy(): Home {
  const copy = openHome();
  cpSync(join(template, '.claude'), copy.config, { recursive: true, preserveTimestamps: true });
  cpSync(join(template, 'state'), copy.state, { recursive: true });
  // The rows name files by their path, so this ledger has to be at home here.
  const db = openDatabase(copy.ledger);
  db.prepare('UPDATE file SET path = replace(path, root, ?), root = ?').run(
    copy.config,
    copy.config,
  );
  db.close();
  return copy;
}

function damage(ledger: string, change: (file: number, sizeBytes: number) => void): void {
  const file = openSync(ledger, 'r+');
  change(file, statSync(ledger).size);
  closeSync(file);
}

function asideFiles(): string[] {
  return readdirSync(home.state).filter((name) => /^ledger\.db\.(corrupt|newer)-/.test(name));
}

function expectClear(outcome: Outcome): void {
  expect(outcome.stderr).not.toMatch(/^\s+at /m);
  expect(outcome.status).toBe(0);
}

describe('a ledger that cannot be used', () => {
  test.each<[string, (ledger: string) => void, 'all' | 'present']>([
    ['a text file', (ledger) => writeFileSync(ledger, 'Not a ledger.\n'.repeat(900)), 'present'],
    [
      'random bytes at its beginning',
      (ledger) => damage(ledger, (file) => writeSync(file, randomBytes(PAGE), 0, PAGE, 0)),
      'present',
    ],
    [
      'a file cut off after 100 bytes',
      (ledger) => damage(ledger, (file) => ftruncateSync(file, 100)),
      'present',
    ],
    [
      'a file cut off in the middle',
      (ledger) => damage(ledger, (file, size) => ftruncateSync(file, size / 2)),
      'present',
    ],
    [
      'one of a later version',
      (ledger) => {
        const db = openDatabase(ledger);
        db.exec('ALTER TABLE line ADD COLUMN mood TEXT; CREATE TABLE later (x)');
        db.pragma('user_version = 99');
        db.close();
      },
      'all',
    ],
  ])('%s is moved aside and built anew', (_, change, kept) => {
    home = openCopy();
    change(home.ledger);
    const sizeBytes = statSync(home.ledger).size;
    const first = home.run(REPORT);
    expectClear(first);
    expect(first.stderr).toMatch(/it was moved to .*ledger\.db\.(corrupt|newer)-/);
    const [aside = ''] = asideFiles();
    expect(statSync(join(home.state, aside)).size).toBe(sizeBytes);
    const { totalTokens } = readTotals(first);
    expect(totalTokens).toBeGreaterThanOrEqual(PRESENT_CALLS * TOKENS_PER_CALL);
    expect(totalTokens).toBeLessThanOrEqual(ALL_TOKENS);
    if (kept === 'all') expect(totalTokens).toBe(ALL_TOKENS);
    const second = home.run(REPORT);
    expect(second).toMatchObject({ status: 0, stderr: '', stdout: first.stdout });
    expect(asideFiles()).toEqual([aside]);
  });

  test('an empty file is a new ledger', () => {
    home = openCopy();
    writeFileSync(home.ledger, '');
    const { totalTokens } = readTotals(home.run(REPORT));
    expect(totalTokens).toBe(PRESENT_CALLS * TOKENS_PER_CALL);
  });

  test('random bytes in any one page: found when they are met, and the answer is never wrong', () => {
    home = openCopy();
    const whole = join(home.state, 'whole.db');
    copyFileSync(home.ledger, whole);
    const pages = statSync(whole).size / PAGE;
    const tables = readLedger<{ name: string; rootpage: number }>(
      whole,
      "SELECT name, rootpage FROM sqlite_master WHERE name IN ('file', 'quarter_sum', 'meta', 'name')",
    );
    const others = [1, 2, 3].map(() => 2 + Math.floor(Math.random() * (pages - 2)));
    for (const page of [...tables.map((table) => table.rootpage), ...others]) {
      for (const name of asideFiles()) rmSync(join(home.state, name));
      copyFileSync(whole, home.ledger);
      damage(home.ledger, (file) => writeSync(file, randomBytes(PAGE), 0, PAGE, (page - 1) * PAGE));
      for (const command of [REPORT, ['ingest', '--force'], REPORT]) {
        const outcome = home.run(command);
        expect(outcome.stderr, `page ${page}`).not.toMatch(/internal error|^\s+at /m);
        expect(outcome.status, `page ${page}: ${outcome.stderr}`).toBe(0);
      }
      const { totalTokens } = readTotals(home.run(REPORT));
      expect(totalTokens, `page ${page}`).toBeGreaterThanOrEqual(PRESENT_CALLS * TOKENS_PER_CALL);
      const isSaidToBeLost = totalTokens === ALL_TOKENS || asideFiles().length > 0;
      expect(isSaidToBeLost, `page ${page}: ${totalTokens}`).toBe(true);
    }
  });

  test('without its list of files keeps every line all the same', () => {
    home = openCopy();
    const [root] = readLedger<{ rootpage: number }>(
      home.ledger,
      "SELECT rootpage FROM sqlite_master WHERE name = 'file'",
    );
    const at = ((root?.rootpage ?? 0) - 1) * PAGE;
    damage(home.ledger, (file) => writeSync(file, randomBytes(PAGE), 0, PAGE, at));
    const outcome = home.run(REPORT);
    expectClear(outcome);
    expect(readTotals(outcome).totalTokens).toBe(ALL_TOKENS);
    expect(outcome.stderr).toContain('some of it could not be read');
  });

  test('found by four processes at once is replaced once', async () => {
    home = openCopy();
    damage(home.ledger, (file) => writeSync(file, randomBytes(PAGE), 0, PAGE, 0));
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => home.start(REPORT).done));
    for (const outcome of outcomes) expectClear(outcome);
    expect(new Set(outcomes.map((outcome) => outcome.stdout)).size).toBe(1);
    expect(asideFiles().length).toBe(1);
  });
});

test('a ledger of an earlier version is brought up to date in place', () => {
  home = openHome();
  home.write('projects/-w/s1.jsonl', line(assistant({ usage: usage({ output_tokens: 10 }) })));
  expect(home.run(['ingest']).status).toBe(0);
  const db = openDatabase(home.ledger);
  const live = ['heartbeat', 'hook_event', 'spool'];
  const events = ['event_file', 'event_chunk', 'event_seen', 'reading'];
  for (const table of [...live, ...events]) db.exec(`DROP TABLE ${table}`);
  db.exec('ALTER TABLE file DROP COLUMN data_version');
  db.pragma('user_version = 1');
  db.close();
  const outcome = home.run(REPORT);
  expect(outcome).toMatchObject({ status: 0, stderr: '' });
  expect(readTotals(outcome).totalTokens).toBe(TOKENS_PER_CALL);
  expect(asideFiles()).toEqual([]);
});
