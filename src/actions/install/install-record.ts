// Keeps in telltale's own state folder what init found and what it left, with copies: with them uninstall
// gives back every byte. Knows no settings.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type FileRecord,
  INSTALL_RECORD,
  type InstallRecord,
  parseInstallRecord,
} from '../../live/install-record.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { makeFolder } from '../../shared/make-folder.ts';

export function installRecordFile(stateDir: string): string {
  return join(stateDir, INSTALL_RECORD);
}

export function readInstallRecord(stateDir: string): InstallRecord {
  try {
    return parseInstallRecord(readFileSync(installRecordFile(stateDir), 'utf8'));
  } catch {
    return parseInstallRecord(null);
  }
}

/**
 * Notes what becomes of one file; null forgets it, and the last one forgotten takes the record away.
 * @throws TelltaleError 'state-unwritable'
 */
export function noteFile(stateDir: string, target: string, entry: FileRecord | null): void {
  const { [target]: _earlier, ...others } = readInstallRecord(stateDir).files;
  const files = entry === null ? others : { ...others, [target]: entry };
  const file = installRecordFile(stateDir);
  inStateFolder(stateDir, () => {
    if (Object.keys(files).length === 0) return rmSync(file, { force: true });
    const draft = `${file}.${process.pid}`;
    const record: InstallRecord = { formatVersion: 1, files };
    writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, file);
  });
}

/**
 * A copy of a file before it is changed, private and named after the moment; its path.
 * @throws TelltaleError 'state-unwritable'
 */
export function backUp(stateDir: string, name: string, bytes: Buffer, nowMs: number): string {
  const folder = join(stateDir, 'backups');
  const stamp = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return inStateFolder(stateDir, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (let number = 1; ; number++) {
      const path = join(folder, `${stamp}-${number === 1 ? '' : `${number}-`}${name}`);
      try {
        writeFileSync(path, bytes, { flag: 'wx', mode: 0o600 });
        return path;
      } catch (error) {
        if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
      }
    }
  });
}

export function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The bytes before telltale came; null: no file. */
export function originalOf(entry: FileRecord): Buffer | null {
  return entry.original === null ? null : Buffer.from(entry.original, 'base64');
}

function inStateFolder<T>(stateDir: string, act: () => T): T {
  try {
    makeFolder(stateDir, 0o700);
    return act();
  } catch (cause) {
    const code = (cause as { code?: unknown }).code;
    if (typeof code !== 'string') throw cause;
    throw new TelltaleError('state-unwritable', {
      what: `${stateDir} cannot be written (${code}), and nothing is changed without a copy`,
      next: 'Make it writable, or set TELLTALE_HOME to a folder that is',
      cause,
    });
  }
}
