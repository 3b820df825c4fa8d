// Vectors of the 5-hour window rule: the field's reconstruction, and windows whose end was told.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isActiveWindow,
  splitWindows,
  type ToldWindow,
  WINDOW_LENGTH_MS,
} from '../../../src/query/window/blocks.ts';

const at = (text: string) => Date.parse(`2026-11-${text.replace(' ', 'T')}Z`);
const show = (ms: number) =>
  new Date(ms)
    .toISOString()
    .slice(8, 23)
    .replace('T', ' ')
    .replace(/(:00)?\.000$/, '');
const told = (...pairs: [string, string][]): ToldWindow[] =>
  pairs.map(([seen, resets]) => ({ atMs: at(seen), resetsAtMs: at(resets) }));

function split(times: readonly string[], known: readonly ToldWindow[] = []): string[] {
  const entries = times.map((time) => ({ atMs: at(time) }));
  return [...splitWindows(entries, known)].map((piece) => {
    const span = `${show(piece.startMs)} – ${show(piece.endMs)}`;
    if (piece.kind === 'gap') return `gap ${span}`;
    return `${piece.basis === 'told' ? 'told ' : ''}${span} × ${piece.entries.length}`;
  });
}

const VECTORS: [story: string, times: string[], windows: string[], known?: ToldWindow[]][] = [
  ['nothing', [], []],
  ['one call: start floored to the UTC hour', ['21 10:59'], ['21 10:00 – 21 15:00 × 1']],
  [
    'exactly 5 h after the start still belongs (Usage-Monitor ends by ≥ and opens a second one)',
    ['21 10:30', '21 15:00'],
    ['21 10:00 – 21 15:00 × 2'],
  ],
  [
    'a millisecond more opens the next window',
    ['21 10:30', '21 15:00:00.001'],
    ['21 10:00 – 21 15:00 × 1', '21 15:00 – 21 20:00 × 1'],
  ],
  [
    'exactly 5 h of silence is no gap, though the window is over',
    ['21 10:00', '21 10:30', '21 15:30'],
    ['21 10:00 – 21 15:00 × 2', '21 15:00 – 21 20:00 × 1'],
  ],
  [
    'more than 5 h of silence is a gap, from 5 h after the last call to the next call',
    ['21 10:30', '21 15:30:00.001'],
    ['21 10:00 – 21 15:00 × 1', 'gap 21 15:30 – 21 15:30:00.001', '21 15:00 – 21 20:00 × 1'],
  ],
  [
    'a day away',
    ['20 09:10', '20 09:40', '21 09:05'],
    ['20 09:00 – 20 14:00 × 2', 'gap 20 14:40 – 21 09:05', '21 09:00 – 21 14:00 × 1'],
  ],
  [
    'a told end moves the window that holds the error (reconstruction is two hours late)',
    ['21 12:10', '21 13:00', '21 15:10', '21 15:20'],
    ['told 21 10:00 – 21 15:00 × 2', '21 15:00 – 21 20:00 × 2'],
    told(['21 13:00', '21 15:00']),
  ],
  [
    'a told window cuts its neighbours, none overlap',
    ['21 08:10', '21 09:00', '21 10:50', '21 15:45', '21 20:10'],
    ['21 08:00 – 21 10:30 × 2', 'told 21 10:30 – 21 15:30 × 1', '21 15:30 – 21 20:30 × 2'],
    told(['21 10:45', '21 15:30']),
  ],
  [
    'the window after a cut one does not reach back into it',
    ['21 15:45', '21 20:31'],
    ['21 15:30 – 21 20:30 × 1', '21 20:30 – 22 01:30 × 1'],
    told(['21 12:00', '21 15:30']),
  ],
  [
    'told twice for one reset is one window; a moved reset replaces the first word',
    ['21 12:10', '21 13:00', '21 15:40'],
    ['told 21 11:00 – 21 16:00 × 3'],
    told(['21 12:30', '21 15:00'], ['21 13:00', '21 16:00'], ['21 13:01', '21 16:00']),
  ],
  [
    'silence that a told window covers is no gap',
    ['21 04:00', '21 10:20'],
    ['21 04:00 – 21 08:00 × 1', 'told 21 08:00 – 21 13:00 × 1'],
    told(['21 10:30', '21 13:00']),
  ],
  [
    'an error that lies outside the window it tells is not believed',
    ['21 12:10'],
    ['21 12:00 – 21 17:00 × 1'],
    told(['21 12:30', '21 12:00'], ['21 12:30', '23 12:00']),
  ],
];

describe('splitWindows', () => {
  it.each(VECTORS)('%s', (_story, times, windows, known) => {
    expect(split(times, known)).toEqual(windows);
  });

  it('keeps the first moment at which a told window was cut off', () => {
    const known = told(['21 13:10', '21 15:00'], ['21 13:00', '21 15:00']);
    const [window] = splitWindows([{ atMs: at('21 12:00') }], known);
    expect(window).toMatchObject({ basis: 'told', cutOffMs: at('21 13:00') });
  });

  it('puts every entry in exactly one window, within its bounds, and windows never overlap', () => {
    const minutes = fc.array(fc.integer({ min: 0, max: 6000 }), { maxLength: 60 });
    const resets = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 6000 }), fc.integer({ min: 1, max: 320 })),
      {
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(minutes, resets, (times, limits) => {
        const entries = times
          .toSorted((a, b) => a - b)
          .map((minute) => ({ atMs: minute * 60_000 }));
        const known = limits.map(([seen, left]) => ({
          atMs: seen * 60_000,
          resetsAtMs: (seen + left) * 60_000,
        }));
        const pieces = [...splitWindows(entries, known)];
        const windows = pieces.filter((piece) => piece.kind === 'window');
        expect(windows.flatMap((window) => window.entries)).toEqual(entries);
        windows.forEach((window, index) => {
          expect(window.entries[0]?.atMs).toBeGreaterThanOrEqual(window.startMs);
          expect(window.entries.at(-1)?.atMs).toBeLessThanOrEqual(window.endMs);
          expect(window.endMs - window.startMs).toBeLessThanOrEqual(WINDOW_LENGTH_MS);
          expect(window.startMs).toBeGreaterThanOrEqual(
            windows[index - 1]?.endMs ?? Number.NEGATIVE_INFINITY,
          );
        });
      }),
    );
  });
});

describe('isActiveWindow', () => {
  const running: [story: string, now: string, active: boolean][] = [
    ['a minute before its end', '21 14:59', true],
    ['at its end', '21 15:00', false],
    ['at its first call', '21 10:30', true],
  ];
  it.each(running)('%s', (_story, now, active) => {
    const [window] = splitWindows([{ atMs: at('21 10:30') }]);
    if (window?.kind !== 'window') throw new Error('one window expected');
    expect(isActiveWindow(window, at(now))).toBe(active);
  });
});
