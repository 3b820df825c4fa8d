// Headings, pairs, steps and paragraphs at fixed widths and for any content.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../../src/shared/width.ts';
import {
  type KeyValue,
  renderHeading,
  renderKeyValues,
  renderNextSteps,
  renderSection,
  wrapText,
} from '../../../src/views/terminal/layout.ts';
import { golden, screenOf, stripColors } from './screens.ts';

const TITLE = 'telltale · 3 projects · 14 sessions';
const CONTEXT = 'API-equivalent, Europe/Berlin';

describe('renderHeading', () => {
  it('has its context at the right edge', () => {
    const line = renderHeading(TITLE, CONTEXT, screenOf(80));
    expect(line).toBe(`${TITLE}${' '.repeat(80 - 35 - 29)}${CONTEXT}\n`);
    expect(renderHeading(TITLE, CONTEXT, screenOf(66))).toBe(`${TITLE}  ${CONTEXT}\n`);
  });

  it('has it on a line of its own where it does not fit', () => {
    expect(renderHeading(TITLE, CONTEXT, screenOf(65))).toBe(`${TITLE}\n${CONTEXT}\n`);
    expect(renderHeading('a long title in few cells', null, screenOf(20))).toBe(
      'a long title in few…\n',
    );
  });

  it('paints the title strong and its context dim', () => {
    expect(renderHeading('T', 'C', screenOf(20, { color: true })).replaceAll('\u001b', '^')).toBe(
      `^[1mT^[0m${' '.repeat(18)}^[2mC^[0m\n`,
    );
  });
});

const PAIRS: readonly KeyValue[] = [
  ['cost', '$4.12   main 3.61 · subagents 0.38 · compaction ~0.13     client says $4.19'],
  [
    'tokens',
    [{ text: 'in 1,204', tone: 'strong' }, ' · write 1h 212k · read 8.9M · out ≥ 41k (86 % final)'],
  ],
  ['health', null],
];

describe('renderKeyValues', () => {
  it('has a line for each at 120 columns', () => {
    expect(renderKeyValues(PAIRS, screenOf(120))).toBe(
      golden(`
  cost    $4.12   main 3.61 · subagents 0.38 · compaction ~0.13     client says $4.19
  tokens  in 1,204 · write 1h 212k · read 8.9M · out ≥ 41k (86 % final)
  health  –
`),
    );
  });

  it('goes on in the next line at 80 and 60 columns, between facts', () => {
    expect(renderKeyValues(PAIRS, screenOf(80))).toBe(
      golden(`
  cost    $4.12   main 3.61 · subagents 0.38 · compaction ~0.13
          client says $4.19
  tokens  in 1,204 · write 1h 212k · read 8.9M · out ≥ 41k (86 % final)
  health  –
`),
    );
    expect(renderKeyValues(PAIRS, screenOf(60))).toBe(
      golden(`
  cost    $4.12   main 3.61 · subagents 0.38 ·
          compaction ~0.13     client says $4.19
  tokens  in 1,204 · write 1h 212k · read 8.9M ·
          out ≥ 41k (86 % final)
  health  –
`),
    );
  });

  it('keeps tones over line ends', () => {
    const value = [{ text: 'one two', tone: 'warn' as const }, ' three'];
    const text = renderKeyValues([['k', value]], screenOf(11, { color: true }));
    expect(text.replaceAll('\u001b', '^')).toBe(
      golden(`
  ^[2mk^[0m  ^[33mone^[0m
     ^[33mtwo^[0m
     three
`),
    );
  });

  it('has words on a plain screen', () => {
    expect(renderKeyValues(PAIRS.slice(1), screenOf(80, { unicode: false, plain: true }))).toBe(
      golden(`
  tokens  in 1,204, write 1h 212k, read 8.9M, out at least 41k (86 % final)
  health  unknown
`),
    );
    const dim: KeyValue = ['k', { text: '–', tone: 'dim' }];
    expect(renderKeyValues([dim], screenOf(80, { plain: true }))).toBe('  k  unknown\n');
  });
});

describe('renderNextSteps', () => {
  const steps = [
    { about: 'api-gateway rebuilt its cache twice: $1.94 today', command: 'telltale explain 4f2a' },
    { about: '3 calls of claude-x-9 have no price', command: 'telltale doctor' },
    { about: '9 transcripts are deleted in 3 days', command: 'telltale archive on' },
    { about: 'a fourth is never shown', command: 'telltale never' },
  ];

  it('has the commands in a column at 80 columns', () => {
    expect(renderNextSteps(steps, screenOf(80))).toBe(
      golden(`
  api-gateway rebuilt its cache twice: $1.94 today      telltale explain 4f2a
  3 calls of claude-x-9 have no price                   telltale doctor
  9 transcripts are deleted in 3 days                   telltale archive on
`),
    );
  });

  it('has them below at 60 columns', () => {
    expect(renderNextSteps(steps.slice(0, 2), screenOf(60))).toBe(
      golden(`
  api-gateway rebuilt its cache twice: $1.94 today
    telltale explain 4f2a
  3 calls of claude-x-9 have no price
    telltale doctor
`),
    );
  });
});

it('indents a section', () => {
  expect(renderSection('ACTIVE', screenOf(60))).toBe('  ACTIVE\n');
});

describe('wrapText', () => {
  it.each([
    ['', 10, ['']],
    ['one two three', 7, ['one two', 'three']],
    ['one  two', 20, ['one  two']],
    ['日本語 です', 6, ['日本語', 'です']],
    ['extraordinary', 5, ['extra', 'ordin', 'ary']],
    ['an extraordinary one', 6, ['an', 'extrao', 'rdinar', 'y one']],
    ['first\n\nsecond', 20, ['first', '', 'second']],
    ['trailing   ', 20, ['trailing']],
  ])('%j in %i cells', (text, width, lines) => {
    expect(wrapText(text, width)).toEqual(lines);
  });

  it('loses no word', () => {
    const text = fc.array(
      fc.constantFrom('a', 'word', '日本語', 'é', '·', '👩‍👩‍👧', 'extraordinary'),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 30 }), (words, width) => {
        const lines = wrapText(words.join(' '), width);
        expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

it('is never wider than the screen, for any content', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 90 });
  const styled = fc.oneof(text, fc.array(text, { maxLength: 4 }));
  const width = fc.integer({ min: 40, max: 120 });
  fc.assert(
    fc.property(text, styled, width, fc.boolean(), (name, value, width, color) => {
      const screen = screenOf(width, { color });
      const output = [
        renderHeading(value, name, screen),
        renderSection(name, screen),
        renderKeyValues([[name, value]], screen),
        renderNextSteps([{ about: name, command: 'telltale doctor' }], screen),
      ].join('');
      for (const line of stripColors(output).split('\n')) {
        expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }
    }),
    { numRuns: 300 },
  );
});
