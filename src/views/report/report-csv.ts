// A quality report as CSV with exact figures, one row per group and figure. What is withheld has empty cells
// and the reason. Knows columns only.
import type {
  CohortAnswer,
  ComparisonAnswer,
  PeriodsAnswer,
  ReportAnswer,
  ReportCell,
} from '../../query/report/report-answer.ts';
import { type CsvCell, formatCsv } from '../../shared/csv.ts';

export function formatReportCsv(answer: ReportAnswer): string {
  switch (answer.kind) {
    case 'report':
      return periodsCsv(answer);
    case 'cohort-report':
      return cohortsCsv(answer);
    case 'comparison-report':
      return comparisonCsv(answer);
  }
}

const FIGURES = [
  'mean',
  'stdev',
  'n',
  'min',
  'max',
  'withheld',
  'severity',
  'past_warn',
  'past_critical',
];

function figuresOf({ mean, sd, n, min, max, withheld, severity, past }: ReportCell): CsvCell[] {
  const judged = [severity, past?.warn, past?.critical];
  return [mean, sd, n, min, max, withheld, ...judged];
}

function periodsCsv({ periods }: PeriodsAnswer): string {
  return formatCsv(
    ['period', 'from', 'to', 'sessions', 'metric_name', ...FIGURES],
    periods.flatMap(({ period, from, to, sessions, cells }) =>
      cells.map((cell) => [period, from, to, sessions, cell.column, ...figuresOf(cell)]),
    ),
  );
}

/** The first columns are those of codevigil's file. */
function cohortsCsv({ groupBy, rows }: CohortAnswer): string {
  return formatCsv(
    [groupBy, 'metric_name', ...FIGURES, 'delta', 'delta_percent', 'sessions'],
    rows.flatMap(({ key, sessions, cells }) =>
      cells.map((cell) => [
        key,
        cell.column,
        ...figuresOf(cell),
        cell.delta,
        cell.deltaPercent,
        sessions,
      ]),
    ),
  );
}

function comparisonCsv({ rows }: ComparisonAnswer): string {
  const side = (name: string): string[] =>
    ['mean', 'stdev', 'n', 'withheld'].map((one) => `${name}_${one}`);
  const sideOf = ({ mean, sd, n, withheld }: ReportCell): CsvCell[] => [mean, sd, n, withheld];
  return formatCsv(
    [
      'metric_name',
      ...side('a'),
      ...side('b'),
      'delta',
      'delta_percent',
      't',
      'df',
      'p',
      'p_holm',
      'hedges_g',
      'direction',
    ],
    rows.map((row) => [
      row.column,
      ...sideOf(row.a),
      ...sideOf(row.b),
      row.delta,
      row.deltaPercent,
      row.t,
      row.df,
      row.p,
      row.pHolm,
      row.effectSize,
      row.direction,
    ]),
  );
}
