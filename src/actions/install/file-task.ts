// One file that init edits and uninstall puts right: planned from what it holds now, carried out with a
// copy, a record and a second look. Knows what all such files share, nothing of what is in them.
import type { FileKind, FileRecord } from '../../live/install-record.ts';
import type { SettingsScope } from '../../live/settings-places.ts';
import type { FileChange } from '../../query/install/install-answer.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { diffFile } from './diff-file.ts';
import { backUp, hashOf, noteFile, originalOf, readInstallRecord } from './install-record.ts';
import { readUserFile, removeEmptyFolders, replaceUserFile, type UserFile } from './user-file.ts';

export interface FileTask {
  readonly kind: FileKind;
  readonly scope: SettingsScope;
  readonly path: string;
  /** New files and folders are for the user alone. */
  readonly isPrivate: boolean;
  /** With ours put in; null: there is no file and none is needed. */
  readonly put: (before: Buffer | null) => Buffer | null;
  /**
   * With ours taken out, null when the whole file is ours; `original` is how it was before (empty: no
   * file), null when not known.
   */
  readonly drop: (before: Buffer, original: Buffer | null) => Buffer | null;
  /** Whether a file that telltale made holds nothing of anybody else's. */
  readonly isBlank: (bytes: Buffer) => boolean;
}

export interface PlannedFile {
  readonly task: FileTask;
  readonly file: UserFile;
  readonly after: Buffer | null;
  /** What the record says of the file then; null: nothing. */
  readonly entry: FileRecord | null;
  readonly change: FileChange;
}

export interface TaskWorld {
  readonly stateDir: string;
  readonly nowMs: number;
  readonly clientVersion: string | null;
  /** Runs before each file takes its place; for tests. */
  readonly beforeSwap?: (() => void) | undefined;
}

type Direction = 'install' | 'uninstall';

/** Times a file may change under our hands before we give up. */
const ATTEMPTS = 3;

/** Null when nothing changes. @throws TelltaleError when the file cannot be read or edited */
export function planFile(
  task: FileTask,
  direction: Direction,
  world: TaskWorld,
): PlannedFile | null {
  const file = readUserFile(task.path);
  const earlier = readInstallRecord(world.stateDir).files[file.target];
  const planned =
    direction === 'install' ? planPut(task, file, earlier, world) : planDrop(task, file, earlier);
  const { after, entry, action } = planned;
  if (isSame(file.bytes, after)) return null;
  const { kind, scope, path } = task;
  const { target } = file;
  const diff = diffFile(file.bytes, after);
  const change = { kind, scope, path, target, action, ...diff, backup: null };
  return { task, file, after, entry, change };
}

/**
 * Copies, notes and swaps; starts over when the file has changed meanwhile.
 * @throws TelltaleError of the files and of the state folder
 */
export function carryOut(plan: PlannedFile, direction: Direction, world: TaskWorld): FileChange {
  let current: PlannedFile | null = plan;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (current === null) return { ...plan.change, hunks: [], addedLines: 0, removedLines: 0 };
    const change = tryOnce(current, world);
    if (change !== null) return change;
    current = planFile(plan.task, direction, world);
  }
  throw new TelltaleError('settings-busy', {
    what: `${plan.task.path} changed each of the ${ATTEMPTS} times it was to be written`,
    next: 'Close what writes it (an open /config of Claude Code?) and run this again',
  });
}

/** Null: the file changed in the meantime, and all is as before. */
function tryOnce({ task, file, after, entry, change }: PlannedFile, world: TaskWorld) {
  const { stateDir, nowMs, beforeSwap } = world;
  const earlier = readInstallRecord(stateDir).files[file.target] ?? null;
  const name = file.target.split(/[\\/]/).at(-1) ?? 'file';
  const backup = file.bytes === null ? null : backUp(stateDir, name, file.bytes, nowMs);
  // Noted first: a record of what did not happen does no harm, a change without a record would.
  if (entry !== null) noteFile(stateDir, file.target, entry);
  try {
    const options = { isPrivate: task.isPrivate, beforeSwap };
    const { done, createdFolders } = replaceUserFile(file, after, options);
    if (!done) {
      noteFile(stateDir, file.target, earlier);
      return null;
    }
    if (entry === null) noteFile(stateDir, file.target, null);
    else if (createdFolders.length > 0)
      noteFile(stateDir, file.target, { ...entry, createdFolders });
    if (after === null) removeEmptyFolders(earlier?.createdFolders ?? []);
    return { ...change, backup };
  } catch (error) {
    noteFile(stateDir, file.target, earlier);
    throw error;
  }
}

function planPut(
  task: FileTask,
  file: UserFile,
  earlier: FileRecord | undefined,
  world: TaskWorld,
) {
  const after = task.put(file.bytes);
  const original = originalBefore(task, file, earlier);
  const entry: FileRecord | null =
    after === null
      ? null
      : {
          kind: task.kind,
          scope: task.scope,
          path: task.path,
          installedHash: hashOf(after),
          original: original?.toString('base64') ?? null,
          createdFolders: earlier?.createdFolders ?? [],
          atMs: world.nowMs,
          clientVersion: world.clientVersion,
        };
  return { after, entry, action: file.bytes === null ? ('create' as const) : ('change' as const) };
}

/** What the file would be without us: as noted, unless somebody has edited it since. */
function originalBefore(
  task: FileTask,
  { bytes }: UserFile,
  earlier: FileRecord | undefined,
): Buffer | null {
  if (bytes === null) return null;
  if (earlier === undefined) return task.drop(bytes, null);
  const noted = originalOf(earlier);
  if (earlier.installedHash === hashOf(bytes)) return noted;
  const without = task.drop(bytes, noted ?? Buffer.alloc(0));
  return without !== null && noted === null && task.isBlank(without) ? null : without;
}

function planDrop(task: FileTask, file: UserFile, earlier: FileRecord | undefined) {
  if (file.bytes === null) return { after: null, entry: null, action: 'delete' as const };
  const after = originalBefore(task, file, earlier);
  const isUntouched = earlier?.installedHash === hashOf(file.bytes);
  const action = after === null ? 'delete' : isUntouched ? 'restore' : 'change';
  return { after, entry: null, action } as const;
}

function isSame(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}
