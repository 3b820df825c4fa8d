// Makes a folder and what is missing above it. Node's own recursive mkdir never returns where a folder
// exists that takes no others, such as /proc (seen with Node 20).
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** @throws the system's error, with its `code`, when it cannot be made */
export function makeFolder(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (cause) {
    const { code } = cause as { code?: unknown };
    if (code === 'EEXIST' && statSync(path).isDirectory()) return;
    const parent = dirname(path);
    if (code !== 'ENOENT' || parent === path || isFolder(parent)) throw cause;
    makeFolder(parent, mode);
    makeFolder(path, mode);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
