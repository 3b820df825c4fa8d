// The trend of a metric over turns, and what belongs to which window.
import { describe, expect, test } from 'vitest';
import {
  advanceFolds,
  carryFolds,
  foldApart,
  readFold,
  readTrail,
  startFolds,
} from '../../../src/metrics/kit/fold-events.ts';
import { assistant, findMetric, inTime, toolCall, user } from '../events.ts';

const PROMPTS = findMetric('prompts');
const RATIO = findMetric('read_edit_ratio');

describe('the trail', () => {
  test('values at the ends of the last three turns, then now', () => {
    const ends = [1, 2, 3, 4, 5].map((turns) => {
      const events = Array.from({ length: turns }, () => [user(), assistant()]).flat();
      return readTrail(PROMPTS, advanceFolds([PROMPTS], startFolds([PROMPTS]), events).prompts);
    });
    expect(ends).toEqual([[1], [1, 2], [1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5]]);
  });

  test('turns without a value leave no mark', () => {
    const edit = toolCall({ tool: 'Edit', path: '/a' });
    const events = [user(), assistant(), user(), edit, user()];
    const progress = advanceFolds([RATIO], startFolds([RATIO]), events);
    expect(readTrail(RATIO, progress.read_edit_ratio)).toEqual([0, 0]);
  });

  test('what was copied leaves no mark', () => {
    const progress = advanceFolds([PROMPTS], startFolds([PROMPTS]), [user(), user()]);
    const carried = carryFolds([PROMPTS], progress);
    expect(readTrail(PROMPTS, carried.prompts)).toEqual([]);
    expect(readFold(PROMPTS, carried.prompts)).toMatchObject({ kind: 'no-data' });
  });
});

test('read before midnight, edited after it: not blind, and counted on its day', () => {
  const midnight = Date.UTC(2026, 0, 2);
  const events = inTime(
    [
      toolCall({ tool: 'Read', path: '/a' }),
      toolCall({ tool: 'Edit', path: '/a', call: 1 }),
      toolCall({ tool: 'Edit', path: '/a', call: 2 }),
      toolCall({ tool: 'Edit', path: '/b', call: 3 }),
    ],
    midnight - 2000,
  );
  const days = foldApart(RATIO, events, ({ atMs }) =>
    new Date(atMs ?? 0).toISOString().slice(0, 10),
  );
  expect([...days.keys()]).toEqual(['2026-01-01', '2026-01-02']);
  const [first, second] = [...days.values()].map((state) => RATIO.read(state));
  expect(first).toMatchObject({ numerator: 1, denominator: 1, details: { blindEdits: 0 } });
  expect(second).toMatchObject({ numerator: 0, denominator: 2, details: { blindEdits: 1 } });
});

test('a key that comes again goes on with its part', () => {
  const modes = ['default', 'plan', 'default'].map((permissionMode) => {
    const event = user();
    return { ...event, scene: { ...event.scene, permissionMode } };
  });
  const parts = foldApart(PROMPTS, modes, (event) => event.scene.permissionMode);
  expect([...parts].map(([mode, state]) => [mode, PROMPTS.read(state)])).toMatchObject([
    ['default', { value: 2 }],
    ['plan', { value: 1 }],
  ]);
});
