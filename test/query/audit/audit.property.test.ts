import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrateTrace } from '../../../src/model/audit/calibrate-trace.ts';
import { deriveWaste } from '../../../src/model/audit/derive-waste.ts';
import { ratesOfCall } from '../../../src/query/audit/rates-of-call.ts';
import { openTraceLab, type TraceLab } from '../trace/trace-lab.ts';
import { PLANS, type PlannedStep, writePlan } from './planned-session.ts';

const RUNS = 60;

async function inLab(text: string, look: (world: TraceLab) => void): Promise<void> {
  const world = openTraceLab();
  try {
    await world.take(text);
    look(world);
  } finally {
    world.close();
  }
}

describe('any session', () => {
  it('the parts and the rest of every call are its context, in whole tokens of at least 0', async () => {
    await fc.assert(
      fc.asyncProperty(PLANS, async (plan) => {
        await inLab(writePlan(plan), (world) => {
          const trace = world.trace();
          const { chains } = calibrateTrace(trace);
          for (const [at, { calls }] of trace.chains.entries()) {
            for (const [index, { contextTokens }] of calls.entries()) {
              const sizes = chains[at]?.calls[index];
              const parts = sizes?.parts ?? [];
              expect(parts.reduce((sum, one) => sum + one, sizes?.restTokens ?? Number.NaN)).toBe(
                contextTokens,
              );
              expect(parts.every((one) => Number.isInteger(one) && one >= 0)).toBe(true);
              expect(sizes?.measured.every((one, part) => one <= (parts[part] ?? 0))).toBe(true);
            }
          }
        });
      }),
      { numRuns: RUNS },
    );
  }, 60_000);

  it('waste costs at most what the session did, and no block is in two findings', async () => {
    await fc.assert(
      fc.asyncProperty(PLANS, async (plan) => {
        await inLab(writePlan(plan), (world) => {
          const trace = world.trace();
          const waste = deriveWaste(trace, calibrateTrace(trace), (call) =>
            ratesOfCall(call, world.context.book),
          );
          const cost = trace.chains
            .flatMap(({ calls }) => calls)
            .reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0), 0);
          const wasted = waste.reduce(
            (sum, { insertNanoUsd, carryNanoUsd }) =>
              sum + (insertNanoUsd ?? 0) + (carryNanoUsd ?? 0),
            0,
          );
          expect(wasted).toBeLessThanOrEqual(cost);
          const ids = waste.flatMap(({ places }) => places.map(({ toolUseId }) => toolUseId));
          const named = ids.filter((id) => id !== null);
          expect(new Set(named).size).toBe(named.length);
        });
      }),
      { numRuns: RUNS },
    );
  }, 60_000);

  it('without its repeated reads it has no such finding, and the cost is gone with it', async () => {
    await fc.assert(
      fc.asyncProperty(PLANS, async (plan) => {
        const seen = new Set<string>();
        const lean = plan.filter(({ act, file, size }) => {
          if (act !== 'read') return true;
          const key = `${file} ${size}`;
          const isNew = !seen.has(key);
          seen.add(key);
          return isNew;
        });
        const [before, after] = [await readAgain(plan), await readAgain(lean)];
        expect(after).toEqual({ findings: 0, costNanoUsd: 0 });
        if (before.findings > 0) expect(before.costNanoUsd).toBeGreaterThan(0);
      }),
      { numRuns: RUNS / 2 },
    );
  }, 60_000);
});

async function readAgain(
  plan: readonly PlannedStep[],
): Promise<{ findings: number; costNanoUsd: number }> {
  let found = { findings: 0, costNanoUsd: 0 };
  await inLab(writePlan(plan), (world) => {
    const trace = world.trace();
    const waste = deriveWaste(trace, calibrateTrace(trace), () => ({ fresh: 6_250, read: 500 }));
    const reads = waste.filter(({ kind }) => kind === 'repeated-read');
    found = {
      findings: reads.length,
      costNanoUsd: reads.reduce(
        (sum, { insertNanoUsd, carryNanoUsd }) => sum + (insertNanoUsd ?? 0) + (carryNanoUsd ?? 0),
        0,
      ),
    };
  });
  return found;
}
