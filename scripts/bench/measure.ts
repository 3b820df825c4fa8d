// Runs commands and takes their times and their memory. Knows processes; not what is compared.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TimedCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For its stdin; absent: none. */
  readonly input?: string;
}

/** One command of a case; `prepare` runs before each of its runs and is not timed. */
export interface Contestant extends TimedCommand {
  readonly name: string;
  readonly prepare?: () => void;
}

export interface Times {
  readonly medianMs: number;
  readonly minMs: number;
  readonly maxMs: number;
}

/** A child ended by a signal: somebody wants the benchmark to stop. */
export class Interrupted extends Error {}

export interface Rounds {
  readonly runs: number;
  readonly stopwatch: string;
  readonly onRound: (round: number, rounds: number) => void;
}

/** Alternates: first of each, second of each, …; the first round only warms up. */
export async function measureAlternating(
  contestants: readonly Contestant[],
  rounds: Rounds,
): Promise<ReadonlyMap<string, Times>> {
  const durations = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds.runs; round++) {
    rounds.onRound(round, rounds.runs);
    for (const contestant of contestants) {
      contestant.prepare?.();
      const durationMs = timeOnce(contestant, rounds.stopwatch);
      if (round > 0) durations.get(contestant.name)?.push(durationMs);
      // Lets a signal that came meanwhile end the program.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return new Map([...durations].map(([name, values]) => [name, summarise(values)]));
}

export function summarise(durationsMs: readonly number[]): Times {
  const sorted = [...durationsMs].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const middle = sorted.length / 2;
  return {
    medianMs: (at(Math.ceil(middle) - 1) + at(Math.floor(middle))) / 2,
    minMs: at(0),
    maxMs: at(sorted.length - 1),
  };
}

function timeOnce(command: TimedCommand, stopwatch: string): number {
  const { file, args, env, input } = command;
  const output = run({
    file: process.execPath,
    args: [stopwatch],
    env,
    input: JSON.stringify({ file, args, env, input }),
  });
  const result = JSON.parse(output) as {
    readonly durationMs: number;
    readonly status: number | null;
    readonly signal: string | null;
    readonly reason: string;
  };
  refuseFailure(command, result.status, result.signal, result.reason);
  return result.durationMs;
}

/** The command's stdout, untimed. */
export function run(command: TimedCommand): string {
  const { status, signal, stdout, stderr, error } = spawnSync(command.file, [...command.args], {
    env: { ...command.env },
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    ...(command.input === undefined ? {} : { input: command.input }),
  });
  refuseFailure(command, status, signal, error === undefined ? stderr : String(error));
  return stdout;
}

const GNU_TIME = '/usr/bin/time';

/** Peak memory of the process with all its threads; null where GNU time is not installed. */
export function measurePeakBytes(command: TimedCommand, workDir: string): number | null {
  if (process.platform !== 'linux' || !existsSync(GNU_TIME)) return null;
  const file = join(workDir, 'peak-memory');
  const args = ['-f', '%M', '-o', file, command.file, ...command.args];
  run({ file: GNU_TIME, args, env: command.env });
  return Number(readFileSync(file, 'utf8').trim().split('\n').at(-1)) * 1024;
}

function refuseFailure(
  command: TimedCommand,
  status: number | null,
  signal: string | null,
  reason: string,
): void {
  if (signal !== null) throw new Interrupted(signal);
  if (status === 0) return;
  throw new Error(`${[command.file, ...command.args].join(' ')} failed (${status}): ${reason}`);
}
