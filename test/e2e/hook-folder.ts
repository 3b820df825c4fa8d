// The built hook or status line in a folder of its own: beside it a stand-in for the engine that only says that it was
// started, and a state folder to look into. Needs `npm run build` first.
import { type ChildProcess, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { type LivePaths, livePaths } from '../../src/live/live-paths.ts';
import type { Verdict } from '../../src/live/verdict.ts';
import { writeVerdict } from '../../src/live/verdict.ts';

const DIST = join(import.meta.dirname, '../../dist');
export const SESSION_ID = '4f2a91c3-0000-4000-8000-000000000001';

export interface HookOutcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

export interface HookFolder {
  readonly path: string;
  readonly state: string;
  readonly live: LivePaths;
  /** The hook, given this event; a text or what it writes itself goes to stdin as it is. */
  run(
    input: object | string | ((stdin: Writable) => void),
    env?: Env,
    words?: readonly string[],
  ): Promise<HookOutcome>;
  start(env?: Env, words?: readonly string[]): ChildProcess;
  /** An event of a session, as Claude Code words it. */
  event(name: string, fields?: object): object;
  /** A hook starts no engine now. */
  seemAlive(): void;
  /** A session that is due for a warning, with these differences. */
  judge(verdict?: Partial<Verdict>): void;
  /** Lines of the spool, each parsed. */
  spool(state?: string): Record<string, unknown>[];
  enginesStarted(): number;
  clear(): void;
}

type Env = Readonly<Record<string, string>>;

export function openHookFolder(entry: 'hook' | 'statusline' = 'hook'): HookFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-hook-')));
  const bin = join(path, 'bin');
  const state = join(path, 'state');
  const started = join(path, 'engines');
  const live = livePaths(state);
  mkdirSync(bin);
  for (const name of [`${entry}.js`, 'package.json'])
    copyFileSync(join(DIST, name), join(bin, name));
  writeFileSync(
    join(bin, 'engine.js'),
    `require('node:fs').appendFileSync(${JSON.stringify(started)}, 'x');`,
  );
  const start = (env: Env = {}, words: readonly string[] = []): ChildProcess =>
    spawn(process.execPath, [join(bin, `${entry}.js`), ...words], {
      cwd: path,
      env: { PATH: process.env.PATH ?? '', HOME: path, TELLTALE_HOME: state, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  return {
    path,
    state,
    live,
    start,
    run(input, env, words) {
      const startedAt = performance.now();
      const child = start(env, words);
      feed(child.stdin as Writable, input);
      return outcomeOf(child, startedAt);
    },
    event: (name, fields = {}) => ({
      session_id: SESSION_ID,
      transcript_path: join(path, '.claude/projects/-w', `${SESSION_ID}.jsonl`),
      cwd: join(path, 'work'),
      hook_event_name: name,
      ...fields,
    }),
    seemAlive() {
      mkdirSync(join(state, 'live'), { recursive: true });
      writeFileSync(live.engineFile, String(Date.now()));
    },
    judge: (verdict = {}) =>
      writeVerdict(live.verdictDir, { ...DUE, atMs: Date.now(), ...verdict }),
    spool: (folder = state) => readSpool(livePaths(folder).spoolDir),
    enginesStarted: () => (existsSync(started) ? readFileSync(started, 'utf8').length : 0),
    clear: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }),
  };
}

function feed(stdin: Writable, input: object | string | ((stdin: Writable) => void)): void {
  // A hook that has ended reads no more; that is what some tests are about.
  stdin.on('error', () => {});
  if (typeof input === 'function') input(stdin);
  else stdin.end(typeof input === 'string' ? input : JSON.stringify(input));
}

function outcomeOf(child: ChildProcess, startedAt: number): Promise<HookOutcome> {
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    text.stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    text.stderr += chunk.toString();
  });
  // A hook that hangs is a failure of its test, not of the whole run.
  const limit = setTimeout(() => child.kill('SIGKILL'), 15_000);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(limit);
      resolve({ status, ...text, durationMs: performance.now() - startedAt });
    });
  });
}

function readSpool(folder: string): Record<string, unknown>[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const DUE: Verdict = {
  formatVersion: 1,
  sessionId: SESSION_ID,
  atMs: 0,
  projectPath: null,
  branch: null,
  healthPercent: 7,
  level: 'critical',
  waste: 14,
  mayAlert: true,
  segment: 0,
  alertText: 'Health 7 %: start afresh.',
  mayBlock: true,
  model: null,
  lastCallAtMs: null,
  contextTokens: null,
  windowTokens: null,
  effectiveWindowTokens: null,
  costNanoUsd: null,
  isLowerBound: false,
  next: null,
  recent: [],
  handoffPath: null,
  handoffKey: null,
};
