// Whatever the cache events and the waste of a session are: no bill is spent twice, every figure is the
// sum of its calls, and the order is always the same.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WASTE_KINDS, type WasteFinding } from '../../../src/model/audit/waste-finding.ts';
import { CACHE_CAUSES, type CacheEvent } from '../../../src/model/cache/cache-event.ts';
import type { ExplainCall, ExplainSession } from '../../../src/model/explain/explain-session.ts';
import { findAvoidable } from '../../../src/model/explain/find-avoidable.ts';
import { propertyRuns } from '../../property/runs.ts';
import { billed, callOf, eventOf, placeOf, READ, WRITE, wasteOf } from './scenes.ts';

const EXPECTED = ['warm-up', 'clear', 'fork', 'compaction'];
const tokens = fc.oneof(fc.nat(40), fc.nat(200_000));

const calls: fc.Arbitrary<ExplainCall[]> = fc
  .array(fc.tuple(tokens, tokens, fc.boolean(), fc.nat(9), fc.option(fc.nat(7))), {
    minLength: 1,
    maxLength: 8,
  })
  .map((list) =>
    list.map(([fresh, read, isOwn, unpriced, parent], index) =>
      callOf(index + 1, {
        isOwn,
        parent: parent === null || index === 0 ? null : parent % index,
        contextTokens: fresh + read,
        bill: unpriced === 0 ? null : billed(fresh, read),
      }),
    ),
  );

/** At most one event a call, and what it rebuilt was part of what was sent fresh. */
function events(all: readonly ExplainCall[]): fc.Arbitrary<CacheEvent[]> {
  return fc
    .array(fc.tuple(fc.nat(all.length - 1), fc.constantFrom(...CACHE_CAUSES), fc.nat(100)))
    .map((list) => {
      const byCall = new Map(list.map(([index, cause, share]) => [index, { cause, share }]));
      return [...byCall].flatMap(([index, { cause, share }]) => {
        const bill = all[index]?.bill ?? null;
        if (all[index]?.isOwn !== true) return [];
        const rewritten = Math.floor(((bill?.freshNanoUsd ?? 0) / WRITE) * (share / 100));
        return [
          eventOf(index + 1, {
            cause,
            isExpected: EXPECTED.includes(cause),
            rewrittenTokens: rewritten,
            excessNanoUsd: bill === null ? null : rewritten * (WRITE - READ),
          }),
        ];
      });
    });
}

function waste(all: readonly ExplainCall[]): fc.Arbitrary<WasteFinding[]> {
  const place = fc.tuple(fc.integer({ min: 1, max: all.length }), tokens);
  return fc.array(
    fc
      .tuple(
        fc.constantFrom(...WASTE_KINDS),
        fc.string({ maxLength: 3 }),
        fc.array(place, { minLength: 1, maxLength: 4 }),
      )
      .map(([kind, subject, places]) =>
        wasteOf({ kind, subject, places: places.map((one) => placeOf(...one)) }),
      ),
    { maxLength: 5 },
  );
}

const sessions: fc.Arbitrary<ExplainSession> = calls.chain((all) =>
  fc.record({
    chains: fc.constant([{ agentId: null, calls: all }]),
    events: events(all),
    waste: waste(all),
  }),
);

describe('of any session', () => {
  it('no call pays more than it was billed for what it was sent', () => {
    fc.assert(
      fc.property(sessions, (session) => {
        const spent = new Map<string, number>();
        for (const { calls: shares } of findAvoidable(session)) {
          for (const { callId, costNanoUsd } of shares) {
            spent.set(callId, (spent.get(callId) ?? 0) + (costNanoUsd ?? 0));
          }
        }
        for (const call of session.chains[0]?.calls ?? []) {
          const sent = (call.bill?.freshNanoUsd ?? 0) + (call.bill?.readNanoUsd ?? 0);
          expect(spent.get(call.callId) ?? 0).toBeLessThanOrEqual(call.isOwn ? sent : 0);
        }
      }),
      propertyRuns(300),
    );
  });

  it("a finding's figure is the whole sum of its calls' shares", () => {
    fc.assert(
      fc.property(sessions, (session) => {
        for (const finding of findAvoidable(session)) {
          const prices = finding.calls.flatMap(({ costNanoUsd }) => costNanoUsd ?? []);
          expect(prices.every((price) => Number.isInteger(price) && price >= 0)).toBe(true);
          expect(finding.unpricedCalls).toBe(finding.calls.length - prices.length);
          const sum = prices.reduce((total, price) => total + price, 0);
          expect(finding.costNanoUsd).toBe(prices.length === 0 ? null : sum);
        }
      }),
      propertyRuns(300),
    );
  });

  it('the order does not depend on the order of the input', () => {
    const turn = (session: ExplainSession) => ({
      ...session,
      events: session.events.toReversed(),
      waste: session.waste.toReversed(),
    });
    const key = (session: ExplainSession) =>
      findAvoidable(session).map(({ kind, subject, costNanoUsd }) => [kind, subject, costNanoUsd]);
    fc.assert(
      fc.property(sessions, (session) => {
        expect(key(turn(session))).toEqual(key(session));
      }),
      propertyRuns(300),
    );
  });
});
