// CSV and JSON text: quoting, line ends, and cells that a spreadsheet would run.
import { expect, it } from 'vitest';
import { formatCsv } from '../../src/shared/csv.ts';
import { formatJson } from '../../src/shared/json.ts';

it.each([
  ['text', 'plain', 'plain'],
  ['a comma', 'a,b', '"a,b"'],
  ['quotes', 'say "hi"', '"say ""hi"""'],
  ['a line break', 'a\nb', '"a\nb"'],
  ['blanks at an end', ' a', '" a"'],
  ['wide characters', '日本', '日本'],
  ['a number', -12.5, '-12.5'],
  ['zero', 0, '0'],
  ['unknown', null, ''],
  ['not a number', Number.NaN, ''],
  ['true', true, 'true'],
  ['a formula', '=1+2', "'=1+2"],
  ['a formula with a comma', '=HYPERLINK("x",1)', '"\'=HYPERLINK(""x"",1)"'],
  ['an at sign', '@sum', "'@sum"],
  ['a dash', '-x', "'-x"],
  ['a plus', '+x', "'+x"],
  ['a tab', '\t=1', "'\t=1"],
  ['a negative number as text', '-12.50', '-12.50'],
  ['a signed exponent', '+1e5', '+1e5'],
])('%s', (_name, cell, text) => {
  expect(formatCsv(['h'], [[cell]])).toBe(`h\r\n${text}\r\n`);
});

it('writes header and rows', () => {
  expect(
    formatCsv(
      ['date', 'cost'],
      [
        ['2026-11-21', 1.5],
        ['2026-11-22', null],
      ],
    ),
  ).toBe('date,cost\r\n2026-11-21,1.5\r\n2026-11-22,\r\n');
});

it('prints one JSON document with a line end', () => {
  const answer = { kind: 'x', value: null };
  expect(formatJson(answer)).toBe('{\n  "kind": "x",\n  "value": null\n}\n');
});
