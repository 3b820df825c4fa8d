// The built hook with the built engine: whoever started the hook reads its output to the end at once,
// although the engine that the hook started still runs.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { livePaths } from '../../src/live/live-paths.ts';

const HOOK = join(import.meta.dirname, '../../dist/hook.js');
/** An engine without work lingers for four seconds; a pipe that it holds would stay open as long. */
const SOON_MS = 2_000;

let home = '';
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-pipe-')));
  mkdirSync(join(home, '.claude/projects'), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));

/** When stdout, stderr and one more pipe that was handed on came to their ends, in ms. */
async function runHook(state: string): Promise<readonly number[]> {
  const env = { PATH: process.env.PATH ?? '', HOME: home, TELLTALE_HOME: state };
  const child = spawn(process.execPath, [HOOK], { env, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
  const startedAt = performance.now();
  const ends = [1, 2, 3].map(
    (index) =>
      new Promise<number>((resolve) => {
        const pipe = child.stdio[index] as NodeJS.ReadableStream;
        pipe.on('data', () => {}).on('end', () => resolve(performance.now() - startedAt));
      }),
  );
  child.stdin?.end(JSON.stringify({ session_id: 's', hook_event_name: 'Stop', cwd: home }));
  return Promise.all(ends);
}

test('its pipes end with it, not with the engine', { timeout: 30_000 }, async () => {
  const state = join(home, 'state');
  const { engineFile } = livePaths(state);
  const ends = await runHook(state);
  expect(Math.max(...ends)).toBeLessThan(SOON_MS);
  const beat = (): string => (existsSync(engineFile) ? readFileSync(engineFile, 'utf8') : '');
  for (let tries = 0; tries < 100 && beat() === ''; tries++) await sleep(50);
  expect(beat(), 'the engine runs').not.toBe('');
  for (let tries = 0; tries < 200 && beat() !== ''; tries++) await sleep(50);
  expect(beat(), 'and has ended').toBe('');
});
