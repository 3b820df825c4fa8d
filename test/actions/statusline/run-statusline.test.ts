// When a refresh starts the engine, and what of the settings and the environment the line follows.
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lineScreen } from '../../../src/actions/statusline/line-screen.ts';
import { DEFAULTS, runStatusline } from '../../../src/actions/statusline/run-statusline.ts';
import { putBeside, runWrapped } from '../../../src/actions/statusline/run-wrapped.ts';
import { isDueToWake, reasonOf } from '../../../src/actions/statusline/wake-memory.ts';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { livePaths } from '../../../src/live/live-paths.ts';
import { parseHeartbeat } from '../../../src/live/parse-heartbeat.ts';
import type { Heartbeat } from '../../../src/live/spool-record.ts';
import type { Verdict } from '../../../src/live/verdict.ts';

const NOW = Date.UTC(2026, 10, 21, 18, 30);
const TOLD = {
  session_id: 's1',
  model: { id: 'claude-opus-5' },
  context_window: { current_usage: { input_tokens: 1, cache_read_input_tokens: 99 } },
};
const heartbeat = parseHeartbeat(TOLD) as Heartbeat;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'telltale-line-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('the defaults are those of the table', () => {
  expect(DEFAULTS.statusline).toEqual(DEFAULT_SETTINGS.statusline);
});

test('a settings file of another shape does no harm', () => {
  const paths = livePaths(dir);
  const world = { env: {}, nowMs: NOW, wrapped: null, wakeEngine: () => {} };
  let printed = '';
  const run = () =>
    runStatusline(
      { value: TOLD, bytes: Buffer.alloc(0) },
      {
        ...world,
        paths: { stateDir: dir, configFile: join(dir, 'config.toml') },
        print: (text) => {
          printed += text;
        },
      },
    );
  run();
  const settings = { statusline: { segments: 'all', color: 'never' } };
  writeFileSync(paths.hotSettingsFile, JSON.stringify({ formatVersion: 1, stamp: '', settings }));
  run();
  const [first, second] = printed.split('\n');
  expect(first).toContain('opus-5');
  expect(second).toBe(first);
});

test('a flag of the command line wins over the settings', () => {
  let printed = '';
  const run = (asked: { plain?: boolean; color?: 'always' | 'never' }) =>
    runStatusline(
      { value: TOLD, bytes: Buffer.alloc(0) },
      {
        env: { LANG: 'C.UTF-8', TERM: 'xterm' },
        nowMs: NOW,
        wrapped: null,
        wakeEngine: () => {},
        paths: { stateDir: dir, configFile: join(dir, 'config.toml') },
        asked,
        print: (text) => {
          printed += text;
        },
      },
    );
  run({});
  run({ color: 'never' });
  run({ plain: true });
  const [usual, colourless, plain] = printed.split('\n');
  expect(usual).toContain('\u001b[');
  expect(colourless).toMatch(/^opus-5/);
  expect(plain).toMatch(/^model opus-5/);
});

describe('the engine', () => {
  const verdict = { atMs: NOW, contextTokens: 100 } as Verdict;
  const signs = { heartbeat, verdict, isStale: false, nowMs: NOW };
  const old = { ...verdict, atMs: NOW - 31_000 };
  const idle = parseHeartbeat({ session_id: 's1' }) as Heartbeat;
  test.each([
    ['verdict of this call', signs, false],
    ['old verdict of this call', { ...signs, verdict: old }, false],
    ['verdict of an older call', { ...signs, verdict: { ...old, contextTokens: 90 } }, true],
    ['young one of an older call', { ...signs, verdict: { ...verdict, contextTokens: 9 } }, false],
    ['no verdict', { ...signs, verdict: null }, true],
    ['no verdict before the first call', { ...signs, heartbeat: idle, verdict: null }, false],
    ['changed settings', { ...signs, isStale: true }, true],
  ])('%s', (_, given, isDue) => expect(reasonOf(given) !== null).toBe(isDue));

  test('is started once for a reason, again after a while, and at once for another', () => {
    const missing = { ...signs, verdict: null, nowMs: Date.now() };
    expect(isDueToWake(dir, missing)).toBe(true);
    expect(isDueToWake(dir, missing)).toBe(false);
    expect(isDueToWake(dir, { ...missing, isStale: true })).toBe(true);
    expect(isDueToWake(dir, missing)).toBe(true);
    utimesSync(join(dir, 's1.wake'), 0, 0);
    expect(isDueToWake(dir, missing)).toBe(true);
  });

  test('is left alone where nothing can be noted', () => {
    const file = join(dir, 'file');
    writeFileSync(file, '');
    expect(isDueToWake(file, { ...signs, verdict: null })).toBe(false);
  });
});

test.each([
  ['auto', {}, { width: 120, color: true, unicode: true }],
  ['auto', { COLUMNS: '63' }, { width: 59 }],
  ['auto', { COLUMNS: 'x' }, { width: 120 }],
  ['auto', { COLUMNS: '3' }, { width: 20 }],
  ['auto', { NO_COLOR: '1' }, { color: false }],
  ['auto', { TERM: 'dumb' }, { color: false }],
  ['always', { NO_COLOR: '1' }, { color: true }],
  ['never', {}, { color: false }],
  ['auto', { LC_ALL: 'C' }, { unicode: false }],
  ['auto', { LANG: 'de_DE.UTF-8' }, { unicode: true }],
] as const)('colour %s with %o', (color, env, screen) => {
  expect(lineScreen({ color, plain: false }, env)).toMatchObject(screen);
});

test('plain has neither colour nor signs', () => {
  expect(lineScreen({ color: 'always', plain: true }, {})).toMatchObject({
    color: false,
    unicode: false,
    plain: true,
  });
});

describe('a wrapped line', () => {
  test.each([
    ['cat', 'the input', 'the input'],
    ['cat; echo; echo', 'a\nb', 'a\nb'],
    ['echo "$((1 + 1)) | x" | tr x y', '', '2 | y'],
    ['echo no; exit 3', '', null],
    ['true', '', null],
    ['no-such-program', '', null],
    ['yes | head -c 1000000', '', null],
  ])('%s', (command, input, output) => {
    expect(runWrapped(command, Buffer.from(input))).toBe(output);
  });

  test('one that hangs is given up', () => {
    const startedAt = performance.now();
    expect(runWrapped('echo a; sleep 30', Buffer.alloc(0))).toBeNull();
    expect(performance.now() - startedAt).toBeLessThan(6_000);
  });

  test.each([
    ['theirs', 'ours', 13, 'theirs | ours'],
    ['theirs', 'ours', 12, 'theirs\nours'],
    ['long first line\nb', 'ours', 8, 'long first line\nb | ours'],
    [
      '\u001b[31mred',
      '\u001b[2mours\u001b[0m',
      10,
      '\u001b[31mred\u001b[0m | \u001b[2mours\u001b[0m',
    ],
  ])('%j beside %j in %s cells', (foreign, own, width, text) => {
    expect(putBeside(foreign, own, width)).toBe(text);
  });
});
