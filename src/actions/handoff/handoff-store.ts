// Handoffs as files: one per session, rewritten as long as nobody has edited it. Never overwrites a file
// that is not as we wrote it, whoever wrote it.
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileNameOf } from '../../live/live-paths.ts';
import { makeFolder } from '../../shared/make-folder.ts';
import { isUntouched, readHandoffFacts } from './seal-handoff.ts';

export interface HandoffToStore {
  readonly sessionId: string;
  /** Sealed. */
  readonly text: string;
  /** `20261121-0905`, in the user's zone. */
  readonly stamp: string;
}

export interface StoredHandoff {
  readonly path: string;
  /** From its front matter; null: it does not say, or not in a way that can be read. */
  readonly sessionId: string | null;
  readonly project: string | null;
  readonly createdMs: number | null;
  readonly title: string | null;
  readonly isEdited: boolean;
  readonly isArchived: boolean;
}

const ARCHIVE = 'archive';
const NAME = /^\d{8}-\d{4}-[\w-]+\.md$/;
/** Names are taken by files that people edited; so many of one session and minute are none. */
const MAX_TRIES = 1_000;

/** Returns the path. Throws what the file system does. */
export function storeHandoff(folder: string, handoff: HandoffToStore): string {
  makeFolder(folder, 0o700);
  const draft = join(folder, `.${fileNameOf(handoff.sessionId)}.${process.pid}.draft`);
  writeFileSync(draft, handoff.text, { mode: 0o600 });
  try {
    for (let i = 0; i < MAX_TRIES; i++) {
      const own = findOwn(folder, handoff.sessionId);
      if (own !== null) {
        renameSync(draft, own);
        return own;
      }
      const path = join(folder, nameOf(handoff, i));
      if (placeNew(draft, path)) return path;
    }
    throw new Error(`no free name for a handoff in ${folder}`);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Newest first. Folders that are not there hold none. */
export function listHandoffs(
  folders: readonly string[],
  { archived }: { readonly archived: boolean },
): StoredHandoff[] {
  const found = folders.flatMap((folder) => [
    ...readFolder(folder, false),
    ...(archived ? readFolder(join(folder, ARCHIVE), true) : []),
  ]);
  return found.sort((a, b) => sortKey(b) - sortKey(a) || (a.path < b.path ? 1 : -1));
}

/** Moves it to `archive/` beside it; returns the new path. */
export function archiveHandoff(path: string): string {
  const folder = join(dirname(path), ARCHIVE);
  makeFolder(folder, 0o700);
  for (let i = 1; i < MAX_TRIES; i++) {
    const name = i === 1 ? basename(path) : basename(path).replace(/\.md$/, `-${i}.md`);
    const target = join(folder, name);
    if (!placeNew(path, target)) continue;
    rmSync(path);
    return target;
  }
  throw new Error(`no free name in ${folder}`);
}

function nameOf({ stamp, sessionId }: HandoffToStore, tried: number): string {
  const short = fileNameOf(sessionId).slice(0, 8);
  return tried === 0 ? `${stamp}-${short}.md` : `${stamp}-${short}-${tried + 1}.md`;
}

/** The session's newest file that is as we wrote it. */
function findOwn(folder: string, sessionId: string): string | null {
  const short = fileNameOf(sessionId).slice(0, 8);
  const names = listNames(folder).filter((name) => name.slice(14).startsWith(short));
  for (const name of names.sort().reverse()) {
    const path = join(folder, name);
    const text = readOrNull(path);
    if (text === null || readHandoffFacts(text).sessionId !== sessionId) continue;
    if (isUntouched(text)) return path;
  }
  return null;
}

/** False when the name is taken. A second name for the file, or a copy where that is not possible. */
function placeNew(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EEXIST') return false;
  }
  try {
    writeFileSync(to, readFileSync(from), { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EEXIST') return false;
    throw error;
  }
}

function readFolder(folder: string, isArchived: boolean): StoredHandoff[] {
  return listNames(folder).flatMap((name) => {
    const path = join(folder, name);
    const text = readOrNull(path);
    if (text === null) return [];
    return [{ path, ...readHandoffFacts(text), isEdited: !isUntouched(text), isArchived }];
  });
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => NAME.test(name));
  } catch {
    return [];
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function sortKey({ createdMs, path }: StoredHandoff): number {
  if (createdMs !== null) return createdMs;
  const [, year, month, day, hour, minute] =
    /(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)-[^\\/]*$/.exec(path) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)) || 0;
}
