// A user's pattern finds what JavaScript finds, and no pattern makes it hang.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../../src/shared/linear-pattern/linear-pattern.ts';

function find(source: string, text: string): string[] | string {
  const result = compilePattern(source);
  if (!result.ok) return result.fault;
  return result.pattern.findAll(text).map(([start, end]) => text.slice(start, end));
}

describe('finds', () => {
  test.each([
    ['leave (it|this) as is', 'i leave it as is; leave this as is. leave that', 2],
    ['colou?r', 'color colour colur', 2],
    ['\\bno\\b', 'no, know, no', 2],
    ['[a-f0-9]{4}', 'beef cafe 12 9999', 3],
    ['LEAVE', 'leave', 1],
    ['[A-Z]{2}', 'ab', 1],
    ['a.c', 'abc a\nc', 1],
    ['^todo', 'todo\nno todo\ntodo', 2],
    ['done$', 'done\nnot done!', 1],
    ['x{2,3}?y', 'xy xxy xxxy', 2],
    ['[^a]b', 'ab cb', 1],
    ['\\u00e9t\\x65', 'été', 0],
    ['\\u00e9', 'é', 1],
    ['(?:ab)+c', 'ababc abc c', 2],
    ['\\d+ %', '10 % of 5 %', 2],
    ['\\(tbd\\)', '(tbd) tbd', 1],
    ['a||b', 'x', 'it fits an empty text'],
  ])('%s in %j', (source, text, wanted) => {
    const found = find(source, text);
    expect(typeof found === 'string' ? found : found.length).toBe(wanted);
  });

  test('the earliest start, the shortest end', () => {
    expect(find('b|abc', 'abc')).toEqual(['b']);
    expect(find('a+', 'aaa')).toEqual(['a', 'a', 'a']);
  });
});

describe('refuses', () => {
  test.each([
    ['(a', 'a ( without its )'],
    ['a)', 'a ) too many'],
    ['[a', 'a [ without its ]'],
    ['*a', 'nothing before * to repeat'],
    ['a**', 'two counts in a row'],
    ['(a)\\1', '\\1; references to groups and Unicode properties are not known'],
    ['(?=a)b', 'a look ahead or behind, a name or a flag; only ( ) and (?: ) are known'],
    ['a{2,1}', 'a count whose end is below its start'],
    ['a{1000}', 'a count above 100'],
    ['(a{100}){100}', 'it is too long, or repeats too much'],
    ['a*', 'it fits an empty text'],
    ['', 'it fits an empty text'],
    ['\\b', 'it fits an empty text'],
    ['a\\', 'a \\ at the end'],
    ['\\x4', 'an escape without its 2 digits'],
    ['[b-a]', 'a range in [ ] whose end is before its start'],
  ])('%s', (source, fault) => {
    expect(find(source, 'a')).toBe(fault);
  });
});

test.each([
  '(a+)+b',
  '(a|a)*b',
  '(a|aa)+$b',
  'a*a*a*a*a*a*a*a*b',
  '(.*)*x',
  `${'a?'.repeat(60)}${'a'.repeat(60)}b`,
  '((a*)*)*b',
])('%s comes to an end on a long text', (source) => {
  const startMs = performance.now();
  expect(find(source, 'a'.repeat(20_000))).toEqual([]);
  // Followed one by one, the ways through any of these outlast the machine.
  expect(performance.now() - startMs).toBeLessThan(10_000);
});

const part = fc.constantFrom(
  'a',
  'b',
  '.',
  '[ab]',
  '[^a]',
  '\\b',
  'a?',
  'b*',
  '(a|b)',
  '(?:ab)+',
  'c{1,2}',
);

test('whether a text fits is what JavaScript says', () => {
  const source = fc
    .array(
      fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
      {
        minLength: 1,
        maxLength: 3,
      },
    )
    .map((rows) => rows.join('|'));
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ' '), { maxLength: 12 });
  fc.assert(
    fc.property(source, text, (pattern, letters) => {
      const compiled = compilePattern(pattern);
      fc.pre(compiled.ok);
      if (!compiled.ok) return;
      const line = letters.join('');
      const own = compiled.pattern.findAll(line)[0];
      const theirs = new RegExp(pattern).exec(line);
      expect(own === undefined).toBe(theirs === null);
      if (own === undefined) return;
      const fromThere = new RegExp(pattern, 'y');
      fromThere.lastIndex = own[0];
      expect(fromThere.test(line)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
