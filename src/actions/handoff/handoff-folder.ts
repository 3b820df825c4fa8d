// Where a session's handoffs belong: the state folder, or the folder that the user set. Never leads
// outside the project it is to lie in.
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { livePaths } from '../../live/live-paths.ts';
import { folderKey } from '../../live/pending-handoff.ts';
import { expandHome } from '../../shared/paths.ts';

export interface HandoffPlace {
  readonly stateDir: string;
  /** `handoff.folder`; null: not set. */
  readonly folder: string | null;
}

/** A folder per project, but for a relative one, which lies in the project itself. */
export function handoffFolder(place: HandoffPlace, projectPath: string | null): string {
  const own = join(livePaths(place.stateDir).handoffDir, keyOf(projectPath));
  const set = place.folder?.trim() ?? '';
  if (set === '') return own;
  const folder = expandHome(set, { homeDir: homedir(), platform: process.platform });
  if (isAbsolute(folder)) return join(folder, keyOf(projectPath));
  return (projectPath === null ? null : folderInProject(projectPath, folder)) ?? own;
}

/** Every folder in which handoffs of these projects may lie, the archives not among them. */
export function handoffFolders(
  place: HandoffPlace,
  projectPaths: readonly (string | null)[],
): string[] {
  const unset: HandoffPlace = { ...place, folder: null };
  const folders = [null, ...projectPaths].flatMap((path) => [
    handoffFolder(place, path),
    handoffFolder(unset, path),
  ]);
  return [...new Set(folders)];
}

function keyOf(projectPath: string | null): string {
  return projectPath === null ? 'no-project' : folderKey(projectPath);
}

/** Null when the project is gone, or the way leads out of it, be it by a link. */
function folderInProject(projectPath: string, folder: string): string | null {
  try {
    const project = realpathSync(projectPath);
    const target = resolve(project, folder);
    return isBelow(project, target) && isBelow(project, realParent(target)) ? target : null;
  } catch {
    return null;
  }
}

/** The real place of the part of the path that exists. */
function realParent(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return realParent(resolve(path, '..'));
  }
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way.startsWith('..') || isAbsolute(way));
}
