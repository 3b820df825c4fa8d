// A digest as a page: the sums, the lists, and what to do about it. Knows words; the lists are
// digest-tables.ts, every figure is the answer's.
import type { CauseSum } from '../../query/cache/cache-answer.ts';
import type { Advice, DigestAnswer } from '../../query/digest/digest-answer.ts';
import { formatCount, formatPercent, formatTokens, formatUsd } from '../../shared/format.ts';
import { openZone } from '../../shared/zone.ts';
import { digestTables } from './digest-tables.ts';
import {
  EMPTY_STEPS,
  type KeyValue,
  type NextStep,
  renderHeading,
  renderKeyValues,
  renderNextSteps,
  renderSection,
  renderSentences,
} from './layout.ts';
import { mark, markValue } from './marks.ts';
import type { Screen } from './screen.ts';
import { boundSentences, costText, instantWord } from './sessions-words.ts';

export function renderDigest(answer: DigestAnswer, screen: Screen): string {
  const heading = renderHeading(headingOf(answer), `API-equivalent, ${answer.timezone}`, screen);
  if (answer.sum.calls === 0) {
    return `${heading}\n${renderSentences([emptyReason(answer)], screen)}\n${renderNextSteps(emptySteps(answer), screen)}`;
  }
  const parts = [
    heading,
    renderKeyValues(summaryLines(answer, screen), screen),
    ...digestTables(answer, screen),
    renderSentences(noteSentences(answer, screen), screen),
    adviceBlock(answer, screen),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function headingOf({ period, sessions, turns, sum, timezone }: DigestAnswer): string {
  const since = period.isDefault ? 'Today' : `Since ${openZone(timezone).dateTime(period.sinceMs)}`;
  const counts = [
    formatCount(sessions, 'session'),
    formatCount(turns, 'turn'),
    formatCount(sum.calls, 'call'),
  ];
  return [since, ...(sum.calls === 0 ? [] : counts)].join(' · ');
}

function summaryLines(answer: DigestAnswer, screen: Screen): KeyValue[] {
  const { sum, cachedRatio, dearCalls } = answer;
  const { tokens } = sum;
  const isFinal = sum.finalCalls === sum.calls;
  const out = formatTokens(tokens.outputTokens);
  const least = formatUsd(dearCalls.leastNanoUsd);
  const dear =
    dearCalls.calls === 0
      ? `no call of ${least} or more`
      : `${formatUsd(dearCalls.costNanoUsd)} of it (${formatPercent(dearCalls.costRatio)}) in ${formatCount(dearCalls.calls, 'call')} of ${least} or more`;
  return [
    ['cost', `${costText(sum, screen)} · ${dear}`],
    [
      'tokens',
      [
        `in ${formatTokens(tokens.inputTokens)} · `,
        { text: `read ${formatTokens(tokens.cacheReadTokens)}`, tone: 'cacheRead' },
        ' · ',
        { text: `write 5m ${formatTokens(tokens.cacheWrite5mTokens)}`, tone: 'cacheWrite' },
        ' · ',
        { text: `write 1h ${formatTokens(tokens.cacheWrite1hTokens)}`, tone: 'cacheWrite' },
        ` · out ${isFinal ? out : markValue('lowerBound', out, screen)}`,
      ],
    ],
    ['cached', `${formatPercent(cachedRatio, 1)} of what was sent`],
    ['rebuilds', rebuildText(answer, screen)],
  ];
}

function excessText(
  { excessNanoUsd, unpricedEvents }: DigestAnswer['avoidable'],
  screen: Screen,
): string {
  const text = formatUsd(excessNanoUsd);
  if (excessNanoUsd === null || unpricedEvents === 0) return text;
  return markValue('lowerBound', text, screen);
}

/** What could have been avoided in money, the rest by name. */
function rebuildText({ rebuilds, avoidable }: DigestAnswer, screen: Screen): string {
  const unexpected = rebuilds.filter(({ isExpected }) => !isExpected);
  const expected = rebuilds.filter(({ isExpected }) => isExpected);
  const names = (sums: readonly CauseSum[], withMoney: boolean): string =>
    sums
      .map(({ cause, events, excessNanoUsd }) => {
        const times = events === 1 ? '' : ` (${events})`;
        return `${cause}${withMoney ? ` ${formatUsd(excessNanoUsd)}` : ''}${times}`;
      })
      .join(', ');
  const first =
    avoidable.events === 0
      ? 'none to be avoided'
      : `${excessText(avoidable, screen)} over warm reads: ${names(unexpected, true)}`;
  return expected.length === 0 ? first : `${first} · expected: ${names(expected, false)}`;
}

function noteSentences(answer: DigestAnswer, screen: Screen): string[] {
  const { sum, undatedCalls, avoidable, costLevels, dearestCalls } = answer;
  const levels = (['warn', 'critical'] as const).flatMap((level) => {
    if (!dearestCalls.some(({ costLevel }) => costLevel === level)) return [];
    const from = level === 'warn' ? costLevels.warnNanoUsd : costLevels.criticalNanoUsd;
    return [`${mark(level, screen)} from ${formatUsd(from)} a call`];
  });
  return [
    ...(levels.length === 0 ? [] : [`${levels.join(' · ')}.`]),
    ...boundSentences(sum, screen),
    ...(avoidable.unpricedEvents === 0
      ? []
      : [`${formatCount(avoidable.unpricedEvents, 'rebuild')} without a price not in the sum.`]),
    ...(undatedCalls === 0
      ? []
      : [`${formatCount(undatedCalls, 'call')} of the ledger without a time: in no period.`]),
  ];
}

function adviceBlock(answer: DigestAnswer, screen: Screen): string {
  if (answer.advice.length > 0) {
    const steps = answer.advice.map((advice) => ({
      about: adviceWords(advice),
      command: advice.command,
    }));
    return `${renderSection('WORTH A LOOK', screen)}${renderNextSteps(steps, screen)}`;
  }
  const lean = renderSentences(['Nothing stands out: lean.'], screen);
  return `${lean}\n${renderNextSteps(usualSteps(answer), screen)}`;
}

/** A fact, with what it was measured by. */
function adviceWords(advice: Advice): string {
  switch (advice.rule) {
    case 'one-session': {
      const { session, costRatio, costNanoUsd } = advice;
      const name = session.title ?? session.project?.name ?? session.shortId;
      return `${formatPercent(costRatio)} in one session, ${formatUsd(costNanoUsd)}: ${name}`;
    }
    case 'dear-calls': {
      const { calls, leastNanoUsd, costNanoUsd, costRatio } = advice;
      const what = `${formatCount(calls, 'call')} of ${formatUsd(leastNanoUsd)} or more`;
      return `${what}: ${formatUsd(costNanoUsd)}, ${formatPercent(costRatio)}; the dearest`;
    }
    case 'rebuilds': {
      const { excessNanoUsd, costRatio, cause, causeNanoUsd } = advice;
      const most = `most by ${cause}, ${formatUsd(causeNanoUsd)}`;
      return `cache rebuilt for ${formatUsd(excessNanoUsd)}, ${formatPercent(costRatio)}; ${most}`;
    }
    default:
      return advice satisfies never;
  }
}

function usualSteps(answer: DigestAnswer): readonly NextStep[] {
  const { period, timezone } = answer;
  return [
    {
      about: 'call by call',
      command: `telltale steps --since ${instantWord(period.sinceMs, timezone)}`,
    },
    { about: 'day by day', command: 'telltale usage daily' },
  ];
}

function emptyReason({ knownCalls, period }: DigestAnswer): string {
  if (knownCalls === 0) return 'The ledger holds no call yet.';
  return period.isDefault ? 'No call today.' : 'No call is as new as that.';
}

function emptySteps({ knownCalls }: DigestAnswer): readonly NextStep[] {
  if (knownCalls === 0) return EMPTY_STEPS;
  return [
    { about: 'the last seven days', command: 'telltale digest --since 7d' },
    { about: 'the last calls', command: 'telltale steps' },
  ];
}
