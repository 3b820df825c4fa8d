// The two small files by which a compaction's losses travel: the snapshot that the engine makes when a
// compaction begins, and the text to be put back when it has ended. Knows the formats and who may take
// them; compares nothing.
import { readFileSync, renameSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { SnapshotItem } from '../model/work/snapshot.ts';
import { writeByRename } from '../shared/write-by-rename.ts';
import { fileNameOf } from './live-paths.ts';

export interface StoredSnapshot {
  readonly formatVersion: 1;
  readonly sessionId: string;
  readonly atMs: number;
  readonly items: readonly SnapshotItem[];
}

export interface StoredRestore {
  readonly formatVersion: 1;
  readonly sessionId: string;
  readonly atMs: number;
  /** For the context, within the token budget. */
  readonly text: string;
}

/** After this a snapshot or a text is of another story. Own choice: longer than any compaction. */
export const COMPACTION_FILES_MAX_AGE_MS = 60 * 60_000;

/** Throws what the file system does. */
export function writeSnapshot(dir: string, snapshot: Omit<StoredSnapshot, 'formatVersion'>): void {
  writeByRename(pathIn(dir, snapshot.sessionId), JSON.stringify({ formatVersion: 1, ...snapshot }));
}

/** Null when there is none for this session, or it is too old. */
export function readSnapshot(dir: string, sessionId: string, nowMs: number): StoredSnapshot | null {
  return readFresh<StoredSnapshot>(pathIn(dir, sessionId), sessionId, nowMs);
}

/** What it was good for has been done. False when somebody else was first. */
export function removeSnapshot(dir: string, sessionId: string): boolean {
  try {
    unlinkSync(pathIn(dir, sessionId));
    return true;
  } catch {
    return false;
  }
}

/** Throws what the file system does. */
export function writeRestore(dir: string, restore: Omit<StoredRestore, 'formatVersion'>): void {
  writeByRename(pathIn(dir, restore.sessionId), JSON.stringify({ formatVersion: 1, ...restore }));
}

/** The text, to one caller only; null for everybody else and when there is none. */
export function claimRestore(dir: string, sessionId: string, nowMs: number): string | null {
  const path = pathIn(dir, sessionId);
  const claimed = `${path}.${process.pid}`;
  try {
    renameSync(path, claimed);
  } catch {
    return null;
  }
  const restore = readFresh<StoredRestore>(claimed, sessionId, nowMs);
  try {
    unlinkSync(claimed);
  } catch {
    // A leftover is removed with the other old files.
  }
  return restore?.text ?? null;
}

function pathIn(dir: string, sessionId: string): string {
  return join(dir, `${fileNameOf(sessionId)}.json`);
}

function readFresh<Stored extends { formatVersion: number; sessionId: string; atMs: number }>(
  path: string,
  sessionId: string,
  nowMs: number,
): Stored | null {
  try {
    const stored = JSON.parse(readFileSync(path, 'utf8')) as Stored;
    const isOurs = stored.formatVersion === 1 && stored.sessionId === sessionId;
    return isOurs && Math.abs(nowMs - stored.atMs) <= COMPACTION_FILES_MAX_AGE_MS ? stored : null;
  } catch {
    return null;
  }
}
