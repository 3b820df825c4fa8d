// Waste over a very long session: thousands of findings, each carried by thousands of calls.
import { expect, it } from 'vitest';
import { findAvoidable, sumFindings } from '../../../src/model/explain/find-avoidable.ts';
import { billed, callOf, READ, WRITE, wasteOf } from './scenes.ts';

it('10,000 findings over 20,000 calls fit into memory, and each still lists its calls', () => {
  const bill = billed(30_000, 3_000_000);
  const calls = Array.from({ length: 20_000 }, (_, at) => callOf(at + 1, { bill }));
  const waste = Array.from({ length: 10_000 }, (_, at) => {
    const place = { callId: `msg_${2 * at + 2}`, atMs: null, toolUseId: null, tokens: 100 };
    return wasteOf({ places: [{ ...place, laterCalls: 0 }], subject: `/w/f${at}.ts` });
  });
  const session = { chains: [{ agentId: null, calls }], events: [], waste };
  const findings = findAvoidable(session);
  const carried = findings.map((_, at) => 20_000 - 2 * at - 2);
  expect(findings.map(({ costNanoUsd }) => costNanoUsd)).toEqual(
    carried.map((later) => 100 * WRITE + later * 100 * READ),
  );
  expect(findings[9_990]?.calls).toHaveLength((carried[9_990] ?? 0) + 1);
  expect(sumFindings(findings, 'estimated').findings).toBe(10_000);
}, 30_000);
