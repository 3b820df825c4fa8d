// The avoidable costs of a session as a page: the sums, the findings, what would have saved besides, what
// to do next. Knows words and order; every value comes from the answer.
import type { AvoidableTotal, ExplainAnswer } from '../../query/explain/explain-answer.ts';
import { formatCount, formatPercent, formatTokens, formatUsd } from '../../shared/format.ts';
import { openZone } from '../../shared/zone.ts';
import { renderFindings } from './explain-findings.ts';
import { alternativeLines, explainNotes, nextSteps } from './explain-notes.ts';
import { renderHeading, renderNextSteps, renderSection, wrapText } from './layout.ts';
import { adaptSigns, markValue } from './marks.ts';
import { paint } from './paint.ts';
import type { Screen } from './screen.ts';
import { costText } from './sessions-words.ts';
import { paintSpans, prepare } from './spans.ts';
import { wrapSpans } from './wrap.ts';

export function renderExplain(answer: ExplainAnswer, screen: Screen): string {
  const alternatives = alternativeLines(answer, screen);
  const notes = explainNotes(answer, screen);
  return [
    renderHeading(answer.title ?? 'Untitled session', `API-equivalent, ${answer.timezone}`, screen),
    placeLines(answer, screen),
    '\n',
    indented(sumText(answer, screen), screen),
    '\n',
    answer.findings.length === 0 ? '' : `${renderFindings(answer, screen)}\n`,
    alternatives.length === 0 ? '' : renderSection('INSTEAD, NOT IN THE SUMS', screen),
    ...alternatives.map((line) => indented(line, screen)),
    alternatives.length === 0 ? '' : '\n',
    ...notes.map((note) => indented(note, screen)),
    notes.length === 0 ? '' : '\n',
    renderNextSteps(nextSteps(answer), screen),
  ].join('');
}

function placeLines(answer: ExplainAnswer, screen: Screen): string {
  const { project, shortId, firstAtMs } = answer;
  const day = firstAtMs === null ? null : openZone(answer.timezone).dayKey(firstAtMs);
  const facts = [project?.name ?? 'no project', shortId, day].filter((fact) => fact !== null);
  return wrapText(adaptSigns(facts.join(' · '), screen), screen.width)
    .map((line) => `${paint(line, 'dim', screen)}\n`)
    .join('');
}

function indented(text: string, screen: Screen): string {
  return wrapSpans(prepare(text, screen), screen.width - 2)
    .map((line) => `  ${paintSpans(line, screen)}\n`)
    .join('');
}

function sumText(answer: ExplainAnswer, screen: Screen): string {
  const { sum, avoidable } = answer;
  const { measured, estimated } = avoidable;
  if (sum.calls === 0) return 'No call was made in this session yet.';
  const calls = formatCount(sum.calls, 'call');
  const cost =
    sum.costNanoUsd === null
      ? `${calls} without a known price`
      : `${costText(sum, screen)} in ${calls}`;
  if (measured.findings + estimated.findings === 0) return `${cost} · nothing avoidable was found`;
  const parts = [
    measured.findings === 0 ? null : measuredText(measured, screen),
    estimated.findings === 0 ? null : estimatedText(estimated, screen),
  ].filter((part) => part !== null);
  const isMixed = parts.length > 1 && avoidable.costNanoUsd !== null;
  const total = isMixed
    ? ` ${markValue('estimated', formatUsd(avoidable.costNanoUsd), screen)}`
    : '';
  return `${cost} · avoidable${total}: ${parts.join(' · ')}`;
}

function measuredText(sum: AvoidableTotal, screen: Screen): string {
  const { costNanoUsd, unpricedCalls } = sum;
  if (costNanoUsd === null) return `measured ${formatTokens(sum.tokens)} tokens`;
  const amount = formatUsd(costNanoUsd);
  const marked = unpricedCalls > 0 ? markValue('lowerBound', amount, screen) : amount;
  return `measured ${marked}${shareText(sum)}`;
}

/** On a plain screen the mark is the word itself. */
function estimatedText(sum: AvoidableTotal, screen: Screen): string {
  const { costNanoUsd, tokens } = sum;
  const amount = costNanoUsd === null ? `${formatTokens(tokens)} tokens` : formatUsd(costNanoUsd);
  const word = screen.plain ? '' : 'estimated ';
  return `${word}${markValue('estimated', amount, screen)}${shareText(sum)}`;
}

function shareText({ ratio }: AvoidableTotal): string {
  return ratio === null ? '' : ` (${formatPercent(ratio)})`;
}
