// The pages of the handoff commands at the widths people have.
import { expect, test } from 'vitest';
import type { HandoffListAnswer } from '../../../src/query/handoff/handoff-list-answer.ts';
import { renderHandoffMade, renderHandoffs } from '../../../src/views/terminal/handoffs.ts';
import { ANSWER } from '../report/answer.ts';
import { screenOf } from './screens.ts';

const NOW = Date.UTC(2026, 10, 21, 9, 5);
const LIST: HandoffListAnswer = {
  kind: 'handoffs',
  formatVersion: 1,
  generatedAtMs: NOW,
  timezone: 'UTC',
  withArchived: true,
  handoffs: [
    {
      path: '/state/handoffs/app-1/20261121-0905-4f2a91c3.md',
      sessionId: '4f2a91c3-0000-4000-8000-000000000001',
      project: '/w/app',
      createdMs: NOW - 120_000,
      title: 'Fix flaky retry test',
      isEdited: true,
      isArchived: false,
    },
    {
      path: '/state/handoffs/web-1/archive/20261120-0905-5a6b7c8d.md',
      sessionId: '5a6b7c8d-0000-4000-8000-000000000001',
      project: '/w/a-project-with-a-rather-long-name',
      createdMs: NOW - 26 * 3_600_000,
      title: 'Add dark mode to all pages of the settings, and a switch for it',
      isEdited: false,
      isArchived: true,
    },
    {
      path: '/state/handoffs/web-1/20261119-0905-mine.md',
      sessionId: null,
      project: null,
      createdMs: null,
      title: 'Hostile \u001b[31mtitle',
      isEdited: true,
      isArchived: false,
    },
  ],
};
const FILE = { path: '/state/handoffs/app-1/20261121-0905-4f2a91c3.md', isPending: true };

test.each([60, 80, 120])('at %i columns', async (width) => {
  const screen = screenOf(width);
  const pages = [
    renderHandoffMade({ ...ANSWER, file: FILE }, screen),
    renderHandoffMade(
      { ...ANSWER, work: null, reason: 'transcript-gone', file: { ...FILE, isPending: false } },
      screen,
    ),
    renderHandoffs(LIST, screen),
    renderHandoffs({ ...LIST, handoffs: [] }, screen),
  ];
  await expect(pages.join('\n')).toMatchFileSnapshot(`handoffs-golden/pages-${width}.txt`);
});
