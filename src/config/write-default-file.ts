// Writes the commented default file, private to the user and never over a file that is there.
import { existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { TelltaleError } from '../shared/errors.ts';
import { makeFolder } from '../shared/make-folder.ts';
import { defaultConfigText } from './default-file.ts';

/** @throws TelltaleError 'target-exists' or 'state-unwritable' */
export function writeDefaultFile(path: string): void {
  try {
    if (!existsSync(dirname(path))) makeFolder(dirname(path), 0o700);
  } catch (cause) {
    throw unwritable(cause, path);
  }
  try {
    writeFileSync(path, defaultConfigText(), { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    throw codeOf(cause) === 'EEXIST' ? inTheWay(cause, path) : unwritable(cause, path);
  }
}

function inTheWay(cause: unknown, path: string): TelltaleError {
  return new TelltaleError('target-exists', {
    what: `${path} is there already and is left as it is`,
    next: 'Edit it, or move it away and run this again; to see what holds: telltale config check',
    cause,
  });
}

function unwritable(cause: unknown, path: string): TelltaleError {
  return new TelltaleError('state-unwritable', {
    what: `${path} cannot be written (${codeOf(cause)})`,
    next: 'Make its folder writable, or set TELLTALE_HOME to one that is',
    cause,
  });
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
}
