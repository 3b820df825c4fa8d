// The page of a compaction: order of its parts, and paths that a person can read.
import { expect, test } from 'vitest';
import type { CompactionAnswer } from '../../../src/query/compaction/compaction-answer.ts';
import { renderCompaction } from '../../../src/views/terminal/compaction.ts';
import { ANSWER as HANDOFF } from '../report/answer.ts';
import { screenOf } from './screens.ts';

const RULE = { kind: 'constraint', text: 'Never edit /w/app/src/a.ts by hand' } as const;
const TEST = { kind: 'failing-test', text: 'retry test' } as const;
const INSIDE = { kind: 'file', text: '/w/app/src/a.ts' } as const;
const BESIDE = { kind: 'file', text: '/w/app-two/src/b.ts' } as const;

const { sessionId, shortId, state, title, titleSource, branch, firstAtMs, lastAtMs } = HANDOFF;
const ANSWER: CompactionAnswer = {
  kind: 'compaction',
  formatVersion: 1,
  generatedAtMs: Date.UTC(2026, 10, 21, 9, 5),
  timezone: 'UTC',
  sessionId,
  shortId,
  state,
  title,
  titleSource,
  branch,
  firstAtMs,
  lastAtMs,
  project: { name: 'app', path: '/w/app' },
  reason: null,
  compactions: [
    {
      number: 1,
      atMs: Date.UTC(2026, 10, 21, 8, 5),
      trigger: 'auto',
      preTokens: 167_000,
      postTokens: null,
      nextContextTokens: 34_000,
      summaryCharacters: 900,
      kept: [INSIDE, BESIDE],
      lost: [RULE, TEST],
      restored: [TEST],
    },
  ],
};

test('a file of the project is written from its folder, one beside it in full', () => {
  const page = renderCompaction(ANSWER, null, screenOf(80));
  expect(page).toMatch(/^ {2}file {2}src\/a\.ts$/m);
  expect(page).toMatch(/^ {2}file {2}\/w\/app-two\/src\/b\.ts$/m);
});

test("a rule stays in the user's words, and what is gone for good comes first", () => {
  const page = renderCompaction(ANSWER, null, screenOf(80));
  expect(page).toContain('Never edit /w/app/src/a.ts by hand');
  const titles = page.match(/^ *(?:LOST AND PUT BACK|LOST|KEPT)$/gm)?.map((line) => line.trim());
  expect(titles).toEqual(['LOST', 'LOST AND PUT BACK', 'KEPT']);
});
