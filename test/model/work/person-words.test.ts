// Which sentences of a person are rules and which make a choice.
import { describe, expect, it } from 'vitest';
import { findDecision, findRules } from '../../../src/model/work/person-words.ts';

describe('rules', () => {
  const rules = [
    'Never touch the schema',
    'use pnpm, not npm',
    'Use tabs.',
    "don't commit to main",
    'Please do not rename files',
    'You must keep the public API',
    'Make sure that the tests pass.',
    'Only change files below src/',
    'Keep the diff small',
    'Avoid new dependencies',
    'I prefer small commits',
    'Do it without changing the interface',
    'Always run the linter',
    'Work on it, but leave the docs alone',
    'Errors must never be swallowed',
  ];
  it.each(rules)('%s', (rule) => expect(findRules(`Fix the test. ${rule}`)).toEqual([rule]));

  const others = [
    'Fix the test',
    'Keep going',
    'It keeps failing',
    "I don't know why",
    "It doesn't work",
    'Why must it be so slow?',
    'The parser never sees it',
    'if (!ok) return; // never reached;',
    '> Never touch this',
    '```\nnever do this\n```',
    'The result pointed at tests instead of the implementation',
    `Never ${'x'.repeat(400)}`,
  ];
  it.each(others)('none: %s', (text) => expect(findRules(text)).toEqual([]));

  it('reads lists and takes the newest few of a long one', () => {
    const list = Array.from({ length: 20 }, (_, i) => `- never do thing ${i}`).join('\n');
    const rules = findRules(`Rules:\n${list}`);
    expect(rules).toHaveLength(8);
    expect(rules.at(-1)).toBe('never do thing 19');
  });
});

describe('decisions', () => {
  const cases: readonly [text: string, asked: string | null, expected: string | null][] = [
    ['Yes, but use the old parser', null, 'Yes, but use the old parser'],
    ["let's use sqlite", null, "let's use sqlite"],
    ['Go with option 2', null, 'Go with option 2'],
    ['option b', null, 'option b'],
    ['#2 please', null, '#2 please'],
    ['3 is better, implement it', null, '3 is better, implement it'],
    ['Yes', 'I can push. Want me to push?', 'Yes (to: Want me to push?)'],
    ['はい', 'プッシュしますか？', 'はい (to: プッシュしますか？)'],
    ['Yes', 'Done.', null],
    ['continue', null, null],
    ['ok', null, null],
    ['What now?', 'Push?', null],
    ['Fix the test', null, null],
    ['[image]', 'Which one?', null],
  ];
  it.each(cases)('%s after %s', (text, asked, expected) => {
    expect(findDecision(text, asked)).toBe(expected);
  });

  it('finds the choice within a long prompt', () => {
    const text = `${'Some thoughts on this. '.repeat(30)}So let's use sqlite. ${'More thoughts. '.repeat(10)}`;
    expect(findDecision(text, null)).toBe("So let's use sqlite.");
  });
});
