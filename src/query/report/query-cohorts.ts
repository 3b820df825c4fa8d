// The question "how do sessions differ by day, model, branch and so on". Each session's part in a group
// counts once; small groups are withheld.
import { TelltaleError } from '../../shared/errors.ts';
import { maskLine } from '../../shared/secrets.ts';
import type { QueryContext } from '../context.ts';
import { projectOf } from '../sessions/describe-session.ts';
import { groupBy } from '../sessions/group-by.ts';
import { cellOf } from './cell.ts';
import { byGroup, within } from './event-keys.ts';
import { findMovers } from './find-movers.ts';
import type {
  CohortAnswer,
  CohortCell,
  CohortRow,
  ReportCell,
  ReportGroup,
} from './report-answer.ts';
import { frameReport, openReport, sum, windowOf } from './report-frame.ts';
import type { CohortQuestion, ReportSubject } from './report-question.ts';

/** @throws TelltaleError `classifier-off` */
export function queryCohorts(
  asked: QueryContext,
  subject: ReportSubject,
  { groupBy: group, correlations, from, to }: CohortQuestion,
): CohortAnswer {
  const bench = openReport(asked);
  const { context } = bench;
  if (group === 'task_type' && !context.settings.classifier.enabled) throw classifierOff();
  const days = { from, to };
  const window = windowOf(context, days);
  const {
    frame,
    parts: all,
    threads,
  } = frameReport(bench, {
    subject,
    days,
    correlations,
    division: { keys: within(window, byGroup(group, context.zone)) },
  });
  const isOfTime = group === 'day' || group === 'week';
  const rows = [...groupBy(all, ({ key }) => key)]
    .map(([key, parts]) => ({
      key: maskLine(key),
      label: labelOf(group, key),
      sessions: parts.length,
      events: sum(parts),
      cells: bench.columns.map((column) => cellOf(parts, column, bench)),
    }))
    .sort((a, b) => (isOfTime ? 0 : b.sessions - a.sessions) || (a.key < b.key ? -1 : 1));
  const told = isOfTime ? withDeltas(rows) : rows.map((row) => withoutDeltas(row));
  return {
    kind: 'cohort-report',
    ...frame,
    groupBy: group,
    rows: told,
    excluded: {
      events: frame.events - sum(all),
      sessions: threads.size - new Set(all.map(({ thread }) => thread)).size,
    },
    movers: isOfTime ? findMovers(told, bench.columns) : [],
  };
}

type BareRow = Omit<CohortRow, 'cells'> & { readonly cells: readonly ReportCell[] };

function withoutDeltas(row: BareRow): CohortRow {
  return { ...row, cells: row.cells.map((cell) => ({ ...cell, delta: null, deltaPercent: null })) };
}

/** To the nearest row before that has the figure: a day with too few sessions is passed over. */
function withDeltas(rows: readonly BareRow[]): CohortRow[] {
  const before = new Map<string, number>();
  return rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell): CohortCell => {
      const { column, mean } = cell;
      const earlier = before.get(column);
      if (mean !== null) before.set(column, mean);
      if (mean === null || earlier === undefined)
        return { ...cell, delta: null, deltaPercent: null };
      const delta = mean - earlier;
      return { ...cell, delta, deltaPercent: earlier === 0 ? null : (delta / earlier) * 100 };
    }),
  }));
}

function labelOf(group: ReportGroup, key: string): string {
  return group === 'project' ? (projectOf(key)?.name ?? key) : maskLine(key);
}

function classifierOff(): TelltaleError {
  return new TelltaleError('classifier-off', {
    what: 'sessions cannot be grouped by task_type: the task classifier is switched off',
    next: 'Set classifier.enabled = true in the configuration, or group by something else',
  });
}
