// Streams of session events as fast-check makes them: with few names, so that the same file, call or phrase
// comes again, and with results that answer calls.
import fc from 'fast-check';
import type { SessionEvent } from '../../src/model/session-event/session-event.ts';
import {
  assistant,
  lines,
  permission,
  SCENE,
  START_MS,
  system,
  thinking,
  toolCall,
  toolResult,
  user,
} from './events.ts';

const TOOLS = ['Read', 'Grep', 'Edit', 'Write', 'Bash', 'Task', 'mcp__a__b', 'TodoWrite'];
const PATHS = ['/w/a.ts', '/w/b.ts', '/w/c.ts', null];
const MARKS = {
  stop_phrase: ['known_limitation: out of scope', 'custom: as is'],
  reasoning_loop: ['in passing: actually', 'takes back: hmm', 'stops itself: wait'],
  corrections: ['correction: no'],
};

type Draft = (state: { call: number }) => SessionEvent;

const marks = fc.record({
  stop_phrase: fc.subarray(MARKS.stop_phrase),
  reasoning_loop: fc.subarray(MARKS.reasoning_loop),
  corrections: fc.subarray(MARKS.corrections),
});

const draft: fc.Arbitrary<Draft> = fc.oneof(
  fc
    .record({
      origin: fc.constantFrom('human', 'human', 'command', 'interrupt', 'summary', 'harness'),
      marks,
    })
    .map(
      (part): Draft =>
        () =>
          user(part as Parameters<typeof user>[0]),
    ),
  marks.map(
    (found): Draft =>
      () =>
        assistant({ marks: found }),
  ),
  fc.record({ chars: fc.nat(900), signatureChars: fc.nat(900), isRedacted: fc.boolean() }).map(
    (part): Draft =>
      () =>
        thinking(part),
  ),
  {
    weight: 5,
    arbitrary: fc
      .record({
        tool: fc.constantFrom(...TOOLS),
        path: fc.constantFrom(...PATHS),
        inputHash: fc.constantFrom('a', 'b'),
      })
      .map(
        (part): Draft =>
          (state) =>
            toolCall({ ...part, call: state.call++ }),
      ),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        back: fc.nat(3),
        tool: fc.constantFrom(...TOOLS),
        isError: fc.boolean(),
        isRejected: fc.boolean(),
      })
      .map(
        ({ back, ...part }): Draft =>
          (state) =>
            toolResult({ ...part, call: Math.max(0, state.call - 1 - back) }),
      ),
  },
  fc
    .record({
      subkind: fc.constantFrom('compact_boundary', 'api_error'),
      trigger: fc.constantFrom('auto', 'manual', null),
    })
    .map(
      (part): Draft =>
        () =>
          system(part),
    ),
  fc.constantFrom('asked', 'answered').map(
    (phase): Draft =>
      () =>
        permission({ phase: phase as 'asked' | 'answered' }),
  ),
  fc.oneof(fc.nat(90), fc.nat(3)).chain((count) =>
    fc.boolean().map(
      (isGood): Draft =>
        () =>
          lines(isGood ? { good: count } : { good: 0, bad: count, missing: { message: count } }),
    ),
  ),
);

/** A stretch of a thread, in the order of its file; now and then an event has no time. */
export const eventStream: fc.Arbitrary<SessionEvent[]> = fc
  .array(fc.tuple(draft, fc.nat(400), fc.constantFrom('default', 'plan'), fc.nat(20)), {
    maxLength: 160,
  })
  .map((rows) => {
    const state = { call: 0 };
    let atMs = START_MS;
    return rows.map(([make, seconds, permissionMode, luck]) => {
      atMs += seconds * 1000;
      return {
        ...make(state),
        atMs: luck === 0 ? null : atMs,
        chain: luck === 1 ? 'inlined' : null,
        scene: { ...SCENE, permissionMode },
      };
    });
  });

/** Places to cut a list of this length at, in order. */
export function cutsOf(length: number): fc.Arbitrary<number[]> {
  return fc.array(fc.nat(length), { maxLength: 6 }).map((cuts) => [...cuts].sort((a, b) => a - b));
}

export function cutAt<Value>(list: readonly Value[], cuts: readonly number[]): Value[][] {
  const ends = [...cuts, list.length];
  return ends.map((end, index) => list.slice(index === 0 ? 0 : ends[index - 1], end));
}
