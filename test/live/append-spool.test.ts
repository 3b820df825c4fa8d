// One line at the end of the spool, whatever stands in it and whatever the disk is like.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendToSpool } from '../../src/live/append-spool.ts';
import { restoreHeartbeat } from '../../src/live/restore-heartbeat.ts';
import { type SpoolPlaces, spoolDirs, spoolPlaces } from '../../src/live/spool-dirs.ts';
import type { HookRecord, SpoolRecord } from '../../src/live/spool-record.ts';
import { propertyRuns } from '../property/runs.ts';
import { EVERYTHING, heartbeatOf } from './heartbeats.ts';

const AT_MS = Date.parse('2026-11-21T18:46:00Z');
const FILE = '2026112118.jsonl';
let home = '';
let places: SpoolPlaces;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'telltale-spool-'));
  places = { spoolDir: join(home, 'state/live/spool'), fallbackDir: join(home, 'run/spool') };
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const hook = (data: HookRecord['data'] = {}): HookRecord => ({
  kind: 'hook',
  atMs: AT_MS,
  event: 'Stop',
  sessionId: 's1',
  transcriptPath: null,
  cwd: null,
  data,
});
const beat = (heartbeat = EVERYTHING): SpoolRecord => ({
  kind: 'heartbeat',
  atMs: AT_MS,
  heartbeat,
});
const read = (folder = places.spoolDir): string => readFileSync(join(folder, FILE), 'utf8');

describe('a line of the spool', () => {
  it('stands between newlines in the file of its hour, in a folder for nobody else', () => {
    expect(appendToSpool(places, hook({ reason: 'other' }))).toBe(true);
    expect(appendToSpool(places, hook())).toBe(true);
    expect(read()).toBe(
      ['other', null]
        .map((reason) => `\n${JSON.stringify(hook(reason === null ? {} : { reason }))}\n`)
        .join(''),
    );
    expect(statSync(places.spoolDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(home, 'state')).mode & 0o777).toBe(0o700);
    expect(statSync(join(places.spoolDir, FILE)).mode & 0o777).toBe(0o600);
    expect(existsSync(places.fallbackDir ?? '')).toBe(false);
  });

  it('holds a whole heartbeat, nulls left out', () => {
    appendToSpool(places, beat());
    expect(restoreHeartbeat(JSON.parse(read()).heartbeat)).toEqual(EVERYTHING);
    const sparse = heartbeatOf({ usedPercent: 0 });
    appendToSpool(places, beat(sparse));
    const [, line = ''] = read().trim().split('\n\n');
    expect(JSON.parse(line).heartbeat).toEqual({ sessionId: 's1', usedPercent: 0 });
    expect(restoreHeartbeat(JSON.parse(line).heartbeat)).toEqual(sparse);
  });

  it('stays below 4096 bytes, and what it is about stays in it', () => {
    const long = fc.string({ unit: 'binary', maxLength: 1_200 });
    const heartbeat = fc.record(
      Object.fromEntries(
        Object.entries(EVERYTHING).map(([name, value]) => [
          name,
          typeof value === 'string' && name !== 'sessionId' ? long : fc.constant(value),
        ]),
      ),
    );
    const data = fc.dictionary(fc.string({ maxLength: 40 }), fc.oneof(long, fc.double()), {
      maxKeys: 300,
    });
    const records = fc.oneof(
      heartbeat.map((fields) => beat(fields as unknown as typeof EVERYTHING)),
      data.map((fields) => hook(fields)),
    );
    fc.assert(
      fc.property(records, (record) => {
        rmSync(places.spoolDir, { recursive: true, force: true });
        expect(appendToSpool(places, record)).toBe(true);
        expect(statSync(join(places.spoolDir, FILE)).size).toBeLessThan(4_096);
        const { kind, sessionId, heartbeat: kept } = JSON.parse(read());
        expect([kind, sessionId ?? kept.sessionId]).toEqual([
          record.kind,
          record.kind === 'hook' ? 's1' : EVERYTHING.sessionId,
        ]);
      }),
      propertyRuns(150),
    );
  });

  it('loses a path whole rather than its end, and other texts by their end', () => {
    const path = `/${'p'.repeat(900)}`;
    appendToSpool(places, {
      ...hook({ source: 's'.repeat(4_000), toolName: 'Bash' }),
      cwd: path,
      transcriptPath: path,
    });
    const { cwd, transcriptPath, data } = JSON.parse(read());
    expect([cwd, transcriptPath]).toEqual([path, path]);
    expect(data).toEqual({ source: 's'.repeat(2_000), toolName: 'Bash' });
    rmSync(places.spoolDir, { recursive: true });
    const paths = { cwd: path, currentDir: `/${'q'.repeat(950)}`, projectDir: path };
    const more = { worktreePath: path, worktreeOriginalCwd: path };
    appendToSpool(places, beat({ ...EVERYTHING, ...paths, ...more }));
    const kept = JSON.parse(read()).heartbeat;
    expect(kept.currentDir).toBeNull();
    expect(Object.values(kept).filter((value) => value === path)).not.toEqual([]);
  });
});

describe('a spool that cannot be written', () => {
  it.each([
    ['a file where its folder should be', (): void => writeFileSync(join(home, 'state'), '')],
    [
      'a full disk',
      (): void => {
        mkdirSync(places.spoolDir, { recursive: true });
        symlinkSync('/dev/full', join(places.spoolDir, FILE));
      },
    ],
    [
      'a folder where its file should be',
      (): void => {
        mkdirSync(join(places.spoolDir, FILE), { recursive: true });
      },
    ],
  ])('for %s is replaced by the other one', (_story, spoil) => {
    spoil();
    expect(appendToSpool(places, hook())).toBe(true);
    expect(read(places.fallbackDir ?? '')).toContain('"Stop"');
    expect(appendToSpool({ ...places, fallbackDir: null }, hook())).toBe(false);
    expect(appendToSpool({ ...places, fallbackDir: '/proc/telltale' }, hook())).toBe(false);
  });

  it('is no reason to throw, nor is a record without a time', () => {
    expect(appendToSpool(places, { ...hook(), atMs: Number.NaN })).toBe(false);
    expect(appendToSpool(places, hook({ x: 1n as unknown as number }))).toBe(false);
    expect(existsSync(places.spoolDir) ? readdirSync(places.spoolDir) : []).toEqual([]);
  });
});

describe('where the spool is', () => {
  it.each([
    ['no folder in memory', {}, null],
    ['one that is not from the root', { XDG_RUNTIME_DIR: 'run' }, null],
    ['one', { XDG_RUNTIME_DIR: '/run/user/7' }, '/run/user/7/telltale/spool/_home_ana_state'],
  ])('with %s', (_story, env, fallbackDir) => {
    const spoolDir = '/home/ana/state/live/spool';
    expect(spoolPlaces('/home/ana/state', env)).toEqual({ spoolDir, fallbackDir });
    expect(spoolDirs('/home/ana/state', env)).toEqual(
      fallbackDir === null ? [spoolDir] : [spoolDir, fallbackDir],
    );
  });
});
