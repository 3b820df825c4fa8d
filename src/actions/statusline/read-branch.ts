// The branch that a folder is on, from git's own files: a process would take longer than everything else
// in a refresh. Knows repositories, worktrees and detached heads; changes nothing.
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Both files hold one short line. */
const MAX_BYTES = 1_024;
/** Folders looked at on the way up. */
const MAX_DEPTH = 32;
const SHORT_HASH = 7;
/** A pipe of that name must not be waited on. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Null when no repository is there or above; a short hash when no branch is checked out. */
export function readBranch(folder: string): string | null {
  let at = resolve(folder);
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const head = readHead(join(at, '.git'));
    if (head !== null) return branchOf(head);
    const parent = dirname(at);
    if (parent === at) return null;
    at = parent;
  }
  return null;
}

/** `.git` is a folder, or in a worktree a file that says where it is. */
function readHead(git: string): string | null {
  const head = readShort(join(git, 'HEAD'));
  if (head !== null) return head;
  const gitDir = /^gitdir: (.+)$/m.exec(readShort(git) ?? '')?.[1];
  return gitDir === undefined
    ? null
    : readShort(join(resolve(dirname(git), gitDir.trim()), 'HEAD'));
}

function branchOf(head: string): string | null {
  const name = /^ref: refs\/heads\/(.+)$/m.exec(head)?.[1]?.trim();
  if (name !== undefined) return name;
  return /^[0-9a-f]{40,64}$/m.exec(head)?.[0].slice(0, SHORT_HASH) ?? null;
}

function readShort(path: string): string | null {
  let file: number;
  try {
    file = openSync(path, FLAGS);
  } catch {
    return null;
  }
  try {
    const buffer = Buffer.alloc(MAX_BYTES);
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, MAX_BYTES, null));
  } catch {
    // A folder.
    return null;
  } finally {
    closeSync(file);
  }
}
