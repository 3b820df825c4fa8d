// What fills a session's context, as a page: the last context part by part, the stretches between
// compactions, what tools and attachments brought, what was carried for nothing, what to do next.
import type { AuditAnswer, AuditedContext } from '../../query/audit/audit-answer.ts';
import {
  formatCount,
  formatInteger,
  formatPercent,
  formatTokens,
  formatUsd,
} from '../../shared/format.ts';
import { openZone } from '../../shared/zone.ts';
import { renderParts, renderSegments, renderWaste, renderWeights } from './audit-tables.ts';
import {
  type NextStep,
  renderHeading,
  renderNextSteps,
  renderSection,
  wrapText,
} from './layout.ts';
import { adaptSigns, mark, markValue } from './marks.ts';
import { paint } from './paint.ts';
import type { Screen } from './screen.ts';
import { boundSentences, costText, modelLabel, shellWord } from './sessions-words.ts';
import { paintSpans, prepare } from './spans.ts';
import { wrapSpans } from './wrap.ts';

/** `limit`: lines a table. */
export function renderAudit(answer: AuditAnswer, limit: number, screen: Screen): string {
  const { context, content, segments, toolResults, attachments, waste } = answer;
  const isKnown = content.reason === null;
  const sections = [
    context === null || !isKnown ? null : contextSection(context, limit, screen),
    segments.length === 0 ? null : renderSegments(answer, screen),
    toolResults.length === 0 ? null : renderWeights('TOOL RESULTS', toolResults, limit, screen),
    attachments.length === 0 ? null : renderWeights('ATTACHMENTS', attachments, limit, screen),
    waste.findings.length === 0
      ? null
      : renderSection('CARRIED FOR NOTHING', screen) +
        indented(wasteText(answer, screen), screen) +
        renderWaste(waste.findings, screen),
    notes(answer, screen)
      .map((note) => indented(note, screen))
      .join(''),
    renderNextSteps(nextSteps(answer), screen),
  ].filter((section) => section !== null && section !== '');
  return [
    renderHeading(answer.title ?? 'Untitled session', `API-equivalent, ${answer.timezone}`, screen),
    placeLines(answer, screen),
    '\n',
    indented(summary(answer, screen), screen),
    '\n',
    sections.join('\n'),
  ].join('');
}

function placeLines(answer: AuditAnswer, screen: Screen): string {
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

function summary(answer: AuditAnswer, screen: Screen): string {
  const { sum, copiedCalls, segments, context, askedSegment } = answer;
  if (sum.calls === 0) return 'No call was made in this session yet.';
  const cost =
    sum.costNanoUsd === null
      ? `${formatCount(sum.calls, 'call')} without a known price`
      : `${costText(sum, screen)} in ${formatCount(sum.calls, 'call')}`;
  const parts = [
    cost,
    context === null ? 'none of them on the main chain' : null,
    copiedCalls === 0 ? null : `after ${formatCount(copiedCalls, 'copied call')}, billed elsewhere`,
    segments.length > 1 ? formatCount(segments.length - 1, 'compaction') : null,
    askedSegment === null ? null : `segment ${askedSegment} only`,
  ].filter((part) => part !== null);
  return parts.join(' · ');
}

function contextSection(context: AuditedContext, limit: number, screen: Screen): string {
  const { callNumber, model, contextTokens } = context;
  const place = `CONTEXT OF CALL ${callNumber} (${modelLabel(model)}), ${formatInteger(contextTokens)} TOKENS`;
  return renderSection(place, screen) + renderParts(context, limit, screen);
}

function wasteText({ waste, sum }: AuditAnswer, screen: Screen): string {
  const { costNanoUsd, ratio, tokens, findings, leftOut } = waste;
  const count = formatCount(findings.length + leftOut, 'finding');
  if (costNanoUsd === null) return `${count}, ${formatTokens(tokens)} tokens; no price known`;
  const share = ratio === null ? '' : `, ${formatPercent(ratio)} of the session`;
  const bound = sum.unpricedCalls > 0 ? 'lowerBound' : 'estimated';
  return `${count}: ${markValue(bound, formatUsd(costNanoUsd), screen)}${share}, for writing it once and reading it on every later call`;
}

function notes(answer: AuditAnswer, screen: Screen): string[] {
  const { content, rest, sum, context, waste } = answer;
  const isBound = sum.calls > 0;
  return [
    content.reason === 'transcript-gone'
      ? 'The transcript is gone: how large each context was is known, what filled it is not.'
      : null,
    content.reason === null && content.goneFiles > 0
      ? `Of ${formatCount(content.files, 'transcript')} ${content.goneFiles} ${content.goneFiles === 1 ? 'is' : 'are'} gone: nothing is known of the content of those calls.`
      : null,
    content.reason === null && context !== null ? methodText(screen) : null,
    rest === null || rest.calls < 2
      ? null
      : `Unexplained over ${formatCount(rest.calls, 'main-chain call')}: ${formatPercent(rest.medianRatio, 1)} of the context at the median, at most ${formatPercent(rest.maxRatio, 1)}.`,
    context !== null && content.reason === null && context.restTokens < 0
      ? 'A negative rest: parts are estimated too large, or something was taken out of the context.'
      : null,
    waste.findings.length === 0 && content.reason === null && context !== null
      ? 'Nothing was found that was carried for nothing.'
      : null,
    ...(isBound ? boundSentences(sum, screen) : []),
  ].filter((note) => note !== null);
}

function methodText(screen: Screen): string {
  const sign = screen.plain ? '' : ` (${mark('estimated', screen)})`;
  return `Parts are estimated${sign} by size within the measured growth of the context, and measured where only one part grew.`;
}

function nextSteps(answer: AuditAnswer): NextStep[] {
  const id = shellWord(answer.shortId);
  const { waste, segments, askedSegment, context, content } = answer;
  const steps = [
    waste.leftOut === 0
      ? null
      : {
          about: 'all findings',
          command: `telltale audit ${id} --limit ${waste.findings.length + waste.leftOut}`,
        },
    segments.length > 1 && askedSegment === null && content.reason === null
      ? { about: 'before the first compaction', command: `telltale audit ${id} --segment 1` }
      : null,
    context === null
      ? null
      : {
          about: 'what the call was sent and paid',
          command: `telltale call ${shellWord(context.callId)}`,
        },
    context === null ? null : { about: 'what was avoidable', command: `telltale explain ${id}` },
    { about: 'all about the session', command: `telltale show ${id}` },
  ];
  return steps.filter((step) => step !== null).slice(0, 3);
}
