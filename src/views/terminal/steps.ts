// The feed of calls as a table on a terminal. Knows columns, headings and the next commands; how a call's
// values are written is step-words.ts.
import type { Step, StepsAnswer } from '../../query/steps/steps-answer.ts';
import {
  formatCount,
  formatDay,
  formatDuration,
  formatInteger,
  formatTokens,
  formatUsd,
} from '../../shared/format.ts';
import { openZone, type Zone } from '../../shared/zone.ts';
import {
  EMPTY_STEPS,
  type NextStep,
  renderHeading,
  renderNextSteps,
  renderSentences,
} from './layout.ts';
import { mark } from './marks.ts';
import type { Screen } from './screen.ts';
import {
  boundSentences,
  costText,
  fitTitle,
  instantWord,
  modelLabel,
  shellWord,
} from './sessions-words.ts';
import {
  chainText,
  clockWithSeconds,
  costCell,
  gapText,
  outputText,
  rebuildCell,
} from './step-words.ts';
import { type Cell, type Column, type Row, renderTable } from './table.ts';

export function renderSteps(answer: StepsAnswer, screen: Screen): string {
  const zone = openZone(answer.timezone);
  const heading = renderHeading(
    headingOf(answer, zone, screen),
    `API-equivalent, ${answer.timezone}`,
    screen,
  );
  const steps = renderNextSteps(nextSteps(answer), screen);
  if (answer.steps.length === 0) {
    return `${heading}\n${renderSentences([emptyReason(answer)], screen)}\n${steps}`;
  }
  const fields = fieldsFor(answer);
  const columns = fields.map(({ column }) => column);
  const rows = rowsOf(answer, fields, zone, screen);
  return `${heading}\n${renderTable(columns, rows, screen)}\n${notes(answer, screen)}${steps}`;
}

interface Field {
  readonly column: Column;
  readonly cell: (step: Step, zone: Zone, screen: Screen) => Cell;
}

/** Columns without a single value are left out. */
function fieldsFor({ filter, steps }: StepsAnswer): readonly Field[] {
  const has = (test: (step: Step) => boolean): boolean => steps.some(test);
  const isOne = filter.session !== null;
  return [
    TIME,
    ...(isOne ? [] : [SESSION, PROJECT, TITLE]),
    MODEL,
    ...(has(({ chain }) => chain.kind !== 'main') ? [CHAIN] : []),
    CONTEXT,
    IN,
    READ,
    ...(has(({ tokens }) => tokens.cacheWrite5mTokens > 0) ? [WRITE_5M] : []),
    ...(has(({ tokens }) => tokens.cacheWrite1hTokens > 0) ? [WRITE_1H] : []),
    OUT,
    COST,
    ...(has(({ apiTime }) => apiTime.ms !== null) ? [API] : []),
    GAP,
    ...(has(({ rebuild }) => rebuild !== null) ? [REBUILD] : []),
  ];
}

const TIME: Field = {
  column: { header: 'TIME', truncate: 'never' },
  cell: ({ atMs }, zone) => (atMs === null ? null : clockWithSeconds(atMs, zone)),
};
const SESSION: Field = {
  column: { header: 'SESSION', truncate: 'middle', minWidth: 8, maxWidth: 13 },
  cell: ({ session }) => session.shortId,
};
const PROJECT: Field = {
  column: { header: 'PROJECT', priority: 6, minWidth: 8, maxWidth: 16 },
  cell: ({ session }) => session.project?.name ?? null,
};
const TITLE: Field = {
  column: { header: 'TITLE', priority: 12, minWidth: 14, maxWidth: 32 },
  cell: ({ session }) => session.title,
};
const MODEL: Field = {
  column: { header: 'MODEL', priority: 5, minWidth: 8, maxWidth: 16 },
  cell: ({ model }) => modelLabel(model),
};
const CHAIN: Field = {
  column: { header: 'CHAIN', priority: 4, minWidth: 8, maxWidth: 16 },
  cell: chainText,
};
const CONTEXT: Field = {
  column: { header: 'CONTEXT', align: 'right', priority: 1 },
  cell: ({ contextTokens }) => formatTokens(contextTokens),
};
const IN: Field = {
  column: { header: 'IN', align: 'right', priority: 11 },
  cell: ({ tokens }) => formatTokens(tokens.inputTokens),
};
const READ: Field = {
  column: { header: 'READ', align: 'right', priority: 7 },
  cell: ({ tokens }) => ({ text: formatTokens(tokens.cacheReadTokens), tone: 'cacheRead' }),
};
const WRITE_5M: Field = {
  column: { header: 'WRITE 5m', align: 'right', priority: 8 },
  cell: ({ tokens }) => ({ text: formatTokens(tokens.cacheWrite5mTokens), tone: 'cacheWrite' }),
};
const WRITE_1H: Field = {
  column: { header: 'WRITE 1h', align: 'right', priority: 8 },
  cell: ({ tokens }) => ({ text: formatTokens(tokens.cacheWrite1hTokens), tone: 'cacheWrite' }),
};
const OUT: Field = {
  column: { header: 'OUT', align: 'right', priority: 9 },
  cell: (step, _zone, screen) => outputText(step, screen),
};
const COST: Field = {
  column: { header: 'COST', align: 'right' },
  cell: (step, _zone, screen) => costCell(step, screen),
};
const API: Field = {
  column: { header: 'API', align: 'right', priority: 10 },
  cell: ({ apiTime }) => (apiTime.ms === null ? null : formatDuration(apiTime.ms)),
};
const GAP: Field = {
  column: { header: 'GAP', align: 'right', priority: 2 },
  cell: gapText,
};
const REBUILD: Field = {
  column: { header: 'REBUILD', minWidth: 19, maxWidth: 24 },
  cell: rebuildCell,
};

/** A heading before each day, where there is more than one. */
function rowsOf(answer: StepsAnswer, fields: readonly Field[], zone: Zone, screen: Screen): Row[] {
  const { steps } = answer;
  const days = steps.map(({ atMs }) => (atMs === null ? null : zone.dayKey(atMs)));
  const isOneDay = new Set(days).size === 1;
  return steps.flatMap((step, index) => {
    const row: Row = { cells: fields.map(({ cell }) => cell(step, zone, screen)) };
    const day = days[index] ?? null;
    if (isOneDay || (index > 0 && day === days[index - 1])) return [row];
    return [{ kind: 'group', cells: [dayText(day, answer, zone)] }, row];
  });
}

/** With its year where it is not this one's. */
function dayText(day: string | null, { generatedAtMs }: StepsAnswer, zone: Zone): string {
  return day === null ? 'no time' : formatDay(day, zone.dayKey(generatedAtMs));
}

function headingOf(answer: StepsAnswer, zone: Zone, screen: Screen): string {
  const { steps, matchingCalls, filter } = answer;
  const count = formatCount(matchingCalls, 'call');
  const shown =
    steps.length < matchingCalls ? `last ${formatInteger(steps.length)} of ${count}` : count;
  const days = new Set(steps.map(({ atMs }) => (atMs === null ? null : zone.dayKey(atMs))));
  const [day] = days;
  const sum = steps.length === 0 ? [] : [costText(answer.sum, screen)];
  const on = days.size === 1 && typeof day === 'string' ? [dayText(day, answer, zone)] : [];
  const facts = [shown, ...on, ...sum].join(' · ');
  if (filter.session === null) return facts;
  const title = filter.session.title ?? filter.session.shortId;
  return `${fitTitle(title, ` · ${facts}`, screen)} · ${facts}`;
}

function emptyReason({ knownCalls, filter }: StepsAnswer): string {
  if (knownCalls === 0) return 'The ledger holds no call yet.';
  const where = filter.session === null ? '' : ' of this session';
  if (filter.sinceMs === null) return `The ledger holds no call${where}.`;
  return `No call${where} is as new as that.`;
}

function notes(answer: StepsAnswer, screen: Screen): string {
  const { sum, steps, costLevels } = answer;
  const levels = (['warn', 'critical'] as const).flatMap((level) => {
    if (!steps.some(({ costLevel }) => costLevel === level)) return [];
    const from = level === 'warn' ? costLevels.warnNanoUsd : costLevels.criticalNanoUsd;
    return [`${mark(level, screen)} from ${formatUsd(from)} a call`];
  });
  const legend = levels.length === 0 ? [] : [`${levels.join(' · ')}.`];
  const sentences = [...legend, ...boundSentences(sum, screen)];
  return sentences.length === 0 ? '' : `${renderSentences(sentences, screen)}\n`;
}

function nextSteps(answer: StepsAnswer): readonly NextStep[] {
  if (answer.knownCalls === 0) return EMPTY_STEPS;
  const { steps, matchingCalls, limit } = answer;
  if (steps.length === 0) return [{ about: 'the last calls', command: 'telltale steps' }];
  const dearest = dearestOf(steps);
  const hidden = matchingCalls - steps.length;
  return [
    {
      about: `the dearest of these, ${formatUsd(dearest.costNanoUsd)}`,
      command: `telltale call ${shellWord(dearest.callId)}`,
    },
    {
      about: 'what was avoidable there',
      command: `telltale explain ${shellWord(dearest.session.shortId)}`,
    },
    ...(hidden === 0
      ? []
      : [
          {
            about: `${formatInteger(hidden)} earlier`,
            command: `telltale steps${filterWords(answer)} --limit ${Math.min(matchingCalls, limit * 5)}`,
          },
        ]),
  ];
}

/** The later one of equals; where nothing has a price, the newest. */
function dearestOf(steps: readonly Step[]): Step {
  return steps.reduce((best, step) =>
    (step.costNanoUsd ?? -1) >= (best.costNanoUsd ?? -1) ? step : best,
  );
}

function filterWords({ filter, order, timezone }: StepsAnswer): string {
  const { session, sinceMs } = filter;
  return [
    session === null ? '' : ` ${shellWord(session.shortId)}`,
    sinceMs === null ? '' : ` --since ${instantWord(sinceMs, timezone)}`,
    order === 'desc' ? ' --order desc' : '',
  ].join('');
}
