// Sessions and projects by their use of the cache, as a page. Knows columns, words and the levels of
// colour; every figure is the answer's.
import type {
  CacheUse,
  CompareAnswer,
  ComparedSession,
  DeepFinding,
} from '../../query/compare/compare-answer.ts';
import {
  formatCount,
  formatInteger,
  formatPercent,
  formatTokens,
  formatUsd,
} from '../../shared/format.ts';
import { openZone } from '../../shared/zone.ts';
import {
  EMPTY_STEPS,
  type NextStep,
  renderHeading,
  renderKeyValues,
  renderNextSteps,
  renderSection,
  renderSentences,
} from './layout.ts';
import { mark, markValue } from './marks.ts';
import type { Screen } from './screen.ts';
import { boundSentences, costText, fitTitle, instantWord, shellWord } from './sessions-words.ts';
import { type Cell, type Column, type Row, renderTable } from './table.ts';

/** From here on the cache is used well, and fairly. Source: the levels of ctxprof's comparison. */
const GOOD_RATIO = 0.8;
const FAIR_RATIO = 0.5;

export function renderCompare(answer: CompareAnswer, screen: Screen): string {
  const { sessions, sinceMs, timezone } = answer;
  const since = sinceMs === null ? '' : ` · since ${openZone(timezone).dateTime(sinceMs)}`;
  const heading = renderHeading(
    `Cache use · ${formatCount(sessions, 'session')}${since}`,
    `API-equivalent, ${timezone}`,
    screen,
  );
  const next = renderNextSteps(nextSteps(answer), screen);
  if (sessions === 0) {
    const why = sinceMs === null ? 'No call is in the ledger.' : 'No call is as new as that.';
    return `${heading}\n  ${why}\n\n${next}`;
  }
  return [
    heading,
    renderKeyValues(summary(answer, screen), screen),
    section('LOWEST REUSE', sessionTable(answer.lowest, screen), screen),
    section('DEAREST REBUILDS', sessionTable(answer.dearestRebuilds, screen), screen),
    section('PROJECTS', projectTable(answer, screen), screen),
    deepPart(answer, screen),
    renderSentences(boundSentences(answer.total, screen), screen),
    next,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function summary(answer: CompareAnswer, screen: Screen): [string, Cell][] {
  const { total, meanReuseRatio, ratedSessions, best, worst } = answer;
  const rated = ratedSessions === answer.sessions ? '' : `, ${formatInteger(ratedSessions)} rated`;
  const name = (one: CompareAnswer['best']): string => {
    if (one === null) return '';
    const [share, id] = [formatPercent(one.reuseRatio, 1), `(${one.shortId})`];
    const indent = '  rebuilt  ';
    return `${share} ${fitTitle(one.title ?? 'untitled', `${indent}${share}  ${id}`, screen)} ${id}`;
  };
  return [
    [
      'reuse',
      [
        reuseCell(total.reuseRatio, screen),
        ` by tokens · ${formatPercent(meanReuseRatio, 1)} mean of sessions${rated}`,
      ],
    ],
    ...(ratedSessions < 2
      ? []
      : ([
          ['best', name(best)],
          ['worst', name(worst)],
        ] as [string, Cell][])),
    [
      'rebuilt',
      total.rebuilds === 0
        ? 'none beyond what is expected'
        : `${formatCount(total.rebuilds, 'time')}, ${formatTokens(total.rewrittenTokens)} again · ${excessText(total, screen)} over a warm read`,
    ],
    ['cost', costText(total, screen)],
  ];
}

function reuseCell(ratio: number | null, screen: Screen) {
  if (ratio === null) return mark('unknown', screen);
  const text = formatPercent(ratio, 1);
  if (ratio >= GOOD_RATIO) return { text, tone: 'good' as const };
  const level = ratio >= FAIR_RATIO ? ('warn' as const) : ('critical' as const);
  return { text: `${mark(level, screen)} ${text}`, tone: level };
}

const NUMBER = { align: 'right' } as const;
const USE_COLUMNS: readonly Column[] = [
  { header: 'REUSE', ...NUMBER },
  { header: 'READ', ...NUMBER, priority: 4 },
  { header: 'WRITTEN', ...NUMBER, priority: 4 },
  { header: 'REBUILT', ...NUMBER, priority: 1 },
  { header: 'EXCESS', ...NUMBER },
  { header: 'COST', ...NUMBER, priority: 2 },
];

function useCells(use: CacheUse, screen: Screen): Cell[] {
  return [
    reuseCell(use.reuseRatio, screen),
    formatTokens(use.readTokens),
    formatTokens(use.writtenTokens),
    formatInteger(use.rebuilds),
    use.rebuilds === 0 ? '' : excessText(use, screen),
    costText(use, screen),
  ];
}

function excessText({ excessNanoUsd, unpricedRebuilds }: CacheUse, screen: Screen): string {
  const text = formatUsd(excessNanoUsd);
  if (excessNanoUsd === null || unpricedRebuilds === 0) return text;
  return markValue('lowerBound', text, screen);
}

function sessionTable(sessions: readonly ComparedSession[], screen: Screen): string {
  if (sessions.length === 0) return '';
  const columns: Column[] = [
    { header: 'SESSION', truncate: 'never' },
    { header: 'TITLE', priority: 3, minWidth: 12 },
    { header: 'PROJECT', priority: 5, minWidth: 8, maxWidth: 20 },
    ...USE_COLUMNS,
  ];
  const rows = sessions.map(
    ({ shortId, title, project, use }): Row => ({
      cells: [shortId, title ?? 'untitled', project?.name ?? null, ...useCells(use, screen)],
    }),
  );
  return renderTable(columns, rows, inner(screen));
}

function projectTable({ projects, limit }: CompareAnswer, screen: Screen): string {
  const columns: Column[] = [
    { header: 'PROJECT', truncate: 'middle', minWidth: 12 },
    { header: 'SESSIONS', ...NUMBER, priority: 3 },
    ...USE_COLUMNS,
  ];
  const rows = projects.slice(0, limit).map(
    ({ project, sessions, use }): Row => ({
      cells: [project, formatInteger(sessions), ...useCells(use, screen)],
    }),
  );
  const more = projects.length - rows.length;
  const rest = more === 0 ? '' : `${formatInteger(more)} more in --json.\n`;
  return renderTable(columns, rows, inner(screen)) + rest;
}

function deepPart({ deep }: CompareAnswer, screen: Screen): string {
  if (deep === null) return '';
  const gone =
    deep.withoutTranscript === 0
      ? ''
      : ` ${formatCount(deep.withoutTranscript, 'session')} ${deep.withoutTranscript === 1 ? 'has' : 'have'} no transcript any more.`;
  const scope = `Read: the newest ${formatCount(deep.sessions, 'session')}.${gone}`;
  if (deep.findings.length === 0) {
    return renderSentences([`${scope} No file was read again unchanged or in vain.`], screen);
  }
  const columns: Column[] = [
    { header: 'FILE', truncate: 'middle', minWidth: 14 },
    { header: 'WHAT', truncate: 'never', priority: 1 },
    { header: 'TIMES', ...NUMBER, priority: 3 },
    { header: 'TOKENS', ...NUMBER, priority: 2 },
    { header: 'COST', ...NUMBER },
    { header: 'SESSION', truncate: 'never' },
  ];
  const rows = deep.findings.map((finding): Row => ({ cells: deepCells(finding, screen) }));
  const table = renderTable(columns, rows, inner(screen));
  const part = section('READ WITHOUT NEED (ESTIMATED)', table, screen);
  return `${part}\n${renderSentences([scope], screen)}`;
}

function deepCells(finding: DeepFinding, screen: Screen): Cell[] {
  const { subject, kind, count, tokens, costNanoUsd, shortId } = finding;
  return [
    subject,
    kind === 'repeated-read' ? 'read again' : 'never named',
    formatInteger(count),
    markValue('estimated', formatTokens(tokens), screen),
    costNanoUsd === null ? null : markValue('estimated', formatUsd(costNanoUsd), screen),
    shortId,
  ];
}

function section(title: string, body: string, screen: Screen): string {
  return body === '' ? '' : `${renderSection(title, screen)}${body.replaceAll(/^(?=.)/gm, '  ')}`;
}

/** Tables stand below their heading, indented as it is. */
function inner(screen: Screen): Screen {
  return { ...screen, width: screen.width - 2 };
}

function nextSteps(answer: CompareAnswer): readonly NextStep[] {
  const { sessions, sinceMs, dearestRebuilds, lowest, deep, timezone } = answer;
  if (sessions === 0) {
    return sinceMs === null
      ? EMPTY_STEPS
      : [{ about: 'over all of history', command: 'telltale compare' }];
  }
  const [dearest] = dearestRebuilds;
  const [low] = lowest;
  const one = dearest ?? low;
  const since = sinceMs === null ? '' : ` --since ${instantWord(sinceMs, timezone)}`;
  return [
    ...(one === undefined
      ? []
      : [{ about: 'why, call by call', command: `telltale cache ${shellWord(one.shortId)}` }]),
    { about: 'by cause', command: `telltale cache${since || firstSince(answer)}` },
    ...(deep === null
      ? [{ about: 'what was re-read too', command: `telltale compare${since} --deep` }]
      : []),
  ];
}

/** From the day of the oldest session that is listed: without it, cache sums up 30 days only. */
function firstSince({ dearestRebuilds, lowest, timezone }: CompareAnswer): string {
  const known = [...dearestRebuilds, ...lowest].flatMap(({ firstAtMs }) => firstAtMs ?? []);
  return known.length === 0 ? '' : ` --since ${openZone(timezone).dayKey(Math.min(...known))}`;
}
