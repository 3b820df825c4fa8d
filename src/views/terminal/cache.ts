// Where the cache collapsed, as a page: how much was read from it, the sums by what they are grouped by,
// and for one session its events. Knows columns and words; every figure is the answer's.
import type { CacheAnswer, GroupSum, TtlShare } from '../../query/cache/cache-answer.ts';
import {
  formatCount,
  formatInteger,
  formatPercent,
  formatTokens,
  formatUsd,
} from '../../shared/format.ts';
import { openZone } from '../../shared/zone.ts';
import { eventLines } from './cache-events.ts';
import {
  EMPTY_STEPS,
  type KeyValue,
  type NextStep,
  renderHeading,
  renderKeyValues,
  renderNextSteps,
  renderSentences,
} from './layout.ts';
import { markValue } from './marks.ts';
import type { Screen } from './screen.ts';
import { boundSentences, costText, fitTitle, instantWord, shellWord } from './sessions-words.ts';
import { type Cell, type Column, type Row, renderTable } from './table.ts';

export type CacheGrouping = 'cause' | 'project' | 'day' | 'version';

/** Groups shown; the rest is in --json. Own choice: a screen. */
const MAX_GROUPS = 15;

export function renderCache(answer: CacheAnswer, by: CacheGrouping, screen: Screen): string {
  const heading = renderHeading(
    headingOf(answer, screen),
    `API-equivalent, ${answer.timezone}`,
    screen,
  );
  const next = renderNextSteps(nextSteps(answer, by), screen);
  if (answer.calls.calls === 0) {
    return `${heading}\n${renderSentences([emptyReason(answer)], screen)}\n${next}`;
  }
  const parts = [
    heading,
    renderKeyValues(summaryLines(answer, screen), screen),
    by === 'cause' ? causeTable(answer, screen) : groupTable(answer, by, screen),
    ...(by === 'day' || by === 'version' ? [ttlTable(answer, by, screen)] : []),
    ...(answer.session === null ? [] : [eventLines(answer, screen)]),
    notes(answer, screen),
    next,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function headingOf({ session, sinceMs, timezone, sessions }: CacheAnswer, screen: Screen): string {
  if (session !== null) {
    const title = fitTitle(session.title ?? 'untitled', `Cache ·  · ${session.shortId}`, screen);
    return `Cache · ${title} · ${session.shortId}`;
  }
  const since = sinceMs === null ? '' : ` · since ${openZone(timezone).dateTime(sinceMs)}`;
  return `Cache · ${formatCount(sessions, 'session')}${since}`;
}

function emptyReason({ session, sinceMs, knownSessions }: CacheAnswer): string {
  if (knownSessions === 0) return 'No call is in the ledger yet.';
  const of = session === null ? 'No call' : 'This session has no call';
  return sinceMs === null ? `${of} is in the ledger.` : `${of} as new as that.`;
}

function summaryLines(answer: CacheAnswer, screen: Screen): KeyValue[] {
  const { calls, byCause, partial } = answer;
  const avoidable = byCause.filter(({ isExpected }) => !isExpected);
  const events = avoidable.reduce((sum, one) => sum + one.events, 0);
  const tokens = avoidable.reduce((sum, one) => sum + one.rewrittenTokens, 0);
  const known = avoidable.flatMap(({ excessNanoUsd }) => excessNanoUsd ?? []);
  const excess = known.length === 0 && events > 0 ? null : known.reduce((a, b) => a + b, 0);
  const isBound = excess !== null && avoidable.some(({ unpricedEvents }) => unpricedEvents > 0);
  const amount = isBound ? markValue('lowerBound', formatUsd(excess), screen) : formatUsd(excess);
  const share =
    excess === null || calls.costNanoUsd === null || calls.costNanoUsd === 0
      ? ''
      : `, ${formatPercent(excess / calls.costNanoUsd, 1)} of ${costText(calls, screen)}`;
  const reuse =
    calls.reuseRatio === null
      ? 'nothing was cached'
      : [
          { text: `${formatPercent(calls.reuseRatio, 1)} read`, tone: 'cacheRead' as const },
          ` · ${formatTokens(calls.readTokens)} read, `,
          { text: `${formatTokens(calls.writtenTokens)} written`, tone: 'cacheWrite' as const },
          ` in ${formatCount(calls.calls, 'call')}`,
        ];
  const rebuilt =
    events === 0
      ? 'none beyond what is expected'
      : `${formatCount(events, 'time')}, ${formatTokens(tokens)} again · ${amount} over a warm read${share}`;
  return [
    ['reuse', reuse],
    ['rebuilt', rebuilt],
    ...(partial.calls === 0
      ? []
      : ([
          [
            'besides',
            `${formatTokens(partial.tokens)} in ${formatCount(partial.calls, 'call')} with a smaller loss`,
          ],
        ] as KeyValue[])),
  ];
}

const NUMBER = { align: 'right' } as const;

function causeTable({ byCause }: CacheAnswer, screen: Screen): string {
  if (byCause.length === 0) return '';
  const columns: Column[] = [
    { header: 'CAUSE', truncate: 'never' },
    { header: 'TIMES', ...NUMBER },
    { header: 'REWRITTEN', ...NUMBER, priority: 2 },
    { header: 'EXCESS', ...NUMBER },
    { header: 'WHAT HAD CHANGED', priority: 1, minWidth: 16 },
  ];
  const rows = byCause.map((sum): Row => {
    const cells: Cell[] = [
      sum.cause,
      formatInteger(sum.events),
      formatTokens(sum.rewrittenTokens),
      excessCell(sum, screen),
      CAUSE_WORDS[sum.cause],
    ];
    return { cells, kind: sum.isExpected ? 'dim' : 'normal' };
  });
  return renderTable(columns, rows, screen);
}

/** What each cause means, in a few words. */
const CAUSE_WORDS: Readonly<Record<CacheAnswer['byCause'][number]['cause'], string>> = {
  'warm-up': 'first call, expected',
  clear: 'first call after /clear, expected',
  fork: 'first call of a copied session, expected',
  compaction: 'the context was compacted, expected',
  idle: 'silence beyond the lifetime in use',
  'model-switch': 'another model than the call before',
  'effort-switch': 'another effort level',
  'fast-switch': 'fast mode on or off',
  upgrade: 'another version of Claude Code',
  'tools-change': 'tools, MCP servers or subagents',
  resume: 'the session was taken up again',
  unexplained: 'nothing known on this side',
};

function groupTable(
  answer: CacheAnswer,
  by: Exclude<CacheGrouping, 'cause'>,
  screen: Screen,
): string {
  const groups = { project: answer.byProject, day: answer.byDay, version: answer.byVersion }[by];
  const columns: Column[] = [
    { header: by.toUpperCase(), truncate: by === 'project' ? 'middle' : 'end', minWidth: 10 },
    { header: 'CALLS', ...NUMBER, priority: 3 },
    { header: 'COST', ...NUMBER, priority: 2 },
    { header: 'REBUILT', ...NUMBER },
    { header: 'REWRITTEN', ...NUMBER, priority: 1 },
    { header: 'EXCESS', ...NUMBER },
    { header: 'OF COST', ...NUMBER, priority: 1 },
  ];
  const rows = groups.slice(0, MAX_GROUPS).map((group): Row => {
    return { cells: groupCells(group, screen) };
  });
  const more = groups.length - rows.length;
  const rest =
    more === 0 ? '' : renderSentences([`${formatInteger(more)} more in --json.`], screen);
  return renderTable(columns, rows, screen) + rest;
}

function groupCells(group: GroupSum, screen: Screen): Cell[] {
  const { excessNanoUsd: excess, costNanoUsd: cost } = group;
  return [
    group.key,
    formatInteger(group.calls),
    costText(group, screen),
    formatInteger(group.events),
    formatTokens(group.rewrittenTokens),
    excessCell(group, screen),
    excess === null || cost === null || cost === 0 ? null : formatPercent(excess / cost, 1),
  ];
}

function excessCell(
  { events, excessNanoUsd, unpricedEvents }: GroupSum | CacheAnswer['byCause'][number],
  screen: Screen,
): Cell {
  if (excessNanoUsd === null) return null;
  if (events === 0) return '';
  const text = formatUsd(excessNanoUsd);
  return unpricedEvents === 0 ? text : markValue('lowerBound', text, screen);
}

function ttlTable(answer: CacheAnswer, by: 'day' | 'version', screen: Screen): string {
  const shares = { day: answer.ttlByDay, version: answer.ttlByVersion }[by];
  if (shares.length === 0) return '';
  const columns: Column[] = [
    { header: `WRITES BY ${by.toUpperCase()}`, minWidth: 10 },
    { header: '5 m', ...NUMBER },
    { header: '1 h', ...NUMBER },
    { header: 'NOT TOLD', ...NUMBER, priority: 1 },
    { header: '1 h SHARE', ...NUMBER },
  ];
  const rows = shares.slice(0, MAX_GROUPS).map((share): Row => ({ cells: ttlCells(share) }));
  return renderTable(columns, rows, screen);
}

function ttlCells(share: TtlShare): Cell[] {
  const { key, write5mTokens, write1hTokens, untoldTokens, write1hRatio } = share;
  return [
    key,
    formatTokens(write5mTokens),
    formatTokens(write1hTokens),
    untoldTokens === 0 ? '' : formatTokens(untoldTokens),
    write1hRatio === null ? null : formatPercent(write1hRatio),
  ];
}

function notes(answer: CacheAnswer, screen: Screen): string {
  const unpriced = answer.events.filter(({ excessNanoUsd }) => excessNanoUsd === null).length;
  const isUntold = answer.ttlByVersion.some(({ untoldTokens }) => untoldTokens > 0);
  return renderSentences(
    [
      ...(unpriced === 0 ? [] : [`${formatCount(unpriced, 'event')} without a price.`]),
      ...(isUntold ? ['Writes whose lifetime was not told are priced as 5-minute ones.'] : []),
      ...boundSentences(answer.calls, screen),
    ],
    screen,
  );
}

function nextSteps(answer: CacheAnswer, by: CacheGrouping): readonly NextStep[] {
  const { session, sinceMs, timezone, calls, events } = answer;
  if (calls.calls === 0) {
    return answer.knownSessions === 0
      ? EMPTY_STEPS
      : [
          ...(session === null
            ? [{ about: 'over all of history', command: 'telltale compare' }]
            : []),
          { about: 'which sessions there are', command: 'telltale sessions' },
        ];
  }
  const dearest = dearestOf(answer);
  const steps: NextStep[] = [];
  if (dearest !== undefined && session === null) {
    const id = shellWord(dearest.shortId);
    steps.push({ about: 'the session with the dearest one', command: `telltale cache ${id}` });
  }
  if (dearest !== undefined) {
    steps.push({
      about: `the dearest, ${formatUsd(dearest.excessNanoUsd)} over a warm read`,
      command: `telltale call ${shellWord(dearest.callId)}`,
    });
  }
  if (session === null && by === 'cause') {
    const since = sinceMs === null ? '' : ` --since ${instantWord(sinceMs, timezone)}`;
    const command = `telltale cache --by version${since}`;
    steps.push({ about: 'by version, with lifetimes', command });
  }
  if (session === null) return steps;
  const id = shellWord(session.shortId);
  if (events.some(({ cause }) => cause === 'unexplained')) {
    steps.push({ about: 'for a bug report', command: `telltale cache ${id} --evidence -` });
  }
  steps.push({ about: 'what was avoidable', command: `telltale explain ${id}` });
  return steps;
}

function dearestOf({ events }: CacheAnswer) {
  return events
    .filter(({ isExpected, excessNanoUsd }) => !isExpected && excessNanoUsd !== null)
    .sort((a, b) => (b.excessNanoUsd ?? 0) - (a.excessNanoUsd ?? 0))[0];
}
