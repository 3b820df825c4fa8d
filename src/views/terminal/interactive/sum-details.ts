// The details of a session and of a turn: their sums, and a turn's prompt.
import type { BrowsedTurn } from '../../../query/browse/browse-answer.ts';
import type { SessionSummary } from '../../../query/sessions/summarise-sessions.ts';
import type { CallSum } from '../../../query/sessions/sums.ts';
import {
  formatCount,
  formatDuration,
  formatInteger,
  formatPercent,
  formatTokens,
  formatUsd,
} from '../../../shared/format.ts';
import { promptTokens } from '../../../shared/tokens.ts';
import type { Zone } from '../../../shared/zone.ts';
import { healthCell, stateSentence } from '../condition-words.ts';
import { type KeyValue, renderKeyValues, renderSection } from '../layout.ts';
import type { Screen } from '../screen.ts';
import { boundSentences, costText, modelLabel } from '../sessions-words.ts';
import { wrapText } from '../wrap.ts';
import type { BrowseState } from './browse-state.ts';
import { rebuildsCell } from './cause-words.ts';
import { blockKey } from './items.ts';
import { wrapBlock } from './text-lines.ts';

export function sessionDetail(session: SessionSummary, zone: Zone, screen: Screen): string {
  const { project, branch, health, activity, models, turns, firstAtMs, lastAtMs } = session;
  const pairs: KeyValue[] = [
    ['session', { text: session.sessionId, tone: 'accent' }],
    ['title', session.title],
    ['project', project?.path ?? null],
    ['branch', branch],
    ['began', firstAtMs === null ? null : zone.dateTime(firstAtMs)],
    ['last', lastAtMs === null ? null : zone.dateTime(lastAtMs)],
    ['state', lastAtMs === null ? null : stateSentence(activity, lastAtMs)],
    ['health', healthCell(health, screen)],
    ['context', contextWords(health.contextTokens, health.effectiveWindowTokens)],
    ['work', `${formatCount(turns, 'turn')} · ${formatCount(session.calls, 'call')}`],
  ];
  const byModel: KeyValue[] = models.map((model) => [
    modelLabel(model.model),
    `${costText(model, screen)} · ${formatCount(model.calls, 'call')}`,
  ]);
  return [
    renderKeyValues(
      pairs.filter(([name]) => name !== 'state'),
      screen,
    ),
    sumPart(session, screen),
    byModel.length === 0
      ? ''
      : `${renderSection('MODELS', screen)}${renderKeyValues(byModel, screen)}`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function contextWords(tokens: number | null, window: number | null): string | null {
  if (tokens === null) return null;
  if (window === null) return formatTokens(tokens);
  return `${formatTokens(tokens)} of ${formatTokens(window)} · ${formatPercent(tokens / window)}`;
}

export function turnDetail(state: BrowseState, turn: BrowsedTurn, screen: Screen): string {
  const { zone } = state.look;
  const { atMs, gapMs, rebuilds, peakContextTokens, copiedCalls } = turn;
  const copies =
    copiedCalls === 0 ? '' : ` · ${formatCount(copiedCalls, 'copy', 'copies')} not counted`;
  const pairs: KeyValue[] = [
    [
      'turn',
      { text: turn.turn === 0 ? 'before the first prompt' : String(turn.turn), tone: 'accent' },
    ],
    ['began', atMs === null ? null : zone.dateTime(atMs)],
    ['calls', `${formatInteger(turn.places.length)}${copies}`],
    ['context', peakContextTokens === null ? null : `${formatTokens(peakContextTokens)} at most`],
  ];
  if (gapMs !== null) pairs.push(['gap', `${formatDuration(gapMs)} since the turn before`]);
  if (rebuilds.count > 0) pairs.push(['rebuilds', rebuildsCell(rebuilds, screen)]);
  return [renderKeyValues(pairs, screen), sumPart(turn, screen), promptPart(state, turn, screen)]
    .filter((part) => part !== '')
    .join('\n');
}

function sumPart(sum: CallSum, screen: Screen): string {
  const { tokens } = sum;
  const sent = promptTokens(tokens);
  const written = tokens.cacheWrite5mTokens + tokens.cacheWrite1hTokens;
  const pairs: KeyValue[] = [
    ['cost', sum.costNanoUsd === null ? null : costText(sum, screen)],
    ['input', formatInteger(tokens.inputTokens)],
    ['cache read', { text: formatInteger(tokens.cacheReadTokens), tone: 'cacheRead' }],
    ['write', { text: formatInteger(written), tone: 'cacheWrite' }],
    ['output', formatInteger(tokens.outputTokens)],
    ['cached', formatPercent(sent === 0 ? null : tokens.cacheReadTokens / sent)],
  ];
  const notes = boundSentences(sum, screen).flatMap((words) => wrapText(words, screen.width - 2));
  const note = notes.length === 0 ? '' : `\n${notes.map((line) => `  ${line}\n`).join('')}`;
  return `${renderSection('SUM', screen)}${renderKeyValues(pairs, screen)}${note}`;
}

function promptPart({ text, opened }: BrowseState, turn: BrowsedTurn, screen: Screen): string {
  const heading = renderSection('PROMPT', screen);
  if (turn.prompt === null) {
    if (opened?.blocks !== 'gone' || turn.turn === 0) return '';
    return `${heading}${wrapText('The transcript is deleted.', screen.width - 2)
      .map((line) => `  ${line}\n`)
      .join('')}`;
  }
  if (text === null || blockKey(text.block) !== blockKey(turn.prompt)) return '';
  const lines = wrapBlock(text.text, Math.max(1, screen.width - 2));
  return `${heading}${lines.map((line) => `  ${line}`).join('\n')}`;
}

/** The price of nothing is not shown as unknown. */
export function totalCost(sum: CallSum, screen: Screen): string {
  return sum.calls === 0 ? formatUsd(0) : costText(sum, screen);
}
