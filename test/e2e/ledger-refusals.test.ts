// State folders that cannot be written, or are full: a clear message, exit code 2, no stack, and
// nothing lost once there is room.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stream } from '../transcript/records.ts';
import { type Home, type Outcome, openHome, readLedger, readTotals } from './telltale.ts';

const REPORT = ['usage', 'daily', '--json'] as const;
const isRoot = process.getuid?.() === 0;
const isLinux = process.platform === 'linux';

let home: Home;
beforeEach(() => {
  home = openHome();
  home.write('projects/-w/s1.jsonl', stream(10));
});
afterEach(() => home.clear());

function expectRefusal({ status, stdout, stderr }: Outcome, words: RegExp): void {
  expect(stderr).toMatch(words);
  expect(stderr).toMatch(/^telltale: /);
  expect(stderr).toMatch(/^ {2}→ /m);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
}

describe('a state folder that cannot be used', () => {
  test('a file stands in its place', () => {
    const place = join(home.path, 'file');
    writeFileSync(place, 'I was here first');
    expectRefusal(home.run(REPORT, { TELLTALE_HOME: place }), /cannot be written/);
  });

  test('a file stands above it', () => {
    const place = join(home.path, 'file');
    writeFileSync(place, 'I was here first');
    const below = join(place, 'state');
    expectRefusal(home.run(REPORT, { TELLTALE_HOME: below }), /cannot be written/);
  });

  test('a folder stands in the ledger’s place', () => {
    mkdirSync(home.ledger, { recursive: true });
    expectRefusal(home.run(REPORT), /cannot be written/);
  });

  test.skipIf(!isLinux)('it would be in a file system without files', () => {
    expectRefusal(home.run(REPORT, { TELLTALE_HOME: '/proc/telltale' }), /\/proc\/telltale/);
  });

  test.skipIf(isRoot || process.platform === 'win32')('it may not be written', () => {
    mkdirSync(home.state);
    chmodSync(home.state, 0o500);
    expectRefusal(home.run(REPORT), /cannot be written/);
  });

  test.skipIf(!isLinux)('its ledger may not be written, though it can be read', () => {
    expect(home.run(['ingest']).status).toBe(0);
    home.write('projects/-w/s2.jsonl', stream(10, { id: 'msg_2' }));
    const isFrozen = isRoot ? tryRun('chattr', '+i', home.ledger) : freeze(home.ledger, 0o400);
    if (!isFrozen) return;
    const outcome = home.run(REPORT);
    if (isRoot) tryRun('chattr', '-i', home.ledger);
    expectRefusal(outcome, /cannot be written/);
  });
});

const canMount = isLinux && isRoot && canMountMemory();

describe.skipIf(!canMount)(
  `a full disk${canMount ? '' : ' (skipped: needs the right to mount a small one)'}`,
  () => {
    test('is told, and nothing is lost once there is room', () => {
      const CALLS = 6000;
      for (let file = 0; file < 6; file++) {
        const calls = Array.from({ length: CALLS / 6 }, (_, i) =>
          stream(10, { id: `msg_${file}_${i}` }),
        );
        home.write(`projects/-w/many-${file}.jsonl`, calls.join(''));
      }
      mkdirSync(home.state);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', home.state]);
      try {
        expectRefusal(home.run(REPORT), /No room left|full/i);
        execFileSync('mount', ['-o', 'remount,size=64m', home.state]);
        const outcome = home.run(REPORT);
        expect(outcome).toMatchObject({ status: 0, stderr: '' });
        expect(readTotals(outcome).totalTokens).toBe((CALLS + 1) * 13);
      } finally {
        execFileSync('umount', [home.state]);
      }
    });
  },
);

test('transcripts that cannot be read are said to be so, and the rest is counted', () => {
  symlinkSync(join(home.path, 'nowhere.jsonl'), join(home.config, 'projects/-w/s2.jsonl'));
  const outcome = home.run(['ingest', '--json']);
  expect(outcome).toMatchObject({ status: 1 });
  const report = home.run(REPORT);
  expect(report).toMatchObject({ status: 0 });
  expect(report.stderr).toMatch(/s2\.jsonl \(ENOENT\) cannot be read/);
  expect(JSON.parse(outcome.stdout)).toMatchObject({
    callsAdded: 1,
    unreadable: [{ path: join(home.config, 'projects/-w/s2.jsonl'), code: 'ENOENT' }],
  });
});

test('counts beyond reason stop no report', () => {
  const text = stream(10, { id: 'msg_huge' });
  const huge = text.replace('"input_tokens":3', '"input_tokens":9007199254740991');
  home.write('projects/-w/s2.jsonl', huge + huge.replaceAll('msg_huge', 'msg_huge_2'));
  for (const command of [['ingest'], REPORT, [], ['usage', 'model'], ['sessions']])
    expect(home.run(command), command.join(' ')).toMatchObject({ status: 0, stderr: '' });
});

test('a projects folder behind a link is the same folder', () => {
  const before = readTotals(home.run(REPORT)).totalTokens;
  const linked = join(home.path, 'linked');
  mkdirSync(linked);
  symlinkSync(join(home.config, 'projects'), join(linked, 'projects'));
  expect(readTotals(home.run(REPORT, { CLAUDE_CONFIG_DIR: linked })).totalTokens).toBe(before);
  expect(before).toBeGreaterThan(0);
});

describe('folders of transcripts', () => {
  const two = (): string => join(home.path, 'second');

  beforeEach(() => {
    mkdirSync(join(two(), 'projects/-x'), { recursive: true });
    const other = { session: 's2' };
    writeFileSync(
      join(two(), 'projects/-x/s2.jsonl'),
      stream(10, other) + stream(10, { ...other, id: 'msg_2' }),
    );
  });

  test('in force are the ones that count, and switching changes nothing', () => {
    const both = { CLAUDE_CONFIG_DIR: `${home.config},${two()}` };
    const tokens = (env?: Record<string, string>): number =>
      readTotals(home.run(REPORT, env)).totalTokens;
    expect(tokens()).toBe(13);
    expect(tokens({ CLAUDE_CONFIG_DIR: two() })).toBe(26);
    expect(tokens(both)).toBe(26);
    const before = home.dump();
    expect([tokens(), tokens({ CLAUDE_CONFIG_DIR: two() }), tokens(both)]).toEqual([13, 26, 26]);
    expect(home.dump()).toEqual(before);
  });

  test('that vanished keep their totals', () => {
    const both = { CLAUDE_CONFIG_DIR: `${home.config},${two()}` };
    const before = home.run(REPORT, both);
    rmSync(two(), { recursive: true });
    const after = home.run(REPORT, both);
    expect(after.stdout).toBe(before.stdout);
    expect(after.status).toBe(0);
    const states = readLedger(home.ledger, 'SELECT state FROM file ORDER BY path');
    expect(states).toEqual([{ state: 'present' }, { state: 'vanished' }]);
  });

  test('that were all deleted keep their totals too', () => {
    const before = home.run(REPORT);
    rmSync(join(home.config, 'projects'), { recursive: true });
    const after = home.run(REPORT);
    expect(after).toMatchObject({ status: 0, stdout: before.stdout });
  });
});

function tryRun(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function freeze(file: string, mode: number): boolean {
  chmodSync(file, mode);
  return true;
}

function canMountMemory(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'telltale-mount-'));
  const isMounted = tryRun('mount', '-t', 'tmpfs', '-o', 'size=100k', 'tmpfs', place);
  const isFreed = isMounted && tryRun('umount', place);
  if (!isMounted || isFreed) rmSync(place, { recursive: true });
  return isFreed;
}
