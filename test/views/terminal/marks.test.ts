// Every mark in every form, and the signs that stand in running text.
import { describe, expect, it } from 'vitest';
import { adaptSigns, MARK_NAMES, mark, markValue } from '../../../src/views/terminal/marks.ts';

const UNICODE = { unicode: true, plain: false };
const ASCII = { unicode: false, plain: false };
const PLAIN = { unicode: false, plain: true };

describe('mark', () => {
  it.each([
    ['estimated', '~', '~', 'estimated'],
    ['lowerBound', '≥', '>=', 'at least'],
    ['unknown', '–', '-', 'unknown'],
    ['warn', '⚠', '!', 'warning'],
    ['critical', '✖', 'X', 'critical'],
    ['active', '●', '*', 'active'],
    ['idle', '○', 'o', 'idle'],
    ['unknownState', '◌', '?', 'state unknown'],
  ] as const)('%s is %s, %s or %s', (name, sign, ascii, word) => {
    expect(mark(name, UNICODE)).toBe(sign);
    expect(mark(name, ASCII)).toBe(ascii);
    expect(mark(name, PLAIN)).toBe(word);
    expect(mark(name, { unicode: true, plain: true })).toBe(word);
  });

  it('has no two marks that look the same', () => {
    for (const screen of [UNICODE, ASCII, PLAIN]) {
      expect(new Set(MARK_NAMES.map((name) => mark(name, screen))).size).toBe(MARK_NAMES.length);
    }
  });
});

it('sets marks before values', () => {
  expect(markValue('estimated', '$0.21', UNICODE)).toBe('~$0.21');
  expect(markValue('lowerBound', '41k', UNICODE)).toBe('≥ 41k');
  expect(markValue('lowerBound', '41k', ASCII)).toBe('>= 41k');
  expect(markValue('estimated', '$0.21', PLAIN)).toBe('estimated $0.21');
  expect(markValue('lowerBound', '41k', PLAIN)).toBe('at least 41k');
});

it.each([
  ['3 projects · 14 sessions', '3 projects | 14 sessions', '3 projects, 14 sessions'],
  ['plan $200 · 1.07 ×', 'plan $200 | 1.07 x', 'plan $200, 1.07 x'],
  ['17 Nov – 16 Dec', '17 Nov - 16 Dec', '17 Nov - 16 Dec'],
  ['52 ⚠', '52 !', '52 warning'],
  ['● web', '* web', 'active web'],
  ['out ≥ 41k', 'out >= 41k', 'out at least 41k'],
  ['日本語', '日本語', '日本語'],
])('adapts %j', (text, ascii, plain) => {
  expect(adaptSigns(text, UNICODE)).toBe(text);
  expect(adaptSigns(text, ASCII)).toBe(ascii);
  expect(adaptSigns(text, PLAIN)).toBe(plain);
});
