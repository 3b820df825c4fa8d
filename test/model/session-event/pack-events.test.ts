// Stored session events: what goes in comes out, for every kind and every unknown.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packEvents, unpackEvents } from '../../../src/model/session-event/pack-events.ts';
import type { SessionEvent } from '../../../src/model/session-event/session-event.ts';
import { propertyRuns } from '../../property/runs.ts';

const words = fc.oneof(fc.constantFrom('', 'Edit', '/w/a.ts', 'main'), fc.string());
const maybe = fc.option(words);
const count = fc.nat();
const flag = fc.boolean();
const marks = fc.dictionary(
  fc.constantFrom('stop_phrase', 'reasoning_loop', 'task'),
  fc.array(words, { minLength: 1, maxLength: 3 }),
);
const place = {
  atMs: fc.option(fc.integer({ min: 0, max: 4e12 })),
  offset: fc.option(fc.nat({ max: 2 ** 40 })),
  chain: maybe,
  scene: fc.record({
    model: maybe,
    version: maybe,
    branch: maybe,
    effort: maybe,
    permissionMode: maybe,
  }),
};
const kindOf = <Kind extends string>(kind: Kind) => fc.constant(kind);
const events: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.record({
    kind: kindOf('user'),
    ...place,
    origin: fc.constantFrom('human', 'command', 'interrupt', 'summary', 'harness'),
    chars: count,
    marks,
  }),
  fc.record({ kind: kindOf('assistant'), ...place, chars: count, marks }),
  fc.record({
    kind: kindOf('thinking'),
    ...place,
    chars: count,
    signatureChars: count,
    isRedacted: flag,
  }),
  fc.record({
    kind: kindOf('tool_call'),
    ...place,
    call: count,
    tool: words,
    path: maybe,
    inputHash: words,
  }),
  fc.record({
    kind: kindOf('tool_result'),
    ...place,
    call: fc.option(count),
    tool: words,
    isError: flag,
    isRejected: flag,
    chars: count,
  }),
  fc.record({ kind: kindOf('system'), ...place, subkind: words, trigger: maybe }),
  fc.record({
    kind: kindOf('permission'),
    ...place,
    phase: fc.constantFrom('asked', 'answered'),
    tool: maybe,
  }),
  fc.record({
    kind: kindOf('lines'),
    ...place,
    good: count,
    bad: count,
    missing: fc.dictionary(fc.constantFrom('json', 'type', 'message'), count),
  }),
) as fc.Arbitrary<SessionEvent>;

describe('packed events', () => {
  it('come out as they went in', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 30 }), (list) => {
        expect(unpackEvents(packEvents(list))).toEqual(list.map(plain));
      }),
      propertyRuns(300),
    );
  });

  it('share strings and scenes', () => {
    const scene = {
      model: 'claude-opus-4-8',
      version: '2.1.200',
      branch: 'a-branch-with-a-name',
      effort: null,
      permissionMode: 'default',
    };
    const list = Array.from(
      { length: 1_000 },
      (_, call): SessionEvent => ({
        kind: 'tool_call',
        atMs: 1_770_000_000_000 + call * 900,
        offset: call * 2_000,
        chain: null,
        scene,
        call,
        tool: 'Edit',
        path: '/w/app/src/a.ts',
        inputHash: '0123456789ab',
      }),
    );
    const packed = packEvents(list);
    expect(packed.split('a-branch-with-a-name')).toHaveLength(2);
    expect(packed.length / list.length).toBeLessThan(50);
    const unpacked = unpackEvents(packed);
    expect(unpacked[0]?.scene).toBe(unpacked[999]?.scene);
  });

  it('of a later format are refused', () => {
    expect(() => unpackEvents('{"v":2,"s":[],"c":[],"e":[]}')).toThrow('format 2');
  });
});

/** fast-check's dictionaries have no prototype. */
function plain(event: SessionEvent): SessionEvent {
  return JSON.parse(JSON.stringify(event)) as SessionEvent;
}
