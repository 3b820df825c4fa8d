// Removes what nobody needs any more from the folders of running sessions. Knows ages, not formats.
import { readdirSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { LivePaths } from '../../live/live-paths.ts';

/** A session that was silent for so long gets new files when it goes on. */
const KEPT_MS = 14 * 24 * 60 * 60_000;

/** Never touches handoffs, the spool or anything but plain files. */
export function removeOldFiles(paths: LivePaths, nowMs: number): void {
  const { verdictDir, alertDir, lineDir, snapshotDir, restoreDir } = paths;
  for (const folder of [verdictDir, alertDir, lineDir, snapshotDir, restoreDir]) {
    for (const name of listOrNone(folder)) {
      try {
        const path = join(folder, name);
        const stat = statSync(path);
        if (stat.isFile() && nowMs - stat.mtimeMs > KEPT_MS) unlinkSync(path);
      } catch {
        // Gone, or not ours to remove: either is fine.
      }
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
