// Stretches of text with tones, ready for one screen: measured, cut and painted. Knows the screen's
// signs; knows no rows, columns or lines.
import { UNKNOWN } from '../../shared/format.ts';
import { displayWidth, truncateEnd } from '../../shared/width.ts';
import { adaptSigns, mark } from './marks.ts';
import { paint, type Styled, spansOf, type Tone } from './paint.ts';
import type { Screen } from './screen.ts';

export interface ToneSpan {
  readonly text: string;
  readonly tone: Tone | undefined;
}

/** As stretches in the signs of this screen; nothing but `–` is the mark of the unknown. */
export function prepare(styled: Styled | null, screen: Screen): ToneSpan[] {
  return spansOf(styled ?? UNKNOWN).map(({ text, tone }, _index, all) => ({
    text: all.length === 1 && text === UNKNOWN ? mark('unknown', screen) : adaptSigns(text, screen),
    tone,
  }));
}

export function paintSpans(spans: readonly ToneSpan[], screen: Screen, fallback?: Tone): string {
  return spans.map((span) => paint(span.text, span.tone ?? fallback, screen)).join('');
}

export function widthOf(spans: readonly ToneSpan[]): number {
  return spans.reduce((sum, span) => sum + displayWidth(span.text), 0);
}

/** Cut at its end to `room` cells, in the tone of the stretch that is cut. */
export function cutTo(
  spans: readonly ToneSpan[],
  room: number,
  screen: Pick<Screen, 'unicode'>,
): readonly ToneSpan[] {
  if (widthOf(spans) <= room) return spans;
  const ellipsis = screen.unicode ? '…' : '..';
  const kept: ToneSpan[] = [];
  let left = room;
  for (const span of spans) {
    const width = displayWidth(span.text);
    if (width >= left) {
      kept.push({ ...span, text: truncateEnd(`${span.text}${ellipsis}`, left, ellipsis) });
      break;
    }
    kept.push(span);
    left -= width;
  }
  return kept;
}
