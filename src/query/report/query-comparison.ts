// The question "did it differ between these days and those": both means, Welch's test, the size of the
// effect, and p values corrected for how many were asked. Knows no reason for any difference.
import { holm } from '../../model/statistics/holm.ts';
import { welch } from '../../model/statistics/welch.ts';
import { TelltaleError } from '../../shared/errors.ts';
import type { QueryContext } from '../context.ts';
import { cellOf, valuesOf } from './cell.ts';
import { byWindow } from './event-keys.ts';
import type { Part } from './measure-threads.ts';
import type {
  ComparedPeriod,
  ComparisonAnswer,
  ComparisonRow,
  ReportColumn,
} from './report-answer.ts';
import { frameReport, openReport, type ReportBench, sum, windowOf } from './report-frame.ts';
import type { AskedDays, ComparisonQuestion, ReportSubject } from './report-question.ts';

/** @throws TelltaleError `bad-date` for a pivot that leaves one side without any session */
export function queryComparison(
  asked: QueryContext,
  subject: ReportSubject,
  question: ComparisonQuestion,
): ComparisonAnswer {
  const bench = openReport(asked);
  const { context } = bench;
  const { a, b } = sidesOf(context, question);
  const { frame, parts } = frameReport(bench, {
    subject,
    days: spanOf(a, b, question),
    correlations: false,
    division: {
      keys: byWindow([
        { key: 'a', ...windowOf(context, a) },
        { key: 'b', ...windowOf(context, b) },
      ]),
    },
  });
  const partsOf = (key: string) => parts.filter((part) => part.key === key);
  const [before, after] = [partsOf('a'), partsOf('b')];
  if (question.mode === 'pivot' && (before.length === 0 || after.length === 0)) {
    throw pivotOutside(question.pivot, frame.days);
  }
  const rows = compare(bench, before, after);
  return {
    kind: 'comparison-report',
    ...frame,
    // What lies between both periods is in neither.
    sessions: new Set(parts.map(({ thread }) => thread)).size,
    events: sum(parts),
    mode: question.mode,
    a: describeSide(a, before),
    b: describeSide(b, after),
    rows,
    tests: rows.filter(({ p }) => p !== null).length,
  };
}

interface Side extends AskedDays {
  readonly label: string;
}

function sidesOf(
  { zone }: QueryContext,
  question: ComparisonQuestion,
): { readonly a: Side; readonly b: Side } {
  if (question.mode === 'periods') {
    const label = ({ from, to }: { from: string; to: string }): string => `${from} to ${to}`;
    const { a, b } = question;
    return { a: { ...a, label: label(a) }, b: { ...b, label: label(b) } };
  }
  const { pivot, from, to } = question;
  return {
    a: { from, to: zone.addDays(pivot, -1), label: `before ${pivot}` },
    b: { from: pivot, to, label: `from ${pivot} on` },
  };
}

/** From the first day of both to the last. */
function spanOf(a: Side, b: Side, question: ComparisonQuestion): AskedDays {
  if (question.mode === 'pivot') return { from: question.from, to: question.to };
  const [from] = [a.from, b.from].sort();
  return { from, to: [a.to, b.to].sort().at(-1) };
}

function describeSide({ label, from, to }: Side, parts: readonly Part[]): ComparedPeriod {
  const range = { from: from ?? null, to: to ?? null };
  return { label, ...range, sessions: parts.length, events: sum(parts) };
}

function compare(
  bench: ReportBench,
  before: readonly Part[],
  after: readonly Part[],
): readonly ComparisonRow[] {
  const rows = bench.columns.map((column) => compareColumn(bench, column, before, after));
  const tested = rows.flatMap(({ p }, index) => (p === null ? [] : [{ p, index }]));
  const corrected = holm(tested.map(({ p }) => p));
  const pHolm = new Map(tested.map(({ index }, at) => [index, corrected[at] ?? null]));
  return rows.map((row, index) => ({ ...row, pHolm: pHolm.get(index) ?? null }));
}

const NOTHING = {
  delta: null,
  deltaPercent: null,
  direction: null,
  t: null,
  df: null,
  p: null,
  pHolm: null,
  effectSize: null,
};

function compareColumn(
  bench: ReportBench,
  column: ReportColumn,
  before: readonly Part[],
  after: readonly Part[],
): ComparisonRow {
  const [a, b] = [cellOf(before, column, bench), cellOf(after, column, bench)];
  const withheld = a.withheld ?? b.withheld;
  const both = { column: column.column, a, b };
  const test = withheld === null ? welch(valuesOf(before, column), valuesOf(after, column)) : null;
  if (test === null || a.mean === null || b.mean === null) return { ...both, withheld, ...NOTHING };
  const { delta, deltaPercent, t, df, effectSize } = test;
  // Nothing varies and nothing differs: there was nothing to test, so it counts for no correction.
  const p = df === null && delta === 0 ? null : test.p;
  return {
    ...both,
    withheld,
    delta,
    deltaPercent,
    direction: directionOf(a.mean, b.mean, column),
    t: p !== null && Number.isFinite(t) ? t : null,
    df,
    p,
    pHolm: null,
    effectSize,
  };
}

/** As both are shown: what looks the same did not move. */
function directionOf(a: number, b: number, { decimals }: ReportColumn): ComparisonRow['direction'] {
  const [from, to] = [Number(a.toFixed(decimals)), Number(b.toFixed(decimals))];
  if (from === to) return 'held steady';
  return to > from ? 'rose' : 'fell';
}

function pivotOutside(
  pivot: string,
  { from, to }: { readonly from: string | null; readonly to: string | null },
): TelltaleError {
  return new TelltaleError('bad-date', {
    what: `--pivot-date ${pivot} leaves no session on one side of it`,
    ...(from === null || to === null ? {} : { why: `the sessions are from ${from} to ${to}` }),
    next:
      from === null || to === null || from === to
        ? 'use --compare-periods, or other filters'
        : `use a day after ${from}, at the latest ${to}`,
  });
}
