// Bars and sparklines cell by cell, in block characters and in ASCII.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBar, formatSparkline } from '../../src/shared/bars.ts';

const BLOCKS = { unicode: true, plain: false };
const ASCII = { unicode: false, plain: false };
const PLAIN = { unicode: false, plain: true };

describe('formatBar', () => {
  it.each([
    ['nothing', 0, '░░░░░░░░░░', '..........'],
    ['half', 0.5, '█████░░░░░', '#####.....'],
    ['all', 1, '██████████', '##########'],
    ['more than all, clamped', 1.5, '██████████', '##########'],
    ['less than nothing, clamped', -0.1, '░░░░░░░░░░', '..........'],
    ['31 %', 0.31, '███▏░░░░░░', '###.......'],
    ['78 %', 0.78, '███████▊░░', '########..'],
    ['52 %', 0.52, '█████▎░░░░', '#####.....'],
    ['9 %', 0.09, '▉░░░░░░░░░', '#.........'],
    ['23 %', 0.23, '██▎░░░░░░░', '##........'],
    ['next to nothing is not empty', 0.0001, '▏░░░░░░░░░', '#.........'],
    ['next to all is not full', 0.9999, '█████████▉', '#########.'],
    ['unknown', null, '–         ', '-         '],
    ['not a number', Number.NaN, '–         ', '-         '],
  ])('%s', (_name, ratio, blocks, ascii) => {
    expect(formatBar(ratio, 10, BLOCKS)).toBe(blocks);
    expect(formatBar(ratio, 10, ASCII)).toBe(ascii);
    expect(formatBar(ratio, 10, PLAIN)).toBe('');
  });

  it('always takes its cells', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.nat(40), (ratio, cells) => {
        expect(formatBar(ratio, cells, BLOCKS)).toHaveLength(cells);
        expect(formatBar(ratio, cells, ASCII)).toHaveLength(cells);
      }),
    );
  });
});

describe('formatSparkline', () => {
  it.each([
    ['nothing', [], '', ''],
    ['a rise', [0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█', '_..--==#'],
    ['zeros', [0, 0, 0], '▁▁▁', '___'],
    ['equal values', [5, 5], '██', '##'],
    ['only zero is lowest', [0, 0.001, 100], '▁▂█', '_.#'],
    ['a gap where nothing is known', [1, null, 1], '█ █', '# #'],
    ['negative is drawn as nothing', [-3, 7], '▁█', '_#'],
  ])('%s', (_name, values, blocks, ascii) => {
    expect(formatSparkline(values, BLOCKS)).toBe(blocks);
    expect(formatSparkline(values, ASCII)).toBe(ascii);
    expect(formatSparkline(values, PLAIN)).toBe('');
  });

  it('joins more values than cells by their largest', () => {
    const values = Array.from({ length: 48 }, (_, index) => (index === 31 ? 7 : 1));
    const line = formatSparkline(values, BLOCKS);
    expect(line).toBe(`${'▂'.repeat(15)}█${'▂'.repeat(8)}`);
    expect(formatSparkline(values, BLOCKS, 12)).toHaveLength(12);
    expect(formatSparkline(values, BLOCKS, 2)).toHaveLength(7);
    expect(formatSparkline(values, BLOCKS, 99)).toHaveLength(24);
  });
});
