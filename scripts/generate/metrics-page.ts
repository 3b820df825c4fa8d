// docs/reference/metrics.md: what each metric measures, from its definition.
import { createMetrics, DEFAULT_METRICS_SETTINGS } from '../../src/metrics/kit/create-metrics.ts';
import type { Metric, MetricDefinition } from '../../src/metrics/kit/metric.ts';
import { code, markdownTable, page } from './markdown.ts';
import type { FoundMetric } from './metric-registry.ts';

export function metricsPage(found: readonly FoundMetric[]): string {
  const definitions = found.map(({ definition }) => definition);
  const metrics = createMetrics(DEFAULT_METRICS_SETTINGS, definitions);
  return page('Metrics', [
    INTRODUCTION,
    markdownTable(
      ['metric', 'unit', 'worse', 'warn', 'critical', 'judged from'],
      metrics.map(overviewRow),
    ),
    READING,
    ...metrics.flatMap((metric) => {
      const definition = definitions.find(({ id }) => id === metric.id);
      return definition === undefined ? [] : metricSection(metric, definition);
    }),
  ]);
}

const INTRODUCTION =
  'What is measured of a session, from its own transcript. A session is measured by its main thread, and each of its subagents by its own. Nothing here is a verdict on one session: a value is a reason to look.';

const READING = `Until your own range is learned, and for what you set yourself, the marks below hold; learned marks never warn later than they do. How that goes: [quality](../quality.md). A metric that has seen too little says so and is not judged; one that has nothing to divide by has *no data*, which is not zero.

Every value comes with its numerator, its denominator and n, the number of observations behind it. \`telltale quality\` shows them, and \`--json\` gives all details.`;

function overviewRow(metric: Metric): string[] {
  const { id, unit, worse, thresholds, warmUp } = metric;
  const marks = [thresholds?.warn, thresholds?.critical].map((mark) => String(mark ?? '–'));
  return [
    `[\`${id}\`](#${id})`,
    unit,
    worse === 'none' ? 'only describes' : worse,
    ...marks,
    worse === 'none' ? '–' : warmUp === '' ? 'the start' : warmUp,
  ];
}

function metricSection(metric: Metric, definition: MetricDefinition): string[] {
  return [
    `## ${code(metric.id)}`,
    `**${capitalise(metric.title)}.** ${metric.summary}`,
    markdownTable(['', ''], factRows(metric)),
    optionTable(metric, definition),
    columnTable(metric),
  ];
}

function factRows(metric: Metric): string[][] {
  const { thresholds, worse } = metric;
  return [
    ['unit', metric.unit],
    ['numerator', metric.numeratorOf],
    ['denominator', metric.denominatorOf],
    ['worse', worse === 'none' ? 'neither: it only describes' : worse],
    ...(thresholds === null
      ? []
      : [
          ['warn', markText(metric, thresholds.warn)],
          ['critical', markText(metric, thresholds.critical)],
        ]),
    ...(metric.warmUp === '' ? [] : [['judged from', metric.warmUp]]),
    ...(metric.isIntegrity === true ? [['integrity', 'always on, never learned']] : []),
    ['source', metric.source],
  ];
}

function markText({ worse }: Metric, mark: number): string {
  return worse === 'low' ? `under ${mark}` : `from ${mark}`;
}

function optionTable(metric: Metric, { options }: MetricDefinition): string {
  const rows = Object.entries(options).map(([name, { default: value, min, max, doc }]) => [
    code(`metrics.${metric.id}.${name}`),
    String(value),
    `${min} to ${max}`,
    doc,
  ]);
  return rows.length === 0 ? '' : markdownTable(['setting', 'default', 'range', 'meaning'], rows);
}

function columnTable({ columns = [] }: Metric): string {
  if (columns.length === 0) return '';
  const rows = columns.map(({ detail, title, unit }) => [code(detail), title, unit]);
  return markdownTable(['further figure', 'title', 'unit'], rows);
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
