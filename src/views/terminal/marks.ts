// The marks that say how sure or how urgent something is, the same in every view. Knows each mark's
// sign, ASCII form and word; knows no colours and no values.
import type { Screen } from './screen.ts';

type Forms = Pick<Screen, 'unicode' | 'plain'>;

interface MarkForms {
  readonly sign: string;
  readonly ascii: string;
  readonly word: string;
}

const MARKS = {
  estimated: { sign: '~', ascii: '~', word: 'estimated' },
  lowerBound: { sign: '≥', ascii: '>=', word: 'at least' },
  unknown: { sign: '–', ascii: '-', word: 'unknown' },
  warn: { sign: '⚠', ascii: '!', word: 'warning' },
  critical: { sign: '✖', ascii: 'X', word: 'critical' },
  active: { sign: '●', ascii: '*', word: 'active' },
  idle: { sign: '○', ascii: 'o', word: 'idle' },
  unknownState: { sign: '◌', ascii: '?', word: 'state unknown' },
} as const satisfies Record<string, MarkForms>;

export type MarkName = keyof typeof MARKS;

export const MARK_NAMES = Object.keys(MARKS) as readonly MarkName[];

/** The mark in the form this screen can show: `≥`, `>=` or `at least`. */
export function mark(name: MarkName, screen: Forms): string {
  const forms: MarkForms = MARKS[name];
  if (screen.plain) return forms.word;
  return screen.unicode ? forms.sign : forms.ascii;
}

/** A value with its mark in front: `~$0.21`, `≥ 41k`, plain `estimated $0.21`. */
export function markValue(name: MarkName, value: string, screen: Forms): string {
  const joint = name === 'estimated' && !screen.plain ? '' : ' ';
  return `${mark(name, screen)}${joint}${value}`;
}

/** ASCII for every sign that our own words use; names and titles are left as they are. */
const ASCII_FORMS: Readonly<Record<string, string>> = {
  '–': '-',
  '—': '-',
  '·': '|',
  '…': '...',
  '→': '->',
  '×': 'x',
  '≥': '>=',
  '≈': '~',
  '±': '+-',
  '│': '|',
  '─': '-',
  '└': '`-',
  '↻': 'resets',
  '⎇': '@',
  '⚠': '!',
  '✖': 'X',
  '●': '*',
  '○': 'o',
  '◌': '?',
};
const NOT_ASCII = new RegExp(`[${Object.keys(ASCII_FORMS).join('')}]`, 'g');
const MARK_SIGNS = new Map<string, string>(
  [MARKS.lowerBound, MARKS.warn, MARKS.critical, MARKS.active, MARKS.idle, MARKS.unknownState].map(
    ({ sign, word }) => [sign, word],
  ),
);
const MARK_SIGN = new RegExp(`[${[...MARK_SIGNS.keys()].join('')}]`, 'g');

/** `text` with our signs as words on a plain screen, and in ASCII where nothing else is shown. */
export function adaptSigns(text: string, screen: Forms): string {
  if (screen.unicode && !screen.plain) return text;
  const spoken = screen.plain
    ? text.replaceAll(' · ', ', ').replace(MARK_SIGN, (sign) => MARK_SIGNS.get(sign) ?? sign)
    : text;
  if (screen.unicode) return spoken;
  return spoken.replace(NOT_ASCII, (sign) => ASCII_FORMS[sign] ?? sign);
}
