// The signs of the status line and what stands for them where only ASCII is shown. Plain screens use
// words instead.
import type { LineScreen } from './facts.ts';

const UNICODE = {
  /** Between segments, and between two of one kind. */
  bar: ' │ ',
  dot: ' · ',
  branch: '⎇ ',
  resets: '↻',
  estimated: '~',
  lowerBound: '≥ ',
  unknown: '–',
  warn: '⚠',
  critical: '✖',
  ellipsis: '…',
} as const;

export type Signs = Readonly<Record<keyof typeof UNICODE, string>>;

const ASCII: Signs = {
  bar: ' | ',
  dot: ' | ',
  branch: '@ ',
  resets: 'resets ',
  estimated: '~',
  lowerBound: '>= ',
  unknown: '-',
  warn: '!',
  critical: 'X',
  ellipsis: '...',
};

const WORDS: Signs = {
  bar: ', ',
  dot: ', ',
  branch: 'on branch ',
  resets: 'resets at ',
  estimated: 'about ',
  lowerBound: 'at least ',
  unknown: 'unknown',
  warn: 'warning',
  critical: 'critical',
  ellipsis: '...',
};

export function signsOf({ unicode, plain }: Pick<LineScreen, 'unicode' | 'plain'>): Signs {
  if (plain) return WORDS;
  return unicode ? UNICODE : ASCII;
}
