// Widths and cuts, checked against string-width on everyday and random text.
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import {
  cleanLine,
  displayWidth,
  padEnd,
  padStart,
  splitCharacters,
  truncateEnd,
  truncateMiddle,
} from '../../src/shared/width.ts';

const WIDTHS: readonly (readonly [text: string, cells: number])[] = [
  ['', 0],
  ['plain', 5],
  ['café', 4],
  ['cafe\u0301', 4],
  ['日本語', 6],
  ['한국어', 6],
  ['\u1112\u1161\u11ab', 2],
  ['ｆｕｌｌ', 8],
  ['ﾊﾝｶｸ', 4],
  ['देवनागरी', 7],
  ['🙂', 2],
  ['👍🏽', 2],
  ['👩‍👩‍👧', 2],
  ['🇩🇪', 2],
  ['1️⃣', 2],
  ['❤️', 2],
  ['⚠', 1],
  ['⚠️', 2],
  ['● ○ ◌ ✖', 7],
  ['███▏░░', 6],
  ['a\u200bb', 2],
];

describe('displayWidth', () => {
  it.each(WIDTHS)('%j takes %i cells', (text, cells) => {
    expect(displayWidth(text)).toBe(cells);
    expect(stringWidth(text)).toBe(cells);
  });

  it('agrees with string-width on texts of wide, joined and combining characters', () => {
    const piece = fc.constantFrom(...WIDTHS.map(([text]) => text), ' ', '/', '-', 'é', 'Ω', '中');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join(' ');
        expect(displayWidth(text)).toBe(stringWidth(text));
      }),
    );
  });
});

describe('truncateEnd', () => {
  it.each([
    ['fits', 4, 'fits'],
    ['does not fit', 8, 'does no…'],
    ['cut at a blank', 8, 'cut at…'],
    ['日本語です', 6, '日本…'],
    ['👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 5, '👩‍👩‍👧👩‍👩‍👧…'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ])('%j in %i cells is %j', (text, cells, cut) => {
    expect(truncateEnd(text, cells)).toBe(cut);
  });

  it('takes another ellipsis', () => {
    expect(truncateEnd('does not fit', 8, '..')).toBe('does n..');
    expect(truncateEnd('abc', 1, '..')).toBe('.');
  });
});

describe('truncateMiddle', () => {
  it.each([
    ['src/views/table.ts', 18, 'src/views/table.ts'],
    ['src/views/terminal/table.ts', 15, 'src/vie…able.ts'],
    ['src/日本語/table.ts', 12, 'src/…ble.ts'],
    ['src/日本語/table.ts', 13, 'src/日…ble.ts'],
    ['abcdef', 2, 'a…'],
    ['abcdef', 1, '…'],
  ])('%j in %i cells is %j', (text, cells, cut) => {
    expect(truncateMiddle(text, cells)).toBe(cut);
  });
});

it('never cuts wider than asked and keeps what fits', () => {
  const text = fc.string({ unit: 'grapheme' }).map(cleanLine);
  fc.assert(
    fc.property(text, fc.nat(30), (line, cells) => {
      for (const cut of [truncateEnd, truncateMiddle]) {
        const result = cut(line, cells);
        expect(displayWidth(result)).toBeLessThanOrEqual(cells);
        if (displayWidth(line) <= cells) expect(result).toBe(line);
      }
    }),
  );
});

it('splits into all of the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(splitCharacters(text).join('')).toBe(text);
    }),
  );
  expect(splitCharacters('e\u0301a👩‍👩‍👧')).toEqual(['e\u0301', 'a', '👩‍👩‍👧']);
});

it('pads by cells', () => {
  expect(padStart('日', 4)).toBe('  日');
  expect(padEnd('日', 4)).toBe('日  ');
  expect(padEnd('long', 2)).toBe('long');
});

it('cleans a line of escapes and line breaks', () => {
  expect(cleanLine('a\u001b[31mb\nc\u202ed')).toBe('ab cd');
});
