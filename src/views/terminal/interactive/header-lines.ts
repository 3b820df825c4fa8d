// The top of the screen: where you are, and the sums of what is below. Knows words; the sums were made by
// the query.
import type { BrowseAnswer, BrowsedCall } from '../../../query/browse/browse-answer.ts';
import {
  formatCount,
  formatDay,
  formatPercent,
  formatSparkline,
  formatTokens,
} from '../../../shared/format.ts';
import { NO_TOKENS, promptTokens } from '../../../shared/tokens.ts';
import { displayWidth, truncateEnd } from '../../../shared/width.ts';
import { adaptSigns } from '../marks.ts';
import { paintStyled, plainText, type Span, type Styled } from '../paint.ts';
import { modelLabel } from '../sessions-words.ts';
import { cutTo, paintSpans, prepare, widthOf } from '../spans.ts';
import { type BrowseState, levelOf } from './browse-state.ts';
import { callCost } from './call-columns.ts';
import { isHidden, kindWords, rebuildsCell } from './cause-words.ts';
import { findCall } from './items.ts';
import { layoutOf } from './layout-of.ts';
import { totalCost } from './sum-details.ts';
import { textLines } from './text-lines.ts';

/** From this width on the context is drawn as a line of calls. */
const WIDTH_FOR_SPARKLINE = 110;
/** From this width on the first line names the money. */
const WIDTH_FOR_MONEY = 64;

export function headerLines(state: BrowseState): readonly string[] {
  const { headerRows } = layoutOf(state);
  return [trailLine(state), factsLine(state)].slice(0, headerRows);
}

/** The way here; the money and the zone are named at the right edge. */
function trailLine(state: BrowseState): string {
  const { look, columns } = state;
  const { screen } = look;
  const right = adaptSigns(moneyWords(state), screen);
  const room = columns - (right === '' ? 0 : displayWidth(right) + 2);
  const spans = cutTo(prepare(trail(state, room), screen), room, screen);
  const blanks = ' '.repeat(Math.max(0, columns - widthOf(spans) - displayWidth(right)));
  const left = paintSpans(spans, screen);
  return right === ''
    ? left
    : `${left}${blanks}${paintStyled({ text: right, tone: 'dim' }, screen)}`;
}

/** On a narrow screen beside the sum, if there is a line for it. */
function moneyWords(state: BrowseState): string {
  const { columns, look } = state;
  if (columns >= WIDTH_FOR_MONEY) return `API-equivalent, ${look.zone.name}`;
  return layoutOf(state).headerRows < 2 && columns >= 36 ? 'API-equivalent' : '';
}

function trail(state: BrowseState, room: number): readonly Span[] {
  const parts = trailParts(state);
  const sign = state.look.screen.unicode ? ' › ' : ' > ';
  const longest = parts.reduce(
    (best, part, at) => (part.length > (parts[best]?.length ?? 0) ? at : best),
    0,
  );
  const total = parts.reduce((sum, part) => sum + displayWidth(part) + 3, -3);
  const cut = parts.map((part, at) =>
    at !== longest || total <= room
      ? part
      : truncateEnd(part, Math.max(8, displayWidth(part) - (total - room))),
  );
  return cut.flatMap((part, at): Span[] => {
    const isLast = at === cut.length - 1;
    const span: Span = { text: part, tone: isLast ? 'accent' : 'dim' };
    return at === 0 ? [span] : [{ text: sign, tone: 'dim' }, span];
  });
}

function trailParts(state: BrowseState): string[] {
  const { opened, levels } = state;
  return levels.map((level) => {
    switch (level.name) {
      case 'sessions':
        return levels.length === 1 ? 'telltale · sessions' : 'sessions';
      case 'turns':
        return sessionName(state, level.sessionId);
      case 'calls':
        return level.turn === null
          ? 'all calls'
          : level.turn === 0
            ? 'before'
            : `turn ${level.turn}`;
      case 'blocks':
        return `call ${opened === null ? '' : callNumber(opened, level.callId)}`;
      case 'text':
        return [kindWords(level.block), level.block.name].filter(Boolean).join(' ');
      default:
        return level satisfies never;
    }
  });
}

function sessionName({ opened, sessions }: BrowseState, sessionId: string): string {
  const session =
    opened?.sessionId === sessionId
      ? opened
      : sessions.sessions.find((one) => one.sessionId === sessionId);
  if (session === undefined) return sessionId.slice(0, 8);
  return session.title ?? session.project?.name ?? session.shortId;
}

/** Its place among the calls of the session, from 1. */
function callNumber({ calls }: BrowseAnswer, callId: string): number {
  return calls.findIndex((call) => call.callId === callId) + 1;
}

function factsLine(state: BrowseState): string {
  const { screen } = state.look;
  const facts = factsOf(state).filter((fact) => plainText(fact) !== '');
  const styled = facts.flatMap((fact, at): Span[] => [
    ...(at === 0 ? [] : [' · ']),
    ...(Array.isArray(fact) ? (fact as Span[]) : [fact as Span]),
  ]);
  const spans = cutTo(prepare(styled, screen), state.columns, screen);
  return paintSpans(spans, screen);
}

function factsOf(state: BrowseState): Styled[] {
  const { opened, columns, look } = state;
  const level = levelOf(state);
  // Where the first line has no room for it.
  const money = columns < WIDTH_FOR_MONEY ? 'API-equivalent' : '';
  if (level.name === 'sessions') return withMoney(sessionsFacts(state), money);
  if (opened === null) return [{ text: 'reading the session…', tone: 'dim' }];
  const progress: Styled = state.isStale || opened.blocks === 'not-read' ? READING : '';
  switch (level.name) {
    case 'turns':
      return [...withMoney(turnsFacts(opened, state), money), progress];
    case 'calls':
      return [...withMoney(callsFacts(opened, level.turn, state), money), progress];
    case 'blocks': {
      const call = findCall(opened, level.callId);
      if (call === null) return [];
      return [...withMoney([callCost(call, look.screen), ...callFacts(call)], money), progress];
    }
    case 'text':
      return textFacts(state);
    default:
      return level satisfies never;
  }
}

/** Behind the first sum: what is cut off at the edge is the rest. */
function withMoney(facts: readonly Styled[], money: string): Styled[] {
  const at = facts.findIndex((fact) => plainText(fact).includes('$')) + 1;
  return [...facts.slice(0, at), { text: money, tone: 'dim' }, ...facts.slice(at)];
}

const READING: Styled = { text: 'reading the transcript…', tone: 'dim' };

function sessionsFacts({ sessions, look, isReloading }: BrowseState): Styled[] {
  const { sessions: all, matchingSessions } = sessions;
  let [calls, finalCalls, unpricedCalls, costNanoUsd, tokens] = [0, 0, 0, 0, 0];
  for (const session of all) {
    calls += session.calls;
    finalCalls += session.finalCalls;
    unpricedCalls += session.unpricedCalls;
    costNanoUsd += session.costNanoUsd ?? 0;
    tokens += session.totalTokens;
  }
  const isAll = all.length >= matchingSessions;
  const sum = {
    calls,
    finalCalls,
    unpricedCalls,
    costNanoUsd,
    tokens: NO_TOKENS,
    totalTokens: tokens,
  };
  return [
    formatCount(matchingSessions, 'session'),
    // Half a sum would be taken for the whole.
    isAll ? { text: totalCost(sum, look.screen), tone: 'strong' } : '',
    isAll ? `${formatTokens(tokens)} tokens` : { text: 'reading all of them…', tone: 'dim' },
    isReloading ? { text: 'reading again…', tone: 'dim' } : '',
  ];
}

function turnsFacts(opened: BrowseAnswer, state: BrowseState): Styled[] {
  const { look, columns } = state;
  const { sum, turns, rebuilds, compactions, firstAtMs } = opened;
  const sent = promptTokens(sum.tokens);
  const spark = columns < WIDTH_FOR_SPARKLINE ? '' : contextLine(opened, look.screen);
  return [
    { text: totalCost(sum, look.screen), tone: 'strong' },
    firstAtMs === null ? '' : dayWords(firstAtMs, state),
    formatCount(turns.filter(({ turn }) => turn > 0).length, 'turn'),
    formatCount(sum.calls, 'call'),
    rebuildsCell(rebuilds, look.screen),
    `${formatTokens(sum.totalTokens)} tokens`,
    sent === 0 ? '' : `${formatPercent(sum.tokens.cacheReadTokens / sent)} cached`,
    compactions === 0 ? '' : formatCount(compactions, 'compaction'),
    opened.blocks === 'gone' ? { text: 'transcript deleted', tone: 'warn' } : '',
    spark === '' ? '' : `context ${spark}`,
  ];
}

function dayWords(atMs: number, { look, sessions }: BrowseState): string {
  return formatDay(look.zone.dayKey(atMs), look.zone.dayKey(sessions.generatedAtMs));
}

function contextLine({ calls }: BrowseAnswer, screen: BrowseState['look']['screen']): string {
  const main = calls.filter(({ chain }) => chain.kind === 'main');
  if (main.length < 2) return '';
  return formatSparkline(
    main.map(({ contextTokens }) => contextTokens),
    screen,
    24,
  );
}

function callsFacts(opened: BrowseAnswer, turn: number | null, { look }: BrowseState): Styled[] {
  if (turn === null) {
    const { sum, rebuilds } = opened;
    return [
      { text: totalCost(sum, look.screen), tone: 'strong' },
      formatCount(opened.calls.length, 'call'),
      rebuildsCell(rebuilds, look.screen),
    ];
  }
  const found = opened.turns.find((one) => one.turn === turn);
  if (found === undefined) return [];
  return [
    { text: totalCost(found, look.screen), tone: 'strong' },
    formatCount(found.places.length, 'call'),
    rebuildsCell(found.rebuilds, look.screen),
    found.title === null ? '' : { text: found.title, tone: 'dim' },
  ];
}

function callFacts(call: BrowsedCall): Styled[] {
  const { inputs, outputs, model, contextTokens, tokens } = call;
  const cached = contextTokens === 0 ? null : tokens.cacheReadTokens / contextTokens;
  return [
    `${inputs.length} in, ${outputs.length} out`,
    modelLabel(model),
    `context ${formatTokens(contextTokens)}`,
    `${formatPercent(cached)} cached`,
  ];
}

function textFacts(state: BrowseState): Styled[] {
  const level = levelOf(state);
  if (level.name !== 'text') return [];
  const { block, top } = level;
  const lines = textLines(state);
  const shown = layoutOf(state).bodyRows;
  const place =
    lines === null
      ? READING
      : `lines ${Math.min(top + 1, lines.length)}–${Math.min(top + shown, lines.length)} of ${lines.length}`;
  const target = [block.target, block.range].filter((word) => word !== null).join(' ');
  return [place, target, isHidden(block) ? '' : `~${formatTokens(block.estimatedTokens)} tokens`];
}
