// One session of `telltale history` on a terminal: what it was, its metrics now, and its turns one after the
// other. Knows the page; words of single values are history-words.ts's.
import type { HistorySessionAnswer, MetricWords } from '../../query/history/history-answer.ts';
import { agentName } from '../../shared/agent-name.ts';
import { formatDuration } from '../../shared/format.ts';
import { modelLabel } from '../../shared/model-label.ts';
import { openZone } from '../../shared/zone.ts';
import { renderTurn } from './history-turn.ts';
import { severityText, timeText, valueText } from './history-words.ts';
import {
  type KeyValue,
  type NextStep,
  renderHeading,
  renderKeyValues,
  renderNextSteps,
  renderSection,
  renderSentences,
} from './layout.ts';
import { learningSentence } from './quality-words.ts';
import type { Screen } from './screen.ts';
import { fitTitle, shellWord } from './sessions-words.ts';
import { type Column, type Row, renderTable } from './table.ts';

export function renderHistorySession(answer: HistorySessionAnswer, screen: Screen): string {
  const context = `${answer.project?.name ?? 'no project'}   ${answer.shortId}`;
  const title = fitTitle(answer.title ?? 'untitled session', `  ${context}`, screen);
  return [
    renderHeading(title, context, screen),
    renderKeyValues(factsOf(answer, screen), screen),
    renderMetrics(answer, screen),
    renderTimeline(answer, screen),
    renderAgents(answer, screen),
    renderSentences(notes(answer), screen),
    renderNextSteps(nextSteps(answer), screen),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function factsOf(answer: HistorySessionAnswer, screen: Screen): KeyValue[] {
  const zone = openZone(answer.timezone);
  const { firstAtMs, lastAtMs, models, permissionModes, branch, severity, because } = answer;
  const span = firstAtMs === null || lastAtMs === null ? null : lastAtMs - firstAtMs;
  const why = because.length === 0 ? [] : [` · ${because.join(', ')}`];
  return [
    ['severity', [severityText(severity, screen), ...why]],
    ...(answer.classifier ? [['work', workText(answer)] as const] : []),
    [
      'when',
      span === null
        ? null
        : `${timeText(firstAtMs, zone)} · ${formatDuration(span)} · ${answer.timezone}`,
    ],
    ['models', models.length === 0 ? null : models.map(modelLabel).join(', ')],
    ['modes', permissionModes.length === 0 ? null : permissionModes.join(' → ')],
    ['branch', branch],
  ];
}

function workText({ task, taskCounts }: HistorySessionAnswer): string | null {
  if (task === null) return null;
  const counts = Object.entries(taskCounts ?? {}).filter(([, count]) => count > 0);
  return `${task} · ${counts.map(([label, count]) => `${count} ${label}`).join(', ')} (experimental)`;
}

const METRIC_COLUMNS: readonly Column[] = [
  { header: '  METRIC', truncate: 'never' },
  { header: 'VALUE', align: 'right' },
  { header: 'UNIT', priority: 2, minWidth: 12, maxWidth: 30 },
  { header: 'SEVERITY', truncate: 'never' },
  { header: 'YOURS', align: 'right', priority: 1 },
];

function renderMetrics({ metrics, words }: HistorySessionAnswer, screen: Screen): string {
  const known = new Map(words.map((word) => [word.metric, word]));
  const rows = metrics.flatMap(({ metric, reading, severity, percentile }): Row[] => {
    const word = known.get(metric);
    if (word === undefined) return [];
    if (reading.kind !== 'value') {
      const text = reading.kind === 'no-data' ? `no data: ${reading.reason}` : 'failed';
      return [{ kind: 'dim', cells: [word.title, null, text, '', ''] }];
    }
    const verdict = reading.isWarm ? severityText(severity, screen) : 'warming up';
    return [
      {
        cells: [
          word.title,
          valueText(reading.value, word),
          word.unit,
          word.worse === 'none' ? '' : verdict,
          percentile === null ? '' : `p${percentile}`,
        ],
      },
    ];
  });
  return rows.length === 0 ? '' : renderTable(METRIC_COLUMNS, rows, screen);
}

function renderTimeline(answer: HistorySessionAnswer, screen: Screen): string {
  const { timeline, words, timezone } = answer;
  const section = renderSection('TURNS', screen);
  if (timeline.length === 0) {
    const why = 'The events of this session were not read: its transcript was gone before.';
    return `${section}${renderSentences([why], screen)}`;
  }
  const known = new Map<string, MetricWords>(words.map((word) => [word.metric, word]));
  const zone = openZone(timezone);
  const turns = timeline.map((turn) => renderTurn(turn, { words: known, zone, screen }));
  return `${section}${turns.join('')}`;
}

function renderAgents({ agents, classifier }: HistorySessionAnswer, screen: Screen): string {
  if (agents.length === 0) return '';
  const columns: readonly Column[] = [
    { header: '  SUBAGENT', minWidth: 12, maxWidth: 30 },
    { header: 'ID', minWidth: 8, maxWidth: 20, priority: 1 },
    ...(classifier ? [{ header: 'TASK', truncate: 'never' } as const] : []),
    { header: 'SEVERITY', truncate: 'never' },
  ];
  const rows = agents.map(
    ({ agentId, agentType, severity, task }): Row => ({
      cells: [
        agentName(agentType, agentId),
        agentId,
        ...(classifier ? [task] : []),
        severityText(severity, screen),
      ],
    }),
  );
  return renderTable(columns, rows, screen);
}

function notes({ learning, copiedUntilMs, withText, timeline }: HistorySessionAnswer): string[] {
  const hidden = timeline.some(({ prompt }) => prompt !== null && prompt.text === null);
  return [
    ...(copiedUntilMs === null
      ? []
      : ['It began as a copy of another session; what was copied is known but not counted.']),
    ...(withText && hidden ? ['The text of some prompts can no longer be read.'] : []),
    learningSentence(learning),
  ];
}

function nextSteps({ shortId, project, withText, timeline }: HistorySessionAnswer): NextStep[] {
  const id = shellWord(shortId);
  const others: NextStep = {
    about: 'others, for history diff',
    command: `telltale history list${project === null ? '' : ` --project ${shellWord(project.name)}`}`,
  };
  const isText = !withText && timeline.length > 0;
  return [
    { about: 'what its metrics mean', command: `telltale quality ${id}` },
    ...(isText
      ? [{ about: 'with the prompts', command: `telltale history show ${id} --with-text` }]
      : []),
    others,
  ];
}
