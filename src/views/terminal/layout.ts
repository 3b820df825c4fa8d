// Headings, pairs of name and value, and next steps, fitted to the screen. Knows widths and tones;
// knows nothing of what is said.
import { displayWidth } from '../../shared/width.ts';
import { adaptSigns } from './marks.ts';
import { paint, type Styled } from './paint.ts';
import type { Screen } from './screen.ts';
import { cutTo, paintSpans, prepare, widthOf } from './spans.ts';
import { wrapSpans, wrapText } from './wrap.ts';

export { wrapText } from './wrap.ts';

/**
 * The title on the left and its context, dim, at the right edge. On a narrow screen the context
 * goes on a line of its own: it names the money and the zone, which no screen leaves out.
 */
export function renderHeading(left: Styled, right: Styled | null, screen: Screen): string {
  const title = cutTo(prepare(left, screen), screen.width, screen);
  const context = right === null ? [] : cutTo(prepare(right, screen), screen.width, screen);
  const first = paintSpans(title, screen, 'strong');
  const second = paintSpans(context, screen, 'dim');
  if (second === '') return `${first}\n`;
  const room = screen.width - widthOf(title) - widthOf(context);
  return room < 2 ? `${first}\n${second}\n` : `${first}${' '.repeat(room)}${second}\n`;
}

/** A heading within a screen: `  ACTIVE`. */
export function renderSection(title: string, screen: Screen): string {
  const text = cutTo(prepare(title, screen), screen.width - 2, screen);
  return `  ${paintSpans(text, screen, 'dim')}\n`;
}

/** Whole sentences below each other, indented by two cells, each in as many lines as it takes. */
export function renderSentences(sentences: readonly string[], screen: Screen): string {
  return sentences
    .flatMap((sentence) => wrapText(adaptSigns(sentence, screen), screen.width - 2))
    .map((line) => `  ${line}\n`)
    .join('');
}

export type KeyValue = readonly [name: string, value: Styled | null];

/**
 * Names in a column, values beside them, indented by two cells; null is unknown. A value that does
 * not fit goes on in further lines under its start.
 */
export function renderKeyValues(pairs: readonly KeyValue[], screen: Screen): string {
  const names = pairs.map(([name]) => prepare(name, screen));
  const nameWidth = Math.min(Math.max(0, ...names.map(widthOf)), Math.floor(screen.width / 3));
  const start = 2 + nameWidth + 2;
  const lines = pairs.flatMap(([, value], index) => {
    const name = cutTo(names[index] ?? [], nameWidth, screen);
    const label = `  ${paintSpans(name, screen, 'dim')}${' '.repeat(start - 2 - widthOf(name))}`;
    const values = wrapSpans(prepare(value, screen), screen.width - start);
    return values.map((spans, at) =>
      `${at === 0 ? label : ' '.repeat(start)}${paintSpans(spans, screen)}`.trimEnd(),
    );
  });
  return lines.map((line) => `${line}\n`).join('');
}

/** Something to do: what it is about, and a command that can be pasted. */
export interface NextStep {
  readonly about: string;
  readonly command: string;
}

/** Where the ledger holds nothing at all. */
export const EMPTY_STEPS: readonly NextStep[] = [
  { about: 'see it on generated sessions', command: 'telltale demo' },
  { about: 'why a folder is read or not', command: 'telltale doctor' },
];

/**
 * At most three steps, the commands in a column or, when one does not fit, each below its step; a
 * command is never cut.
 */
export function renderNextSteps(steps: readonly NextStep[], screen: Screen): string {
  const shown = steps.slice(0, 3).map(({ about, command }) => ({
    about: prepare(about, screen),
    command,
  }));
  const aboutWidth = Math.max(0, ...shown.map(({ about }) => widthOf(about)));
  const commandWidth = Math.max(0, ...shown.map(({ command }) => displayWidth(command)));
  const gap = Math.min(6, screen.width - 2 - aboutWidth - commandWidth);
  return shown
    .map(({ about, command }) => {
      const painted = paint(command, 'accent', screen);
      if (gap >= 2) {
        const blanks = ' '.repeat(aboutWidth - widthOf(about) + gap);
        return `  ${paintSpans(about, screen)}${blanks}${painted}\n`;
      }
      const lines = wrapSpans(about, screen.width - 2);
      return `${lines.map((line) => `  ${paintSpans(line, screen)}\n`).join('')}    ${painted}\n`;
    })
    .join('');
}
