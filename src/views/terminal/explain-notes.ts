// What stands below the findings: savings that overlap with them, what the figures leave open, and what
// to do next. Knows the words; every value comes from the answer.
import type { Alternative, ExplainAnswer } from '../../query/explain/explain-answer.ts';
import { formatCount, formatPercent, formatTokens, formatUsd } from '../../shared/format.ts';
import { openZone } from '../../shared/zone.ts';
import type { NextStep } from './layout.ts';
import { mark, markValue } from './marks.ts';
import type { Screen } from './screen.ts';
import { boundSentences, modelLabels, shellWord } from './sessions-words.ts';

export function alternativeLines(answer: ExplainAnswer, screen: Screen): string[] {
  return answer.alternatives.map((one) => alternativeText(one, answer, screen));
}

function alternativeText(one: Alternative, { timezone }: ExplainAnswer, screen: Screen): string {
  switch (one.kind) {
    case 'fresh-start': {
      const amount =
        one.savingNanoUsd === null
          ? `${formatTokens(one.savingWeightedTokens)} weighted tokens`
          : formatUsd(one.savingNanoUsd);
      const when = openZone(timezone).dateTime(one.atMs);
      return `${markValue('estimated', amount, screen)} (${formatPercent(one.savingRatio)}) less with a fresh start at turn ${one.turn}, ${when}: every later call would have been smaller`;
    }
    case 'smaller-subagents': {
      const models = modelLabels(
        one.models.map((model) => ({ model })),
        3,
      );
      return `${formatUsd(one.costNanoUsd)} (${formatPercent(one.ratio)}) went to subagents on ${models}, ${formatCount(one.calls, 'call')}: a smaller model may do`;
    }
    default:
      return one satisfies never;
  }
}

export function explainNotes(answer: ExplainAnswer, screen: Screen): string[] {
  const { sum, avoidable, content, leftOut } = answer;
  const hidden = leftOut.measured.findings + leftOut.estimated.findings;
  const isBound = sum.finalCalls < sum.calls || sum.unpricedCalls > 0;
  return [
    hidden === 0 ? null : leftOutText(answer, hidden, screen),
    avoidable.measured.notOwnNanoUsd === 0
      ? null
      : `${formatUsd(avoidable.measured.notOwnNanoUsd)} of what is measured has no cause seen here.`,
    avoidable.estimated.findings === 0
      ? null
      : `Estimated${screen.plain ? '' : ` (${mark('estimated', screen)})`}: tokens by size, fitted to what each call was sent; written once, then read on every later call until the compaction.`,
    ...boundSentences(sum, screen),
    isBound && answer.findings.some(({ ratio }) => ratio !== null) ? boundText(answer) : null,
    contentText(content),
    answer.findings.length === 0 && sum.calls > 0 ? leanText(answer) : null,
  ].filter((note) => note !== null);
}

function leftOutText({ leftOut }: ExplainAnswer, hidden: number, screen: Screen): string {
  const { measured, estimated } = leftOut;
  const parts = [
    measured.findings === 0 ? null : `measured ${formatUsd(measured.costNanoUsd)}`,
    estimated.findings === 0
      ? null
      : `${screen.plain ? '' : 'estimated '}${markValue('estimated', formatUsd(estimated.costNanoUsd), screen)}`,
  ].filter((part) => part !== null);
  return `${formatCount(hidden, 'more finding')}: ${parts.join(', ')}.`;
}

function boundText({ avoidable }: ExplainAnswer): string {
  const isPartial = avoidable.measured.unpricedCalls + avoidable.estimated.unpricedCalls > 0;
  const shares = isPartial ? 'the shares are not exact' : 'each share is at most what is shown';
  return `The session cost more than is known, so ${shares}.`;
}

function contentText({ files, goneFiles }: ExplainAnswer['content']): string | null {
  if (goneFiles === 0) return null;
  if (goneFiles === files) {
    return 'The transcript is gone: only what the ledger measured is shown, nothing is estimated.';
  }
  return `${goneFiles} of ${formatCount(files, 'transcript')} are gone: nothing is estimated for their calls.`;
}

function leanText({ sum, content }: ExplainAnswer): string {
  if (content.goneFiles > 0) return 'No cache was lost that could have been kept.';
  if (sum.calls === 1) return 'One call: there was nothing to lose or to carry yet.';
  return 'It looks lean: no cache was lost that could have been kept, and nothing was carried for nothing.';
}

export function nextSteps(answer: ExplainAnswer): NextStep[] {
  const id = shellWord(answer.shortId);
  const [first] = answer.findings;
  const hidden = answer.leftOut.measured.findings + answer.leftOut.estimated.findings;
  const steps = [
    first === undefined
      ? null
      : {
          about:
            first.costNanoUsd === null
              ? 'what is known of its call'
              : 'where the dearest figure comes from',
          command: `telltale call ${shellWord(first.dearest.callId)}`,
        },
    hidden === 0
      ? null
      : {
          about: 'all findings',
          command: `telltale explain ${id} --top ${answer.findings.length + hidden}`,
        },
    answer.findings.some(({ isOwn }) => !isOwn)
      ? { about: 'evidence for a report', command: `telltale cache ${id} --evidence -` }
      : null,
    answer.alternatives.length === 0
      ? null
      : { about: 'the same session, other choices', command: `telltale whatif ${id}` },
    answer.sum.calls === 0
      ? null
      : { about: 'what fills the context', command: `telltale audit ${id}` },
    { about: 'all about the session', command: `telltale show ${id}` },
  ];
  return steps.filter((step) => step !== null).slice(0, 3);
}
