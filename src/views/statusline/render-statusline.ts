// Facts → the one line below the prompt. Knows which segments there are, and what gives way when the
// terminal is narrow; each segment's words are its own.
import { contextForms } from './context-segment.ts';
import type { LineScreen, StatuslineFacts } from './facts.ts';
import { healthForms } from './health-segment.ts';
import { limitsForms } from './limits-segment.ts';
import { modelForms } from './model-segment.ts';
import { costForms, nextForms } from './money-segments.ts';
import { projectForms } from './project-segment.ts';
import { signsOf } from './signs.ts';
import { cellsOf, type Form, paint, type Span } from './spans.ts';
import { sparkForms } from './spark-segment.ts';

type DrawSegment = (facts: StatuslineFacts, screen: LineScreen) => readonly Form[];

/** Each gives its forms from the longest to the shortest; none: nothing is known. */
const SEGMENTS: Readonly<Record<string, DrawSegment>> = {
  model: modelForms,
  project: projectForms,
  context: contextForms,
  cost: costForms,
  next: nextForms,
  limits: limitsForms,
  health: healthForms,
  spark: sparkForms,
};

/** Neighbours that are read together: which session, which money. */
const PAIRS: ReadonlySet<string> = new Set([
  'model project',
  'project model',
  'cost next',
  'next cost',
]);

interface Drawn {
  readonly forms: readonly Form[];
  /** Of each form. */
  readonly cells: readonly number[];
  /** What stands between it and the one before; empty for the first. */
  readonly gap: string;
}

/**
 * The segments named, in that order, in at most `width` cells, without a line end. First segments take
 * shorter forms, the last ones before the first; then the last ones are dropped. Unknown names are
 * skipped; the first segment is never dropped.
 */
export function renderStatusline(
  facts: StatuslineFacts,
  segments: readonly string[],
  screen: LineScreen,
): string {
  const { dot, bar } = signsOf(screen);
  const drawn: Drawn[] = [];
  let before: string | null = null;
  for (const name of segments) {
    const forms = Object.hasOwn(SEGMENTS, name) ? SEGMENTS[name]?.(facts, screen) : undefined;
    if (forms === undefined || forms.length === 0) continue;
    const gap = before === null ? '' : PAIRS.has(`${before} ${name}`) ? dot : bar;
    drawn.push({ forms, cells: forms.map(cellsOf), gap });
    before = name;
  }
  for (let count = drawn.length; count > 0; count--) {
    const spans = shortenToFit(drawn.slice(0, count), screen.width, count === 1);
    if (spans !== null) return paint(spans, screen.color);
  }
  return '';
}

/** Null when even the shortest forms take too much. */
function shortenToFit(drawn: readonly Drawn[], width: number, isLast: boolean): Span[] | null {
  const chosen = drawn.map(() => 0);
  // The gaps hold signs of one cell only.
  let taken = drawn.reduce((sum, { cells, gap }) => sum + gap.length + (cells[0] ?? 0), 0);
  const most = Math.max(...drawn.map(({ forms }) => forms.length));
  for (let level = 1; level < most; level++) {
    for (let at = drawn.length - 1; at >= 0; at--) {
      if (taken <= width) return join(drawn, chosen);
      const cells = drawn[at]?.cells ?? [];
      const shorter = cells[level];
      if (shorter === undefined) continue;
      taken += shorter - (cells[chosen[at] ?? 0] ?? 0);
      chosen[at] = level;
    }
  }
  return isLast || taken <= width ? join(drawn, chosen) : null;
}

function join(drawn: readonly Drawn[], chosen: readonly number[]): Span[] {
  return drawn.flatMap(({ forms, gap }, at) => {
    const form = forms[chosen[at] ?? 0] ?? [];
    return gap === '' ? form : [{ text: gap, tone: 'dim' }, ...form];
  });
}
