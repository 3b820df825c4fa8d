// The context of the newest calls as a small curve, coloured by how it came about. Knows glyphs and
// colours; a plain screen has none of it.
import { formatSparkline } from '../../shared/bars.ts';
import type { CallFacts, LineScreen, StatuslineFacts } from './facts.ts';
import type { Form, Span, Tone } from './spans.ts';

/** Calls shown on a wide terminal and on narrower ones. */
const CELLS = [24, 12, 8] as const;

export function sparkForms(
  { recent }: Pick<StatuslineFacts, 'recent'>,
  screen: LineScreen,
): readonly Form[] {
  // One call is no curve.
  if (screen.plain || recent.length < 2) return [];
  return CELLS.filter((cells, at) => at === 0 || cells < recent.length).map((cells) =>
    draw(recent.slice(-cells), screen),
  );
}

function draw(calls: readonly CallFacts[], screen: LineScreen): Form {
  const line = formatSparkline(
    calls.map(({ contextTokens }) => contextTokens),
    screen,
  );
  const spans: Span[] = [];
  Array.from(line).forEach((text, at) => {
    const tone = toneOf(calls[at]);
    const last = spans.at(-1);
    if (last?.tone === tone) spans[spans.length - 1] = { text: last.text + text, tone };
    else spans.push({ text, tone });
  });
  return spans;
}

/** Mostly read from the cache, or mostly written. */
function toneOf(call: CallFacts | undefined): Tone {
  return (call?.readRatio ?? 0) >= 0.5 ? 'cacheRead' : 'cacheWrite';
}
