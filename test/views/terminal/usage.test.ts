// What a person sees of usage, as golden screens at three widths (update with `npx vitest -u`), and
// what every such screen must and must not say.
import { describe, expect, test } from 'vitest';
import { USAGE_GROUPS } from '../../../src/query/usage/answer.ts';
import { queryUsage } from '../../../src/query/usage/query-usage.ts';
import type { UsageQuestion } from '../../../src/query/usage/question.ts';
import { displayWidth } from '../../../src/shared/width.ts';
import type { Screen } from '../../../src/views/terminal/screen.ts';
import { renderUsage } from '../../../src/views/terminal/usage.ts';
import { type TestCall, testLedger } from '../../query/usage/ledger.ts';

const PLAIN_TEXT: Screen = {
  width: 80,
  color: false,
  unicode: true,
  plain: false,
  interactive: false,
};

const CALLS: readonly TestCall[] = [
  ...session('4f2a91c3-0000', '/home/me/api-gateway', 'Fix flaky retry test', 'retry-fix', 40),
  ...session(
    '77b0c1d2-0000',
    '/home/me/web',
    'ダークモードを追加する — dark mode everywhere',
    'main',
    25,
  ),
  ...session('9e01aa55-0000', 'D:\\work\\infra', undefined, 'HEAD', 9),
  { at: null, session: '77b0c1d2-0000', input: 5, output: 7 },
  {
    at: '2026-07-23T10:00:00Z',
    session: '9e01aa55-0000',
    model: 'claude-x-9',
    input: 12_000,
    output: 80,
  },
];

const QUESTIONS: readonly (readonly [name: string, question: UsageQuestion, breakdown: boolean])[] =
  [
    ...USAGE_GROUPS.map((groupBy) => [groupBy, { groupBy }, false] as const),
    ['daily-breakdown', { groupBy: 'daily' }, true],
    ['session-breakdown', { groupBy: 'session' }, true],
    ['weekly-instances', { groupBy: 'weekly', byProject: true }, false],
    [
      'filtered',
      { groupBy: 'branch', since: '2026-07-20', project: 'web', prices: 'today' },
      false,
    ],
    ['nothing', { groupBy: 'monthly', since: '2026-08-01' }, false],
  ];

describe.each(QUESTIONS)('%s', (name, question, breakdown) => {
  const answer = queryUsage(testLedger(CALLS, { timezone: 'Europe/Berlin' }), question);

  test.each([60, 80, 120])('at %d columns', async (width) => {
    const text = renderUsage(answer, { ...PLAIN_TEXT, width }, { breakdown });
    for (const line of text.split('\n')) {
      // A command stays whole, so that it can be pasted.
      if (!line.startsWith('    telltale ')) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }
    await expect(text).toMatchFileSnapshot(`usage-golden/${name}-${width}.txt`);
  });

  test('says once what the money is and where the days begin', () => {
    const text = renderUsage(answer, PLAIN_TEXT, { breakdown });
    expect(text.match(/API-equivalent/g)).toHaveLength(1);
    expect(text.match(/Europe\/Berlin/g)).toHaveLength(1);
  });

  test('ends with one to three commands', () => {
    const text = renderUsage(answer, PLAIN_TEXT, { breakdown });
    const commands = text.match(/telltale [a-z].*/g) ?? [];
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.length).toBeLessThanOrEqual(3);
    expect(text.trimEnd().split('\n').at(-1)).toContain('telltale ');
  });
});

test('an empty ledger says so and where to look', () => {
  const answer = queryUsage(testLedger([]), { groupBy: 'daily' });
  const text = renderUsage(answer, PLAIN_TEXT, { breakdown: false });
  expect(text).toContain('The ledger holds no call yet.');
  expect(text).toContain('telltale doctor');
  expect(text).not.toContain('NaN');
});

test('final counts everywhere: no mark, and said so', () => {
  const answer = queryUsage(testLedger([{ at: '2026-07-20T10:00:00Z', output: 100_000 }]), {
    groupBy: 'daily',
  });
  const text = renderUsage(answer, PLAIN_TEXT, { breakdown: false });
  expect(text).not.toContain('≥');
  expect(text).toContain('The call has a final output count.');
});

test.each([
  ['ASCII', { unicode: false }, '>= $', '≥'],
  ['plain', { plain: true }, 'at least $', '≥'],
])('marks in %s form', (_, form, seen, unseen) => {
  const answer = queryUsage(testLedger(CALLS), { groupBy: 'model' });
  const text = renderUsage(answer, { ...PLAIN_TEXT, ...form }, { breakdown: true });
  expect(text).toContain(seen);
  expect(text).not.toContain(unseen);
});

test('an unpriced model shows its tokens and no cost', () => {
  const answer = queryUsage(testLedger(CALLS), { groupBy: 'model' });
  const text = renderUsage(answer, { ...PLAIN_TEXT, width: 120 }, { breakdown: false });
  expect(text).toMatch(/^x-9 .* 12k +– +–$/m);
  expect(text).toContain('claude-x-9 (1 call, 12k tokens)');
});

/** A few days of calls; every sixth is on a subagent, every fourth has a placeholder output. */
function session(
  id: string,
  project: string,
  title: string | undefined,
  branch: string,
  count: number,
): TestCall[] {
  return Array.from({ length: count }, (_, i) => ({
    at: Date.parse('2026-07-20T20:00:00Z') + i * 2 * 3_600_000,
    session: id,
    project,
    ...(title === undefined ? {} : { title }),
    branch: i % 7 === 3 ? null : branch,
    model: i % 6 === 5 ? 'claude-haiku-4-5-20251001' : 'claude-opus-4-8',
    chain: i % 6 === 5 ? 1 : i === 20 ? 2 : 0,
    agent: i % 6 === 5 ? `a${i}` : i === 20 ? 'acompact-1' : null,
    ...(i % 12 === 5 ? { agentType: 'Explore' } : {}),
    input: 3 + i,
    read: 20_000 * (i + 1),
    write1h: 900 * (i % 5),
    write5m: i % 6 === 5 ? 4_000 : 0,
    output: 250 + 41 * i,
    isFinal: i % 4 !== 0,
  }));
}
