// Starts the engine beside a running session when none was seen alive. Knows the file by which an
// engine says so, how to be the only one that starts it, and what of the environment it may see.
import { closeSync, openSync, renameSync, statSync, unlinkSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../shared/make-folder.ts';
import { engineFileFor, type LivePaths } from './live-paths.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A longer silence means that no engine is there. Engines use the same bound. */
const SILENT_MS = 5_000;

/**
 * Names and beginnings of names that the engine needs. Everything else stays behind: a hook's
 * environment may hold an API key, and the engine outlives the hook.
 */
const PASSED_ON = new Set(
  `HOME USERPROFILE HOMEDRIVE HOMEPATH PATH PATHEXT LOCALAPPDATA APPDATA CLAUDE_CONFIG_DIR LANG TZ
   TMPDIR TEMP TMP SYSTEMROOT WINDIR`.split(/\s+/),
);
const PASSED_ON_STARTS = ['TELLTALE_', 'XDG_', 'LC_'];

/** Returns at once, never throws. `engineScript` lies beside the bundle that this is part of. */
export function wakeEngine(
  paths: Pick<LivePaths, 'engineFile'>,
  env: Environment,
  nowMs: number,
  engineScript = join(import.meta.dirname, 'engine.js'),
): void {
  try {
    const file = engineFileFor(paths.engineFile, env.CLAUDE_CONFIG_DIR);
    if (isFresh(file, nowMs)) return;
    withTurn(`${file}.start`, nowMs, () => {
      // Another hook may have started one since we looked.
      if (isFresh(file, nowMs)) return;
      touch(file, nowMs);
      start(engineScript, env);
    });
  } catch {
    // Without an engine nothing is lost: the next command takes what the hooks noted.
  }
}

/** What an engine is given of a hook's environment. */
export function engineEnvironment(env: Environment): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    const isKept =
      PASSED_ON.has(name.toUpperCase()) ||
      PASSED_ON_STARTS.some((start) => name.toUpperCase().startsWith(start));
    if (isKept && value !== undefined) kept[name] = value;
  }
  return kept;
}

function isFresh(file: string, nowMs: number): boolean {
  try {
    return Math.abs(nowMs - statSync(file).mtimeMs) < SILENT_MS;
  } catch {
    return false;
  }
}

/** Runs it in one process at a time; in none of the others. */
function withTurn(file: string, nowMs: number, run: () => void): void {
  if (!takeTurn(file, nowMs)) return;
  try {
    run();
  } finally {
    unlinkSync(file);
  }
}

function takeTurn(file: string, nowMs: number): boolean {
  makeFolder(dirname(file), 0o700);
  if (create(file)) return true;
  if (isFresh(file, nowMs)) return false;
  // Left by a hook that was killed. Whoever moves it away may have caught a new one: then it is fresh.
  const moved = `${file}.${process.pid}`;
  renameSync(file, moved);
  const isOurs = !isFresh(moved, nowMs);
  unlinkSync(moved);
  return isOurs && create(file);
}

function create(file: string): boolean {
  try {
    closeSync(openSync(file, 'wx', 0o600));
    return true;
  } catch {
    return false;
  }
}

function touch(file: string, nowMs: number): void {
  closeSync(openSync(file, 'a', 0o600));
  utimesSync(file, nowMs / 1000, nowMs / 1000);
}

function start(engineScript: string, env: Environment): void {
  // Loaded here only: it takes a few milliseconds, and most hooks start nothing.
  const { spawn } = process.getBuiltinModule('node:child_process');
  const child = spawn(process.execPath, [engineScript], {
    cwd: dirname(engineScript),
    detached: true,
    env: engineEnvironment(env),
    stdio: 'ignore',
    windowsHide: true,
  });
  child.on('error', () => {});
  child.unref();
}
