// What the doctor asks of the disk, answered without ever throwing: `null`, empty or false when it
// cannot be told. Reads folders, sizes and one small settings file; no transcript, no credentials.
import { execFileSync } from 'node:child_process';
import {
  accessSync,
  constants,
  readdirSync,
  readFileSync,
  realpathSync,
  statfsSync,
  statSync,
} from 'node:fs';

export interface DiskEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

export interface DiskStat {
  readonly isFolder: boolean;
  /** Permission bits. */
  readonly mode: number;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}

export interface DoctorDisk {
  /** Entries of a folder; `null` when it cannot be listed. Links to folders count as folders. */
  list(path: string): readonly DiskEntry[] | null;
  stat(path: string): DiskStat | null;
  canRead(path: string): boolean;
  canWrite(path: string): boolean;
  realPath(path: string): string | null;
  readText(path: string): string | null;
  freeBytes(path: string): number | null;
  /** Names of WSL distributions that run now; asking starts none. Windows only. */
  runningWslNames(): readonly string[];
}

export const NODE_DISK: DoctorDisk = {
  list: (path) =>
    attempt(() =>
      readdirSync(path, { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        isFolder:
          entry.isDirectory() ||
          (entry.isSymbolicLink() && (NODE_DISK.stat(`${path}/${entry.name}`)?.isFolder ?? false)),
      })),
    ),
  stat: (path) =>
    attempt(() => {
      const stat = statSync(path);
      const { size: sizeBytes, mtimeMs } = stat;
      return { isFolder: stat.isDirectory(), mode: stat.mode & 0o777, sizeBytes, mtimeMs };
    }),
  canRead: (path) => canAccess(path, constants.R_OK),
  canWrite: (path) => canAccess(path, constants.W_OK),
  realPath: (path) => attempt(() => realpathSync.native(path)),
  readText: (path) => attempt(() => readFileSync(path, 'utf8')),
  freeBytes: (path) =>
    attempt(() => {
      const { bavail, bsize } = statfsSync(path);
      return bavail * bsize;
    }),
  runningWslNames: () =>
    attempt(() =>
      execFileSync('wsl.exe', ['--list', '--running', '--quiet'], {
        timeout: 3000,
        stdio: ['ignore', 'pipe', 'ignore'],
      })
        .toString('utf16le')
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    ) ?? [],
};

function attempt<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch {
    return null;
  }
}

function canAccess(path: string, mode: number): boolean {
  return attempt(() => accessSync(path, mode) === undefined) ?? false;
}
