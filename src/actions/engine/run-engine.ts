// The engine: as long as something happens in a session it brings the ledger and the session's live
// files up to date, then it ends. Knows when to look again; what a look does is run-round.ts's.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type LivePaths, livePaths } from '../../live/live-paths.ts';
import { takeEngineTurn } from './engine-turn.ts';
import { removeOldFiles } from './remove-old-files.ts';
import type { RoundWorld } from './round.ts';
import { runRound } from './run-round.ts';

export interface EngineWorld extends Omit<RoundWorld, 'paths'> {
  readonly stateDir: string;
  /** Where hooks and status lines append; see live/spool-dirs.ts. */
  readonly spoolDirs: readonly string[];
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Between two looks at the clocks and sizes of files: a verdict follows an append by about this. */
const LOOK_EVERY_MS = 100;
/** Rounds are at least this far apart, so that a busy session costs little. */
const ROUND_GAP_MS = 1_000;
/** Without any change for so long the engine ends. */
const LINGER_MS = 4_000;
/** However busy: a new engine starts with the next event. Bounds what a mistake could cost. */
const LONGEST_RUN_MS = 30 * 60_000;

/** Ends by itself; throws what a round throws. */
export async function runEngine(world: EngineWorld): Promise<void> {
  const { now, sleep } = world;
  const paths = livePaths(world.stateDir);
  const turn = takeEngineTurn(paths.engineFile, now);
  if (turn === null) return;
  const startedMs = now();
  let seen = '';
  let changedMs = startedMs;
  let roundMs = Number.NEGATIVE_INFINITY;
  let watched: readonly string[] = [];
  try {
    removeOldFiles(paths, startedMs);
    while (now() - changedMs < LINGER_MS && now() - startedMs < LONGEST_RUN_MS) {
      const signs = signsOf(world, watched, paths);
      if (signs !== seen && now() - roundMs >= ROUND_GAP_MS) {
        seen = signs;
        changedMs = roundMs = now();
        turn.beat();
        watched = await runRound({ ...world, paths });
      }
      turn.beat();
      await sleep(LOOK_EVERY_MS);
    }
  } finally {
    turn.end();
  }
}

/** Changes with every line in the spool and every byte in the transcripts of the sessions at hand. */
function signsOf(world: EngineWorld, transcripts: readonly string[], paths: LivePaths): string {
  const spools = [...new Set([paths.spoolDir, ...world.spoolDirs])].flatMap((folder) =>
    listOrNone(folder).map((name) => join(folder, name)),
  );
  return [...spools, ...transcripts].map((path) => `${path}:${sizeOrNone(path)}`).join('\n');
}

function listOrNone(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function sizeOrNone(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return -1;
  }
}
