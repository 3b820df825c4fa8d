// read_edit_ratio by hand: what is in the window, what is blind, when it is judged.
import { describe, expect, test } from 'vitest';
import { judge } from '../../src/metrics/kit/severity.ts';
import { calls, findMetric, readMetric, toolCall } from './events.ts';

const RATIO = findMetric('read_edit_ratio');
const SHIPPED = { warn: 4, critical: 2, source: 'shipped', learning: null, learned: null } as const;

function many(count: number, line: string): string[] {
  return Array.from({ length: count }, () => line);
}

function read(...lines: string[]) {
  return readMetric(RATIO, calls(...lines));
}

describe('the ratio', () => {
  test.each([
    ['8 reads, an edit and a search', [8, 1, 1], 8, 'ok'],
    ['6 reads, 2 edits and 2 searches', [6, 2, 2], 3, 'warn'],
    ['2 reads and 8 edits', [2, 8, 0], 0.25, 'critical'],
    ['one edit: warming up', [0, 1, 0], 0, 'ok'],
    ['4.0 is at the mark and not under it', [8, 2, 0], 4, 'ok'],
    ['2.0 likewise', [8, 4, 0], 2, 'warn'],
  ] as const)('%s', (_what, [reads, edits, searches], value, severity) => {
    const reading = read(
      ...many(reads, 'Read /a'),
      ...many(edits, 'Edit /a'),
      ...many(searches, 'Grep'),
    );
    expect(reading).toMatchObject({ kind: 'value', value, isWarm: reads + edits + searches >= 10 });
    expect(judge(RATIO, reading, SHIPPED)).toBe(severity);
  });

  test('searches without edits are no data, not a ratio of zero', () => {
    const reading = read(...many(12, 'Grep'));
    expect(reading).toMatchObject({ kind: 'no-data', reason: 'no edits' });
    expect(judge(RATIO, reading, SHIPPED)).toBeNull();
  });

  test('looks back fifty calls of any tool', () => {
    const before = many(10, 'Read /a');
    expect(read(...before, 'Edit /a', ...many(39, 'Bash'))).toMatchObject({ value: 10 });
    expect(read(...before, 'Edit /a', ...many(40, 'Bash'))).toMatchObject({ value: 9 });
    expect(read(...before, 'Edit /a', ...many(50, 'Bash'))).toMatchObject({
      kind: 'no-data',
      reason: 'no edits in the last 50 tool calls',
      details: { allMutations: 1 },
    });
  });

  test('older names of tools, and tools of servers', () => {
    expect(read('View /a', 'GrepTool', 'MultiEdit /a', 'mcp__x__edit /a', 'LS')).toMatchObject({
      details: { reads: 1, research: 2, mutations: 1, other: 1, researchMutationRatio: 3 },
    });
  });
});

describe('blind edits', () => {
  test.each([
    ['read before', ['Read /a', 'Edit /a'], 0],
    ['another file read', ['Read /a', 'Edit /b'], 1],
    ['read twenty calls before', ['Read /a', ...many(19, 'Bash'), 'Edit /a'], 0],
    ['read twenty-one calls before', ['Read /a', ...many(20, 'Bash'), 'Edit /a'], 1],
    ['an edit is no look', ['Edit /a', 'Edit /a'], 2],
    ['a search in that very file', ['Grep /a', 'Edit /a'], 0],
    ['a new file is written without a look', ['Write /new'], 1],
    ['read only afterwards', ['Edit /a', 'Read /a'], 1],
  ])('%s', (_what, lines, blindEdits) => {
    expect(read(...lines)).toMatchObject({ details: { blindEdits } });
  });

  test('nine reads of one file, then an edit of another', () => {
    expect(read(...many(9, 'Read /a'), 'Edit /b')).toMatchObject({
      details: { blindEditRate: 1, trackingConfidence: 1, tracking: 'ok' },
    });
  });

  test('edits that name no file leave the rate open', () => {
    expect(read(...many(9, 'Read /a'), ...many(10, 'Edit'))).toMatchObject({
      details: { blindEditRate: null, trackingConfidence: 0, tracking: 'insufficient data' },
    });
  });

  test('counted over the whole session, not over the window', () => {
    expect(read('Edit /a', ...many(60, 'Bash'), 'Edit /b')).toMatchObject({
      details: { mutations: 1, allMutations: 2, blindEdits: 2 },
    });
  });
});

test('whole-file writes among all edits', () => {
  expect(read('Write /a', 'Edit /b', 'Edit /b', 'MultiEdit /c')).toMatchObject({
    details: { writes: 1, edits: 3, writePrecision: 0.25 },
  });
  expect(read('Read /a')).toMatchObject({ details: { writePrecision: null } });
});

test('its numbers can be set', () => {
  const options = {
    read_edit_ratio: { window_calls: 2, blind_window_calls: 1, min_classified: 2 },
  };
  const events = calls('Read /a', 'Read /b', 'Bash', 'Edit /b');
  expect(readMetric('read_edit_ratio', events, { options })).toMatchObject({
    value: 0,
    isWarm: false,
    details: { blindEdits: 1, reads: 0, other: 1 },
  });
});

test('a path may look like anything', () => {
  const odd = ['__proto__', 'constructor', 'a\nb', ''];
  for (const path of odd) {
    const events = [toolCall({ tool: 'Read', path }), toolCall({ tool: 'Edit', path, call: 1 })];
    expect(readMetric(RATIO, events)).toMatchObject({ details: { blindEdits: 0 } });
  }
});
