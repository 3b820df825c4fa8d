// A copy of a config folder to which the same new lines can be appended again and again: before each
// run it is put back to where it was, and so is the ledger that knows it.
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { bulkSessions } from '../../src/samples/bulk-sessions.ts';
import { listTranscripts } from './config-folder.ts';

export interface GrowingCopy {
  readonly dir: string;
  readonly stateDir: string;
  readonly appendedBytes: number;
  readonly appendedFiles: number;
  /** The folder and the ledger as they were, and then the new lines. */
  growAnew(): void;
}

/** Sessions that are at work at the same time. */
const MAX_FILES = 8;

/** @param fillLedger has `dir` read into a ledger in `stateDir` */
export function makeGrowingCopy(
  source: string,
  workDir: string,
  appendBytes: number,
  fillLedger: (dir: string, stateDir: string) => void,
): GrowingCopy {
  const dir = join(workDir, 'grown');
  const stateDir = join(workDir, 'grown-state');
  const savedState = join(workDir, 'grown-state-before');
  const copy = { recursive: true, preserveTimestamps: true, dereference: true };
  cpSync(join(source, 'projects'), join(dir, 'projects'), copy);
  const targets = chooseTargets(dir);
  const additions = makeAdditions(targets, appendBytes);
  for (const target of targets) putBack(target);
  fillLedger(dir, stateDir);
  cpSync(stateDir, savedState, copy);

  return {
    dir,
    stateDir,
    appendedBytes: additions.reduce((sum, addition) => sum + addition.text.length, 0),
    appendedFiles: additions.length,
    growAnew() {
      for (const target of targets) putBack(target);
      rmSync(stateDir, { recursive: true, force: true });
      mkdirSync(stateDir, { mode: 0o700 });
      cpSync(savedState, stateDir, copy);
      for (const { path, text } of additions) appendFileSync(path, text);
    },
  };
}

interface Target {
  readonly path: string;
  readonly sizeBytes: number;
  /** Whole seconds, so that it can be set again exactly. */
  readonly mtimeSeconds: number;
}

/** The main transcripts that were written to last. */
function chooseTargets(dir: string): Target[] {
  const targets = listTranscripts(dir)
    .filter((path) => !basename(path).startsWith('agent-') && endsWithNewline(path))
    .map((path) => {
      const { size, mtimeMs } = statSync(path);
      return { path, sizeBytes: size, mtimeSeconds: Math.floor(mtimeMs / 1000) };
    });
  if (targets.length === 0) throw new Error(`${dir} holds no transcript that can be appended to`);
  return targets.sort((a, b) => b.mtimeSeconds - a.mtimeSeconds).slice(0, MAX_FILES);
}

function endsWithNewline(path: string): boolean {
  return readFileSync(path).at(-1) === 10;
}

function putBack(target: Target): void {
  truncateSync(target.path, target.sizeBytes);
  utimesSync(target.path, target.mtimeSeconds, target.mtimeSeconds);
}

interface Addition {
  readonly path: string;
  readonly text: Buffer;
}

/** New lines for each target, written as if its own session went on. */
function makeAdditions(targets: readonly Target[], totalBytes: number): Addition[] {
  const pieces = targets.map((): Buffer[] => []);
  let bytes = 0;
  let next = 0;
  for (const file of bulkSessions({ targetBytes: Number.POSITIVE_INFINITY, seed: 'appended' })) {
    const sessionId = basename(file.path, '.jsonl');
    if (bytes >= totalBytes) break;
    if (sessionId.startsWith('agent-')) continue;
    const index = next++ % targets.length;
    const own = basename((targets[index] as Target).path, '.jsonl');
    const text = Buffer.from(file.text.replaceAll(sessionId, own));
    const fitting = text.subarray(0, text.lastIndexOf(10, totalBytes - bytes - 1) + 1);
    (pieces[index] as Buffer[]).push(fitting);
    bytes += fitting.length;
    if (fitting.length < text.length) break;
  }
  return targets
    .map(({ path }, index) => ({ path, text: Buffer.concat(pieces[index] as Buffer[]) }))
    .filter(({ text }) => text.length > 0);
}
