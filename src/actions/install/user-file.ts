// One file of the user's, read and replaced as a whole: through symbolic links, with its mode and owner,
// by a new file that takes its place, and never over a change that came in between.
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { TelltaleError } from '../../shared/errors.ts';

export interface UserFile {
  /** As it is named. */
  readonly path: string;
  /** What the name leads to in the end: the file that is written. */
  readonly target: string;
  /** Null: there is none. */
  readonly bytes: Buffer | null;
}

export interface ReplaceOptions {
  /** New files and folders are for the user alone; otherwise as the umask says. */
  readonly isPrivate: boolean;
  /** Runs when all is ready to take the file's place; for tests. */
  readonly beforeSwap?: (() => void) | undefined;
}

export interface Replaced {
  /** False: the file changed in the meantime, and nothing was done. */
  readonly done: boolean;
  /** Folders that had to be made, the outermost first. */
  readonly createdFolders: readonly string[];
}

/** @throws TelltaleError 'settings-unusable' when it is there and cannot be read */
export function readUserFile(path: string): UserFile {
  const target = followLinks(path);
  try {
    return { path, target, bytes: readFileSync(target) };
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR') {
      return { path, target, bytes: null };
    }
    throw new TelltaleError('settings-unusable', {
      what: `${path} cannot be read (${codeOf(cause)})`,
      next: 'Make it a file that you can read, then run this again',
      cause,
    });
  }
}

/**
 * Puts `next` in the place of what was read; null takes the file away.
 * @throws TelltaleError 'settings-unwritable'
 */
export function replaceUserFile(
  file: UserFile,
  next: Buffer | null,
  options: ReplaceOptions,
): Replaced {
  try {
    return next === null ? removeFile(file, options) : writeFile(file, next, options);
  } catch (cause) {
    if (cause instanceof TelltaleError) throw cause;
    throw unwritable(file, codeOf(cause), cause);
  }
}

/** Those that are empty, the innermost first; the others stay. */
export function removeEmptyFolders(folders: readonly string[]): void {
  for (const folder of [...folders].reverse()) {
    try {
      rmdirSync(folder);
    } catch {
      return;
    }
  }
}

function writeFile(file: UserFile, next: Buffer, options: ReplaceOptions): Replaced {
  const folder = dirname(file.target);
  const before = file.bytes === null ? null : statSync(file.target);
  // A folder of ours would take the place of a file that its owner has locked.
  if (before !== null && (before.mode & 0o200) === 0) throw unwritable(file, 'it is read-only');
  const createdFolders = makeFolders(folder, options.isPrivate);
  const draft = join(folder, `.${basename(file.target)}.${randomBytes(6).toString('hex')}`);
  try {
    const handle = openSync(draft, 'wx', options.isPrivate ? 0o600 : 0o666);
    try {
      if (before !== null) {
        attempt(() => fchownSync(handle, before.uid, before.gid));
        fchmodSync(handle, before.mode & 0o7777);
      }
      for (let at = 0; at < next.length; ) at += writeSync(handle, next, at);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    options.beforeSwap?.();
    if (!isUnchanged(file)) return { done: false, createdFolders: undo(draft, createdFolders) };
    renameSync(draft, file.target);
  } catch (error) {
    undo(draft, createdFolders);
    throw error;
  }
  syncFolder(folder);
  return { done: true, createdFolders };
}

function removeFile(file: UserFile, options: ReplaceOptions): Replaced {
  options.beforeSwap?.();
  const done = isUnchanged(file);
  if (done && file.bytes !== null) rmSync(file.target);
  return { done, createdFolders: [] };
}

function undo(draft: string, createdFolders: readonly string[]): readonly string[] {
  rmSync(draft, { force: true });
  removeEmptyFolders(createdFolders);
  return [];
}

function isUnchanged(file: UserFile): boolean {
  const now = readUserFile(file.path);
  if (now.target !== file.target) return false;
  return now.bytes === null ? file.bytes === null : file.bytes?.equals(now.bytes) === true;
}

/** Where a chain of links ends, also when nothing is there yet. */
function followLinks(path: string): string {
  let at = resolve(path);
  for (let step = 0; step < 40; step++) {
    try {
      return realpathSync.native(at);
    } catch {
      if (lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return at;
      at = resolve(dirname(at), readlinkSync(at));
    }
  }
  return at;
}

function makeFolders(folder: string, isPrivate: boolean): string[] {
  if (existsSync(folder)) return [];
  const above = makeFolders(dirname(folder), isPrivate);
  mkdirSync(folder, { mode: isPrivate ? 0o700 : 0o777 });
  return [...above, folder];
}

/** So that the new name survives a power cut; not every file system can. */
function syncFolder(folder: string): void {
  attempt(() => {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  });
}

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // Nice to have: the file is right without it.
  }
}

function unwritable(file: UserFile, why: string, cause?: unknown): TelltaleError {
  const through = file.target === file.path ? '' : ` (it leads to ${file.target})`;
  return new TelltaleError('settings-unwritable', {
    what: `${file.path} cannot be written: ${why}${through}`,
    next: 'Give your user the right to write it and its folder, or name another scope with --scope',
    cause,
  });
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
}
