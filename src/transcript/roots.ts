// Finds the Claude Code config folders whose transcripts we read, and says of each candidate why it
// is taken or not. Knows folders only; opens no transcript and no settings file.
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { expandHome, type Place, pathRules, xdgConfigHome } from '../shared/paths.ts';

export type RootSource = 'CLAUDE_CONFIG_DIR' | '~/.claude' | 'XDG' | 'roots.extra';

export type RootState =
  | 'taken'
  | 'missing'
  | 'no-projects'
  | 'not-readable'
  | 'duplicate'
  | 'switched-off';

export interface RootReport {
  /** As given, with `~` expanded. */
  readonly path: string;
  /** The config folder, also where its projects folder was named; `null`: missing or out of reach. */
  readonly realPath: string | null;
  readonly source: RootSource;
  readonly taken: boolean;
  readonly state: RootState;
  /** One clause for people: `has projects/`, `missing`. */
  readonly why: string;
  /** Real path of the folder that holds the transcripts; `null` when there is none. */
  readonly projectsDir: string | null;
}

export interface FindRootsOptions extends Place {
  /** `roots.extra` of the settings. */
  readonly extra: readonly string[];
  /** `roots.defaults` of the settings. */
  readonly defaults?: 'auto' | 'always' | 'never';
  readonly fs?: RootFileSystem;
}

/** What the search asks of a disk. */
export interface RootFileSystem {
  /** Throws with a `code` when the path does not exist or cannot be reached. */
  realPath(path: string): string;
  isFolder(path: string): boolean;
  canList(path: string): boolean;
}

/**
 * Every candidate in order of preference: `CLAUDE_CONFIG_DIR`, `~/.claude`, the XDG folder, then
 * `roots.extra`. Two ways to the same folder are taken once, the first wins.
 */
export function findRoots(options: FindRootsOptions): RootReport[] {
  const fs = options.fs ?? DISK;
  const reports: RootReport[] = [];
  const takenBy = new Map<string, string>();
  for (const candidate of listCandidates(options, fs)) {
    const report = probe(candidate, options.platform, fs);
    const twin = report.projectsDir === null ? undefined : takenBy.get(report.projectsDir);
    if (report.taken && twin !== undefined) {
      reports.push({ ...report, taken: false, state: 'duplicate', why: `same folder as ${twin}` });
      continue;
    }
    if (report.taken && report.projectsDir !== null) {
      takenBy.set(report.projectsDir, report.path);
    }
    reports.push(report);
  }
  return reports;
}

interface Candidate {
  readonly path: string;
  readonly source: RootSource;
  /** Why it is left out without a look, or `null`. */
  readonly off: string | null;
}

function listCandidates(options: FindRootsOptions, fs: RootFileSystem): Candidate[] {
  const { join } = pathRules(options.platform);
  const named = listNamed(options, fs);
  const off = reasonDefaultsAreOff(options.defaults ?? 'auto', named.length > 0);
  const xdg = join(xdgConfigHome(options), 'claude');
  return [
    ...named.map((path) => ({ path, source: 'CLAUDE_CONFIG_DIR' as const, off: null })),
    { path: join(options.homeDir, '.claude'), source: '~/.claude', off },
    { path: xdg, source: 'XDG', off },
    ...options.extra.map((path) => ({
      path: expandHome(path, options),
      source: 'roots.extra' as const,
      off: null,
    })),
  ];
}

/** A folder whose own name holds a comma is meant as it stands; Claude Code knows no lists. */
function listNamed(options: FindRootsOptions, fs: RootFileSystem): string[] {
  const value = options.env.CLAUDE_CONFIG_DIR?.trim() ?? '';
  if (value.includes(',') && fs.isFolder(value)) return [value];
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => expandHome(part, options));
}

function reasonDefaultsAreOff(mode: 'auto' | 'always' | 'never', isNamed: boolean): string | null {
  if (mode === 'never') return 'roots.defaults is "never"';
  if (mode === 'auto' && isNamed) {
    return 'CLAUDE_CONFIG_DIR is set (add it to roots.extra to include it)';
  }
  return null;
}

function probe(candidate: Candidate, platform: NodeJS.Platform, fs: RootFileSystem): RootReport {
  const { path, source } = candidate;
  const none = { path, source, realPath: null, taken: false, projectsDir: null };
  let realPath: string;
  try {
    realPath = fs.realPath(path);
  } catch (error) {
    return isMissing(error)
      ? { ...none, state: 'missing', why: 'missing' }
      : { ...none, state: 'not-readable', why: `not readable (${errorCode(error)})` };
  }
  const found = findProjects(realPath, platform, fs);
  if (found === null) {
    const isClosed = fs.isFolder(realPath) && !fs.canList(realPath);
    return isClosed
      ? { ...none, realPath, state: 'not-readable', why: 'not readable' }
      : { ...none, realPath, state: 'no-projects', why: 'no projects folder' };
  }
  const { projectsDir, why } = found;
  // Named either way it is the same folder to the ledger.
  if (projectsDir === realPath) realPath = pathRules(platform).dirname(realPath);
  if (candidate.off !== null) {
    return { ...none, realPath, projectsDir, state: 'switched-off', why: candidate.off };
  }
  if (!fs.canList(projectsDir)) {
    return { ...none, realPath, projectsDir, state: 'not-readable', why: 'not readable' };
  }
  return { path, source, realPath, projectsDir, taken: true, state: 'taken', why };
}

/** `X/projects`, or X itself when someone gave the projects folder instead of its parent. */
function findProjects(
  realPath: string,
  platform: NodeJS.Platform,
  fs: RootFileSystem,
): { projectsDir: string; why: string } | null {
  const { join, basename } = pathRules(platform);
  const inner = join(realPath, 'projects');
  if (fs.isFolder(inner)) return { projectsDir: fs.realPath(inner), why: 'has projects/' };
  if (basename(realPath) === 'projects' && fs.isFolder(realPath)) {
    return { projectsDir: realPath, why: 'is a projects folder' };
  }
  return null;
}

const DISK: RootFileSystem = {
  realPath: (path) => realpathSync.native(path),
  isFolder: (path) => {
    try {
      return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
    } catch {
      return false;
    }
  },
  canList: (path) => {
    try {
      accessSync(path, constants.R_OK | constants.X_OK);
      return true;
    } catch {
      return false;
    }
  },
};

function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
