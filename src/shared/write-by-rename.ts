// Writes a small private file so that a reader sees the old content or the new one, never half of it.
import { closeSync, openSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.ts';

/** Mode 0600, its folder 0700 when missing. Throws what the file system does; leaves no draft behind. */
export function writeByRename(path: string, content: string | Uint8Array): void {
  renameDraft(path, (draft) => writeDraft(draft, content));
}

/** The same for what is too large to be held; it is written as it comes. The number of bytes. */
export function writePiecesByRename(path: string, pieces: Iterable<string>): number {
  let sizeBytes = 0;
  renameDraft(path, (draft) => {
    writeDraft(draft, '');
    const file = openSync(draft, 'a', 0o600);
    try {
      for (const piece of pieces) {
        writeFileSync(file, piece);
        sizeBytes += Buffer.byteLength(piece);
      }
    } finally {
      closeSync(file);
    }
  });
  return sizeBytes;
}

function renameDraft(path: string, write: (draft: string) => void): void {
  const draft = `${path}.${process.pid}.draft`;
  try {
    write(draft);
    renameSync(draft, path);
  } catch (cause) {
    try {
      unlinkSync(draft);
    } catch {
      // It was never made.
    }
    throw cause;
  }
}

function writeDraft(draft: string, content: string | Uint8Array): void {
  try {
    writeFileSync(draft, content, { mode: 0o600 });
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== 'ENOENT') throw cause;
    makeFolder(dirname(draft), 0o700);
    writeFileSync(draft, content, { mode: 0o600 });
  }
}
