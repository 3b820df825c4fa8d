// What a person does in a session: prompts, corrections, interruptions, time to the first edit, permissions.
import { describe, expect, test } from 'vitest';
import {
  assistant,
  findMetric,
  inTime,
  permission,
  readMetric,
  START_MS,
  said,
  toolCall,
  user,
} from './events.ts';

const MINUTE_MS = 60_000;

describe('prompts', () => {
  test('only what a person typed; the rest is told apart', () => {
    const origins = ['human', 'harness', 'command', 'human', 'interrupt', 'summary'] as const;
    const events = origins.map((origin) => user({ origin }));
    expect(readMetric('prompts', events)).toMatchObject({
      value: 2,
      denominator: 1,
      details: { human: 2, harness: 1, command: 1, interrupt: 1, summary: 1, userTexts: 6 },
    });
  });

  test('a subagent has none, which is a number; nothing at all is no data', () => {
    expect(readMetric('prompts', [user({ origin: 'harness' })])).toMatchObject({ value: 0 });
    expect(readMetric('prompts', [assistant()])).toMatchObject({ kind: 'no-data' });
  });
});

describe('corrections', () => {
  const metric = findMetric('corrections');

  test.each([
    'No, that file is generated.',
    'no. the other one',
    'Nope',
    "That's wrong, the date is UTC.",
    'this is not right',
    "that's not what I asked for",
    'I said no new packages',
    'I already told you to use the store',
    'Please undo that',
    'ok, revert the last change',
    'can you roll back the migration?',
    'put it back please',
    'you broke the build',
    "you've missed the second file",
    "you didn't run the tests",
    'why did you delete the test?',
    "don't touch the config",
    'stop adding comments',
    "it's still not working",
    'still the same error',
    'Stop.',
  ])('a correction: %s', (text) => {
    expect(readMetric(metric, [assistant(), said(metric, text)])).toMatchObject({ numerator: 1 });
  });

  test.each([
    'fix the wrong total in the report',
    'add an undo button',
    'why does the parser skip blank lines?',
    'there is no test for this yet, write one',
    'explain what `git revert` does',
    'rename "you broke it" in the help text',
    'implement revert for orders',
    'now do the same for the other file',
    'thanks, that is right. Go on with step 2.',
    'It should not be nothing',
    'the label says "no, thanks"',
    '```\nno, this is a log\nyou did not pass a name\n```\nwhat does this mean?',
  ])('none: %s', (text) => {
    expect(readMetric(metric, [assistant(), said(metric, text)])).toMatchObject({
      numerator: 0,
      denominator: 1,
    });
  });

  test('the first prompt corrects nothing', () => {
    const first = said(metric, 'No, revert that.');
    expect(readMetric(metric, [first])).toMatchObject({ kind: 'no-data' });
    expect(readMetric(metric, [first, assistant(), first])).toMatchObject({ value: 100 });
  });

  test('after copied history the first prompt may', () => {
    const carried = metric.carry(metric.step(metric.init(), assistant()));
    expect(metric.read(metric.step(carried, said(metric, 'No.')))).toMatchObject({ value: 100 });
  });
});

describe('interruptions', () => {
  test('per hundred prompts', () => {
    const events = [user(), user({ origin: 'interrupt' }), user(), user(), user(), user()];
    expect(readMetric('interruptions', events)).toMatchObject({ value: 20, isWarm: true });
  });

  test('without prompts: no data', () => {
    expect(readMetric('interruptions', [user({ origin: 'interrupt' })])).toMatchObject({
      kind: 'no-data',
      details: { interruptions: 1 },
    });
  });
});

describe('time_to_first_edit', () => {
  const at = (minutes: number) => ({ atMs: START_MS + minutes * MINUTE_MS });
  const edit = (minutes: number) => toolCall({ ...at(minutes), tool: 'Edit', path: '/a' });

  test('the median of the first edits of turns', () => {
    const events = [
      user(at(0)),
      toolCall({ ...at(1), tool: 'Read' }),
      edit(2),
      edit(5),
      user(at(10)),
      edit(18),
      user(at(20)),
      toolCall({ ...at(21), tool: 'Bash' }),
    ];
    expect(readMetric('time_to_first_edit', events)).toMatchObject({
      value: 5,
      n: 2,
      details: { turns: 3, turnsWithEdit: 2, turnsWithoutEdit: 1 },
    });
  });

  test('no turn with an edit: no data', () => {
    expect(readMetric('time_to_first_edit', [user(at(0))])).toMatchObject({ kind: 'no-data' });
    expect(readMetric('time_to_first_edit', [user({ atMs: null }), edit(1)])).toMatchObject({
      kind: 'no-data',
    });
  });
});

describe('permission_waits', () => {
  const asked = permission({ phase: 'asked' });
  const answered = permission({ phase: 'answered' });

  test('minutes between question and answer; two questions at once are one wait', () => {
    const events = inTime([asked, asked, answered, assistant(), asked, answered, answered]);
    expect(readMetric('permission_waits', events)).toMatchObject({
      value: 3 / 60,
      n: 2,
      details: { asked: 3, waits: 2, longestMinutes: 2 / 60, isWaiting: false },
    });
  });

  test('says why there is nothing to tell', () => {
    expect(readMetric('permission_waits', [assistant()])).toMatchObject({
      reason: 'no permission event was noted; hooks are off or nothing was asked',
    });
    expect(readMetric('permission_waits', [asked])).toMatchObject({
      reason: 'no question was answered so far',
      details: { isWaiting: true },
    });
  });
});
