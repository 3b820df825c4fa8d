// The lists of a digest as tables: sessions, dear calls, big cache writes, long silences. Knows columns;
// how a call's values are written is step-words.ts.
import type { DigestAnswer, DigestGap, SessionShare } from '../../query/digest/digest-answer.ts';
import type { Step } from '../../query/steps/steps-answer.ts';
import {
  formatDuration,
  formatInteger,
  formatPercent,
  formatTokens,
  formatUsd,
} from '../../shared/format.ts';
import { openZone, type Zone } from '../../shared/zone.ts';
import { renderSection } from './layout.ts';
import type { Styled } from './paint.ts';
import type { Screen } from './screen.ts';
import { costText, modelLabel } from './sessions-words.ts';
import { clockWithSeconds, costCell, rebuildCell } from './step-words.ts';
import { type Column, type Row, renderTable } from './table.ts';

const NUMBER = { align: 'right' } as const;
const SESSION: Column = { header: 'SESSION', truncate: 'middle', minWidth: 8, maxWidth: 13 };
const PROJECT: Column = { header: 'PROJECT', priority: 4, minWidth: 8, maxWidth: 16 };
const TITLE: Column = { header: 'TITLE', priority: 6, minWidth: 14, maxWidth: 40 };

/** Those with a row; none is shown for an empty list. */
export function digestTables(answer: DigestAnswer, screen: Screen): string[] {
  const zone = openZone(answer.timezone);
  return [
    section('SESSIONS BY COST', SESSION_COLUMNS, sessionRows(answer, screen), screen),
    section('DEAREST CALLS', CALL_COLUMNS, callRows(answer, zone, screen), screen),
    section('BIGGEST CACHE WRITES', WRITE_COLUMNS, writeRows(answer, zone, screen), screen),
    section('LONGEST GAPS', GAP_COLUMNS, gapRows(answer, zone), screen),
  ].filter((text) => text !== '');
}

function section(
  title: string,
  columns: readonly Column[],
  rows: readonly Row[],
  screen: Screen,
): string {
  if (rows.length === 0) return '';
  const table = renderTable(columns, rows, { ...screen, width: screen.width - 2 });
  return `${renderSection(title, screen)}${table.replaceAll(/^(?=.)/gm, '  ')}`;
}

const SESSION_COLUMNS: readonly Column[] = [
  SESSION,
  { ...PROJECT, priority: 3 },
  { ...TITLE, priority: 2 },
  { header: 'CALLS', ...NUMBER, priority: 6 },
  { header: 'TURNS', ...NUMBER, priority: 7 },
  { header: 'TOKENS', ...NUMBER, priority: 5 },
  { header: 'CACHED', ...NUMBER, priority: 4 },
  { header: 'COST', ...NUMBER },
  { header: 'SHARE', ...NUMBER, priority: 1 },
];

function sessionRows({ bySession }: DigestAnswer, screen: Screen): Row[] {
  return bySession.map((share): Row => {
    const { session, sum, turns, costRatio } = share;
    return {
      cells: [
        session.shortId,
        session.project?.name ?? null,
        session.title,
        formatInteger(sum.calls),
        formatInteger(turns),
        formatTokens(sum.totalTokens),
        formatPercent(cachedRatioOf(share)),
        costText(sum, screen),
        formatPercent(costRatio),
      ],
    };
  });
}

function cachedRatioOf({ sum }: SessionShare): number | null {
  const sent = sum.totalTokens - sum.tokens.outputTokens;
  return sent === 0 ? null : sum.tokens.cacheReadTokens / sent;
}

const CALL_COLUMNS: readonly Column[] = [
  { header: 'WHEN', truncate: 'never' },
  SESSION,
  PROJECT,
  { header: 'MODEL', priority: 3, minWidth: 8, maxWidth: 16 },
  { header: 'CONTEXT', ...NUMBER, priority: 1 },
  { header: 'COST', ...NUMBER },
  { header: 'REBUILD', priority: 2, minWidth: 19, maxWidth: 24 },
  { header: 'CALL', priority: 5, truncate: 'never' },
];

function callRows({ dearestCalls, period }: DigestAnswer, zone: Zone, screen: Screen): Row[] {
  return dearestCalls.map((step): Row => {
    const { session, model, contextTokens, callId } = step;
    return {
      cells: [
        whenText(step, period.sinceMs, zone),
        session.shortId,
        session.project?.name ?? null,
        modelLabel(model),
        formatTokens(contextTokens),
        costCell(step, screen),
        rebuildCell(step),
        callId,
      ],
    };
  });
}

const WRITE_COLUMNS: readonly Column[] = [
  { header: 'WHEN', truncate: 'never' },
  SESSION,
  PROJECT,
  { header: 'WRITE 5m', ...NUMBER },
  { header: 'WRITE 1h', ...NUMBER },
  { header: 'READ', ...NUMBER, priority: 3 },
  { header: 'COST', ...NUMBER, priority: 1 },
  { header: 'REBUILD', priority: 2, minWidth: 19, maxWidth: 24 },
  { header: 'CALL', priority: 5, truncate: 'never' },
];

function writeRows({ biggestWrites, period }: DigestAnswer, zone: Zone, screen: Screen): Row[] {
  return biggestWrites.map((step): Row => {
    const { session, tokens, callId } = step;
    return {
      cells: [
        whenText(step, period.sinceMs, zone),
        session.shortId,
        session.project?.name ?? null,
        { text: formatTokens(tokens.cacheWrite5mTokens), tone: 'cacheWrite' },
        { text: formatTokens(tokens.cacheWrite1hTokens), tone: 'cacheWrite' },
        { text: formatTokens(tokens.cacheReadTokens), tone: 'cacheRead' },
        costCell(step, screen),
        rebuildCell(step),
        callId,
      ],
    };
  });
}

const GAP_COLUMNS: readonly Column[] = [
  { header: 'GAP', ...NUMBER },
  { header: 'UNTIL', truncate: 'never' },
  SESSION,
  PROJECT,
  { header: 'CACHE', minWidth: 16 },
  { header: 'CALL', priority: 5, truncate: 'never' },
];

function gapRows({ longestGaps, period }: DigestAnswer, zone: Zone): Row[] {
  return longestGaps.map((gap): Row => {
    const { step } = gap;
    return {
      cells: [
        formatDuration(gap.gapMs),
        whenText(step, period.sinceMs, zone),
        step.session.shortId,
        step.session.project?.name ?? null,
        fateCell(gap),
        step.callId,
      ],
    };
  });
}

/** A call reads nearly all of what the one before had cached; what a percentage would round away. */
const WHOLLY_KEPT = 0.99;

/** Whether the cache outlived the silence, and what it cost where it did not. */
function fateCell({ cache, step, keptRatio }: DigestGap): Styled {
  const excess = step.rebuild?.excessNanoUsd ?? null;
  const price = excess === null ? '' : ` +${formatUsd(excess)}`;
  switch (cache) {
    case 'kept':
      return keptRatio !== null && keptRatio < WHOLLY_KEPT
        ? `${formatPercent(keptRatio)} kept`
        : { text: 'kept', tone: 'good' };
    case 'expired':
      return { text: `expired${price}`, tone: 'warn' };
    case 'lost':
      return step.rebuild?.isExpected === false
        ? { text: `lost: ${step.rebuild.cause}${price}`, tone: 'warn' }
        : `lost: ${step.rebuild?.cause ?? 'unknown'}`;
    case 'nothing-cached':
      return { text: 'nothing was cached', tone: 'dim' };
    default:
      return cache satisfies never;
  }
}

/** The time, with the day where the period is longer than one. */
function whenText({ atMs }: Step, sinceMs: number, zone: Zone): string | null {
  if (atMs === null) return null;
  const [day, first] = [zone.dayKey(atMs), zone.dayKey(sinceMs)];
  return day === first ? clockWithSeconds(atMs, zone) : zone.dateTime(atMs);
}
