// Generated sessions through the whole program: what is said to be avoidable is never more than what was
// paid, has its calls in the ledger, and goes away with its cause.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCall } from '../../../src/query/call/find-call.ts';
import type { ExplainAnswer } from '../../../src/query/explain/explain-answer.ts';
import { propertyRuns } from '../../property/runs.ts';
import { explainTable, openExplainLab } from './explain-lab.ts';
import { type PlannedCall, planTable, REBUILD_WORDS } from './plan.ts';

const planned = (...causes: (PlannedCall['cause'] | null)[]): fc.Arbitrary<PlannedCall> =>
  fc.record({
    newTokens: fc.integer({ min: 900, max: 6_000 }),
    cause: fc.constantFrom(...causes),
    file: fc.nat(2),
  });

const plans = fc
  .array(planned(null, null, null, ...REBUILD_WORDS), { minLength: 2, maxLength: 12 })
  .map(([first, ...rest]) => [{ ...(first as PlannedCall), cause: null }, ...rest]);
const ttls = fc.constantFrom('5m' as const, '1h' as const);

describe('of a generated session', () => {
  it('the avoidable part is within the cost, and every share is of a call of the ledger', async () => {
    await fc.assert(
      fc.asyncProperty(plans, ttls, async (plan, ttl) => {
        const lab = openExplainLab();
        try {
          await lab.take(planTable(plan, ttl));
          const answer = lab.explain();
          checkSums(answer);
          const spent = new Map<string, number>();
          for (const { calls } of answer.findings) {
            for (const { callId, costNanoUsd } of calls) {
              spent.set(callId, (spent.get(callId) ?? 0) + (costNanoUsd ?? 0));
            }
          }
          for (const [callId, nanoUsd] of spent) {
            expect(nanoUsd).toBeLessThanOrEqual(findCall(lab.context, callId).costNanoUsd ?? 0);
          }
        } finally {
          lab.close();
        }
      }),
      propertyRuns(12),
    );
  });

  it.each(REBUILD_WORDS)(
    '%s goes away with its cause, and takes nothing else with it',
    async (cause) => {
      const withCause = fc
        .array(planned(null, null, cause, ...REBUILD_WORDS), { minLength: 3, maxLength: 8 })
        .map((plan) => plan.map((call, index) => withCauseAt(call, index, cause)));
      await fc.assert(
        fc.asyncProperty(withCause, ttls, async (plan, ttl) => {
          const before = await explainTable(planTable(plan, ttl));
          const without = plan.map((call) =>
            call.cause === cause ? { ...call, cause: null } : call,
          );
          const after = await explainTable(planTable(without, ttl));
          expect(costOf(before, cause)).toBeGreaterThan(0);
          expect(costOf(after, cause)).toBe(0);
          // Another model has other prices, and a shared cause another excess; the tokens stay.
          for (const other of REBUILD_WORDS) {
            if (other !== cause) expect(tokensOf(after, other)).toBe(tokensOf(before, other));
          }
        }),
        propertyRuns(4),
      );
    },
  );

  it('--top cuts the list and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(plans, fc.integer({ min: 1, max: 4 }), async (plan, top) => {
        const lab = openExplainLab();
        try {
          await lab.take(planTable(plan, '5m'));
          const [whole, cut] = [lab.explain(), lab.explain(undefined, top)];
          expect(cut.findings).toEqual(whole.findings.slice(0, top));
          expect(cut.avoidable).toEqual(whole.avoidable);
          const hidden = cut.leftOut.measured.findings + cut.leftOut.estimated.findings;
          expect(hidden).toBe(Math.max(0, whole.findings.length - top));
        } finally {
          lab.close();
        }
      }),
      propertyRuns(6),
    );
  });
});

/** The first call has nothing to lose; the second one has the cause that is looked at. */
function withCauseAt(call: PlannedCall, index: number, cause: PlannedCall['cause']): PlannedCall {
  if (index === 0) return { ...call, cause: null };
  return index === 1 ? { ...call, cause } : call;
}

function checkSums({ avoidable, findings, sum }: ExplainAnswer): void {
  const { measured, estimated } = avoidable;
  expect(measured.costNanoUsd).toBeLessThanOrEqual(sum.costNanoUsd ?? 0);
  expect((measured.costNanoUsd ?? 0) + (estimated.costNanoUsd ?? 0)).toBeLessThanOrEqual(
    sum.costNanoUsd ?? 0,
  );
  let total = 0;
  for (const { calls, costNanoUsd } of findings) {
    expect(costNanoUsd).toBe(calls.reduce((all, call) => all + (call.costNanoUsd ?? 0), 0));
    total += costNanoUsd ?? 0;
  }
  expect(total).toBe(avoidable.costNanoUsd);
}

function costOf({ findings }: ExplainAnswer, kind: string): number {
  return findings.find((finding) => finding.kind === kind)?.costNanoUsd ?? 0;
}

function tokensOf({ findings }: ExplainAnswer, kind: string): number {
  return findings.find((finding) => finding.kind === kind)?.tokens ?? 0;
}
