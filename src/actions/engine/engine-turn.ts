// Sees to it that one engine runs at a time, as far as that matters: two would do the same work twice
// and harm nothing. Knows the file that hooks look at.
import { readFileSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../../shared/make-folder.ts';

/** A longer silence means that the engine is gone. Hooks use the same bound. */
export const ENGINE_SILENT_MS = 5_000;

export interface EngineTurn {
  /** Says that the engine is alive; call more often than ENGINE_SILENT_MS. */
  beat(): void;
  end(): void;
}

/**
 * Null when another engine has said that it is alive. A hook that starts an engine touches the file, so
 * its time tells nothing here: what counts is what an engine wrote into it.
 */
export function takeEngineTurn(engineFile: string, now: () => number): EngineTurn | null {
  const beatMs = readBeat(engineFile);
  if (beatMs !== null && now() - beatMs < ENGINE_SILENT_MS && now() >= beatMs) return null;
  makeFolder(dirname(engineFile), 0o700);
  const beat = (): void => {
    writeFileSync(engineFile, String(now()), { mode: 0o600 });
  };
  beat();
  return {
    beat,
    end() {
      // Left empty and old, so that the next hook starts a new engine at once.
      try {
        writeFileSync(engineFile, '');
        utimesSync(engineFile, 0, 0);
      } catch {
        unlinkQuietly(engineFile);
      }
    },
  };
}

function readBeat(engineFile: string): number | null {
  try {
    const beatMs = Number.parseInt(readFileSync(engineFile, 'utf8'), 10);
    return Number.isFinite(beatMs) ? beatMs : null;
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
