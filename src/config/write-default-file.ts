// Writes the commented default file, private to the user and never over a file that is there.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { TelltaleError } from '../shared/errors.ts';
import { defaultConfigText } from './default-file.ts';

/** @throws TelltaleError 'target-exists' or 'state-unwritable' */
export function writeDefaultFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, defaultConfigText(), { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    throw explain(cause, path);
  }
}

function explain(cause: unknown, path: string): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'EEXIST') {
    return new TelltaleError('target-exists', {
      what: `${path} is there already and is left as it is`,
      next: 'Edit it, or move it away and run this again; to see what holds: telltale config check',
      cause,
    });
  }
  if (code === '') return cause;
  return new TelltaleError('state-unwritable', {
    what: `${path} cannot be written (${code})`,
    next: 'Make its folder writable, or set TELLTALE_HOME to one that is',
    cause,
  });
}
