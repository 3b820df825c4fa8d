// Sees to it that one engine runs at a time, as far as that matters: two would do the same work twice
// and harm nothing. Knows the file that hooks look at.
import { readFileSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../../shared/make-folder.ts';

/** A longer silence means that the engine is gone. Hooks use the same bound. */
export const ENGINE_SILENT_MS = 5_000;
/** Often enough for the bound above, and no write to the disk at every look. */
const BEAT_EVERY_MS = 1_000;

export interface EngineTurn {
  /** Says that the engine is alive; call more often than ENGINE_SILENT_MS. */
  beat(): void;
  /** The next hook starts a new engine: at once, or after ENGINE_SILENT_MS when this one has failed. */
  end(options?: { readonly hasFailed: boolean }): void;
}

/**
 * Null when another engine has said that it is alive. A hook that starts an engine touches the file, so
 * its time tells nothing here: what counts is what an engine wrote into it, `<epoch ms> <its id>`.
 */
export function takeEngineTurn(
  engineFile: string,
  now: () => number,
  engineId: number = process.pid,
): EngineTurn | null {
  const last = readBeat(engineFile);
  if (last !== null && now() - last.atMs < ENGINE_SILENT_MS && now() >= last.atMs) return null;
  makeFolder(dirname(engineFile), 0o700);
  let writtenMs = Number.NEGATIVE_INFINITY;
  const beat = (): void => {
    if (Math.abs(now() - writtenMs) < BEAT_EVERY_MS) return;
    writtenMs = now();
    writeFileSync(engineFile, `${writtenMs} ${engineId}`, { mode: 0o600 });
  };
  beat();
  return {
    beat,
    end({ hasFailed } = { hasFailed: false }) {
      // Somebody took over while this one was held up: the file is theirs.
      if (readBeat(engineFile)?.engineId !== engineId) return;
      try {
        // Left empty and, but for a failure that the next one would only repeat, old.
        writeFileSync(engineFile, '');
        if (!hasFailed) utimesSync(engineFile, 0, 0);
      } catch {
        unlinkQuietly(engineFile);
      }
    },
  };
}

function readBeat(engineFile: string): { readonly atMs: number; readonly engineId: number } | null {
  try {
    const [atMs = Number.NaN, engineId = 0] = readFileSync(engineFile, 'utf8')
      .split(' ')
      .map(Number);
    return Number.isFinite(atMs) && atMs > 0 ? { atMs, engineId } : null;
  } catch {
    return null;
  }
}

function unlinkQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Somebody else removed it.
  }
}
