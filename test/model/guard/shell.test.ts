// What runs in a command line: the tree of a shell, and that nothing breaks or slows it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeCommand } from '../../../src/model/guard/commands/judge-command.ts';
import { listPipelines } from '../../../src/model/guard/shell/list-pipelines.ts';

/** Programs with their words, pipelines apart. */
const runs = (line: string) =>
  listPipelines(line).pipelines.map(({ stages }) =>
    stages
      .map((stage) =>
        stage
          .map(({ program, args }) => [program, ...args.map(({ text }) => text)].join(' '))
          .join(' & '),
      )
      .join(' | '),
  );

const LINES: readonly (readonly [line: string, ...runs: string[]])[] = [
  ['a b c', 'a b c'],
  ['a;b&&c||d&e', 'a', 'b', 'c', 'd', 'e'],
  ['a | b |& c', 'a | b | c'],
  ['a "b c" \'d e\' f\\ g', 'a b c d e f g'],
  ['a $\'x\\ty\' $"z"', 'a x\ty z'],
  ['a # b\nc', 'a', 'c'],
  ['a b#c', 'a b#c'],
  ['a \\\n b', 'a b'],
  ['a > f 2>&1 <g >>h b', 'a b'],
  ['A=1 B="x y" a', 'a'],
  ['sudo -u bob env X=1 nice -n 5 a b', 'a b'],
  ['xargs -n 1 -I {} a {}', 'a {}'],
  ['timeout 5 a', 'a'],
  ['command -v a', 'command -v a'],
  ['a $(b c) d', 'a $() d', 'b c'],
  ['a "x $(b "y $(c)") z"', 'a x $() z', 'b y $()', 'c'],
  ['a `b \\`c\\``', 'a $()', 'b $()', 'c'],
  ['a <(b) >(c)', 'a <() >()', 'b', 'c'],
  ['(a; b) | c', 'a & b | c', 'a', 'b'],
  ['if a; then b; else c; fi', 'a & b & c', 'a', 'b', 'c'],
  ['while a; do b; done', 'a & b', 'a', 'b'],
  ['for x in $(a) b; do c; done', 'a & c', 'a', 'c'],
  ['case $x in y) a;; z) b;; esac', 'a & b', 'a', 'b'],
  ['f() { a; }; f', '', 'a', 'f'],
  ['a <<E\nb $(c)\nE\nd', 'a', 'c', 'd'],
  ["a <<'E'\nb $(c)\nE\nd", 'a', 'd'],
  ['a <<-E\n\tb\n\tE\nd', 'a', 'd'],
  ['a <<E | b\nx\nE', 'a | b'],
  ['bash -c "a; b"', 'bash -c a; b', 'a', 'b'],
  ['eval a b', 'eval a b', 'a b'],
  ['ssh -p 2 h a b', 'ssh -p 2 h a b', 'a b'],
  ['find . -exec a {} \\;', 'find . -exec a {} ;', 'a {}'],
  ['echo $((1 + 2)) a', 'echo $(()) a'],
  ['(( i++ )); a', 'a'],
  ['x=(a b c); d', '', 'd'],
  ['a ${X:-$(b)} ${Y}', 'a ${X:-$()} ${Y}', 'b'],
  ['S=/t; a $S/x', '', 'a /t/x'],
  ['/usr/bin/a', 'a'],
];

test.each(LINES)('%s', (line, ...expected) => {
  expect(runs(line)).toEqual(expected);
});

const PIECES = [
  'rm',
  '-rf',
  '/',
  '~',
  'curl',
  'x',
  '|',
  '||',
  '&',
  '&&',
  ';',
  '\n',
  ' ',
  '"',
  "'",
  '\\',
  '$(',
  ')',
  '(',
  '`',
  '${',
  '}',
  '{',
  '<<E',
  'E',
  '<',
  '>',
  '<(',
  '#',
  '$((',
  '))',
  'if',
  'then',
  'fi',
  'for',
  'do',
  'done',
  'case',
  'esac',
  'in',
  'f()',
  'bash -c',
  'eval',
  'sudo',
  'env',
  'A=',
  'x=(',
  "$'",
  '\0',
  '\r',
  'é',
  '😀',
];

describe('whatever the line', () => {
  test('nothing throws, and asking twice gives the same', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }),
        fc.boolean(),
        (parts, spaced) => {
          const line = parts.join(spaced ? ' ' : '');
          expect(judgeCommand(line)).toEqual(judgeCommand(line));
        },
      ),
      { numRuns: 3_000 },
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (line) => {
        judgeCommand(line);
      }),
      { numRuns: 1_000 },
    );
  });

  test('what stands before does not hide a removal behind it', () => {
    const words = fc.array(fc.constantFrom('echo', 'ok', '"a b"', "'c'", '-x', '$(ls)', 'é'), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(words, fc.constantFrom(';', '&&', '||', '&', '\n', '|'), (before, joint) => {
        const line = `${before.join(' ')} x ${joint} rm -rf /`;
        expect(judgeCommand(line).hits.map(({ rule }) => rule)).toContain('rm-root');
      }),
    );
  });

  const LONG = [
    '$(',
    '`',
    '(',
    'a=(',
    '$((',
    '${',
    '"',
    'if ',
    '<<E\n',
    '<(',
    'a|',
    "$'",
    'case ',
    'f(){',
    'x ',
    'chain_',
    'find / -a ',
    'S=a$S;',
    'rm -rf x;',
    'ssh a "',
  ];
  // Whatever is not linear takes minutes for a megabyte; the bound says nothing of the machine.
  test.each(LONG)('a megabyte of %j takes seconds', { timeout: 30_000 }, (piece) => {
    judgeCommand(piece.repeat(Math.floor(1_000_000 / piece.length)));
  });
});
