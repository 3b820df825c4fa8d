// An engine is started when none was seen alive, once, and without the secrets of the session.
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { engineEnvironment, wakeEngine } from '../../src/live/wake-engine.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'telltale-wake-'));
  // A stand-in that says that it was started and what it saw.
  const text = `require('fs').appendFileSync(${JSON.stringify(join(dir, 'started'))}, JSON.stringify(process.env) + '\\n')`;
  writeFileSync(join(dir, 'engine.js'), text);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function wake(env: Readonly<Record<string, string>> = {}, nowMs = Date.now()): void {
  const engineFile = join(dir, 'live', 'engine');
  wakeEngine({ engineFile }, env, nowMs, join(dir, 'engine.js'));
}

/** The environments of the engines that were started. */
async function started(atLeast: number): Promise<Record<string, string>[]> {
  const file = join(dir, 'started');
  const read = () => (existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []);
  for (let tries = 0; tries < 200 && read().length < atLeast; tries++) await sleep(20);
  // Time for one too many.
  await sleep(150);
  return read().map((line) => JSON.parse(line));
}

test('once, while it is fresh', async () => {
  wake();
  wake();
  wake();
  expect(await started(1)).toHaveLength(1);
});

test('again after five seconds without a sign of life', async () => {
  wake();
  const old = Date.now() / 1000 - 6;
  utimesSync(join(dir, 'live', 'engine'), old, old);
  wake();
  expect(await started(2)).toHaveLength(2);
});

test('not while another hook is about to', async () => {
  wake();
  const engine = join(dir, 'live', 'engine');
  utimesSync(engine, 0, 0);
  writeFileSync(`${engine}.start`, '');
  wake();
  expect(await started(1)).toHaveLength(1);
});

test('although a hook was killed while it was about to', async () => {
  wake();
  const engine = join(dir, 'live', 'engine');
  writeFileSync(`${engine}.start`, '');
  utimesSync(engine, 0, 0);
  utimesSync(`${engine}.start`, 0, 0);
  wake();
  expect(await started(2)).toHaveLength(2);
  expect(existsSync(`${engine}.start`)).toBe(false);
});

test('without a word when it cannot be', () => {
  writeFileSync(join(dir, 'live'), 'a file where the folder should be');
  expect(() => wake()).not.toThrow();
});

test('with the folders and the language, without keys', async () => {
  wake({ HOME: dir, TELLTALE_HOME: '/t', ANTHROPIC_API_KEY: 'no', NODE_OPTIONS: '--no-warnings' });
  const [env] = await started(1);
  expect(env).toMatchObject({ HOME: dir, TELLTALE_HOME: '/t' });
  expect(Object.keys(env ?? {})).not.toContain('ANTHROPIC_API_KEY');
  expect(Object.keys(env ?? {})).not.toContain('NODE_OPTIONS');
});

test.each([
  ['HOME', true],
  ['CLAUDE_CONFIG_DIR', true],
  ['XDG_STATE_HOME', true],
  ['LC_ALL', true],
  ['SystemRoot', true],
  ['CLAUDE_CODE_SESSION_ID', false],
  ['AWS_SECRET_ACCESS_KEY', false],
  ['HOME_KEY', false],
])('%s passed on: %s', (name, isKept) => {
  expect(engineEnvironment({ [name]: 'x' })).toEqual(isKept ? { [name]: 'x' } : {});
});
