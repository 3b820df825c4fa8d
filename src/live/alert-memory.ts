// Remembers which warnings a session was given, so that each is shown once however many hooks run at
// the same time. Knows when a warning is due and how to be the only one to give it; not what it says.
import {
  constants,
  copyFileSync,
  linkSync,
  readdirSync,
  readFileSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type HealthLevel, isWorse } from '../model/health/level.ts';
import { makeFolder } from '../shared/make-folder.ts';
import { fileNameOf } from './live-paths.ts';

export interface AlertMemory {
  /** Stretch between compactions in which `level` holds. */
  readonly segment: number;
  /** As the session was when last looked at; a better one is noted in silence. */
  readonly level: HealthLevel;
  /** The warning that was shown last. */
  readonly shownLevel: HealthLevel;
  readonly shownAtMs: number;
  /** The last compaction that began: what was known before it no longer counts. */
  readonly compaction: { readonly segment: number | null; readonly atMs: number } | null;
}

/** What a verdict says that matters here. */
export interface Judged {
  readonly level: HealthLevel;
  readonly segment: number;
  /** When it was worked out. */
  readonly atMs: number;
}

/**
 * `<session>.<number>.json`, the largest number counts. A change is the next number: only one process
 * can make that file, and whoever is second has nothing to say.
 */
interface Remembered {
  readonly number: number;
  readonly memory: AlertMemory | null;
}

const BLANK: AlertMemory = {
  segment: -1,
  level: 'ok',
  shownLevel: 'ok',
  shownAtMs: 0,
  compaction: null,
};

/** A compaction that has not shown up in a verdict after this has failed. Own choice. */
const COMPACTION_MS = 10 * 60_000;

/** Whether the caller is the one to warn; true at most once per change for the worse. */
export function claimAlert(
  dir: string,
  sessionId: string,
  judged: Judged,
  clock: { readonly nowMs: number; readonly cooldownMs: number },
): boolean {
  const { number, memory } = recall(dir, sessionId);
  const change = nextMemory(memory ?? BLANK, judged, clock);
  if (change === null) return false;
  return save(dir, sessionId, number + 1, change.memory) && change.isShown;
}

/** What changes when a session is found to be so; null: nothing. */
export function nextMemory(
  memory: AlertMemory,
  judged: Judged,
  { nowMs, cooldownMs }: { readonly nowMs: number; readonly cooldownMs: number },
): { readonly memory: AlertMemory; readonly isShown: boolean } | null {
  const { level, segment } = judged;
  if (level === 'unknown' || isFromBeforeCompaction(memory, judged, nowMs)) return null;
  const isNewSegment = segment !== memory.segment;
  const known = isNewSegment ? 'ok' : memory.level;
  if (isWorse(level, known)) {
    const isCooling = Math.abs(nowMs - memory.shownAtMs) < cooldownMs;
    if (isCooling && !isWorse(level, memory.shownLevel)) return null;
    const shown = { segment, level, shownLevel: level, shownAtMs: nowMs };
    return { memory: { ...memory, ...shown }, isShown: true };
  }
  if (level === known) return null;
  return { memory: { ...memory, segment, level }, isShown: false };
}

/** A compaction begins: until a verdict knows of it, there is nothing to warn about. */
export function noteCompaction(
  dir: string,
  sessionId: string,
  segment: number | null,
  nowMs: number,
): void {
  const { number, memory } = recall(dir, sessionId);
  save(dir, sessionId, number + 1, { ...(memory ?? BLANK), compaction: { segment, atMs: nowMs } });
}

/** Whether a verdict is older than the last compaction, so that it must not be acted on. */
export function isOutdated(dir: string, sessionId: string, judged: Judged, nowMs: number): boolean {
  return isFromBeforeCompaction(recall(dir, sessionId).memory ?? BLANK, judged, nowMs);
}

function isFromBeforeCompaction(
  { compaction }: AlertMemory,
  judged: Judged,
  nowMs: number,
): boolean {
  if (compaction === null || Math.abs(nowMs - compaction.atMs) > COMPACTION_MS) return false;
  if (compaction.segment === null) return judged.atMs <= compaction.atMs;
  return judged.segment <= compaction.segment;
}

function recall(dir: string, sessionId: string): Remembered {
  const number = listNumbers(dir, sessionId).at(-1) ?? 0;
  if (number === 0) return { number, memory: null };
  try {
    const memory = JSON.parse(readFileSync(pathOf(dir, sessionId, number), 'utf8'));
    return { number, memory: { ...BLANK, ...memory } };
  } catch {
    return { number, memory: null };
  }
}

/** False when another process was first, or nothing can be written: then nobody warns. */
function save(dir: string, sessionId: string, number: number, memory: AlertMemory): boolean {
  const path = pathOf(dir, sessionId, number);
  const draft = `${path}.${process.pid}`;
  try {
    makeFolder(dir, 0o700);
    writeFileSync(draft, JSON.stringify(memory), { mode: 0o600 });
    const isFirst = appear(draft, path);
    unlinkSync(draft);
    if (isFirst) forget(dir, sessionId, number);
    return isFirst;
  } catch {
    return false;
  }
}

/** The whole file at once, and only if there is none of that name. */
function appear(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // No links on this disk.
    copyFileSync(draft, path, constants.COPYFILE_EXCL);
    return true;
  }
}

/** The one before stays: somebody may have listed it and be about to read it. */
function forget(dir: string, sessionId: string, number: number): void {
  for (const old of listNumbers(dir, sessionId)) {
    if (old < number - 1) unlinkSync(pathOf(dir, sessionId, old));
  }
}

/** Ascending. */
function listNumbers(dir: string, sessionId: string): number[] {
  const start = `${fileNameOf(sessionId)}.`;
  const numbers: number[] = [];
  for (const name of listOrNone(dir)) {
    if (!name.startsWith(start)) continue;
    const match = /^(\d+)\.json$/.exec(name.slice(start.length));
    if (match !== null) numbers.push(Number(match[1]));
  }
  return numbers.sort((a, b) => a - b);
}

function listOrNone(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

function pathOf(dir: string, sessionId: string, number: number): string {
  return join(dir, `${fileNameOf(sessionId)}.${number}.json`);
}
