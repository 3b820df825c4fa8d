// The situations in which the command is measured, and the budgets; those of a session: hot-path.ts.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeGrowingCopy } from './growing-copy.ts';
import {
  type Contestant,
  measureAlternating,
  measurePeakBytes,
  type Rounds,
  run,
  type TimedCommand,
  type Times,
} from './measure.ts';
import { findDifferences, parseTotals } from './totals.ts';

export interface Comparison {
  readonly what: string;
  readonly times: Times;
  readonly other: string;
  readonly otherTimes: Times;
  /** Largest ratio of the medians that is good enough; null: for information. */
  readonly budgetRatio: number | null;
}

export interface PeakMemory {
  readonly what: string;
  readonly peakBytes: number | null;
  readonly otherPeakBytes: number | null;
  readonly budgetBytes: number;
}

/** How the programs are started. */
export interface Programs {
  telltale(dir: string, stateDir: string, ...args: readonly string[]): TimedCommand;
  /** Null when it is not there to be compared with. */
  readonly ccusage: ((dir: string) => TimedCommand) | null;
  readonly emptyNode: TimedCommand;
  /** What Claude Code starts during a session. */
  readonly hot: (
    entry: 'hook' | 'statusline',
    dir: string,
    stateDir: string,
    input: string,
  ) => TimedCommand;
}

export interface Bench {
  readonly programs: Programs;
  readonly dir: string;
  readonly workDir: string;
  readonly rounds: Rounds;
}

const DAILY = ['usage', 'daily', '--json'] as const;
const APPENDED_BYTES = 10e6;

/** Nothing new since the last run. */
export async function measureWarm(bench: Bench): Promise<Comparison[]> {
  const { programs, dir } = bench;
  const stateDir = join(bench.workDir, 'warm-state');
  const telltale = (...args: string[]) => programs.telltale(dir, stateDir, ...args);
  run(telltale(...DAILY));
  const times = await measureAlternating(
    [
      { name: 'daily', ...telltale(...DAILY) },
      ...ccusageOf(programs, dir),
      { name: 'node', ...programs.emptyNode },
      { name: 'overview', ...telltale() },
      { name: 'version', ...telltale('--version') },
    ],
    bench.rounds,
  );
  const daily = '`usage daily --json`, nothing new';
  return [
    ...compare(times, daily, 'daily', 'ccusage', 0.3),
    ...compare(times, daily, 'daily', 'node', 2),
    ...compare(times, '`telltale`, nothing new', 'overview', 'node', null),
    ...compare(times, '`telltale --version`', 'version', 'node', null),
  ];
}

/** Some megabytes of new lines since the last run. */
export async function measureAppended(bench: Bench): Promise<Comparison[]> {
  const { programs } = bench;
  const copy = makeGrowingCopy(bench.dir, bench.workDir, APPENDED_BYTES, (dir, stateDir) => {
    run(programs.telltale(dir, stateDir, ...DAILY));
  });
  const daily = programs.telltale(copy.dir, copy.stateDir, ...DAILY);
  refuseIfDifferent(copy.growAnew, daily, programs.ccusage?.(copy.dir) ?? null);
  const times = await measureAlternating(
    [
      { name: 'daily', prepare: copy.growAnew, ...daily },
      ...ccusageOf(programs, copy.dir),
      { name: 'node', ...programs.emptyNode },
    ],
    bench.rounds,
  );
  const megabytes = (copy.appendedBytes / 1e6).toFixed(0);
  const what = `\`usage daily --json\`, ${megabytes} MB appended to ${copy.appendedFiles} files`;
  return [
    ...compare(times, what, 'daily', 'ccusage', 0.5),
    ...compare(times, what, 'daily', 'node', null),
  ];
}

/** No ledger yet. */
export async function measureCold(bench: Bench): Promise<Comparison[]> {
  const { programs, dir } = bench;
  const stateDir = join(bench.workDir, 'cold-state');
  const forget = () => rmSync(stateDir, { recursive: true, force: true });
  const times = await measureAlternating(
    [
      { name: 'daily', prepare: forget, ...programs.telltale(dir, stateDir, ...DAILY) },
      ...ccusageOf(programs, dir),
      { name: 'node', ...programs.emptyNode },
    ],
    bench.rounds,
  );
  const what = '`usage daily --json`, no ledger yet';
  return [
    ...compare(times, what, 'daily', 'ccusage', 2),
    ...compare(times, what, 'daily', 'node', null),
  ];
}

export function measureMemory(bench: Bench): PeakMemory {
  const { programs, dir, workDir } = bench;
  const ccusage = programs.ccusage?.(dir) ?? null;
  return {
    what: '`usage daily --json`, no ledger yet',
    peakBytes: measurePeakBytes(
      programs.telltale(dir, join(workDir, 'memory-state'), ...DAILY),
      workDir,
    ),
    otherPeakBytes: ccusage === null ? null : measurePeakBytes(ccusage, workDir),
    budgetBytes: 250e6,
  };
}

function ccusageOf(programs: Programs, dir: string): Contestant[] {
  return programs.ccusage === null ? [] : [{ name: 'ccusage', ...programs.ccusage(dir) }];
}

export function compare(
  times: ReadonlyMap<string, Times>,
  what: string,
  ours: string,
  theirs: 'ccusage' | 'node',
  budgetRatio: number | null,
): Comparison[] {
  const own = times.get(ours);
  const otherTimes = times.get(theirs);
  if (own === undefined || otherTimes === undefined) return [];
  const other = theirs === 'node' ? '`node -e 0`' : 'ccusage';
  return [{ what, times: own, other, otherTimes, budgetRatio }];
}

/** A run that missed the new lines would be fast. */
function refuseIfDifferent(
  growAnew: () => void,
  daily: TimedCommand,
  ccusage: TimedCommand | null,
): void {
  const before = parseTotals(run(daily));
  growAnew();
  const after = parseTotals(run(daily));
  if (after.outputTokens <= before.outputTokens) throw new Error('the new lines were not counted');
  if (ccusage === null) return;
  const theirs = parseTotals(run(ccusage));
  const differences = findDifferences(after, theirs, 'ccusage');
  if (differences.length > 0)
    throw new Error(`after the new lines, the totals differ: ${differences.join('; ')}`);
}
