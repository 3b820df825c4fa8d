// Compares the transcripts on disk with what the ledger has read of them, and says what is to be
// read. Reads a few hundred bytes of changed files to tell an append from a rewrite; writes nothing.
import { closeSync, openSync } from 'node:fs';
import { basename, sep } from 'node:path';
import type { TranscriptFile, UnreadablePlace } from '../../transcript/discover.ts';
import { fingerprintEdge, fingerprintHead } from '../../transcript/fingerprint.ts';
import { DATA_VERSION } from '../data-version.ts';
import type { FileRow } from './file-rows.ts';

export type PlanStep =
  /** Bytes from the cursor on are new. */
  | { readonly kind: 'append'; readonly file: TranscriptFile; readonly row: FileRow }
  | { readonly kind: 'new'; readonly file: TranscriptFile }
  /** The bytes before the cursor are not what they were: read all of it again. */
  | { readonly kind: 'rewritten'; readonly file: TranscriptFile; readonly row: FileRow }
  /** The bytes are what they were, but what was made of them is to be made anew. */
  | { readonly kind: 'reread'; readonly file: TranscriptFile; readonly row: FileRow }
  /** Nothing to read, but the row's path, time or state is out of date. */
  | { readonly kind: 'look'; readonly file: TranscriptFile; readonly row: FileRow };

export interface IngestPlan {
  readonly steps: readonly PlanStep[];
  readonly vanished: readonly FileRow[];
  readonly unreadable: readonly UnreadablePlace[];
  readonly pendingBytes: number;
}

export interface PlanInput {
  readonly files: readonly TranscriptFile[];
  readonly rows: readonly FileRow[];
  /** Config folders that were looked at; files of others are left alone. */
  readonly roots: ReadonlySet<string>;
  /** Places that could not be looked at: what is missing below them has not vanished. */
  readonly unreadable: readonly UnreadablePlace[];
  /** Read everything again, whatever the cursors say. */
  readonly force: boolean;
}

export function makePlan(input: PlanInput): IngestPlan {
  const rowByPath = new Map(input.rows.map((row) => [row.path, row]));
  const paths = new Set(input.files.map((file) => file.path));
  const missing = input.rows.filter(
    (row) => input.roots.has(row.root) && !paths.has(row.path) && !isHidden(row, input.unreadable),
  );
  const lost = createLostFiles(missing);
  const steps: PlanStep[] = [];
  const unreadable: UnreadablePlace[] = [];
  for (const file of input.files) {
    try {
      const step = planFile(file, rowByPath.get(file.path), lost, input.force);
      if (step !== null) steps.push(step);
    } catch (cause) {
      unreadable.push({
        path: file.path,
        code: String((cause as { code?: unknown }).code ?? 'unknown'),
      });
    }
  }
  const vanished = missing.filter((row) => row.state === 'present' && !lost.isFound(row));
  return {
    steps,
    vanished,
    unreadable,
    pendingBytes: steps.reduce((sum, step) => sum + bytesOf(step), 0),
  };
}

function isHidden(row: FileRow, unreadable: readonly UnreadablePlace[]): boolean {
  return unreadable.some(
    (place) => row.path === place.path || row.path.startsWith(place.path + sep),
  );
}

/** Bytes that a step will have read. */
export function bytesOf(step: PlanStep): number {
  if (step.kind === 'look') return 0;
  return step.kind === 'append' ? step.file.sizeBytes - step.row.cursor : step.file.sizeBytes;
}

function planFile(
  file: TranscriptFile,
  row: FileRow | undefined,
  lost: LostFiles,
  force: boolean,
): PlanStep | null {
  if (row === undefined) return planNew(file, lost, force);
  if (force || row.data_version !== DATA_VERSION)
    return { kind: continues(file, row) ? 'reread' : 'rewritten', file, row };
  if (looksSame(file, row)) return null;
  // Same size, other time: either nothing happened or something in the middle did.
  const isTouched =
    file.sizeBytes === row.size_bytes && file.mtimeMs !== row.mtime_ms && row.state === 'present';
  if (isTouched && row.cursor > 0) return { kind: 'rewritten', file, row };
  if (!continues(file, row)) return { kind: 'rewritten', file, row };
  return { kind: file.sizeBytes > row.cursor ? 'append' : 'look', file, row };
}

function looksSame(file: TranscriptFile, row: FileRow): boolean {
  return (
    row.state === 'present' &&
    file.sizeBytes === row.size_bytes &&
    file.mtimeMs === row.mtime_ms &&
    file.inode === row.inode &&
    file.device === row.device
  );
}

function planNew(file: TranscriptFile, lost: LostFiles, force: boolean): PlanStep {
  const row = lost.findMoved(file);
  if (row === null) return { kind: 'new', file };
  if (force || row.data_version !== DATA_VERSION) return { kind: 'reread', file, row };
  return { kind: file.sizeBytes > row.cursor ? 'append' : 'look', file, row };
}

/**
 * Whether the file still begins with what was read of it, by its first and its last bytes: an edit in
 * the middle that changes no length is seen by its time alone, and not when an append came with it.
 */
function continues(file: TranscriptFile, row: FileRow): boolean {
  if (file.sizeBytes < row.cursor) return false;
  if (row.cursor === 0) return true;
  const handle = openSync(file.path, 'r');
  try {
    return (
      fingerprintHead(handle, row.cursor) === row.head_hash &&
      fingerprintEdge(handle, row.cursor) === row.edge_hash
    );
  } finally {
    closeSync(handle);
  }
}

interface LostFiles {
  /** The missing file that this one was before it was moved or copied elsewhere, if any. */
  findMoved(file: TranscriptFile): FileRow | null;
  isFound(row: FileRow): boolean;
}

/** `/cd` moves a transcript to another project folder; its name stays, and mostly its inode. */
function createLostFiles(missing: readonly FileRow[]): LostFiles {
  const byName = new Map<string, FileRow[]>();
  for (const row of missing) {
    const name = basename(row.path);
    byName.set(name, [...(byName.get(name) ?? []), row]);
  }
  const found = new Set<number>();
  return {
    findMoved(file) {
      for (const row of byName.get(basename(file.path)) ?? []) {
        if (row.cursor === 0 || found.has(row.id) || !continues(file, row)) continue;
        found.add(row.id);
        return row;
      }
      return null;
    },
    isFound: (row) => found.has(row.id),
  };
}
