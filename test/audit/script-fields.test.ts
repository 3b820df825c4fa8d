// Small things that scripts for ccusage lean on, each seen to differ from the real program once:
// the order and the model names of blocks, and the project of a row.
import { describe, expect, it } from 'vitest';
import { LINE_FLAG } from '../../src/model/flags.ts';
import { usageRows } from '../../src/query/usage/answer.ts';
import { queryUsage } from '../../src/query/usage/query-usage.ts';
import { queryBlocks } from '../../src/query/window/blocks-document.ts';
import { testLedger } from '../query/usage/ledger.ts';

describe('blocks', () => {
  // The gap ends at 16:44, so it begins after 16:00, to which the next window's start is floored.
  const context = testLedger([
    { at: '2026-11-05T11:34:40Z', input: 1 },
    { at: '2026-11-05T16:44:23Z', input: 1, flags: LINE_FLAG.fast },
    { at: '2026-11-05T16:50:00Z', input: 1 },
    { at: '2026-11-05T16:55:00Z', input: 1, model: 'claude-haiku-4-5' },
  ]);
  const [windowA, windowB, gap] = [
    '2026-11-05T11:00:00.000Z',
    '2026-11-05T16:00:00.000Z',
    'gap-2026-11-05T16:34:40.000Z',
  ];

  it.each([
    ['asc', [windowA, windowB, gap]],
    ['desc', [gap, windowB, windowA]],
  ] as const)('stand in the order of their start, %s', (order, ids) => {
    expect(queryBlocks(context, { order }).blocks.map(({ id }) => id)).toEqual(ids);
  });

  it('name a model at fast speed apart', () => {
    const block = queryBlocks(context, {}).blocks.find(({ id }) => id === windowB);
    expect(block?.models).toEqual(['claude-opus-4-8-fast', 'claude-opus-4-8', 'claude-haiku-4-5']);
  });
});

describe('the project of a day', () => {
  const context = testLedger([
    { at: '2026-07-01T10:00:00Z', input: 1, session: 'a', project: '/home/me/web' },
    { at: '2026-07-02T10:00:00Z', input: 1, session: 'b', project: '/home/me/web-api' },
  ]);

  it.each([
    ['/home/me/web', '-home-me-web'],
    ['-home-me-web-api', '-home-me-web-api'],
  ])('--project %s gives every row its folder name', (project, folder) => {
    const rows = usageRows(queryUsage(context, { groupBy: 'daily', project }));
    expect(rows.map((row) => (row as { project?: string }).project)).toEqual([folder]);
  });

  it.each([undefined, '/home/me'])('--project %s means several: rows name none', (project) => {
    const rows = usageRows(queryUsage(context, { groupBy: 'daily', project }));
    expect(rows).toHaveLength(2);
    expect(rows.every((row) => !('project' in row))).toBe(true);
  });
});

it.each(['opus-4.8', 'Opus-4.8', 'opus-4-8', 'claude-opus-4.8'])(
  '--model %s finds the model that tables show as opus-4.8',
  (model) => {
    const context = testLedger([
      { at: '2026-07-01T10:00:00Z', input: 1 },
      { at: '2026-07-01T10:00:00Z', input: 1, model: 'claude-opus-5' },
    ]);
    expect(queryUsage(context, { groupBy: 'daily', model }).modelFilter).toEqual([
      'claude-opus-4-8',
    ]);
  },
);
