// How the session of the page was worked on: severity and its worst metrics in a line. Knows the words;
// every value comes from the answer.
import type { UnmeasuredReason } from '../../query/quality/quality-answer.ts';
import type { SessionAnswer } from '../../query/sessions/session-answer.ts';
import { formatCount } from '../../shared/format.ts';
import type { KeyValue } from './layout.ts';
import type { Span } from './paint.ts';
import { noteText, severityText } from './quality-words.ts';
import type { Screen } from './screen.ts';

/** Further ones are in `telltale quality`. */
const MOST_METRICS = 3;

const REASONS: Readonly<Record<UnmeasuredReason, string>> = {
  'transcript-gone': 'unknown: its transcript was gone before it was measured',
  'not-read': 'unknown: not measured yet',
  'no-transcript': 'unknown: it has no transcript of its own',
};

export function qualityLines(
  { quality }: Pick<SessionAnswer, 'quality'>,
  screen: Screen,
): KeyValue[] {
  const { severity, worst, others, task, isExperimental, reason } = quality;
  if (reason !== null) return [['quality', REASONS[reason]]];
  const word: Span = severity === null ? 'nothing to judge' : severityText(severity, screen);
  const shown = worst === null ? [] : [worst, ...others].slice(0, MOST_METRICS);
  const hidden = others.length + 1 - MOST_METRICS;
  const facts = [
    ...shown.map((note) => noteText(note, screen)),
    ...(hidden > 0 ? [`${formatCount(hidden, 'more metric')}`] : []),
    ...(task === null ? [] : [`mostly ${task}`]),
    ...(isExperimental ? ['experimental'] : []),
  ];
  return [['quality', [word, facts.map((fact) => ` · ${fact}`).join('')]]];
}
