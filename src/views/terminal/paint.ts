// Colours by meaning. Knows the 16-colour codes of each tone; decides nothing about when colour is
// allowed (Screen does) and says nothing that the text does not say too.
import { cleanLine } from '../../shared/width.ts';
import type { Screen } from './screen.ts';

/** What a colour means; `cacheRead`, `cacheWrite` and `good` are kinds, not alarms. */
export type Tone =
  | 'accent'
  | 'dim'
  | 'warn'
  | 'critical'
  | 'good'
  | 'cacheRead'
  | 'cacheWrite'
  | 'strong';

/** A stretch of text in one tone, or several in a row. */
export type Span = string | { readonly text: string; readonly tone?: Tone | undefined };
export type Styled = Span | readonly Span[];

/**
 * The terminal's own 16 colours, so that the user's theme keeps them readable on its background:
 * dim is faint, not grey, and blue is the bright one, which shows on black and on white.
 */
const SGR: Readonly<Record<Tone, string>> = {
  accent: '1;94',
  dim: '2',
  warn: '33',
  critical: '1;31',
  good: '32',
  cacheRead: '32',
  cacheWrite: '36',
  strong: '1',
};

/** `text` in `tone`; unchanged without colour. Does not nest. */
export function paint(text: string, tone: Tone | undefined, screen: Pick<Screen, 'color'>): string {
  if (!screen.color || tone === undefined || text === '') return text;
  return `\u001b[${SGR[tone]}m${text}\u001b[0m`;
}

/** Paints each stretch; `fallback` is the tone of those without one. */
export function paintStyled(
  styled: Styled,
  screen: Pick<Screen, 'color'>,
  fallback?: Tone,
): string {
  return spansOf(styled)
    .map((span) => paint(span.text, span.tone ?? fallback, screen))
    .join('');
}

/** The text alone. */
export function plainText(styled: Styled): string {
  return spansOf(styled)
    .map((span) => span.text)
    .join('');
}

/** As a list of stretches, each on one line and free of control characters. */
export function spansOf(styled: Styled): { text: string; tone: Tone | undefined }[] {
  const spans: readonly Span[] = isList(styled) ? styled : [styled];
  return spans.map((span) =>
    typeof span === 'string'
      ? { text: cleanLine(span), tone: undefined }
      : { text: cleanLine(span.text), tone: span.tone },
  );
}

function isList(styled: Styled): styled is readonly Span[] {
  return Array.isArray(styled);
}
