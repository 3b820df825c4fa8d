// The last status line of each session that could be drawn, for when the next one cannot. Knows its
// file; never fails.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileNameOf } from '../../live/live-paths.ts';
import { writeByRename } from '../../shared/write-by-rename.ts';

/** Null when there is none. */
export function readLine(lineDir: string, sessionId: string): string | null {
  try {
    return readFileSync(fileOf(lineDir, sessionId), 'utf8').split('\n')[0] || null;
  } catch {
    return null;
  }
}

/**
 * Writing takes longer than drawing, and with a countdown in it a line is never the same twice: so one
 * is kept no more often than this. Own choice.
 */
const KEPT_MS = 20_000;

/** By rename: whoever is killed here leaves the one before. */
export function keepLine(lineDir: string, sessionId: string, line: string, nowMs: number): void {
  const path = fileOf(lineDir, sessionId);
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat !== undefined && Math.abs(nowMs - stat.mtimeMs) < KEPT_MS) return;
    writeByRename(path, `${line}\n`);
  } catch {
    // It is a help for bad days, no more.
  }
}

function fileOf(lineDir: string, sessionId: string): string {
  return join(lineDir, `${fileNameOf(sessionId)}.txt`);
}
