// Two sessions side by side as Markdown: who they are, what each metric says, kinds of work, tools. The same
// answer gives the same bytes.
import type {
  DiffMetric,
  DiffReading,
  DiffSide,
  HistoryDiffAnswer,
  Learning,
} from '../../query/history/history-answer.ts';
import {
  formatCount,
  formatDuration,
  formatInteger,
  formatTokens,
  formatUsd,
} from '../../shared/format.ts';
import { modelLabel } from '../../shared/model-label.ts';
import { openZone, type Zone } from '../../shared/zone.ts';

const UNKNOWN = '–';

export function formatHistoryDiff(answer: HistoryDiffAnswer): string {
  const { a, b, timezone } = answer;
  return [
    `# ${a.shortId} beside ${b.shortId}`,
    `Times in ${timezone}. Costs are API-equivalent, estimated.${answer.classifier ? ' The kind of work is told by an experimental classifier.' : ''}`,
    table(['', 'A', 'B'], sideRows(answer)),
    '## Metrics',
    table(['metric', 'A', 'B', 'B − A', 'unit'], answer.metrics.map(metricRow)),
    basisNote(answer.learning),
    ...taskSection(answer),
    '## Tools',
    answer.tools.length === 0
      ? 'Neither session called a tool.'
      : table(
          ['tool', 'A calls', 'A errors', 'B calls', 'B errors'],
          answer.tools.map(({ tool, a: own, b: other }) => [
            tool,
            formatInteger(own.calls),
            formatInteger(own.errors),
            formatInteger(other.calls),
            formatInteger(other.errors),
          ]),
        ),
  ]
    .join('\n\n')
    .concat('\n');
}

type Fact = readonly [name: string, of: (side: DiffSide, zone: Zone) => string | null];

const FACTS: readonly Fact[] = [
  ['session', ({ sessionId }) => sessionId],
  ['title', ({ title }) => title],
  ['project', ({ project }) => project?.name ?? null],
  ['branch', ({ branch }) => branch],
  ['began', ({ firstAtMs }, zone) => (firstAtMs === null ? null : zone.dateTime(firstAtMs))],
  ['took', ({ durationMs }) => formatDuration(durationMs)],
  ['models', ({ models }) => listOf(models.map(modelLabel))],
  ['Claude Code', ({ versions }) => listOf(versions)],
  ['effort', ({ efforts }) => listOf(efforts)],
  ['permission modes', ({ permissionModes }) => listOf(permissionModes)],
  ['severity', ({ severity, because }) => severityOf(severity, because)],
  ['turns', ({ turns }) => formatInteger(turns)],
  ['calls', ({ calls }) => formatInteger(calls)],
  ['tokens', ({ totalTokens }) => formatTokens(totalTokens)],
  ['cost', costOf],
  ['tool calls', ({ toolCalls }) => formatInteger(toolCalls)],
  ['tool errors', ({ errors }) => formatInteger(errors)],
  ['compactions', ({ compactions }) => formatInteger(compactions)],
  ['interruptions', ({ interrupts }) => formatInteger(interrupts)],
];

function sideRows({ a, b, timezone, classifier }: HistoryDiffAnswer): string[][] {
  const zone = openZone(timezone);
  const facts: readonly Fact[] = classifier ? [...FACTS, ['work', ({ task }) => task]] : FACTS;
  return facts.map(([name, of]) => [name, of(a, zone) ?? UNKNOWN, of(b, zone) ?? UNKNOWN]);
}

function listOf(words: readonly string[]): string | null {
  return words.length === 0 ? null : words.join(', ');
}

function severityOf(severity: DiffSide['severity'], because: readonly string[]): string | null {
  if (severity === null) return null;
  return because.length === 0 ? severity : `${severity} (${because.join(', ')})`;
}

/** Placeholder output counts or calls without a price make it a lower bound. */
function costOf({ costNanoUsd, calls, finalCalls, unpricedCalls }: DiffSide): string {
  const text = formatUsd(costNanoUsd);
  const isBound = costNanoUsd !== null && (finalCalls < calls || unpricedCalls > 0);
  return isBound ? `≥ ${text}` : text;
}

function metricRow(metric: DiffMetric): string[] {
  const { title, unit, a, b, difference } = metric;
  const sign = difference !== null && difference > 0 ? '+' : '';
  return [
    title,
    readingText(a, metric),
    readingText(b, metric),
    difference === null ? UNKNOWN : `${sign}${numberText(difference, metric)}`,
    unit,
  ];
}

function readingText({ reading, severity }: DiffReading, metric: DiffMetric): string {
  if (reading === null) return UNKNOWN;
  if (reading.kind === 'error') return 'failed';
  if (reading.kind === 'no-data') return `no data: ${reading.reason}`;
  const text = numberText(reading.value, metric);
  if (metric.worse === 'none') return text;
  if (!reading.isWarm) return `${text} (warming up)`;
  return severity === null || severity === 'ok' ? text : `**${text}** ${severity}`;
}

function numberText(value: number, { decimals }: DiffMetric): string {
  const text = value.toFixed(decimals);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

function basisNote({ wanted, learnedMetrics, learningMetrics, seen }: Learning): string {
  if (wanted === 0) return 'Severities rest on thresholds that are shipped or configured.';
  if (learningMetrics > 0)
    return `Severities are experimental: thresholds of ${formatCount(learningMetrics, 'metric')} are still being learned (the least from ${seen ?? 0} of ${wanted} sessions), and nothing is judged by ${learningMetrics === 1 ? 'it' : 'them'}.`;
  return learnedMetrics === 0
    ? 'No metric that is on has thresholds to learn.'
    : `Severities rest on thresholds learned from ${wanted} sessions, within the caps that are shipped or configured.`;
}

function taskSection({ a, b, classifier }: HistoryDiffAnswer): string[] {
  if (!classifier || a.taskCounts === null || b.taskCounts === null) return [];
  const rows = Object.entries(a.taskCounts).map(([label, count]) => [
    label,
    formatInteger(count),
    formatInteger(b.taskCounts?.[label as keyof typeof a.taskCounts] ?? 0),
  ]);
  return ['## Turns by kind of work', table(['', 'A', 'B'], rows)];
}

function table(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headers, headers.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map(cellText).join(' | ')} |`).join('\n');
}

/** Nothing in a title ends its cell or begins a tag. */
function cellText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/([\\`*_[\]<>|])/g, (sign) => (sign === '*' || sign === '_' ? sign : `\\${sign}`));
}
