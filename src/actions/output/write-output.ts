// Writes what a command was asked to write into a file that the person named: private, whole or not at all,
// never over another file unasked. Knows the file system; nothing of what is written.
import { lstatSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { TelltaleError } from '../../shared/errors.ts';
import { writeByRename, writePiecesByRename } from '../../shared/write-by-rename.ts';

/**
 * Before anything is worked out: whether the file may be written. `path` is absolute.
 * @throws TelltaleError 'target-exists' or 'output-unwritable'
 */
export function checkTarget(path: string, force: boolean): void {
  const there = kindOf(path);
  if (there === 'folder') {
    throw new TelltaleError('target-exists', {
      what: `${path} is a folder`,
      next: 'Name a file in it',
    });
  }
  // A rename would put an ordinary file in the place of a pipe or a device.
  if (there === 'other') {
    throw new TelltaleError('target-exists', {
      what: `${path} is no ordinary file`,
      next: 'Print instead, and send the output there',
    });
  }
  if (there === 'file' && !force) {
    throw new TelltaleError('target-exists', {
      what: `${path} is there already and is left as it is`,
      next: 'Name a new file, or replace this one with --force',
    });
  }
  if (kindOf(dirname(path)) !== 'folder') {
    throw new TelltaleError('output-unwritable', {
      what: `${path} cannot be written: its folder is not there`,
      next: 'Make the folder, or name a file in one that is there',
    });
  }
}

/**
 * Mode 0600. A link is replaced by the file, what it led to is left alone.
 * @throws TelltaleError 'target-exists' or 'output-unwritable'
 */
export function writeOutput(path: string, content: string | Uint8Array, force: boolean): void {
  checkTarget(path, force);
  writing(path, () => writeByRename(path, content));
}

/**
 * The same for what is too large to be held: written as it comes. The number of bytes.
 * @throws TelltaleError 'target-exists' or 'output-unwritable', and what the pieces throw
 */
export function writeOutputPieces(path: string, pieces: Iterable<string>, force: boolean): number {
  checkTarget(path, force);
  return writing(path, () => writePiecesByRename(path, pieces));
}

function writing<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (cause) {
    // Not of the file, but of what was to stand in it.
    if (cause instanceof TelltaleError || !isFileError(cause)) throw cause;
    throw new TelltaleError('output-unwritable', {
      what: `${path} cannot be written (${codeOf(cause)})`,
      next: 'Name a file in a folder that is there and writable',
      cause,
    });
  }
}

function kindOf(path: string): 'file' | 'folder' | 'other' | null {
  try {
    const there = statSync(path);
    if (there.isDirectory()) return 'folder';
    return there.isFile() ? 'file' : 'other';
  } catch {
    return isLink(path) ? 'file' : null;
  }
}

/** A link that leads nowhere is somebody's all the same. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function isFileError(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause;
}

function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause ? String(cause.code) : cause.message;
}
