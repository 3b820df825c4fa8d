// The quality of one session as a page: severity, every metric with what it rests on, details, subagents.
// Knows words and order; every value comes from the answer.
import type {
  QualitySessionAnswer,
  SessionMetric,
  SubagentQuality,
  UnmeasuredReason,
} from '../../query/quality/quality-answer.ts';
import { agentName } from '../../shared/agent-name.ts';
import { formatCount, formatInteger } from '../../shared/format.ts';
import { displayWidth } from '../../shared/width.ts';
import { openZone } from '../../shared/zone.ts';
import {
  type KeyValue,
  type NextStep,
  renderHeading,
  renderKeyValues,
  renderNextSteps,
  renderSection,
  renderSentences,
  wrapText,
} from './layout.ts';
import { adaptSigns } from './marks.ts';
import { paint, type Span } from './paint.ts';
import { renderHits } from './quality-hits.ts';
import {
  basisText,
  detailName,
  detailText,
  learningSentence,
  measureText,
  percentileText,
  severityText,
  thresholdText,
  titledMeasure,
  trendText,
  valueText,
} from './quality-words.ts';
import type { Screen } from './screen.ts';
import { shellWord } from './sessions-words.ts';
import { paintSpans, prepare } from './spans.ts';
import { type Column, type Row, renderTable } from './table.ts';
import { wrapSpans } from './wrap.ts';

export function renderSessionQuality(answer: QualitySessionAnswer, screen: Screen): string {
  const steps = renderNextSteps(nextSteps(answer), screen);
  const head = headOf(answer, screen);
  if (answer.reason !== null) {
    return `${head}\n${renderSentences([REASONS[answer.reason]], screen)}\n${agentPart(answer, screen)}${steps}`;
  }
  const [only] = answer.metrics;
  const isOne = answer.hits !== null && only !== undefined;
  const body = isOne ? onePart(answer, only, screen) : allPart(answer, screen);
  return `${head}${summaryOf(answer, screen)}\n${body}${agentPart(answer, screen)}${steps}`;
}

const REASONS: Readonly<Record<UnmeasuredReason, string>> = {
  'transcript-gone':
    'Not measured: the transcript was deleted before telltale read it for this. What it cost is known all the same.',
  'not-read': 'Not measured yet: the transcript is there, but it could not be read now.',
  'no-transcript': 'Not measured: there is no transcript of its own, only copies in other files.',
};

/** Where title and place do not fit side by side, the place goes below, whole. */
function headOf(answer: QualitySessionAnswer, screen: Screen): string {
  const title = answer.title ?? 'Untitled session';
  const branch = answer.branch === null ? '' : ` ⎇ ${answer.branch}`;
  const place = `${answer.project?.name ?? 'no project'}${branch}   ${answer.shortId}`;
  if (displayWidth(title) + 2 + displayWidth(place) <= screen.width)
    return renderHeading(title, place, screen);
  const lines = wrapText(adaptSigns(place, screen), screen.width);
  return (
    renderHeading(title, null, screen) +
    lines.map((line) => `${paint(line, 'dim', screen)}\n`).join('')
  );
}

function summaryOf(answer: QualitySessionAnswer, screen: Screen): string {
  const { severity, task, events, isExperimental, copiedUntilMs } = answer;
  const word: Span = severity === null ? 'nothing to judge' : severityText(severity, screen);
  const zone = openZone(answer.timezone);
  const rest = [
    task === null ? null : `mostly ${task} (experimental label)`,
    events === null ? null : `${formatCount(events, 'event')}`,
    isExperimental ? 'experimental' : null,
    copiedUntilMs === null
      ? null
      : `copied up to ${zone.dateTime(copiedUntilMs)}, which does not count here`,
  ].filter((part) => part !== null);
  const spans = prepare([word, rest.map((part) => ` · ${part}`).join('')], screen);
  return wrapSpans(spans, screen.width)
    .map((line) => `${paintSpans(line, screen)}\n`)
    .join('');
}

function allPart(answer: QualitySessionAnswer, screen: Screen): string {
  const rows = answer.metrics.map((metric) => rowOf(metric, screen));
  const details = answer.metrics.flatMap((metric) => detailPair(metric));
  return [
    renderTable(columnsFor(), rows, screen),
    '\n',
    details.length === 0 ? '' : renderSection('DETAILS', screen),
    details.length === 0 ? '' : `${renderKeyValues(details, screen)}\n`,
    renderSentences([learningSentence(answer.learning)], screen),
    '\n',
  ].join('');
}

function columnsFor(): readonly Column[] {
  return [
    { header: '', truncate: 'never' },
    { header: 'METRIC', minWidth: 18, truncate: 'end' },
    { header: 'VALUE', align: 'right' },
    { header: 'TREND', truncate: 'never', priority: 1 },
    { header: 'UNIT', minWidth: 12, maxWidth: 30, priority: 3 },
    { header: 'YOURS', align: 'right', priority: 2 },
    { header: 'FROM', align: 'right', priority: 4 },
    { header: 'N', align: 'right', priority: 6 },
    { header: 'WARN AT', align: 'right', priority: 5 },
    { header: 'CRIT AT', align: 'right', priority: 5 },
  ];
}

function rowOf(metric: SessionMetric, screen: Screen): Row {
  const { reading, severity, trend, percentile, worse } = metric;
  const isJudged = worse !== 'none';
  const marks = (['warn', 'critical'] as const).map((level) =>
    isJudged ? thresholdText(metric, level, screen) : '',
  );
  const level = isJudged ? severityText(severity, screen) : '';
  if (reading.kind !== 'value') {
    const why = reading.kind === 'error' ? 'failed' : reading.reason;
    return {
      cells: ['', metric.title, null, '', { text: why, tone: 'dim' }, '', '', '', ...marks],
    };
  }
  return {
    cells: [
      reading.isWarm ? level : isJudged ? { text: 'warming up', tone: 'dim' } : '',
      metric.title,
      valueText(reading.value, metric),
      trend === null ? '' : trendText(trend, screen),
      metric.unit,
      percentile === null ? '' : `p${percentile}`,
      `${numberText(reading.numerator)} / ${numberText(reading.denominator)}`,
      formatInteger(reading.n),
      ...marks,
    ],
  };
}

/** Counts as they are; a median is no whole number. */
function numberText(value: number): string {
  return Number.isInteger(value) ? formatInteger(value) : String(Number(value.toFixed(2)));
}

/** On the page of all metrics, what is nought or missing is left out. */
function detailPair({ title, reading }: SessionMetric): KeyValue[] {
  if (reading.kind === 'error') return [[title, `failed: ${reading.reason}`]];
  if (reading.kind === 'no-data') return [[title, `no data: ${reading.reason}`]];
  const parts = Object.entries(reading.details).flatMap(([name, detail]) => {
    const text = detail === 0 || detail === false ? null : detailText(detail);
    return text === null ? [] : [`${detailName(name)} ${text}`];
  });
  return parts.length === 0 ? [] : [[title, parts.join(' · ')]];
}

function onePart(answer: QualitySessionAnswer, metric: SessionMetric, screen: Screen): string {
  const pairs: KeyValue[] = [
    ...valuePairs(metric, screen),
    ['thresholds', thresholdsText(metric, screen)],
    ...detailPairs(metric),
  ];
  return [
    renderSection(metric.title.toUpperCase(), screen),
    renderSentences([metric.summary], screen),
    '\n',
    renderKeyValues(pairs, screen),
    '\n',
    answer.hits === null ? '' : renderHits(answer.hits, answer.timezone, screen),
  ].join('');
}

function valuePairs(metric: SessionMetric, screen: Screen): KeyValue[] {
  const { reading, trail, trend, percentile, severity, worse } = metric;
  if (reading.kind === 'error') return [['value', `unknown: the metric failed: ${reading.reason}`]];
  if (reading.kind === 'no-data') return [['value', `no data: ${reading.reason}`]];
  const warm = reading.isWarm ? '' : ` · warming up: needs ${metric.warmUp}`;
  const verdict: Span[] =
    worse === 'none' || !reading.isWarm ? [] : [' · ', severityText(severity, screen)];
  const arrow = trend === null ? '' : ` ${trendText(trend, screen)}`;
  return [
    ['value', [`${measureText(reading.value, metric)}${arrow}`, ...verdict, warm]],
    ['numerator', `${numberText(reading.numerator)} · ${metric.numeratorOf}`],
    ['denominator', `${numberText(reading.denominator)} · ${metric.denominatorOf}`],
    ['n', formatInteger(reading.n)],
    ['last turns', trail.map((value) => valueText(value, metric)).join(' → ') || null],
    [
      'baseline',
      percentile === null
        ? 'fewer than 5 other sessions to compare with'
        : percentileText(percentile),
    ],
  ];
}

function thresholdsText(metric: SessionMetric, screen: Screen): string {
  const basis = basisText(metric.thresholds);
  const warn = thresholdText(metric, 'warn', screen);
  const critical = thresholdText(metric, 'critical', screen);
  if (metric.thresholds === null) return 'not judged: this metric only describes';
  if (warn === null || critical === null) return `${basis}: until then nothing is judged by it`;
  return `warns ${warn}, critical ${critical} · ${basis}`;
}

function detailPairs({ reading }: SessionMetric): KeyValue[] {
  if (reading.kind === 'error') return [];
  return Object.entries(reading.details)
    .filter(([, detail]) => !Array.isArray(detail))
    .map(([name, detail]) => [
      detailName(name),
      detailText(detail) ?? (detail === null ? null : 'none'),
    ]);
}

function agentPart(answer: QualitySessionAnswer, screen: Screen): string {
  const { subagents } = answer;
  if (subagents.length === 0) return '';
  const columns: readonly Column[] = [
    { header: 'SUBAGENT', minWidth: 12, truncate: 'end' },
    { header: 'QUALITY', truncate: 'never' },
    { header: 'TASK', truncate: 'never', priority: 3 },
    { header: 'EVENTS', align: 'right', priority: 4 },
    { header: 'WORST', minWidth: 16, truncate: 'end' },
  ];
  const rows = subagents.map((agent) => agentRow(agent, answer, screen));
  return `${renderSection('SUBAGENTS', screen)}${renderTable(columns, rows, screen)}\n`;
}

function agentRow(agent: SubagentQuality, answer: QualitySessionAnswer, screen: Screen): Row {
  const words = new Map(answer.metrics.map((metric) => [metric.metric, metric]));
  const notes = agent.metrics.flatMap(({ metric, reading, severity }) => {
    const own = words.get(metric);
    const isTold = answer.hits !== null || (severity !== null && severity !== 'ok');
    if (own === undefined || !isTold || reading.kind !== 'value') return [];
    return [titledMeasure(reading.value, own)];
  });
  return {
    cells: [
      `${agentName(agent.type, agent.agentId) ?? 'unknown type'} ${agent.agentId.slice(0, 8)}`,
      severityText(agent.severity, screen),
      agent.task,
      formatInteger(agent.events),
      notes.length === 0 ? '' : notes.join(', '),
    ],
  };
}

function nextSteps(answer: QualitySessionAnswer): readonly NextStep[] {
  const id = shellWord(answer.shortId);
  const worst =
    answer.metrics.find(({ severity }) => severity === 'critical') ??
    answer.metrics.find(({ severity }) => severity === 'warn');
  const isOne = answer.hits !== null;
  const withText = textStep(answer, id);
  return [
    ...(worst !== undefined && !isOne
      ? [
          {
            about: `${worst.title}: the last ones`,
            command: `telltale quality ${id} --metric ${worst.metric}`,
          },
        ]
      : []),
    ...withText,
    ...(isOne ? [{ about: 'all its metrics', command: `telltale quality ${id}` }] : []),
    ...(answer.reason === null
      ? [{ about: 'turn by turn', command: `telltale history show ${id}` }]
      : []),
    ...(withText.length > 0 ? [] : [{ about: 'all your sessions', command: 'telltale quality' }]),
  ];
}

/** Where words were found that are not shown. */
function textStep({ hits, metrics: [only] }: QualitySessionAnswer, id: string): NextStep[] {
  const isHidden = hits?.withText === false && hits.last.some(({ found }) => found.length > 0);
  if (!isHidden || only === undefined) return [];
  const command = `telltale quality ${id} --metric ${only.metric} --with-text`;
  return [{ about: 'the words themselves', command }];
}
