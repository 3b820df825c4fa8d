// A handoff answer with everything in it, for tests of what is made of one.
import type { HandoffAnswer } from '../../../src/query/handoff/handoff-answer.ts';

type Work = NonNullable<HandoffAnswer['work']>;

export const WORK: Work = {
  goal: 'Fix the flaky retry test.\nIt fails about once in ten runs on CI.',
  recentPrompts: [
    'Fix the flaky retry test.\nIt fails about once in ten runs on CI.',
    'Use a fake clock instead',
    'Yes',
    'Now update the docs as well',
  ],
  constraints: ['Never touch the public API.', 'use pnpm, not npm'],
  decisions: ['Yes (to: Shall I drop the sleep?)', 'Which clock? → the injected one'],
  files: [
    { path: '/w/app/src/retry.ts', action: 'edited', count: 3, lastTouch: 9 },
    { path: '/w/app/test/fake-clock.ts', action: 'created', count: 1, lastTouch: 7 },
    { path: '/w/app/README.md', action: 'read', count: 2, lastTouch: 8 },
  ],
  commands: [
    { command: 'pnpm install', failed: false, count: 1 },
    { command: 'pnpm run build', failed: true, count: 2 },
  ],
  commits: ['1a2b3c4 Inject the clock'],
  tests: [
    { command: 'pnpm test', outcome: 'failed', summary: 'Tests 1 failed | 40 passed (41)' },
    { command: 'pnpm test:e2e', outcome: 'unknown', summary: null },
  ],
  tasks: [
    { text: 'Inject the clock', status: 'done' },
    { text: 'Update the docs', status: 'in-progress' },
    { text: 'Run the whole suite', status: 'open' },
  ],
  planFile: '/w/app/.claude/plans/quiet-fox.md',
  failures: [{ tool: 'Bash', what: 'pnpm run build', error: 'src/retry.ts(12,3): error TS2322' }],
  lastAssistantText: 'I change the paragraph on retries in /w/app/docs/retry.md.',
  earlierAssistantText: null,
  assistantTrail: ['The clock is injected.', 'Now the docs.'],
  compactSummary: 'Pending: the docs.',
  openRequest: 'Now update the docs as well',
  wasInterrupted: false,
};

export const ANSWER: HandoffAnswer = {
  kind: 'handoff',
  formatVersion: 1,
  generatedAtMs: Date.UTC(2026, 10, 21, 9, 5),
  timezone: 'UTC',
  sessionId: '4f2a91c3-0000-4000-8000-000000000001',
  shortId: '4f2a91c3',
  title: 'Fix flaky retry test',
  titleSource: 'ai-title',
  state: 'active',
  project: { name: 'app', path: '/w/app' },
  branch: 'retry-fix',
  firstAtMs: Date.UTC(2026, 10, 21, 8),
  lastAtMs: Date.UTC(2026, 10, 21, 9),
  reason: null,
  startFolder: '/w/app',
  folder: '/w/app',
  transcriptPath: '/home/you/.claude/projects/-w-app/4f2a91c3.jsonl',
  figures: {
    calls: 148,
    turns: 4,
    models: ['claude-opus-4-8'],
    costNanoUsd: 4_120_000_000,
    isLowerBound: true,
    healthPercent: 18,
  },
  work: WORK,
  git: {
    branch: 'retry-fix',
    upstream: 'origin/retry-fix',
    ahead: 1,
    behind: 0,
    changedFiles: 2,
    untrackedFiles: 1,
    diffStat: ['src/retry.ts | 12 +++---', '2 files changed, 9 insertions(+), 3 deletions(-)'],
    commits: ['1a2b3c4 Inject the clock', '0a1b2c3 Release'],
  },
  file: null,
};

export function answerOf(changes: Partial<HandoffAnswer>, work: Partial<Work> = {}): HandoffAnswer {
  return { ...ANSWER, work: { ...WORK, ...work }, ...changes };
}
