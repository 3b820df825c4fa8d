// The running 5-hour window on a terminal: the sentence first, then the figures it rests on, then the
// sums around it. Every value comes from the answer.
import type { SpanTotals } from '../../query/window/period-sums.ts';
import type { CallTotals } from '../../query/window/totals.ts';
import type {
  CurrentWindow,
  PeriodUse,
  SessionShare,
  WindowAnswer,
} from '../../query/window/window.ts';
import {
  formatBar,
  formatCount,
  formatDuration,
  formatFactor,
  formatInteger,
  formatPercent,
  formatTokens,
  formatUsd,
} from '../../shared/format.ts';
import { promptTokens } from '../../shared/tokens.ts';
import { openZone } from '../../shared/zone.ts';
import {
  EMPTY_STEPS,
  type KeyValue,
  type NextStep,
  renderHeading,
  renderKeyValues,
  renderNextSteps,
  wrapText,
} from './layout.ts';
import { adaptSigns, mark } from './marks.ts';
import { paint } from './paint.ts';
import type { Screen } from './screen.ts';
import { costText } from './sessions-words.ts';
import { type Column, renderTable } from './table.ts';
import { type Here, outlookSentence, shortDay } from './window-words.ts';

export function renderWindow(answer: WindowAnswer, screen: Screen): string {
  const here: Here = { zone: openZone(answer.timezone), nowMs: answer.generatedAtMs };
  const { current } = answer;
  const parts = [
    renderHeading(titleOf(current, here), `API-equivalent, ${answer.timezone}`, screen),
    renderSentence(outlookSentence(answer.outlook, current, here), screen),
  ];
  if (current !== null) {
    parts.push(renderKeyValues(currentLines(current, here, screen), screen));
    parts.push(renderSessions(current.bySession, screen));
  }
  parts.push(renderKeyValues(sumLines(answer, here, screen), screen));
  if (isBound(answer)) parts.push(renderLegend(screen));
  parts.push(renderNextSteps(nextSteps(answer), screen));
  return parts.join('\n');
}

/** `412k tokens · 96 % cached · 61 calls`. */
export function tokenWords(totals: CallTotals): string {
  return [
    `${formatTokens(totals.totalTokens)} tokens`,
    `${formatPercent(cachedRatio(totals))} cached`,
    formatCount(totals.calls, 'call'),
  ].join(' · ');
}

/** Share of what the models were sent that came from the cache; `null`: nothing was sent. */
export function cachedRatio(totals: CallTotals): number | null {
  const sent = promptTokens(totals);
  return sent === 0 ? null : totals.cacheReadTokens / sent;
}

/** Calls without a time, in words; `null`: there are none. */
export function untimedWords(totals: CallTotals, screen: Screen): string | null {
  if (totals.calls === 0) return null;
  const cost = costText(totals, screen);
  const verb = totals.calls === 1 ? 'belongs' : 'belong';
  return `${formatCount(totals.calls, 'call')} without a time ${verb} to no window: ${cost}`;
}

function titleOf(current: CurrentWindow | null, { zone }: Here): string {
  if (current === null) return 'window';
  return `window ${zone.hourMinute(current.startMs)} – ${zone.hourMinute(current.endMs)}`;
}

const GLUE = '\u00a0';

function renderSentence(sentence: string, screen: Screen): string {
  // A line does not end within `2 h 14 m`.
  const glued = adaptSigns(sentence, screen).replaceAll(
    /(?<=\d) (?=[dhms]\b)|(?<=\d [dhm]) (?=\d)/g,
    GLUE,
  );
  const lines = wrapText(glued, screen.width - 2).map((line) => line.replaceAll(GLUE, ' '));
  return lines.map((line) => `  ${paint(line, 'accent', screen)}\n`).join('');
}

function currentLines(current: CurrentWindow, here: Here, screen: Screen): KeyValue[] {
  const { totals, burn, startMs, endMs } = current;
  const goneMs = here.nowMs - startMs;
  const bar = formatBar(goneMs / (endMs - startMs), 10, screen);
  const time = `${formatDuration(goneMs)} gone, ${formatDuration(endMs - here.nowMs)} left`;
  return [
    ['cost', `${costText(totals, screen)} · ${tokenWords(totals)}`],
    ['time', bar === '' ? time : `${bar} ${time}`],
    ['rate', burn.isIdle ? 'idle: $0.00 per hour, 0 tokens per minute' : rateWords(current)],
    ['limit', limitWords(current)],
    ['basis', basisWords(current)],
  ];
}

function rateWords({ burn }: CurrentWindow): string {
  const usd = burn.usdPerHour === null ? '–' : formatUsd(Math.round(burn.usdPerHour * 1e9));
  const span =
    burn.overMs === 3_600_000 ? 'the last hour' : `the last ${formatDuration(burn.overMs)}`;
  return `${usd} per hour, ${formatTokens(burn.tokensPerMinute)} tokens per minute, over ${span}`;
}

/** The largest measured mark; a plan's true limit is not published and never guessed. */
function limitWords({ marks, cutOffMs, totals }: CurrentWindow): string {
  if (cutOffMs !== null) return 'reached';
  const cutOff = marks.find(({ kind }) => kind === 'cut-off');
  if (cutOff === undefined) return 'not known: no window here was ever cut off';
  const ratio = totals.costNanoUsd === null ? null : totals.costNanoUsd / cutOff.costNanoUsd;
  return `${formatPercent(ratio)} of the ${formatUsd(cutOff.costNanoUsd)} at which one was cut off`;
}

function basisWords({ basis }: CurrentWindow): string {
  return basis === 'told'
    ? 'told by Claude Code when the limit was hit'
    : 'reconstructed from your calls; use elsewhere can move the reset';
}

const SESSION_COLUMNS: readonly Column[] = [
  { header: 'PROJECT', priority: 3, minWidth: 8, maxWidth: 20 },
  { header: 'SESSION', minWidth: 14, maxWidth: 48 },
  { header: 'COST', align: 'right' },
  { header: 'TOKENS', align: 'right', priority: 1 },
  { header: 'CALLS', align: 'right', priority: 2 },
];

function renderSessions(shares: readonly SessionShare[], screen: Screen): string {
  const rows = shares.map(({ session, totals }) => ({
    cells: [
      session?.project?.name ?? null,
      session?.title ?? session?.shortId ?? null,
      costText(totals, screen),
      formatTokens(totals.totalTokens),
      formatInteger(totals.calls),
    ],
  }));
  const inner = { ...screen, width: screen.width - 2 };
  return indent(renderTable(SESSION_COLUMNS, rows, inner));
}

export function indent(lines: string): string {
  return lines.replaceAll(/^(?=.)/gm, '  ');
}

function sumLines(answer: WindowAnswer, here: Here, screen: Screen): KeyValue[] {
  const { week, month, period, notAttributable } = answer;
  const lines: KeyValue[] = [
    ['this week', `${spanWords(week, screen)} · since ${dayWords(week.fromDay, here)}`],
    ['this month', spanWords(month, screen)],
    ['period', periodWords(period, here, screen)],
  ];
  const untimed = untimedWords(notAttributable, screen);
  if (untimed !== null) lines.push(['no time', untimed]);
  return lines;
}

function spanWords({ totals }: SpanTotals, screen: Screen): string {
  return `${costText(totals, screen)} · ${tokenWords(totals)}`;
}

function periodWords(period: PeriodUse, here: Here, screen: Screen): string {
  const lastDay = here.zone.addDays(period.nextDay, -1);
  const used = formatInteger(period.windowsUsed);
  const words = [
    `${dayWords(period.fromDay, here)} – ${dayWords(lastDay, here)}`,
    period.windowsPerPeriod === null
      ? formatCount(period.windowsUsed, 'window')
      : `${used} of ${formatCount(period.windowsPerPeriod, 'window')} used`,
  ];
  if (period.windowsLeft !== null && period.windowsLeft < 0) {
    words.push(`${formatInteger(-period.windowsLeft)} over`);
  } else if (period.windowsLeftPerDay !== null) {
    words.push(`${period.windowsLeftPerDay.toFixed(1)} left per day`);
  }
  words.push(costText(period.totals, screen) + planWords(period));
  return words.join(' · ');
}

function planWords({ planUsd, planRatio }: PeriodUse): string {
  if (planUsd === null) return '';
  const price = formatUsd(planUsd * 1e9).replace(/\.00$/, '');
  return ` for a ${price} plan (${formatFactor(planRatio)})`;
}

/** No call was ever counted. */
function isUnused({ outlook, notAttributable }: WindowAnswer): boolean {
  const hasWindow = outlook.kind !== 'no-window' || outlook.lastEndedMs !== null;
  return !hasWindow && notAttributable.calls === 0;
}

function dayWords(dayKey: string, { zone, nowMs }: Here): string {
  return shortDay(dayKey, zone.dayKey(nowMs));
}

function isBound({ current, week, month, period }: WindowAnswer): boolean {
  const all = [
    week.totals,
    month.totals,
    period.totals,
    ...(current === null ? [] : [current.totals]),
  ];
  return all.some(
    ({ calls, finalCalls, unpricedCalls }) => finalCalls < calls || unpricedCalls > 0,
  );
}

function renderLegend(screen: Screen): string {
  const sentence = `Where it says ${mark('lowerBound', screen)}, calls have no price or only a placeholder output count.`;
  const lines = wrapText(adaptSigns(sentence, screen), screen.width - 2);
  return lines.map((line) => `  ${paint(line, 'dim', screen)}\n`).join('');
}

function nextSteps(answer: WindowAnswer): readonly NextStep[] {
  if (isUnused(answer)) return EMPTY_STEPS;
  return [
    { about: 'past windows', command: 'telltale window --history' },
    answer.period.planUsd === null
      ? { about: 'compare with your plan', command: 'telltale config explain plan.monthly_usd' }
      : { about: 'day by day', command: 'telltale usage daily' },
  ];
}
