// What telltale changed in the user's files: what each was before and how it looked after. The format
// of the record in the state folder; it is written by the installer alone.
import type { SettingsScope } from './settings-places.ts';

export type FileKind = 'settings' | 'claude-md' | 'slash-command';

export interface FileRecord {
  readonly kind: FileKind;
  readonly scope: SettingsScope;
  /** As it was named; the key of the record is where that leads to. */
  readonly path: string;
  /** SHA-256 of the file as telltale left it. */
  readonly installedHash: string;
  /** The bytes that uninstall gives back, base64; null: there was no file. */
  readonly original: string | null;
  /** Folders that were made for it, the outermost first. */
  readonly createdFolders: readonly string[];
  readonly atMs: number;
  /** The Claude Code version it was made for; null: not known. */
  readonly clientVersion: string | null;
}

export interface InstallRecord {
  readonly formatVersion: 1;
  /** By the path of the file that was written. */
  readonly files: Readonly<Record<string, FileRecord>>;
}

const EMPTY: InstallRecord = { formatVersion: 1, files: {} };

/** Below the state folder. */
export const INSTALL_RECORD = 'install.json';

/** Empty when there is none or it cannot be understood: ours are then found by their marker alone. */
export function parseInstallRecord(text: string | null): InstallRecord {
  try {
    const record = JSON.parse(text ?? '') as InstallRecord;
    return record.formatVersion === 1 && typeof record.files === 'object' ? record : EMPTY;
  } catch {
    return EMPTY;
  }
}
