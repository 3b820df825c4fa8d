// Starts the built program as a user would, in a home of its own. Needs `npm run build` first.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openStore } from '../../src/store/open-store.ts';
import { openDatabase } from '../../src/store/sqlite.ts';
import { dumpLedger } from '../store/dump-ledger.ts';

export const PROGRAM = join(import.meta.dirname, '../../dist/cli.js');

export interface Outcome {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Home {
  /** Everything lies below it; removed by `clear`. */
  readonly path: string;
  readonly config: string;
  readonly state: string;
  readonly ledger: string;
  environment(extra?: Environment): Environment;
  /** Below the config folder. */
  write(path: string, text: string): void;
  run(args: readonly string[], env?: Environment): Outcome;
  start(args: readonly string[], env?: Environment): Started;
  /** The state folder as it is on the disk, through a connection of its own. */
  dump(): string[];
  clear(): void;
}

export type Environment = Readonly<Record<string, string>>;

export interface Started {
  readonly child: ChildProcess;
  readonly done: Promise<Outcome>;
}

export function openHome(config?: string): Home {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-home-')));
  const own = join(path, '.claude');
  const state = join(path, 'state');
  mkdirSync(join(own, 'projects'), { recursive: true });
  const root = config ?? own;
  const environment = (extra: Environment = {}): Environment => ({
    PATH: process.env.PATH ?? '',
    HOME: path,
    USERPROFILE: path,
    TZ: 'UTC',
    LC_ALL: 'C.UTF-8',
    CLAUDE_CONFIG_DIR: root,
    TELLTALE_HOME: state,
    ...extra,
  });
  return {
    path,
    config: root,
    state,
    ledger: join(state, 'ledger.db'),
    environment,
    write(file, text) {
      const target = join(root, file);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    },
    run(args, env) {
      const { status, signal, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
        cwd: path,
        encoding: 'utf8',
        env: environment(env),
        maxBuffer: 64 * 1024 * 1024,
        // A command that hangs is a failure of its test, not of the whole run.
        timeout: 60_000,
      });
      return { status, signal, stdout, stderr };
    },
    start(args, env) {
      const child = spawn(process.execPath, [PROGRAM, ...args], {
        cwd: path,
        env: environment(env),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      return { child, done: outcomeOf(child) };
    },
    dump() {
      const store = openStore({ stateDir: state, now: Date.now });
      try {
        return dumpLedger(store.db, { root: path });
      } finally {
        store.close();
      }
    },
    clear: () => rmSync(path, { recursive: true, force: true }),
  };
}

function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    text.stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    text.stderr += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal, ...text }));
  });
}

/** Calls and cost of all, from the JSON document that scripts read. */
export function readTotals({ stdout }: Outcome): { totalTokens: number; totalCost: number } {
  const { totals } = JSON.parse(stdout) as {
    totals: { totalTokens: number; totalCost: number };
  };
  return { totalTokens: totals.totalTokens, totalCost: totals.totalCost };
}

/** Reads a ledger without the program's own care for it. */
export function readLedger<T>(path: string, sql: string): T[] {
  const db = openDatabase(path, { readonly: true });
  try {
    return db.prepare(sql).all() as T[];
  } finally {
    db.close();
  }
}

/** Writes generated transcripts; the same mtimes whenever it is done. */
export function writeSamples(
  root: string,
  files: Iterable<{ readonly path: string; readonly text: string; readonly mtimeMs: number }>,
): void {
  for (const file of files) {
    const path = join(root, file.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.text);
    utimesSync(path, file.mtimeMs / 1000, file.mtimeMs / 1000);
  }
}
