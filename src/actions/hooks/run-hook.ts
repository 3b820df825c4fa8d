// One event of a session, from what Claude Code wrote to stdin to the line that is printed. Knows the
// order of things; what is decided is the events' own.
import { appendToSpool } from '../../live/append-spool.ts';
import { type HookInput, parseHookInput } from '../../live/hook-input.ts';
import { type LivePaths, livePaths } from '../../live/live-paths.ts';
import { spoolPlaces } from '../../live/spool-dirs.ts';
import type { Verdict } from '../../live/verdict.ts';
import type { TelltalePaths } from '../../shared/paths.ts';
import { KNOWN_EVENTS, type KnownEvent } from './answers.ts';
import type { HookOutput, HookState } from './hook-answer.ts';
import { openState } from './open-state.ts';
import { toRecord } from './to-record.ts';

/** A verdict follows an event by a second or two while an engine runs. */
const OLD_MS = 5_000;

export interface HookWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: number;
  readonly paths: Pick<TelltalePaths, 'stateDir' | 'configFile'>;
  print(line: string): void;
  wakeEngine(paths: LivePaths): void;
}

/** Does nothing for what is no known event. Noting, answering and waking fail each for itself. */
export function runHook(raw: unknown, world: HookWorld): void {
  const input = parseHookInput(raw);
  if (input === null || !Object.hasOwn(KNOWN_EVENTS, input.event)) return;
  const event = KNOWN_EVENTS[input.event] as KnownEvent;
  const { env, nowMs } = world;
  const { stateDir, configFile } = world.paths;
  const paths = livePaths(stateDir);
  const state = openState(input, paths, { nowMs, configFile });
  const output = answer(event, input, state);
  const isHeldBack = output?.decision === 'block';
  appendToSpool(spoolPlaces(stateDir, env), toRecord(input, env, nowMs, isHeldBack));
  if (output !== null) tell(output, world);
  if (event.wakes === 'always' || isOld(state.verdict(), nowMs)) world.wakeEngine(paths);
}

function answer(event: KnownEvent, input: HookInput, state: HookState): HookOutput | null {
  try {
    return event.answer?.(input, state) ?? null;
  } catch {
    // No answer is what Claude Code does without us.
    return null;
  }
}

function tell(output: HookOutput, { print }: Pick<HookWorld, 'print'>): void {
  try {
    print(`${JSON.stringify(output)}\n`);
  } catch {
    // Nobody is listening any more.
  }
}

/** Nobody has looked at the session for a while, although something happens in it. */
function isOld(verdict: Verdict | null, nowMs: number): boolean {
  return verdict === null || Math.abs(nowMs - verdict.atMs) > OLD_MS;
}
