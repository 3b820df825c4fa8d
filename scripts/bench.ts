// npm run bench -- [--mb 300 | --dir CONFIG_FOLDER] [--runs 7] [--out FILE] [--without-ccusage]:
// telltale beside ccusage and an empty Node on the same files. Judges; never fails on a time.
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { replaceBetweenMarkers } from './bench/between-markers.ts';
import {
  measureAppended,
  measureCold,
  measureMemory,
  measureWarm,
  type Programs,
} from './bench/cases.ts';
import { CCUSAGE_VERSION, type Ccusage, findCcusage } from './bench/ccusage.ts';
import { type ConfigFolder, generatedFolder, givenFolder } from './bench/config-folder.ts';
import { measureHotPath } from './bench/hot-path.ts';
import { describeMachine } from './bench/machine.ts';
import { Interrupted, type Rounds, run } from './bench/measure.ts';
import { formatReport } from './bench/report.ts';
import { openScratch } from './bench/scratch.ts';
import { findDifferences, parseTotals, type Totals } from './bench/totals.ts';

const USAGE =
  'usage: npm run bench -- [--mb 300 | --dir CONFIG_FOLDER] [--runs 7] [--out FILE] [--without-ccusage]';

interface Options {
  readonly megabytes: number;
  readonly dir: string | null;
  readonly runs: number;
  readonly out: string | null;
  readonly withoutCcusage: boolean;
}

export async function main(args: readonly string[], root: string): Promise<number> {
  const options = readOptions(args, root);
  if (options === null) {
    console.error(USAGE);
    return 64;
  }
  if (!existsSync(join(root, 'dist', 'cli.js'))) throw new Error('Run first: npm run build');
  try {
    const text = await measure(options, root);
    if (text === null) return 1;
    console.log(text);
    if (options.out !== null) writeInto(options.out, text);
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) return 130;
    throw error;
  }
}

function readOptions(args: readonly string[], root: string): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      mb: { type: 'string', default: '300' },
      dir: { type: 'string' },
      runs: { type: 'string', default: '7' },
      out: { type: 'string' },
      'without-ccusage': { type: 'boolean', default: false },
    },
  });
  const [megabytes, runs] = [Number(values.mb), Number(values.runs)];
  if (!(megabytes > 0) || !Number.isInteger(runs) || runs < 1) return null;
  const out = values.out === undefined ? null : resolve(root, values.out);
  // Found out now rather than after minutes of measuring.
  if (out !== null && resultPage(out, '') === null) {
    console.error(`${values.out} lacks the markers between which results are written`);
    return null;
  }
  return {
    megabytes,
    dir: values.dir === undefined ? null : resolve(values.dir),
    runs,
    out,
    withoutCcusage: values['without-ccusage'],
  };
}

/** Null when the programs do not agree on a generated set: there is nothing to compare then. */
async function measure(options: Options, root: string): Promise<string | null> {
  const machine = describeMachine();
  const cacheDir = join(root, '.bench');
  const workDir = openScratch(cacheDir);
  // A build that happens meanwhile does not change what is measured.
  cpSync(join(root, 'dist'), join(workDir, 'dist'), { recursive: true });
  progress(options.dir === null ? 'making the transcripts' : 'looking at the transcripts');
  const folder =
    options.dir === null
      ? generatedFolder(root, { cacheDir, workDir, megabytes: options.megabytes })
      : givenFolder(options.dir);
  const ccusage: Ccusage = options.withoutCcusage
    ? { skipped: 'not wanted' }
    : findCcusage(cacheDir);
  const programs = makePrograms(workDir, ccusage);
  const counted = compareTotals(programs, folder, workDir);
  if (counted.differences.length > 0) {
    console.error(`The totals differ:\n  ${counted.differences.join('\n  ')}`);
    if (folder.written !== null) return null;
  }
  const bench = { programs, dir: folder.dir, workDir };
  const comparisons = [
    ...(await measureWarm({ ...bench, rounds: rounds('warm', options) })),
    ...(await measureAppended({ ...bench, rounds: rounds('appended', options) })),
    ...(await measureCold({ ...bench, rounds: rounds('cold', options) })),
    ...(await measureHotPath({ ...bench, rounds: rounds('hook and status line', options) })),
  ];
  progress('memory');
  const memory = measureMemory({ ...bench, rounds: rounds('memory', options) });
  return formatReport({
    date: new Date().toISOString().slice(0, 10),
    machine,
    runs: options.runs,
    telltaleVersion: run(programs.telltale(folder.dir, workDir, '--version')).trim(),
    ccusage: 'skipped' in ccusage ? ccusage : { version: CCUSAGE_VERSION },
    folder,
    ...counted,
    comparisons,
    memory,
  });
}

function makePrograms(workDir: string, ccusage: Ccusage): Programs {
  const cli = join(workDir, 'dist', 'cli.js');
  return {
    telltale: (dir, stateDir, ...args) => ({
      file: process.execPath,
      args: [cli, ...args],
      env: { ...childEnv(workDir, dir), TELLTALE_HOME: stateDir },
    }),
    ccusage:
      'skipped' in ccusage
        ? null
        : (dir) => ({
            file: ccusage.file,
            args: ['claude', 'daily', '--json', '--offline'],
            env: childEnv(workDir, dir),
          }),
    hot: (entry, dir, stateDir, input) => ({
      file: process.execPath,
      args: [join(workDir, 'dist', `${entry}.js`)],
      env: { ...childEnv(workDir, dir), TELLTALE_HOME: stateDir },
      input,
    }),
    emptyNode: { file: process.execPath, args: ['-e', '0'], env: childEnv(workDir, workDir) },
  };
}

/** The same for all: only the folder that is measured, one zone, no profiler or loader. */
function childEnv(workDir: string, configDir: string): Record<string, string | undefined> {
  const { NODE_OPTIONS, NODE_V8_COVERAGE, XDG_CONFIG_HOME, ...env } = process.env;
  return { ...env, HOME: workDir, USERPROFILE: workDir, TZ: 'UTC', CLAUDE_CONFIG_DIR: configDir };
}

interface Counted {
  readonly totals: Totals;
  readonly ccusageTotals: Totals | null;
  readonly differences: readonly string[];
}

function compareTotals(programs: Programs, folder: ConfigFolder, workDir: string): Counted {
  progress('counting with each program');
  const stateDir = join(workDir, 'count-state');
  const totals = parseTotals(
    run(programs.telltale(folder.dir, stateDir, 'usage', 'daily', '--json')),
  );
  const ccusage = programs.ccusage?.(folder.dir) ?? null;
  const ccusageTotals = ccusage === null ? null : parseTotals(run(ccusage));
  return {
    totals,
    ccusageTotals,
    differences: [
      ...(ccusageTotals === null ? [] : findDifferences(totals, ccusageTotals, 'ccusage')),
      ...differencesFromWritten(totals, folder),
    ],
  };
}

function differencesFromWritten(totals: Totals, { written }: ConfigFolder): string[] {
  if (written === null) return [];
  const { cacheWrite5mTokens, cacheWrite1hTokens, ...tokens } = written.tokens;
  const cacheCreationTokens = cacheWrite5mTokens + cacheWrite1hTokens;
  const differences = findDifferences(totals, { ...tokens, cacheCreationTokens }, 'the generator');
  if (totals.calls === written.calls) return differences;
  return [...differences, `calls: telltale ${totals.calls}, the generator ${written.calls}`];
}

function rounds(name: string, { runs }: Options): Rounds {
  return {
    runs,
    stopwatch: fileURLToPath(new URL('./bench/stopwatch.mjs', import.meta.url)),
    onRound: (round, of) =>
      progress(`${name}: ${round === 0 ? 'warming up' : `${round} of ${of}`}`),
  };
}

function progress(text: string): void {
  process.stderr.write(`bench: ${text}\n`);
}

function writeInto(file: string, text: string): void {
  writeFileSync(file, resultPage(file, text) ?? text);
  console.error(`written: ${file}`);
}

/** The page with the text in its place; a file that is not there yet will hold nothing else. */
function resultPage(file: string, text: string): string | null {
  return existsSync(file) ? replaceBetweenMarkers(readFileSync(file, 'utf8'), text) : `${text}\n`;
}
