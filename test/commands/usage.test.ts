// The command: its flags reach the question, its three forms reach stdout, its refusals help.
import { describe, expect, test } from 'vitest';
import type { Invocation } from '../../src/commands/kit/invocation.ts';
import usage from '../../src/commands/usage.ts';
import type { UsageAnswer } from '../../src/query/usage/answer.ts';
import { TelltaleError } from '../../src/shared/errors.ts';
import { openZone } from '../../src/shared/zone.ts';
import { testLedger } from '../query/usage/ledger.ts';

const CALLS = [
  { at: '2026-07-30T23:00:00Z', session: 's1', project: '/home/me/web', input: 1 },
  { at: '2026-07-31T10:00:00Z', session: 's2', project: '/home/me/api', input: 10 },
  { at: '2026-08-01T10:00:00Z', session: 's2', input: 100, model: 'claude-haiku-4-5' },
];

async function run(group: string | undefined, options: Record<string, unknown> = {}) {
  let out = '';
  const opened: (string | undefined)[] = [];
  const invocation: Invocation = {
    args: group === undefined ? {} : { group },
    options,
    env: {},
    now: () => Date.parse('2026-08-01T12:00:00Z'),
    out: (text) => {
      out += text;
    },
    err: () => {},
    screen: { width: 80, color: false, unicode: true, plain: false, interactive: false },
    openLedger: async (ledger = {}) => {
      opened.push(ledger.timezone);
      return { ...testLedger(CALLS), zone: openZone(ledger.timezone ?? 'UTC') };
    },
    ingest: () => Promise.reject(new Error('usage does not ask for it')),
    withEnv: () => invocation,
  };
  const code = await usage.run(invocation);
  return { code, out, opened };
}

async function answer(group: string | undefined, options: Record<string, unknown> = {}) {
  const { out } = await run(group, { ...options, json: true });
  return JSON.parse(out) as UsageAnswer;
}

test('without a group it is daily, as a table', async () => {
  const { code, out } = await run(undefined);
  expect(code).toBe(0);
  expect(out).toContain('Usage by day');
  expect(out).toContain('2026-08-01');
});

test('--json prints the answer object and nothing else', async () => {
  expect(await answer('model')).toMatchObject({
    kind: 'usage',
    formatVersion: 1,
    groupBy: 'model',
  });
});

test('--csv prints rows', async () => {
  const { out } = await run('monthly', { csv: true });
  expect(out.split('\r\n')[0]).toMatch(/^month,modelsUsed,/);
});

test('--breakdown shows models', async () => {
  expect((await run('daily', { breakdown: true })).out).toContain('└ haiku-4.5');
});

test('--timezone opens the ledger in that zone', async () => {
  const { opened, out } = await run('daily', { timezone: 'Asia/Tokyo' });
  expect(opened).toEqual(['Asia/Tokyo']);
  expect(out).toContain('Asia/Tokyo');
  expect(out).not.toContain('2026-07-30');
});

test.each([
  [{ since: '2026-07-31' }, { since: '2026-07-31', totals: { inputTokens: 110 } }],
  [{ until: '20260730' }, { until: '2026-07-30', totals: { inputTokens: 1 } }],
  [{ last: '1' }, { since: '2026-08-01', totals: { inputTokens: 100 } }],
  [{ project: 'api' }, { projectFilter: ['/home/me/api'], totals: { inputTokens: 110 } }],
  [{ model: 'haiku' }, { modelFilter: ['claude-haiku-4-5'], totals: { inputTokens: 100 } }],
  [{ order: 'desc' }, { order: 'desc', daily: [{ date: '2026-08-01' }, {}, {}] }],
  [{ prices: 'today' }, { prices: 'today', pricesOn: '2026-08-01' }],
  [{ instances: true }, { projects: { '-home-me-web': [{ date: '2026-07-30' }] } }],
])('%o', async (options, expected) => {
  expect(await answer('daily', options)).toMatchObject(expected);
});

test('--start-of-week', async () => {
  const weeks = await answer('weekly', { startOfWeek: 'friday' });
  expect(weeks).toMatchObject({
    weekStart: 'friday',
    weekly: [{ week: '2026-07-24' }, { week: '2026-07-31' }],
  });
});

describe('refuses', () => {
  test.each([
    ['dayly', {}, 'did you mean daily?'],
    ['daily', { order: 'dessc' }, 'did you mean desc?'],
    ['daily', { prices: 'now' }, 'use one of them'],
    ['weekly', { startOfWeek: 'mon' }, 'did you mean monday?'],
    ['daily', { last: '0' }, '--last 7'],
    ['session', { last: '3' }, '--since'],
    ['model', { instances: true }, 'usage daily'],
    ['daily', { last: '3', since: '7d' }, 'leave one of them out'],
    ['daily', { json: true, csv: true }, 'choose one'],
    ['daily', { since: 'tomorow' }, ''],
    ['daily', { project: 'nope' }, 'telltale usage project'],
  ])('%s %o', async (group, options, next) => {
    const error = await run(group, options).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(TelltaleError);
    if (!(error instanceof TelltaleError)) return;
    expect(error.exitCode).toBe(64);
    expect(error.next).toContain(next);
  });
});
