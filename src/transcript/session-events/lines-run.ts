// Counts lines that were understood and lines that were not, in runs that end where the quarter of an hour
// or the scene changes, so that every window and cohort gets its own, and where good and bad meet, so that
// the last lines of a file can be told. Knows no line.
import type { Scene } from '../../model/session-event/session-event.ts';
import { isSameScene } from './event-scene.ts';
import type { TranscriptEvent } from './transcript-event.ts';

/** Why a line is bad: it is no JSON, its type is unknown, or it is of a conversation and has no message. */
export type LineFault = 'json' | 'type' | 'message';

/** When and where its last line is. It grows with each line. */
export interface LinesRun {
  /** A line without a time is as old as the one before it; null: none had one yet. */
  atMs: number | null;
  offset: number;
  readonly scene: Scene;
  good: number;
  bad: number;
  readonly missing: Record<string, number>;
}

/** Every time zone's midnight is the end of a quarter of an hour in UTC. */
const QUARTER_MS = 15 * 60 * 1000;

/** Whether a line at this time and in this scene belongs to the run. */
export function continuesRun(
  run: LinesRun,
  atMs: number | null,
  scene: Scene,
  fault: LineFault | null,
): boolean {
  if (!isSameScene(run.scene, scene) || run.bad > 0 !== (fault !== null)) return false;
  return quarterOf(run.atMs) === quarterOf(atMs);
}

function quarterOf(atMs: number | null): number | null {
  return atMs === null ? null : Math.floor(atMs / QUARTER_MS);
}

export function startRun(scene: Scene): LinesRun {
  return { atMs: null, offset: 0, scene, good: 0, bad: 0, missing: {} };
}

export function addToRun(
  run: LinesRun,
  atMs: number | null,
  offset: number,
  fault: LineFault | null,
): void {
  run.atMs = atMs;
  run.offset = offset;
  if (fault === null) {
    run.good++;
    return;
  }
  run.bad++;
  run.missing[fault] = (run.missing[fault] ?? 0) + 1;
}

export function eventOfRun(run: LinesRun): TranscriptEvent {
  return { kind: 'lines', chain: null, uuid: null, toolUseId: null, ...run };
}
