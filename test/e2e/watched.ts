// Runs one of the built programs under watch: without a network where this machine allows to take it away,
// and with notes of what it wrote, started and could have reached.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from './telltale.ts';

const WATCHER = join(import.meta.dirname, 'watch-process.cjs');
const DIST = join(import.meta.dirname, '../../dist');

export interface WatchedRun {
  /** The built file's name: `cli.js`. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
}

export interface Watched extends Outcome {
  /** Absolute paths handed to anything that writes, as far as JavaScript does it. */
  readonly writes: readonly string[];
  readonly programs: readonly string[];
  /** Ways to reach a network that were open at the end of the process or of a thread of it. */
  readonly open: readonly string[];
  readonly attempts: number;
  readonly threadAttempts: number;
}

/** Linux namespaces: a network without even a loopback device that is up. */
const WITHOUT_NETWORK = ['unshare', '-rn'];

export const CAN_TAKE_NETWORK = spawnSync('unshare', ['-rn', 'true']).status === 0;

export function runWatched({ program, args, cwd, env, input = '' }: WatchedRun): Watched {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-watch-'));
  const log = join(folder, 'log');
  const own = [process.execPath, join(DIST, program), ...args];
  const [command = '', ...rest] = CAN_TAKE_NETWORK ? [...WITHOUT_NETWORK, ...own] : own;
  try {
    const { status, signal, stdout, stderr } = spawnSync(command, rest, {
      cwd,
      encoding: 'utf8',
      env: { ...env, WATCH_LOG: log, NODE_OPTIONS: `--require ${WATCHER}` },
      input,
      maxBuffer: 64 * 1024 * 1024,
      timeout: 60_000,
    });
    return { status, signal, stdout, stderr, ...readLog(log) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readLog(path: string): Omit<Watched, keyof Outcome> {
  const notes = (existsSync(path) ? readFileSync(path, 'utf8').trim() : '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as [kind: string, value: string]);
  const of = (kind: string) => notes.flatMap(([each, value]) => (each === kind ? [value] : []));
  const attempts = [...of('attempt'), ...of('attempt in a thread')];
  return {
    writes: [...new Set(of('write'))].sort(),
    programs: of('program'),
    open: attempts.filter((attempt) => !attempt.endsWith(': refused')),
    attempts: of('attempt').length,
    threadAttempts: of('attempt in a thread').length,
  };
}
