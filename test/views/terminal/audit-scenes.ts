// Answers of `audit` for its golden screens, written by hand.
import type { AuditAnswer, AuditedContext } from '../../../src/query/audit/audit-answer.ts';

const START_MS = Date.parse('2026-11-20T09:00:00Z');
const HOUR = 3_600_000;

const parts: [AuditedContext['parts'][number]['kind'], string | null, number, number][] = [
  ['tool-result', 'Read', 48_210, 31_000],
  ['prefix', null, 24_600, 24_600],
  ['tool-input', null, 21_480, 9_000],
  ['tool-result', 'Bash', 17_940, 17_900],
  ['thinking', null, 14_020, 0],
  ['subagent-report', 'Agent', 8_440, 8_440],
  ['attachment', 'skill_listing', 6_012, 0],
  ['assistant-text', null, 5_530, 800],
  ['compact-summary', null, 4_980, 0],
  ['image', null, 1_580, 0],
  ['user-text', null, 1_240, 90],
  ['harness', null, 640, 0],
];
const contextTokens = 156_114;
const restTokens = contextTokens - parts.reduce((sum, [, , tokens]) => sum + tokens, 0);

const CONTEXT: AuditedContext = {
  callId: 'msg_01Fq8Xk2LmR7vT4zN9sWkQpd',
  callNumber: 148,
  atMs: START_MS + 3 * HOUR,
  model: 'claude-opus-5',
  segment: 2,
  contextTokens,
  parts: parts.map(([kind, name, tokens, measuredTokens]) => ({
    kind,
    name,
    tokens,
    measuredTokens,
    ratio: tokens / contextTokens,
  })),
  restTokens,
};

const place = (callId: string, tokens: number, laterCalls: number) => ({
  callId,
  atMs: START_MS + HOUR,
  toolUseId: `toolu_${callId}`,
  tokens,
  laterCalls,
});

const FULL: AuditAnswer = {
  kind: 'audit',
  formatVersion: 1,
  generatedAtMs: START_MS + 5 * HOUR,
  timezone: 'Europe/Berlin',
  sessionId: '4f2a91c3-0000-4000-8000-000000000001',
  shortId: '4f2a91c3',
  state: 'idle',
  title: 'Fix flaky retry test',
  titleSource: 'ai-title',
  project: { name: 'api-gateway', path: '/home/ana/api-gateway' },
  branch: 'retry-fix',
  firstAtMs: START_MS,
  lastAtMs: START_MS + 3 * HOUR,
  sum: {
    calls: 160,
    finalCalls: 160,
    unpricedCalls: 0,
    costNanoUsd: 4_120_000_000,
    tokens: {
      inputTokens: 1_204,
      cacheReadTokens: 8_900_000,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 212_000,
      outputTokens: 41_000,
    },
    totalTokens: 9_154_204,
  },
  copiedCalls: 0,
  content: { files: 3, goneFiles: 0, reason: null },
  askedSegment: null,
  context: CONTEXT,
  segments: [
    {
      segment: 1,
      firstCall: 1,
      calls: 96,
      firstAtMs: START_MS,
      lastAtMs: START_MS + 2 * HOUR,
      trigger: null,
      firstContextTokens: 31_400,
      lastContextTokens: 166_900,
      prefixTokens: 24_100,
      restTokens: 2_310,
    },
    {
      segment: 2,
      firstCall: 97,
      calls: 52,
      firstAtMs: START_MS + 2 * HOUR,
      lastAtMs: START_MS + 3 * HOUR,
      trigger: 'auto',
      firstContextTokens: 35_300,
      lastContextTokens: contextTokens,
      prefixTokens: 24_600,
      restTokens,
    },
  ],
  rest: { calls: 148, medianRatio: 0.0062, p95Ratio: 0.013, maxRatio: 0.021 },
  densities: [{ model: 'claude-opus-5', tokensPerChar: 0.44, measuredChars: 310_000 }],
  toolResults: [
    { name: 'Read', count: 42, chars: 191_627, tokens: 84_300 },
    { name: 'Bash', count: 79, chars: 78_488, tokens: 34_500 },
    { name: 'Agent', count: 2, chars: 18_200, tokens: 8_440 },
    { name: 'mcp__context7__query-docs', count: 1, chars: 9_100, tokens: 4_010 },
    { name: 'Grep', count: 12, chars: 4_200, tokens: 1_850 },
    { name: 'Edit', count: 34, chars: 4_389, tokens: 1_770 },
    { name: 'Glob', count: 8, chars: 2_002, tokens: 880 },
    { name: 'Write', count: 13, chars: 1_690, tokens: 740 },
    { name: 'TodoWrite', count: 9, chars: 1_440, tokens: 630 },
    { name: 'WebFetch', count: 1, chars: 900, tokens: 400 },
  ],
  attachments: [
    { name: 'skill_listing', count: 2, chars: 25_990, tokens: 12_024 },
    { name: 'task_reminder', count: 7, chars: 0, tokens: 840 },
  ],
  waste: {
    costNanoUsd: 611_000_000,
    ratio: 0.148,
    tokens: 41_300,
    leftOut: 3,
    findings: [
      {
        kind: 'repeated-read',
        subject: '/home/ana/api-gateway/src/views/dashboard/dashboard.ts',
        count: 9,
        places: [place('msg_1', 4_100, 60), place('msg_2', 4_100, 52)],
        tokens: 32_800,
        insertNanoUsd: 205_000_000,
        carryNanoUsd: 190_000_000,
        costNanoUsd: 395_000_000,
        ratio: 0.096,
      },
      {
        kind: 'large-result',
        subject: 'Bash npm ci',
        count: 1,
        places: [place('msg_3', 6_100, 30)],
        tokens: 6_100,
        insertNanoUsd: 61_000_000,
        carryNanoUsd: 91_500_000,
        costNanoUsd: 152_500_000,
        ratio: 0.037,
      },
      {
        kind: 'dead-read',
        subject: '/home/ana/api-gateway/test/fixtures/retry.json',
        count: 1,
        places: [place('msg_4', 2_400, 12)],
        tokens: 2_400,
        insertNanoUsd: null,
        carryNanoUsd: null,
        costNanoUsd: null,
        ratio: null,
      },
    ],
  },
};

const NO_WASTE = { costNanoUsd: 0, ratio: 0, tokens: 0, leftOut: 0, findings: [] };

const BOUND: AuditAnswer = {
  ...FULL,
  sum: { ...FULL.sum, finalCalls: 120, unpricedCalls: 4 },
  copiedCalls: 12,
  content: { files: 3, goneFiles: 1, reason: null },
  askedSegment: 2,
  context: { ...CONTEXT, restTokens: -restTokens },
  segments: FULL.segments.map((one) => ({ ...one, restTokens: -4_000 })),
  attachments: [],
  waste: {
    ...FULL.waste,
    costNanoUsd: 152_500_000,
    leftOut: 0,
    findings: FULL.waste.findings.slice(1),
  },
};

const ONE_CALL: AuditAnswer = {
  ...FULL,
  title: null,
  project: null,
  sum: { ...FULL.sum, calls: 1, finalCalls: 1, costNanoUsd: 81_000_000 },
  content: { files: 1, goneFiles: 0, reason: null },
  context: {
    ...CONTEXT,
    callNumber: 1,
    segment: 1,
    contextTokens: 24_702,
    parts: [
      {
        kind: 'prefix',
        name: null,
        tokens: 24_600,
        measuredTokens: 24_600,
        ratio: 24_600 / 24_702,
      },
      { kind: 'user-text', name: null, tokens: 102, measuredTokens: 0, ratio: 102 / 24_702 },
    ],
    restTokens: 0,
  },
  segments: FULL.segments.slice(0, 1).map((one) => ({
    ...one,
    calls: 1,
    lastContextTokens: 24_702,
    firstContextTokens: 24_702,
    restTokens: 0,
  })),
  rest: { calls: 1, medianRatio: 0, p95Ratio: 0, maxRatio: 0 },
  toolResults: [],
  attachments: [],
  waste: NO_WASTE,
};

const GONE: AuditAnswer = {
  ...FULL,
  content: { files: 2, goneFiles: 2, reason: 'transcript-gone' },
  context: { ...CONTEXT, parts: [], restTokens: contextTokens },
  segments: FULL.segments.map((one) => ({ ...one, prefixTokens: null, restTokens: null })),
  rest: null,
  toolResults: [],
  attachments: [],
  waste: NO_WASTE,
};

const UNPRICED: AuditAnswer = {
  ...FULL,
  sum: { ...FULL.sum, unpricedCalls: 160, costNanoUsd: null },
  waste: {
    costNanoUsd: null,
    ratio: null,
    tokens: 2_400,
    leftOut: 0,
    findings: FULL.waste.findings.slice(2),
  },
};

const NO_CALLS: AuditAnswer = {
  ...FULL,
  sum: { ...FULL.sum, calls: 0, finalCalls: 0, costNanoUsd: 0 },
  content: { files: 1, goneFiles: 0, reason: 'no-calls' },
  context: null,
  segments: [],
  rest: null,
  toolResults: [],
  attachments: [],
  waste: { ...NO_WASTE, ratio: null },
};

export const ANSWERS: readonly (readonly [name: string, answer: AuditAnswer])[] = [
  ['full', FULL],
  ['bound', BOUND],
  ['one-call', ONE_CALL],
  ['gone', GONE],
  ['unpriced', UNPRICED],
  ['no-calls', NO_CALLS],
];
