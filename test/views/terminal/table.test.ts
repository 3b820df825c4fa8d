// Tables at fixed widths, as a person sees them, and the rules they keep for any content.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../../src/shared/width.ts';
import { type Column, type Row, renderTable } from '../../../src/views/terminal/table.ts';
import { golden, screenOf, stripColors } from './screens.ts';

const COLUMNS: readonly Column[] = [
  { header: 'DATE' },
  { header: 'PROJECT', truncate: 'middle', minWidth: 10, priority: 2 },
  { header: 'MODELS', priority: 5 },
  { header: 'INPUT', align: 'right', priority: 4 },
  { header: 'WRITE', align: 'right', priority: 3 },
  { header: 'READ', align: 'right', priority: 3 },
  { header: 'OUTPUT', align: 'right', priority: 1 },
  { header: 'COST', align: 'right' },
];

const ROWS: readonly Row[] = [
  {
    kind: 'group',
    cells: ['two days of the api gateway', '', '', '', '', '', '', '$1,208.62'],
  },
  {
    cells: [
      '2026-11-19',
      '/home/u/work/clients/acme/api-gateway',
      'opus-5, haiku-4.5',
      '1,204',
      '212k',
      '8.9M',
      '≥ 41k',
      '$4.12',
    ],
  },
  {
    cells: [
      '2026-11-20',
      '日本語プロジェクト',
      'opus-5',
      '12k',
      '1.2M',
      '88.9M',
      '212k',
      '$1,204.50',
    ],
  },
  {
    kind: 'dim',
    cells: [
      '2026-11-21',
      'web',
      [{ text: 'opus-5', tone: 'accent' }, ' fast'],
      '–',
      null,
      '0',
      '0',
    ],
  },
  { kind: 'total', cells: ['total', '', '', '13k', '1.4M', '97.8M', '253k', '$1,208.62'] },
];

describe('renderTable', () => {
  it('shows everything at 120 columns', () => {
    expect(renderTable(COLUMNS, ROWS, screenOf(120))).toBe(
      golden(`
DATE        PROJECT                                MODELS             INPUT  WRITE   READ  OUTPUT       COST
two days of the api gateway                                                                        $1,208.62
2026-11-19  /home/u/work/clients/acme/api-gateway  opus-5, haiku-4.5  1,204   212k   8.9M   ≥ 41k      $4.12
2026-11-20  日本語プロジェクト                     opus-5               12k   1.2M  88.9M    212k  $1,204.50
2026-11-21  web                                    opus-5 fast            –      –      0       0
────────────────────────────────────────────────────────────────────────────────────────────────────────────
total                                                                   13k   1.4M  97.8M    253k  $1,208.62
`),
    );
  });

  it('cuts paths in the middle and prose at the end at 80 columns', () => {
    expect(renderTable(COLUMNS, ROWS, screenOf(80))).toBe(
      golden(`
DATE        PROJECT        MODELS         INPUT  WRITE   READ  OUTPUT       COST
two days of the api gateway                                            $1,208.62
2026-11-19  /home/…ateway  opus-5, haik…  1,204   212k   8.9M   ≥ 41k      $4.12
2026-11-20  日本語…ェクト  opus-5           12k   1.2M  88.9M    212k  $1,204.50
2026-11-21  web            opus-5 fast        –      –      0       0
────────────────────────────────────────────────────────────────────────────────
total                                       13k   1.4M  97.8M    253k  $1,208.62
`),
    );
  });

  it('leaves out columns by priority at 60 columns', () => {
    expect(renderTable(COLUMNS, ROWS, screenOf(60))).toBe(
      golden(`
DATE        PROJECT          WRITE   READ  OUTPUT       COST
two days of the api gateway                        $1,208.62
2026-11-19  /home/u…gateway   212k   8.9M   ≥ 41k      $4.12
2026-11-20  日本語プ…ェクト   1.2M  88.9M    212k  $1,204.50
2026-11-21  web                  –      0       0
────────────────────────────────────────────────────────────
total                         1.4M  97.8M    253k  $1,208.62
`),
    );
  });

  it('still has the date and the cost at 40 columns', () => {
    expect(renderTable(COLUMNS, ROWS, screenOf(40))).toBe(
      golden(`
DATE        OUTPUT       COST
two days of the a…  $1,208.62
2026-11-19   ≥ 41k      $4.12
2026-11-20    212k  $1,204.50
2026-11-21       0
─────────────────────────────
total         253k  $1,208.62
`),
    );
  });

  it('has ASCII signs where the terminal has no others, and keeps names', () => {
    expect(renderTable(COLUMNS, ROWS, screenOf(60, { unicode: false }))).toBe(
      golden(`
DATE        PROJECT          WRITE   READ  OUTPUT       COST
two days of the api gateway                        $1,208.62
2026-11-19  /home/..gateway   212k   8.9M  >= 41k      $4.12
2026-11-20  日本語..ェクト    1.2M  88.9M    212k  $1,204.50
2026-11-21  web                  -      0       0
------------------------------------------------------------
total                         1.4M  97.8M    253k  $1,208.62
`),
    );
  });

  it('has words for marks and no rule on a plain screen', () => {
    expect(renderTable(COLUMNS, ROWS, screenOf(60, { unicode: false, plain: true }))).toBe(
      golden(`
DATE        PROJECT           WRITE        OUTPUT       COST
two days of the api gateway                        $1,208.62
2026-11-19  /home/..ateway     212k  at least 41k      $4.12
2026-11-20  日本語..ェクト     1.2M          212k  $1,204.50
2026-11-21  web             unknown             0
total                          1.4M          253k  $1,208.62
`),
    );
  });

  it('paints headers and rules dim, totals strong, and tones only in their cells', () => {
    const columns: Column[] = [{ header: 'A' }, { header: 'N', align: 'right' }];
    const rows: Row[] = [
      { cells: [{ text: 'x', tone: 'warn' }, '10'] },
      { kind: 'dim', cells: ['y', '2'] },
      { kind: 'total', cells: ['t', '12'] },
    ];
    const text = renderTable(columns, rows, screenOf(80, { color: true }));
    expect(text.replaceAll('\u001b', '^')).toBe(
      golden(`
^[2mA^[0m   ^[2mN^[0m
^[33mx^[0m  10
^[2my^[0m   ^[2m2^[0m
^[2m─────^[0m
^[1mt^[0m  ^[1m12^[0m
`),
    );
  });

  it('shows columns without headers and nothing for nothing', () => {
    const row: Row = { cells: ['a', 'b'] };
    expect(renderTable([{ header: '' }, { header: '' }], [row], screenOf(80))).toBe('a  b\n');
    expect(renderTable([{ header: 'A' }], [], screenOf(80))).toBe('A\n');
    expect(renderTable([], [], screenOf(80))).toBe('');
  });

  it('does not let a title from a transcript drive the terminal', () => {
    const row: Row = { cells: ['evil\u001b[2J\u001b]0;x\u0007\ntitle'] };
    expect(renderTable([{ header: '' }], [row], screenOf(80))).toBe('evil title\n');
  });

  it('drops the highest priority first, of equal ones the right one', () => {
    const shown = [1, 2, 3, 3, 0].map((priority, index) => ({
      header: `COLUMN-${index}`,
      align: 'right' as const,
      priority,
    }));
    const headers = (width: number) => renderTable(shown, [], screenOf(width)).trim().split(/ +/);
    expect(headers(48)).toEqual(['COLUMN-0', 'COLUMN-1', 'COLUMN-2', 'COLUMN-3', 'COLUMN-4']);
    expect(headers(47)).toEqual(['COLUMN-0', 'COLUMN-1', 'COLUMN-2', 'COLUMN-4']);
    expect(headers(37)).toEqual(['COLUMN-0', 'COLUMN-1', 'COLUMN-4']);
    expect(headers(27)).toEqual(['COLUMN-0', 'COLUMN-4']);
    expect(headers(17)).toEqual(['COLUMN-4']);
  });

  it('shows that a number is cut when even the last columns do not fit', () => {
    const columns: Column[] = Array.from({ length: 5 }, () => ({ header: '', align: 'right' }));
    const row: Row = { cells: Array.from({ length: 5 }, () => '123,456,789') };
    const [line = ''] = renderTable(columns, [row], screenOf(40)).split('\n');
    expect(line).toBe('123,45…  123,45…  123,4…  123,4…  123,4…');
  });
});

describe('any table', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.string({ maxLength: 60 }),
    fc.constantFrom('日本語プロジェクト', '👩‍👩‍👧 family', 'cafe\u0301', '–', '$1,204.50', ''),
  );
  const column = fc.record({
    header: fc.string({ maxLength: 12 }),
    align: fc.constantFrom('left' as const, 'right' as const),
    priority: fc.nat(4),
    truncate: fc.constantFrom('middle' as const, 'end' as const, 'never' as const),
  });
  const cell = fc.oneof(
    text,
    fc.constant(null),
    fc.record({ text, tone: fc.constantFrom('warn' as const, 'dim' as const) }),
    fc.array(text, { maxLength: 3 }),
  );
  const row = fc.record({
    cells: fc.array(cell, { maxLength: 12 }),
    kind: fc.constantFrom('normal' as const, 'total' as const, 'group' as const, 'dim' as const),
  });
  const screen = fc.record({
    width: fc.integer({ min: 40, max: 140 }),
    color: fc.boolean(),
    unicode: fc.boolean(),
    plain: fc.boolean(),
    interactive: fc.boolean(),
  });

  it('trims a cell whose last stretch is empty', () => {
    const cell = [{ text: '! ' }, { text: '' }];
    const output = renderTable([{ header: 'a' }], [{ cells: [cell] }], screenOf(80));
    expect(output).not.toMatch(/ $/m);
  });

  it('is never wider than the screen and has no blanks at line ends', () => {
    const columns = fc.array(column, { maxLength: 12 });
    fc.assert(
      fc.property(columns, fc.array(row, { maxLength: 8 }), screen, (columns, rows, screen) => {
        const output = renderTable(columns, rows, screen);
        if (!screen.color) expect(output).not.toContain('\u001b');
        for (const line of stripColors(output).split('\n')) {
          expect(displayWidth(line)).toBeLessThanOrEqual(screen.width);
          expect(line).toBe(line.replace(/ +$/, ''));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('aligns its columns to the cell', () => {
    const name = fc.constantFrom('a', 'café', '日本', '👩‍👩‍👧', 'e\u0301', 'ﾊﾝ', 'long enough');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.nat(99_999)), { minLength: 1 }), (pairs) => {
        const rows = pairs.map(([name, n]): Row => ({ cells: [name, String(n), '|'] }));
        const columns: Column[] = [
          { header: 'NAME' },
          { header: 'N', align: 'right' },
          { header: '' },
        ];
        const lines = renderTable(columns, rows, screenOf(80)).trimEnd().split('\n').slice(1);
        const ends = lines.map((line) => displayWidth(line));
        expect(new Set(ends).size).toBe(1);
        lines.forEach((line, index) => {
          expect(line.endsWith(` ${pairs[index]?.[1]}  |`)).toBe(true);
        });
      }),
    );
  });
});
