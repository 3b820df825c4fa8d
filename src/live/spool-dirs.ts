// Where hooks and status lines append: the spool in the state folder, and a second one in memory for
// when that cannot be written. Knows names only.
import { isAbsolute, join } from 'node:path';
import { fileNameOf, livePaths } from './live-paths.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface SpoolPlaces {
  readonly spoolDir: string;
  /** Null where the system has no folder of that kind. */
  readonly fallbackDir: string | null;
}

/** For whoever appends. */
export function spoolPlaces(stateDir: string, env: Environment): SpoolPlaces {
  return { spoolDir: livePaths(stateDir).spoolDir, fallbackDir: fallbackOf(stateDir, env) };
}

/** For whoever takes: all of them, the usual one first. */
export function spoolDirs(stateDir: string, env: Environment): readonly string[] {
  const { spoolDir, fallbackDir } = spoolPlaces(stateDir, env);
  return fallbackDir === null ? [spoolDir] : [spoolDir, fallbackDir];
}

/** A folder per state folder: a second ledger must not take what belongs to the first. */
function fallbackOf(stateDir: string, { XDG_RUNTIME_DIR: runtimeDir }: Environment): string | null {
  if (!runtimeDir || !isAbsolute(runtimeDir)) return null;
  return join(runtimeDir, 'telltale', 'spool', fileNameOf(stateDir.slice(-100)));
}
