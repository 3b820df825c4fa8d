// One test's world: a scripted API, a sandbox, the real client and our program installed into it. Knows
// how they are started and taken down; asserts nothing.
import { statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { type LivePaths, livePaths } from '../../../src/live/live-paths.ts';
import { readVerdict, type Verdict } from '../../../src/live/verdict.ts';
import { type TelltalePaths, telltalePaths } from '../../../src/shared/paths.ts';
import { openDatabase } from '../../../src/store/sqlite.ts';
import { findPrograms, type Programs } from './client-program.ts';
import { type Run, runProcess } from './run-process.ts';
import { openSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
import type { Script } from './script.ts';
import { type ScriptedApi, startScriptedApi } from './scripted-api.ts';
import { openTerminal, type Terminal } from './terminal.ts';

export interface Stage {
  readonly api: ScriptedApi;
  readonly sandbox: Sandbox;
  /** Everything that we keep. */
  readonly stateDir: string;
  /** Where our hooks and the engine talk. */
  readonly live: LivePaths;
  /** Our program, in the sandbox's environment. */
  telltale(...args: string[]): Promise<Run>;
  /** The answer object of a command; throws what it said when it failed. */
  ask<T>(...args: string[]): Promise<T>;
  /** One prompt in print mode. */
  print(prompt: string, options?: PrintOptions): Promise<PrintRun>;
  /** The interactive client, ready for input. */
  open(...args: string[]): Promise<Terminal>;
  /** From the ledger as it is, without bringing it up to date. */
  rows<T>(sql: string): T[];
  /** The verdict of a session as soon as it fits; throws with the last one when it never does. */
  waitForVerdict(sessionId: string, fits: (verdict: Verdict) => boolean): Promise<Verdict>;
}

export interface StageOptions extends Omit<SandboxOptions, 'apiUrl'> {
  /** Our configuration file; written before anything runs. */
  readonly config?: string;
  /** Whether `telltale init` is run; without it the client knows nothing of us. */
  readonly isInstalled?: boolean;
}

export interface PrintOptions {
  /** Session id. */
  readonly resume?: string;
  /** Goes on in a copy of the resumed session. */
  readonly isFork?: boolean;
  readonly args?: readonly string[];
  /** What needs no permission; otherwise the tools that scripts use. */
  readonly allowed?: readonly string[];
}

/** As the client's own result tells it. */
export interface PrintRun {
  readonly code: number | null;
  readonly sessionId: string;
  readonly text: string;
  readonly costUsd: number;
}

const CLIENT_MS = 90_000;
const TELLTALE_MS = 60_000;
const VERDICT_MS = 30_000;
/** An engine ends some four seconds after the last event. */
const ENGINE_MS = 20_000;
/** One that was killed is not waited for any longer. */
const ENGINE_SILENT_MS = 6_000;
const TOOLS = ['Bash', 'Read', 'Write', 'Edit', 'Agent'];

/** Is taken down when the test has finished. */
export async function openStage(script: Script, options: StageOptions = {}): Promise<Stage> {
  const { config, isInstalled = true, ...rest } = options;
  const programs = findPrograms();
  const api = await startScriptedApi(script);
  const sandbox = await openSandbox(programs, { ...rest, apiUrl: api.url });
  const { env, home } = sandbox;
  const paths = telltalePaths({ env, platform: process.platform, homeDir: home });
  const { stateDir } = paths;
  const live = livePaths(stateDir);
  const client = playClient(programs, sandbox);
  onTestFinished(async () => {
    client.close();
    await api.close();
    await waitForEngine(live.engineFile);
    if (process.env.TELLTALE_CLIENT_KEEP) console.log(`kept: ${sandbox.path}`);
    else sandbox.remove();
    if (api.surprises.length > 0) throw new Error(`not in the script: ${api.surprises.join('; ')}`);
  });
  const { print, open } = client;
  const ours = playTelltale(programs, sandbox, paths);
  const stage: Stage = { api, sandbox, stateDir, live, print, open, ...ours };
  if (config !== undefined) sandbox.write(relative(sandbox.path, paths.configFile), config);
  if (isInstalled) await install(stage);
  return stage;
}

function playClient(
  { client }: Programs,
  { env, path, work }: Sandbox,
): Pick<Stage, 'print' | 'open'> & { close(): void } {
  const terminals: Terminal[] = [];
  return {
    async print(prompt, { resume, isFork = false, args = [], allowed = TOOLS } = {}) {
      const words = ['-p', prompt, '--output-format', 'json', ...allow(allowed), ...args];
      if (resume !== undefined) words.push('--resume', resume);
      if (isFork) words.push('--fork-session');
      return readResult(await runProcess(client, words, { cwd: work, env, timeoutMs: CLIENT_MS }));
    },
    async open(...args) {
      const command = [client, ...allow(TOOLS), ...args];
      const socket = join(path, `tmux-${terminals.length}`);
      const terminal = await openTerminal({ command, cwd: work, env, socket });
      terminals.push(terminal);
      return terminal;
    },
    close() {
      for (const terminal of terminals) terminal.close();
    },
  };
}

function allow(tools: readonly string[]): string[] {
  return tools.length === 0 ? [] : ['--allowedTools', tools.join(',')];
}

function playTelltale(
  { dist }: Programs,
  { env, work }: Sandbox,
  { stateDir, ledgerFile }: TelltalePaths,
): Pick<Stage, 'telltale' | 'ask' | 'rows' | 'waitForVerdict'> {
  const options = { cwd: work, env: ourEnvironment(env), timeoutMs: TELLTALE_MS };
  const telltale = (...args: string[]): Promise<Run> =>
    runProcess(process.execPath, [join(dist, 'cli.js'), ...args], options);
  return {
    telltale,
    async ask<T>(...args: string[]) {
      const run = await telltale(...args, '--json');
      if (run.code !== 0) throw new Error(`telltale ${args.join(' ')}: ${run.stderr}${run.stdout}`);
      return JSON.parse(run.stdout) as T;
    },
    rows<T>(sql: string) {
      const db = openDatabase(ledgerFile, { readonly: true });
      try {
        return db.prepare(sql).all() as T[];
      } finally {
        db.close();
      }
    },
    async waitForVerdict(sessionId, fits) {
      const untilMs = Date.now() + VERDICT_MS;
      for (;;) {
        const verdict = readVerdict(livePaths(stateDir).verdictDir, sessionId);
        if (verdict !== null && fits(verdict)) return verdict;
        if (Date.now() > untilMs) throw new Error(`no such verdict: ${JSON.stringify(verdict)}`);
        await sleep(200);
      }
    },
  };
}

async function install(stage: Stage): Promise<void> {
  const { code, stdout, stderr } = await stage.telltale('init', '--yes');
  if (code !== 0) throw new Error(`telltale init: ${stderr}${stdout}`);
}

/** A person's shell has no key of the client's. */
function ourEnvironment(env: Sandbox['env']): Record<string, string> {
  const { ANTHROPIC_API_KEY: _key, ANTHROPIC_BASE_URL: _url, ...rest } = env;
  return rest;
}

function readResult({ code, stdout, stderr, isTimedOut }: Run): PrintRun {
  if (isTimedOut) throw new Error(`the client took longer than ${CLIENT_MS} ms: ${stderr}`);
  const line = stdout.split('\n').findLast((each) => each.startsWith('{'));
  if (line === undefined)
    throw new Error(`the client told no result (${code}): ${stderr}${stdout}`);
  const result = JSON.parse(line) as {
    readonly session_id: string;
    readonly result?: string;
    readonly total_cost_usd: number;
  };
  return {
    code,
    sessionId: result.session_id,
    text: result.result ?? '',
    costUsd: result.total_cost_usd,
  };
}

/** Hooks start it detached, so it is no child of ours: its folders must stay until it has ended. */
async function waitForEngine(engineFile: string): Promise<void> {
  const untilMs = Date.now() + ENGINE_MS;
  // Young as long as it runs, and from the moment a hook starts it; it leaves the file old.
  const isRunning = (): boolean =>
    Date.now() - (statSync(engineFile, { throwIfNoEntry: false })?.mtimeMs ?? 0) < ENGINE_SILENT_MS;
  while (isRunning() && Date.now() < untilMs) await sleep(200);
}
