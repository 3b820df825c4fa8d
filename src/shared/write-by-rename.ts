// Writes a small private file so that a reader sees the old content or the new one, never half of it.
import { renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.ts';

/** Mode 0600, its folder 0700 when missing. Throws what the file system does; leaves no draft behind. */
export function writeByRename(path: string, content: string | Uint8Array): void {
  const draft = `${path}.${process.pid}.draft`;
  try {
    writeDraft(draft, content);
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
