// The engine: as long as something happens in a session it brings the ledger and the session's live
// files up to date, then it ends. Knows when to look again; what a look does is run-round.ts's.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { livePaths } from '../../live/live-paths.ts';
import { type EngineTurn, takeEngineTurn } from './engine-turn.ts';
import { removeOldFiles } from './remove-old-files.ts';
import type { RoundWorld } from './round.ts';
import { runRound } from './run-round.ts';

export interface EngineWorld extends Omit<RoundWorld, 'paths' | 'engineFile'> {
  /** See engineFileFor; absent: the one without a config folder of its own. */
  readonly engineFile?: string;
  /** Where hooks and status lines append; see live/spool-dirs.ts. */
  readonly spoolDirs: readonly string[];
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** A round has gone well. */
  readonly onRound?: () => void;
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
  const { now, engineFile = livePaths(world.stateDir).engineFile } = world;
  const state: EngineState = { startedMs: now(), seen: '', watched: [] };
  for (;;) {
    const turn = takeEngineTurn(engineFile, now);
    if (turn === null) return;
    try {
      await runTurn({ ...world, engineFile }, state, turn);
    } catch (cause) {
      turn.end({ hasFailed: true });
      throw cause;
    }
    turn.end();
    // A hook that noted something just before the end found an engine alive and started none.
    if (now() - state.startedMs >= LONGEST_RUN_MS) return;
    if (signsOf(world, state.watched) === state.seen) return;
  }
}

interface EngineState {
  readonly startedMs: number;
  /** The signs at the last round. */
  seen: string;
  /** Transcripts of the sessions at hand. */
  watched: readonly string[];
}

type TurnWorld = EngineWorld & Pick<RoundWorld, 'engineFile'>;

async function runTurn(world: TurnWorld, state: EngineState, turn: EngineTurn): Promise<void> {
  const { now, sleep } = world;
  const paths = livePaths(world.stateDir);
  let changedMs = now();
  let roundMs = Number.NEGATIVE_INFINITY;
  removeOldFiles(paths, now());
  // A round over a long history takes longer than hooks wait for a sign of life.
  const beating = setInterval(() => beatQuietly(turn), 1_000).unref();
  try {
    while (!isOver(world, changedMs, LINGER_MS) && now() - state.startedMs < LONGEST_RUN_MS) {
      const signs = signsOf(world, state.watched);
      if (signs !== state.seen && isOver(world, roundMs, ROUND_GAP_MS)) {
        state.seen = signs;
        changedMs = roundMs = now();
        turn.beat();
        state.watched = await runRound({ ...world, paths });
        world.onRound?.();
      }
      turn.beat();
      await sleep(LOOK_EVERY_MS);
    }
  } finally {
    clearInterval(beating);
  }
}

/** Also when the clock was set back: else the engine would stand still until it has caught up. */
function isOver({ now }: EngineWorld, sinceMs: number, durationMs: number): boolean {
  return Math.abs(now() - sinceMs) >= durationMs;
}

/** In a timer nobody would catch it; the next beat of the loop tells. */
function beatQuietly(turn: EngineTurn): void {
  try {
    turn.beat();
  } catch {
    // The disk is full, say.
  }
}

/** Changes with every line in the spool and every byte in the transcripts of the sessions at hand. */
function signsOf({ stateDir, spoolDirs }: EngineWorld, transcripts: readonly string[]): string {
  const spools = [...new Set([livePaths(stateDir).spoolDir, ...spoolDirs])].flatMap((folder) =>
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
