// The sentence about the running window, for every outlook, in two zones.
import { expect, it } from 'vitest';
import type { Outlook } from '../../../src/query/window/outlook.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { outlookSentence, shortDay } from '../../../src/views/terminal/window-words.ts';
import { instant } from '../../query/window/ledger.ts';

const NOW = '2026-11-21 18:46';
const RESET = instant('2026-11-21 21:00');
const PROJECTION = { atMs: RESET, costNanoUsd: 14.1e9, totalTokens: 1_900_000 };
const CUT_OFF = {
  kind: 'cut-off',
  costNanoUsd: 18.2e9,
  windowStartMs: instant('2026-11-12 14:00'),
  cutOffMs: instant('2026-11-12 16:00'),
} as const;

const VECTORS: [outlook: Outlook, sentence: string][] = [
  [{ kind: 'no-window', lastEndedMs: null }, 'No window yet: the first call opens one.'],
  [
    { kind: 'no-window', lastEndedMs: instant('2025-12-30 16:00') },
    'No window is running: the last one ended at 16:00 on 30 Dec 2025 (326 d 2 h ago). The next call opens one.',
  ],
  [
    { kind: 'by-reset', projection: PROJECTION, passed: null },
    'At this rate $14.10 by the reset at 21:00 (2 h 14 m).',
  ],
  [
    { kind: 'by-reset', projection: { ...PROJECTION, costNanoUsd: null }, passed: null },
    'At this rate 1.9M tokens by the reset at 21:00 (2 h 14 m).',
  ],
  [
    { kind: 'by-reset', projection: { ...PROJECTION, costNanoUsd: 20e9 }, passed: CUT_OFF },
    'At this rate $20.00 by the reset at 21:00 (2 h 14 m), past the $18.20 at which the window of 12 Nov was cut off.',
  ],
  [
    { kind: 'reaches', mark: CUT_OFF, atMs: instant('2026-11-21 20:13'), resetsAtMs: RESET },
    'At this rate you reach the $18.20 at which the window of 12 Nov was cut off by 20:13; the window resets at 21:00 (2 h 14 m).',
  ],
  [
    {
      kind: 'reaches',
      mark: { kind: 'plan', costNanoUsd: 9e9, monthlyUsd: 200 },
      atMs: instant('2026-11-21 20:13'),
      resetsAtMs: RESET,
    },
    'At this rate this billing period passes the $200.00 of your plan by 20:13; the window resets at 21:00 (2 h 14 m).',
  ],
  [
    {
      kind: 'cut-off',
      cutOffMs: instant('2026-11-21 18:41'),
      costNanoUsd: 10e9,
      resetsAtMs: RESET,
    },
    'This window hit its limit at 18:41, after $10.00; it resets at 21:00 (2 h 14 m).',
  ],
  [
    {
      kind: 'cut-off',
      cutOffMs: instant('2026-11-21 18:41'),
      costNanoUsd: null,
      resetsAtMs: RESET,
    },
    'This window hit its limit at 18:41; it resets at 21:00 (2 h 14 m).',
  ],
  [
    { kind: 'idle', resetsAtMs: RESET },
    'Idle: no call in the last hour. The window stands at – and resets at 21:00 (2 h 14 m).',
  ],
];

it.each(VECTORS)('%o', (outlook, sentence) => {
  const here = { zone: openZone('UTC'), nowMs: instant(NOW) };
  expect(outlookSentence(outlook, null, here)).toBe(sentence);
});

it('a clock time on another day names the day', () => {
  const here = { zone: openZone('Europe/Berlin'), nowMs: instant('2026-11-21 22:30') };
  const projection = { ...PROJECTION, atMs: instant('2026-11-22 01:00') };
  expect(outlookSentence({ kind: 'by-reset', projection, passed: null }, null, here)).toBe(
    'At this rate $14.10 by the reset at 02:00 on 22 Nov (2 h 30 m).',
  );
});

it('names the year only when it is not this one', () => {
  expect(shortDay('2026-03-01', '2026-11-21')).toBe('1 Mar');
  expect(shortDay('2025-03-01', '2026-11-21')).toBe('1 Mar 2025');
});
