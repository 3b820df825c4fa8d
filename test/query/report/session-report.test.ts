import { describe, expect, it } from 'vitest';
import {
  querySessionReport,
  type SessionReportQuestion,
} from '../../../src/query/report/session-report.ts';
import { queryRotations } from '../../../src/query/rotation/query-rotation.ts';
import { querySessions } from '../../../src/query/sessions/list-sessions.ts';
import { readSessions } from '../../../src/store/readers/sessions.ts';
import { buildLedger, NOW_MS } from '../sessions/ledger-builder.ts';
import { GATEWAY, reportLedger, UNPRICED } from './report-ledger.ts';

const HOUR = 3_600_000;
const ledger = reportLedger();
const ask = (question: Partial<SessionReportQuestion> = {}) =>
  querySessionReport(ledger.context, { limit: 20, ...question });
const names = (question: Partial<SessionReportQuestion> = {}) =>
  ask(question).projects.map(({ project }) => project?.name ?? null);

describe('querySessionReport', () => {
  it('lists projects by cost, those without a price last', () => {
    expect(names()).toEqual(['api-gateway', 'web', null, 'lab']);
    const [gateway, , , lab] = ask().projects;
    expect(gateway).toMatchObject({ sessions: 2, calls: 96, dearest: { sessionId: GATEWAY } });
    expect(gateway?.dearest.title).toBe('Session 1111');
    expect(lab).toMatchObject({
      costNanoUsd: null,
      unpricedCalls: 60,
      dearest: { sessionId: UNPRICED, costNanoUsd: null },
      rotation: { sessions: 1, unpricedSessions: 1, savingNanoUsd: null },
    });
    expect(lab?.rotation.savingWeightedTokens).toBeGreaterThan(0);
  });

  it('sums to the ledger, and the projects to the totals', () => {
    const { projects, totals } = ask();
    const stored = ledger.db
      .prepare('SELECT COUNT(*) AS calls, SUM(cost_nano_usd) AS costNanoUsd FROM call')
      .get();
    expect(totals).toMatchObject({ sessions: 5, ...(stored as object) });
    const sum = (pick: (project: (typeof projects)[number]) => number) =>
      projects.reduce((all, project) => all + pick(project), 0);
    expect(sum((one) => one.totalTokens)).toBe(totals.totalTokens);
    expect(sum((one) => one.weightedTokens)).toBe(totals.weightedTokens);
    expect(sum((one) => one.costNanoUsd ?? 0)).toBe(totals.costNanoUsd);
    expect(sum((one) => one.tokensWasted ?? 0)).toBe(totals.tokensWasted);
    expect(sum((one) => one.rotation.savingNanoUsd ?? 0)).toBe(totals.rotation.savingNanoUsd);
    for (const level of ['ok', 'warn', 'handoff', 'critical', 'unknown'] as const) {
      expect(sum((one) => one.levels[level])).toBe(totals.levels[level]);
    }
  });

  it('weighs the five kinds of tokens', () => {
    const lab = ask({ project: 'lab' }).totals;
    const reads = Array.from({ length: 59 }, (_, index) => 20_000 + index * 4_000);
    const read = reads.reduce((sum, tokens) => sum + tokens, 0);
    const written = 20_000 + 59 * 4_000;
    expect(lab.weightedTokens).toBe(Math.round(read * 0.1 + written * 2 + 60 * 300 * 5));
  });

  it('saves what the best fresh start of each session saves', () => {
    const rows = readSessions(ledger.db, {});
    const best = queryRotations(ledger.context, rows).flatMap(({ bestTurn }) => bestTurn ?? []);
    const money = best.reduce((sum, { savingNanoUsd }) => sum + (savingNanoUsd ?? 0), 0);
    expect(money).toBeGreaterThan(0);
    expect(ask().totals.rotation).toEqual({
      sessions: 3,
      unpricedSessions: 1,
      savingNanoUsd: money,
      savingWeightedTokens: best.reduce((sum, one) => sum + one.savingWeightedTokens, 0),
    });
    expect(ask().fresh).toEqual({ tokens: 20_000, basis: 'finished-sessions', sessions: 5 });
  });

  it('has the health that the list of sessions has', () => {
    const { sessions } = querySessions(ledger.context, { limit: 20, order: 'desc' });
    const healths = sessions.flatMap(({ health }) => health.healthPercent ?? []);
    const { averageHealthPercent, levels } = ask().totals;
    const mean = healths.reduce((sum, health) => sum + health, 0) / healths.length;
    expect(averageHealthPercent).toBeCloseTo(mean, 9);
    for (const [level, count] of Object.entries(levels)) {
      expect(sessions.filter(({ health }) => health.level === level)).toHaveLength(count);
    }
  });

  it.each([
    ['a project', { project: 'GATEWAY' }, ['api-gateway'], 1],
    ['no such project', { project: 'nothing' }, [], 0],
    ['since', { sinceMs: NOW_MS - 9.5 * HOUR }, ['web', null, 'lab'], 3],
    ['the dearest', { limit: 1 }, ['api-gateway'], 4],
  ] as const)('takes %s', (_story, question, expected, matching) => {
    expect(names(question)).toEqual(expected);
    expect(ask(question)).toMatchObject({ matchingProjects: matching, knownSessions: 5 });
  });

  it('totals what the limit leaves out', () => {
    expect(ask({ limit: 1 }).totals).toEqual(ask().totals);
  });

  it('answers on an empty ledger, unknown kept apart from zero', () => {
    expect(querySessionReport(buildLedger().context, { limit: 20 })).toMatchObject({
      kind: 'session-report',
      formatVersion: 1,
      projects: [],
      fresh: null,
      totals: {
        sessions: 0,
        costNanoUsd: 0,
        tokensWasted: null,
        averageHealthPercent: null,
        rotation: { sessions: 0, savingNanoUsd: 0 },
      },
    });
  });
});
