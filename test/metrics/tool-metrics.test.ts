// tool_errors, retry_runs and edit_churn by hand.
import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../src/model/session-event/session-event.ts';
import { readMetric, toolCall, toolResult } from './events.ts';

/** `Bash:x!` calls with input x and fails, `Edit:x@/a` names a file, a trailing ? is refused; answered at once. */
function session(...lines: readonly string[]): SessionEvent[] {
  return lines.flatMap((line, call) => {
    const [, tool = '', inputHash = '', path, end] =
      /^(\w+)(?::(\w*))?(?:@([^!?]*))?([!?]?)$/.exec(line) ?? [];
    return [
      toolCall({ call, tool, inputHash, path: path ?? null }),
      toolResult({ call, tool, isError: end !== '', isRejected: end === '?' }),
    ];
  });
}

describe('tool_errors', () => {
  test('errors among results, what was refused left out of both', () => {
    const events = session('Bash:a!', 'Bash:b', 'Edit:c@/a!', 'Edit:d@/a', 'Write:e@/b?');
    expect(readMetric('tool_errors', events)).toMatchObject({
      value: 50,
      numerator: 2,
      denominator: 4,
      isWarm: false,
      details: {
        rejected: 1,
        editErrorPercent: 50,
        shellErrorPercent: 50,
        errorsByTool: { Bash: 1, Edit: 1 },
      },
    });
  });

  test('nothing ran: no data, and no share of a kind that was not used', () => {
    expect(readMetric('tool_errors', session('Write:e@/b?'))).toMatchObject({
      kind: 'no-data',
      reason: 'no result of a tool',
    });
    expect(readMetric('tool_errors', session('Read:a'))).toMatchObject({
      details: { editErrorPercent: null, shellErrorPercent: null },
    });
  });

  test('judged from twenty results', () => {
    const ran = Array.from({ length: 20 }, () => 'Bash:a');
    expect(readMetric('tool_errors', session(...ran.slice(1)))).toMatchObject({ isWarm: false });
    expect(readMetric('tool_errors', session(...ran))).toMatchObject({ isWarm: true });
  });
});

describe('retry_runs', () => {
  test.each([
    ['the same command again', ['Bash:a!', 'Bash:a'], 1, 1],
    ['another command', ['Bash:a!', 'Bash:b'], 0, 0],
    ['the same again after it went well', ['Bash:a', 'Bash:a'], 0, 0],
    ['another edit of the same file', ['Edit:a@/f!', 'Edit:b@/f'], 1, 1],
    ['an edit of another file', ['Edit:a@/f!', 'Edit:b@/g'], 0, 0],
    ['another tool on the same file', ['Edit:a@/f!', 'Read:b@/f'], 0, 0],
    ['three times in a row', ['Bash:a!', 'Bash:a!', 'Bash:a!', 'Bash:a'], 3, 3],
    ['a look in between ends it', ['Bash:a!', 'Read:x@/f', 'Bash:a'], 0, 0],
    ['what was refused is no failure', ['Bash:a?', 'Bash:a'], 0, 0],
    ['two runs', ['Bash:a!', 'Bash:a', 'Bash:b!', 'Bash:b!', 'Bash:b'], 3, 2],
  ])('%s', (_what, lines, retries, longestRun) => {
    expect(readMetric('retry_runs', session(...lines))).toMatchObject({
      numerator: retries,
      denominator: lines.length,
      details: { retries, longestRun },
    });
  });

  test('calls that were made together are each tried again', () => {
    const failed = [0, 1].map((call) => toolResult({ call, tool: 'Bash', isError: true }));
    const twice = [0, 1, 2, 3].map((call) =>
      toolCall({ call, tool: 'Bash', inputHash: call % 2 === 0 ? 'a' : 'b' }),
    );
    const events = [...twice.slice(0, 2), ...failed, ...twice.slice(2)];
    expect(readMetric('retry_runs', events)).toMatchObject({ details: { retries: 2, runs: 2 } });
  });

  test('no tool calls: no data', () => {
    expect(readMetric('retry_runs', [])).toMatchObject({
      kind: 'no-data',
      reason: 'no tool calls',
    });
  });
});

describe('edit_churn', () => {
  const edits = (count: number, path: string): string[] =>
    Array.from({ length: count }, (_none, index) => `Edit:${index}@${path}`);

  test.each([
    ['three edits of a file are none', edits(3, '/a'), 0, 3],
    ['the fourth is', edits(4, '/a'), 1, 4],
    ['four files once each', ['/a', '/b', '/c', '/d'].flatMap((path) => edits(1, path)), 0, 4],
    ['edits that failed do not count', [...edits(3, '/a'), 'Edit:x@/a!', 'Edit:y@/a?'], 0, 3],
    [
      'what was changed in the thirty calls before is known',
      [...edits(3, '/a'), ...Array.from({ length: 27 }, () => 'Bash:x'), ...edits(1, '/a')],
      1,
      4,
    ],
    [
      'what was thirty calls ago is forgotten',
      [...edits(3, '/a'), ...Array.from({ length: 28 }, () => 'Bash:x'), ...edits(1, '/a')],
      0,
      4,
    ],
  ])('%s', (_what, lines, repeated, all) => {
    expect(readMetric('edit_churn', session(...lines))).toMatchObject({
      numerator: repeated,
      denominator: all,
    });
  });

  test('more files than tools are counted one by one', () => {
    const files = Array.from({ length: 300 }, (_none, index) => `Edit:x@/f${index}`);
    expect(readMetric('edit_churn', session(...files))).toMatchObject({
      details: { files: 300, mostEditsOfOneFile: 1 },
    });
  });

  test('far too many files are not known, and not a thousand', () => {
    const files = Array.from({ length: 1_100 }, (_none, index) => `Edit:x@/f${index}`);
    expect(readMetric('edit_churn', session(...files))).toMatchObject({
      numerator: 0,
      denominator: 1_100,
      details: { files: null, mostEditsOfOneFile: null },
    });
  });

  test('no edits: no data', () => {
    expect(readMetric('edit_churn', session('Read:a@/f'))).toMatchObject({ reason: 'no edits' });
  });
});
