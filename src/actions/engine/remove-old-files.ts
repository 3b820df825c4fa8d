// Removes what nobody needs any more from the folders of running sessions. Knows ages, not formats.
import { readdirSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { COMPACTION_FILES_MAX_AGE_MS } from '../../live/compaction-files.ts';
import type { LivePaths } from '../../live/live-paths.ts';

/** A session that was silent for so long gets new files when it goes on. */
const KEPT_MS = 14 * 24 * 60 * 60_000;

/** Never touches handoffs, the spool or anything but plain files. */
export function removeOldFiles(paths: LivePaths, nowMs: number): void {
  const { verdictDir, alertDir, lineDir, snapshotDir, restoreDir } = paths;
  for (const folder of [verdictDir, alertDir, lineDir]) removeOlder(folder, nowMs - KEPT_MS);
  // They hold words of the user, and no compaction takes them any more.
  for (const folder of [snapshotDir, restoreDir]) {
    removeOlder(folder, nowMs - COMPACTION_FILES_MAX_AGE_MS);
  }
}

function removeOlder(folder: string, thanMs: number): void {
  for (const name of listOrNone(folder)) {
    try {
      const path = join(folder, name);
      const stat = statSync(path);
      if (stat.isFile() && stat.mtimeMs < thanMs) unlinkSync(path);
    } catch {
      // Gone, or not ours to remove: either is fine.
    }
  }
}

function listOrNone(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
