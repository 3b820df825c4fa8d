// What a summary keeps of a snapshot, and what goes back into the context.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  compareSummary,
  RESTORE_MARK,
  restoredItems,
  restoreText,
} from '../../../src/model/work/compare-summary.ts';
import { foldWork } from '../../../src/model/work/fold-work.ts';
import { makeSnapshot, type SnapshotItem } from '../../../src/model/work/snapshot.ts';
import { failing, prompt, tool } from './items.ts';

const rule = (text: string): SnapshotItem => ({ kind: 'constraint', text });
const file = (text: string): SnapshotItem => ({ kind: 'file', text });

describe('kept or lost', () => {
  it.each<[string, SnapshotItem, string, boolean]>([
    ['word for word', rule('never touch the schema'), 'User said: Never touch the schema.', true],
    [
      'in other words',
      rule('Never change the database schema in migrations'),
      'Constraint: the database schema must not be changed by migrations.',
      true,
    ],
    ['not at all', rule('Use pnpm, not npm'), 'The login test was fixed and passes now.', false],
    [
      'its words far apart',
      rule('never deploy on fridays without review'),
      'We must never lose data.\n\nThe deploy script exists.\n\nA review was held.\n\nFridays are calm.',
      false,
    ],
    ['a file by its path', file('/w/src/login.ts'), 'Edited src/login.ts twice.', true],
    ['a file by its name', file('/w/src/login.ts'), 'Edited login.ts twice.', true],
    ['a file by part of another name', file('/w/src/login.ts'), 'Edited weblogin.tsx.', false],
    ['a common name alone', file('/w/src/auth/index.ts'), 'Edited index.ts.', false],
    ['a common name with its folder', file('/w/src/auth/index.ts'), 'Edited auth/index.ts.', true],
    ['a short task', { kind: 'task', text: 'Add tests' }, 'Still open: add tests.', true],
    ['half of a short task', { kind: 'task', text: 'Migrate users' }, 'Users were counted.', false],
    [
      'without blanks',
      rule('データベースを変更しないこと'),
      'データベースを変更しないこと。',
      true,
    ],
    ['without blanks, lost', rule('データベースを変更しないこと'), 'テストは成功した。', false],
    ['nothing but small words', rule('do it as is'), '', true],
  ])('%s', (_, item, summary, isKept) => {
    const { kept, lost } = compareSummary([item], summary);
    expect({ kept, lost }).toEqual(
      isKept ? { kept: [item], lost: [] } : { kept: [], lost: [item] },
    );
  });

  test('every item is one or the other, and what the summary quotes is kept', () => {
    const texts = fc.array(fc.string({ minLength: 1, maxLength: 40 }), { maxLength: 8 });
    fc.assert(
      fc.property(texts, fc.string({ maxLength: 200 }), (words, summary) => {
        const items = words.map(rule);
        const { kept, lost } = compareSummary(items, summary);
        expect(kept.length + lost.length).toBe(items.length);
        expect(compareSummary(items, words.join('\n')).lost).toEqual([]);
      }),
    );
  });

  test('a summary of a megabyte is compared as a short one is', () => {
    const summary = 'The agent edited many files and ran the tests again. '.repeat(20_000);
    const items = Array.from({ length: 50 }, (_, at) => rule(`Rule ${at} forbids something else`));
    expect(compareSummary(items, summary)).toEqual({ kept: [], lost: items });
  });
});

describe('the text put back', () => {
  const items: SnapshotItem[] = [
    rule('Never touch the schema.'),
    rule('Use pnpm.'),
    { kind: 'task', text: 'Write the changelog' },
    file('/w/src/login.ts'),
  ];

  it('says what it is and groups its items', () => {
    const text = restoreText(items, 600);
    expect(text?.split('\n')).toEqual([
      RESTORE_MARK,
      "The user's rules, in their words:",
      '- Never touch the schema.',
      '- Use pnpm.',
      'Open tasks:',
      '- Write the changelog',
      'Files that were being changed:',
      '- /w/src/login.ts',
    ]);
  });

  it('is nothing for nothing, or for no room', () => {
    expect(restoreText([], 600)).toBeNull();
    expect(restoreText(items, 10)).toBeNull();
  });

  test('never exceeds its budget, and is found again whole', () => {
    const texts = fc.array(fc.stringMatching(/^[a-z ]{1,60}$/), { maxLength: 30 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 20, max: 400 }), (words, budget) => {
        const lost = words.map((word, at) => rule(`${at} ${word}`));
        const text = restoreText(lost, budget);
        expect((text ?? '').length).toBeLessThanOrEqual(budget * 4);
        const lines = (text ?? '').split('\n').filter((line) => line.startsWith('- '));
        expect(restoredItems(lost, text ?? '')).toHaveLength(lines.length);
      }),
    );
  });
});

test('a snapshot holds rules, failing tests, open tasks and changed files, without secrets', () => {
  const todos = [
    { content: 'Fix login', status: 'completed' },
    { content: 'Write docs', status: 'pending' },
  ];
  const key = `sk-ant-api03-${'a1B2'.repeat(20)}`;
  const snapshot = makeSnapshot(
    foldWork([
      prompt(`Fix the login test. Never use the key ${key} anywhere.`),
      ...tool('Edit', { file_path: '/w/src/login.ts', old_string: 'a', new_string: 'b' }),
      ...tool('Read', { file_path: '/w/src/other.ts' }),
      ...failing('npm test', 'Tests: 1 failed, 3 passed, 4 total'),
      ...tool('TodoWrite', { todos }),
    ]),
  );
  const ofKind = (kind: SnapshotItem['kind']): string[] =>
    snapshot.filter((item) => item.kind === kind).map(({ text }) => text);
  expect(ofKind('constraint').join()).toMatch(/^Never use the key/);
  expect(JSON.stringify(snapshot)).not.toContain(key);
  expect(ofKind('failing-test').join()).toContain('npm test');
  expect(ofKind('task')).toEqual(['Write docs']);
  expect(ofKind('file')).toEqual(['/w/src/login.ts']);
});
