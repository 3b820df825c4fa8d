// `telltale calibrate`: what is usual in your sessions. Knows its words and flags; the question, the
// file and the page are others'.
import { resolve } from 'node:path';
import {
  formatCalibrationFile,
  readCalibrationFile,
  writeCalibrationFile,
} from '../actions/calibration/calibration-file.ts';
import type { CalibrationAnswer } from '../query/calibration/calibration-answer.ts';
import {
  importCalibration,
  queryCalibration,
  resetCalibration,
} from '../query/calibration/query-calibration.ts';
import type { QueryContext } from '../query/context.ts';
import { TelltaleError } from '../shared/errors.ts';
import { formatJson } from '../shared/json.ts';
import { renderCalibration } from '../views/terminal/calibrate.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';

export default defineCommand({
  name: 'calibrate',
  summary: 'show, forget, export or import what is usual in your sessions',
  topic: 'Sessions',
  description:
    'Health compares a session with your own finished ones: the size of their first calls, what a ' +
    'fresh call costs, and how contexts grow, per model. Three finished sessions of five calls are ' +
    'needed, ten for the growth curve; until then nothing is made up. It is kept up to date by ' +
    'itself; this works it out at once. What was imported holds until --reset.',
  options: [
    {
      flags: '--reset',
      summary: 'forget it, imported or learned; only sessions that begin from now on teach',
    },
    { flags: '--export <file>', summary: 'write it into this new file; - prints' },
    { flags: '--import <file>', summary: 'use the calibration of this file instead of your own' },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale calibrate', shows: 'baseline, range and growth, per model' },
    { line: 'telltale calibrate --export laptop.json', shows: 'the same as a file for elsewhere' },
    { line: 'telltale calibrate --import laptop.json', shows: 'and there' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { timezone, json } = invocation.options;
    const wish = wishOf(invocation);
    // Before anything is opened: a file that cannot be used changes nothing.
    const imported = wish.action === 'imported' ? readCalibrationFile(wish.file) : null;
    const context = await invocation.openLedger({
      timezone: typeof timezone === 'string' ? timezone : undefined,
    });
    if (wish.action === 'reset') resetCalibration(context);
    if (imported !== null) importCalibration(context, imported);
    if (wish.action === 'exported' && wish.file === '-') {
      invocation.out(formatCalibrationFile(calibrationOf(context)));
      return 0;
    }
    if (wish.action === 'exported') writeCalibrationFile(wish.file, calibrationOf(context));
    const answer = queryCalibration(context, {
      ...wish,
      file: wish.file === '' ? null : wish.file,
    });
    invocation.out(
      json === true ? formatJson(answer) : renderCalibration(answer, invocation.screen),
    );
    return 0;
  },
});

interface Wish {
  readonly action: CalibrationAnswer['action'];
  /** Absolute, or `-`; empty for the actions without one. */
  readonly file: string;
}

function wishOf({ options, cwd }: Invocation): Wish {
  const place = (file: unknown): string =>
    file === '-' ? '-' : resolve(cwd ?? process.cwd(), String(file));
  const wishes: Wish[] = [
    ...(options.reset === true ? [{ action: 'reset', file: '' } as const] : []),
    ...(options.export === undefined
      ? []
      : [{ action: 'exported', file: place(options.export) } as const]),
    ...(options.import === undefined
      ? []
      : [{ action: 'imported', file: place(options.import) } as const]),
  ];
  if (wishes.length > 1) {
    throw new TelltaleError('usage', {
      what: '--reset, --export and --import exclude each other',
      next: 'telltale calibrate --export FILE, then telltale calibrate --reset',
    });
  }
  return wishes[0] ?? { action: 'shown', file: '' };
}

function calibrationOf(context: QueryContext): NonNullable<CalibrationAnswer['calibration']> {
  const { calibration, missingSessions } = queryCalibration(context);
  if (calibration !== null) return calibration;
  throw new TelltaleError('no-calibration', {
    what: `there is no calibration yet: ${missingSessions} more finished session${missingSessions === 1 ? ' is' : 's are'} needed`,
    next: 'telltale calibrate tells what is known',
  });
}
