// Which flags of `telltale report` go together, and how the others are refused.
import { describe, expect, it } from 'vitest';
import {
  comparisonOf,
  daysOf,
  formatOf,
  groupOf,
  modeOf,
} from '../../../src/commands/kit/report-flags.ts';
import { buildLedger } from '../../query/sessions/ledger-builder.ts';

const { context } = buildLedger();
const mode = (options: Record<string, unknown>, path?: string) =>
  modeOf({ args: { path }, options });
const PERIODS = '2026-10-01:2026-10-31,2026-11-01:2026-11-21';

describe('modeOf', () => {
  it.each([
    [{}, 'periods'],
    [{ from: '7d' }, 'periods'],
    [{ groupBy: 'week' }, 'cohorts'],
    [{ groupBy: 'week', experimentalCorrelations: true }, 'cohorts'],
    [{ comparePeriods: PERIODS }, 'comparison'],
    [{ pivotDate: '2026-11-01', from: '30d' }, 'comparison'],
    [{ sessions: true, since: '7d', limit: '3' }, 'sessions'],
  ])('%o is %s', (options, expected) => {
    expect(mode(options)).toBe(expected);
  });

  it.each([
    [{ sessions: true, from: '7d' }, undefined],
    [{ sessions: true, format: 'csv' }, undefined],
    [{ sessions: true }, 'logs'],
    [{ since: '7d' }, undefined],
    [{ limit: '3' }, undefined],
    [{ groupBy: 'day', pivotDate: '7d' }, undefined],
    [{ groupBy: 'day', comparePeriods: PERIODS }, undefined],
    [{ pivotDate: '7d', comparePeriods: PERIODS }, undefined],
    [{ comparePeriods: PERIODS, from: '7d' }, undefined],
    [{ comparePeriods: PERIODS, experimentalCorrelations: true }, undefined],
    [{ force: true }, undefined],
  ])('refuses %o with the path %s', (options, path) => {
    expect(() => mode(options, path)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

describe('formatOf', () => {
  it.each([
    [{}, null],
    [{ json: true }, 'json'],
    [{ json: true, format: 'json' }, 'json'],
    [{ format: 'csv' }, 'csv'],
    [{ outputFile: 'a.md' }, 'markdown'],
    [{ outputFile: 'a.HTML' }, 'html'],
    [{ outputFile: 'a.txt', format: 'markdown' }, 'markdown'],
  ])('%o is %s', (options, format) => {
    expect(formatOf(options)).toBe(format);
  });

  it.each([
    [{ json: true, format: 'csv' }],
    [{ outputFile: 'a.txt' }],
    [{ format: 'pdf' }],
    [{ format: 'csv', experimentalCorrelations: true }],
  ])('refuses %o', (options) => {
    expect(() => formatOf(options)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

it('groups are written with _ or -', () => {
  expect([groupOf({ groupBy: 'task-type' }), groupOf({ groupBy: 'week' })]).toEqual([
    'task_type',
    'week',
  ]);
  expect(() => groupOf({ groupBy: 'moon' })).toThrow(expect.objectContaining({ code: 'usage' }));
});

describe('days', () => {
  it('are included at both ends, and read as everywhere', () => {
    expect(daysOf({ from: '20261101', to: '2026-11-21' }, context)).toEqual({
      from: '2026-11-01',
      to: '2026-11-21',
    });
    expect(comparisonOf({ comparePeriods: PERIODS }, context)).toEqual({
      mode: 'periods',
      a: { from: '2026-10-01', to: '2026-10-31' },
      b: { from: '2026-11-01', to: '2026-11-21' },
    });
  });

  it.each([
    [() => daysOf({ from: '2026-11-21', to: '2026-11-01' }, context), 'bad-date'],
    [() => daysOf({ from: 'soon' }, context), 'bad-date'],
    [() => comparisonOf({ comparePeriods: '2026-10-01:2026-10-31' }, context), 'usage'],
    [() => comparisonOf({ comparePeriods: `${PERIODS},2026-01-01:2026-01-02` }, context), 'usage'],
    [() => comparisonOf({ comparePeriods: 'a:b:c,d:e' }, context), 'usage'],
    [
      () =>
        comparisonOf({ comparePeriods: '2026-10-01:2026-10-31,2026-10-31:2026-11-02' }, context),
      'usage',
    ],
    [
      () =>
        comparisonOf({ comparePeriods: '2026-10-31:2026-10-01,2026-11-01:2026-11-02' }, context),
      'bad-date',
    ],
    [() => comparisonOf({ pivotDate: '2026-11-01', from: '2026-11-01' }, context), 'bad-date'],
    [() => comparisonOf({ pivotDate: '2026-11-01', to: '2026-10-31' }, context), 'bad-date'],
  ])('are refused: %s', (read, code) => {
    expect(read).toThrow(expect.objectContaining({ code }));
  });
});
