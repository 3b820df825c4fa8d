// Threads by hand for tests of reports: events with times, measured by metrics of the test's own or by ours.
import type { Metric } from '../../../src/metrics/kit/metric.ts';
import type { SessionEvent } from '../../../src/model/session-event/session-event.ts';
import type { ReportColumn } from '../../../src/query/report/report-answer.ts';
import { columnsOf } from '../../../src/query/report/report-columns.ts';
import type { ReportThread } from '../../../src/query/report/report-thread.ts';

export function thread(
  sessionId: string,
  events: readonly SessionEvent[],
  more: Partial<ReportThread> & { readonly copiedUntilMs?: number } = {},
): ReportThread {
  const { copiedUntilMs = null, ...rest } = more;
  return {
    sessionId,
    shortId: sessionId.slice(0, 8),
    projectPath: '/home/ana/web',
    firstMs: null,
    lastMs: null,
    read: () => ({ events, copiedUntilMs, copies: new Set() }),
    ...rest,
  };
}

/** Counts what `of` gives for each prompt. */
export function sumMetric(id: string, of: (chars: number) => number): Metric {
  return {
    id,
    version: 1,
    needs: ['user'],
    title: id,
    summary: '',
    unit: 'things',
    decimals: 1,
    worse: 'none',
    thresholds: null,
    source: 'test',
    warmUp: '',
    numeratorOf: '',
    denominatorOf: '',
    init: () => 0,
    step: (state, event) => (state as number) + (event.kind === 'user' ? of(event.chars) : 0),
    carry: () => 0,
    merge: (a, b) => (a as number) + (b as number),
    read: (state) => ({
      kind: 'value',
      value: state as number,
      numerator: state as number,
      denominator: 1,
      n: 1,
      isWarm: true,
      details: {},
    }),
  };
}

export function columnOf(metric: Metric): ReportColumn {
  const [column] = columnsOf([metric]);
  if (column === undefined) throw new Error('no column');
  return column;
}
