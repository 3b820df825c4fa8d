// The calibration in a file of the user's: written for another machine, read from one. Knows the file
// system and what to say of a file that cannot be used.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import type { Calibration } from '../../model/health/calibrate.ts';
import { parseCalibration, toCalibrationFile } from '../../model/health/parse-calibration.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { formatJson } from '../../shared/json.ts';
import { oneLine } from '../../shared/sanitize.ts';

/** What the largest calibration takes, many times over. */
const MOST_BYTES = 4_000_000;

/** The text of the file. */
export function formatCalibrationFile(calibration: Calibration): string {
  return formatJson(toCalibrationFile(calibration));
}

/**
 * A new file, private to the user.
 * @throws TelltaleError 'target-exists' or 'output-unwritable'
 */
export function writeCalibrationFile(path: string, calibration: Calibration): void {
  try {
    writeFileSync(path, formatCalibrationFile(calibration), { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') {
      throw new TelltaleError('target-exists', {
        what: `${path} is there already and is left as it is`,
        next: 'Name a new file, or print it: telltale calibrate --export -',
        cause,
      });
    }
    throw new TelltaleError('output-unwritable', {
      what: `${path} cannot be written (${codeOf(cause)})`,
      next: 'Name a file in a folder that is there and writable',
      cause,
    });
  }
}

/** @throws TelltaleError 'bad-calibration' that names the first wrong field and what stands there */
export function readCalibrationFile(path: string): Calibration {
  const value = readJson(path);
  try {
    return parseCalibration(value);
  } catch (cause) {
    if (!(cause instanceof TelltaleError)) throw cause;
    const { next } = cause;
    throw new TelltaleError('bad-calibration', { what: `${path}: ${cause.message}`, next, cause });
  }
}

function readJson(path: string): unknown {
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES) throw new Error(`${size} bytes are too many`);
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? 'it is not JSON' : codeOf(cause);
    throw new TelltaleError('bad-calibration', {
      what: `${path} cannot be read: ${oneLine(reason)}`,
      next: 'Name a file that telltale calibrate --export wrote',
      cause,
    });
  }
}

function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause ? String(cause.code) : cause.message;
}
