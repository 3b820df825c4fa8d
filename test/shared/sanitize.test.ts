import { describe, expect, it } from 'vitest';
import { oneLine, stripControl } from '../../src/shared/sanitize.ts';

const ESC = '\u001b';

const CASES: readonly [name: string, given: string, want: string][] = [
  ['plain text', 'Fix the flaky retry test', 'Fix the flaky retry test'],
  ['colours', `${ESC}[1;31mred${ESC}[0m text`, 'red text'],
  ['cursor moves and erases', `a${ESC}[2J${ESC}[1;1Hb${ESC}[?25lc`, 'abc'],
  ['one-byte CSI', 'a\u009b31mb', 'ab'],
  ['a window title ended by BEL', `a${ESC}]0;owned\u0007b`, 'ab'],
  ['a hyperlink ended by ST', `${ESC}]8;;http://x${ESC}\\link${ESC}]8;;${ESC}\\`, 'link'],
  ['clipboard write', `a${ESC}]52;c;ZXZpbA==\u0007b`, 'ab'],
  ['a device string', `a${ESC}Pq#0;2;0${ESC}\\b`, 'ab'],
  ['an OSC without an end keeps its text', `a${ESC}]0;tail`, 'a0;tail'],
  ['a lone ESC at the end', `a${ESC}`, 'a'],
  ['a sequence split by a sequence', `${ESC}${ESC}[0m[31mx`, '[31mx'],
  ['full reset', `a${ESC}cb`, 'ab'],
  ['charset choice', `a${ESC}(0b`, 'ab'],
  ['line ends', 'a\r\nb\tc\u2028d', 'a b c d'],
  ['bell, backspace, null, delete', 'a\u0007\u0008\u0000\u007fb', 'ab'],
  ['direction overrides', 'abc\u202etxt.exe\u202c \u2066x\u2069', 'abctxt.exe x'],
  ['invisible characters', 'a\u200bb\ufeffc\u00add', 'abcd'],
  ['hidden tag characters', 'a\u{e0041}\u{e0042}b', 'ab'],
  ['half surrogates', 'a\ud83db', 'a\ufffdb'],
  ['wide characters and emoji stay', '日本語 👩‍💻 é ok', '日本語 👩‍💻 é ok'],
];

describe('stripControl', () => {
  it.each(CASES)('%s', (_name, given, want) => {
    expect(stripControl(given)).toBe(want);
    expect(stripControl(want)).toBe(want);
  });

  it('takes time in proportion to hostile input', () => {
    for (const unit of [`${ESC}]`, '\u009d', `${ESC}[`, `${ESC}P\u0090`]) {
      expect(stripControl(unit.repeat(50_000))).not.toContain(ESC);
    }
  });
});

describe('oneLine', () => {
  it('folds blanks', () => {
    expect(oneLine('  a \n\n  b\u3000 c ')).toBe('a b c');
  });
});
