// Usage as CSV: exact figures under the JSON's names, whatever stands in a title.
import { expect, test } from 'vitest';
import { USAGE_GROUPS, type UsageRow, usageRows } from '../../../src/query/usage/answer.ts';
import { queryUsage } from '../../../src/query/usage/query-usage.ts';
import { renderUsageCsv } from '../../../src/views/csv/usage.ts';
import { testLedger } from '../../query/usage/ledger.ts';

const CALLS = [
  { at: '2026-07-01T10:00:00Z', input: 1, output: 3, title: '=1+1, "quoted"', session: 'aaaa' },
  { at: '2026-07-02T10:00:00Z', read: 1, write1h: 2, session: 'aaaa' },
  { at: '2026-07-02T10:00:00Z', model: 'claude-haiku-4-5-20251001', output: 7, session: 'aaaa' },
  { at: '2026-07-03T10:00:00Z', model: 'claude-x-9', input: 9, session: 'bbbb', isFinal: false },
];

test('days, to the nano-dollar; no price is an empty cell, not 0', () => {
  const answer = queryUsage(testLedger(CALLS), { groupBy: 'daily' });
  expect(renderUsageCsv(answer, { breakdown: false }).split('\r\n')).toEqual([
    'date,modelsUsed,calls,finalCalls,inputTokens,outputTokens,cacheCreationTokens,cacheReadTokens,' +
      'cacheWrite5mTokens,cacheWrite1hTokens,totalTokens,unpricedCalls,unpricedTokens,totalCost,costNanoUsd',
    '2026-07-01,claude-opus-4-8,1,1,1,3,0,0,0,0,4,0,0,0.000080000,80000',
    '2026-07-02,claude-haiku-4-5-20251001 claude-opus-4-8,2,2,0,7,2,1,0,2,10,0,0,0.000055500,55500',
    '2026-07-03,claude-x-9,1,0,9,0,0,0,0,0,9,1,9,,',
    '',
  ]);
});

test('with a breakdown a line per model', () => {
  const answer = queryUsage(testLedger(CALLS), { groupBy: 'daily', since: '2026-07-02' });
  const lines = renderUsageCsv(answer, { breakdown: true }).split('\r\n');
  expect(lines[0]).toContain('date,modelName,calls,');
  expect(lines[0]).toContain(',cost,costNanoUsd');
  expect(lines.slice(1, -1).map((line) => line.split(',').slice(0, 2))).toEqual([
    ['2026-07-02', 'claude-haiku-4-5-20251001'],
    ['2026-07-02', 'claude-opus-4-8'],
    ['2026-07-03', 'claude-x-9'],
  ]);
});

test('a title is quoted and harmless in a spreadsheet', () => {
  const answer = queryUsage(testLedger(CALLS), { groupBy: 'session' });
  expect(renderUsageCsv(answer, { breakdown: false })).toContain(`"'=1+1, ""quoted"""`);
});

test.each([
  ...USAGE_GROUPS.map((groupBy) => [groupBy, false] as const),
  ['monthly', true] as const,
])('every column of %s (instances %s) is a field of the JSON', (groupBy, byProject) => {
  const answer = queryUsage(testLedger(CALLS), { groupBy, byProject });
  const [header = '', ...lines] = renderUsageCsv(answer, { breakdown: false }).split('\r\n');
  const fields = Object.keys(usageRows(answer)[0] as UsageRow);
  for (const name of header.split(',')) expect(fields).toContain(name);
  expect(lines.length - 1).toBe(usageRows(answer).length);
});
