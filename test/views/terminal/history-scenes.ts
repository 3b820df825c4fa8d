// Answers about history for tests of its views: two sessions with a story, and the hard cases. No answer here
// was computed.
import type {
  HistoryDiffAnswer,
  HistoryEntry,
  HistoryFilter,
  HistoryListAnswer,
  HistorySessionAnswer,
  HistoryTurn,
  MetricWords,
  SeverityHeatmap,
  TaskHeatmap,
} from '../../../src/query/history/history-answer.ts';

const NOW = Date.UTC(2026, 10, 21, 9, 5);
const MINUTE = 60_000;

export const NO_FILTER: HistoryFilter = {
  project: null,
  sinceMs: null,
  untilMs: null,
  severity: null,
  model: null,
  permissionMode: null,
  task: null,
};

const learned = (warn: number, critical: number): MetricWords['thresholds'] => ({
  warn,
  critical,
  source: 'learned',
  learning: null,
  learned: { sessions: 10, capped: [] },
});

export const WORDS: readonly MetricWords[] = [
  {
    metric: 'read_edit_ratio',
    title: 'read before edit',
    unit: 'reads per edit',
    decimals: 1,
    worse: 'low',
    thresholds: learned(4, 1.45),
  },
  {
    metric: 'tool_errors',
    title: 'tool errors',
    unit: '% of tool calls',
    decimals: 1,
    worse: 'high',
    thresholds: learned(5, 12),
  },
  {
    metric: 'prompts',
    title: 'prompts',
    unit: 'prompts',
    decimals: 0,
    worse: 'none',
    thresholds: null,
  },
];

const FIRST: HistoryEntry = {
  sessionId: '4f2a91c3-0000-4000-8000-000000000001',
  shortId: '4f2a91c3',
  state: 'idle',
  title: 'Fix flaky retry test',
  titleSource: 'ai-title',
  project: { name: 'api-gateway', path: '/w/api-gateway' },
  branch: 'retry-fix',
  firstAtMs: NOW - 200 * MINUTE,
  lastAtMs: NOW - 14 * MINUTE,
  models: ['claude-opus-4-8', 'claude-haiku-4-5'],
  permissionModes: ['default', 'acceptEdits'],
  turns: 3,
  severity: 'critical',
  because: ['read before edit'],
  task: 'debug_loop',
};

const SECOND: HistoryEntry = {
  ...FIRST,
  sessionId: '5a6b7c8d-0000-4000-8000-000000000001',
  shortId: '5a6b7c8d',
  title: 'Add dark mode to all pages of the settings, and a switch for it',
  project: { name: 'web', path: '/w/web' },
  branch: null,
  firstAtMs: NOW - 3000 * MINUTE,
  lastAtMs: NOW - 2900 * MINUTE,
  models: ['claude-opus-4-8'],
  permissionModes: [],
  turns: 1,
  severity: 'ok',
  because: [],
  task: 'mixed',
};

const UNKNOWN: HistoryEntry = {
  ...SECOND,
  sessionId: '77777777-0000-4000-8000-000000000001',
  shortId: '77777777',
  title: null,
  project: null,
  models: [],
  turns: 0,
  severity: null,
  task: null,
  firstAtMs: null,
  lastAtMs: null,
};

const BASE = {
  formatVersion: 1,
  generatedAtMs: NOW,
  timezone: 'UTC',
  classifier: true,
  learning: {
    wanted: 10,
    endedAfterMinutes: 35,
    learnedMetrics: 2,
    learningMetrics: 0,
    seen: null,
  },
} as const;

export const LIST: HistoryListAnswer = {
  ...BASE,
  kind: 'history-list',
  filter: { ...NO_FILTER, project: 'a b', sinceMs: Date.UTC(2026, 10, 1) },
  limit: 3,
  matchingSessions: 41,
  knownSessions: 60,
  sessions: [FIRST, SECOND, UNKNOWN],
};

export const LEARNING: HistoryListAnswer['learning'] = {
  wanted: 10,
  endedAfterMinutes: 35,
  learnedMetrics: 0,
  learningMetrics: 2,
  seen: 4,
};

const TURN: HistoryTurn = {
  turn: 1,
  atMs: NOW - 200 * MINUTE,
  endMs: NOW - 190 * MINUTE,
  task: 'exploration',
  prompt: { chars: 44, text: 'where is the retry limit set? my key is sk-ant-…' },
  calls: 6,
  toolCalls: 9,
  tools: [
    { tool: 'Read', calls: 6, errors: 0 },
    { tool: 'Grep', calls: 3, errors: 0 },
  ],
  errors: 0,
  marks: [],
  severity: 'ok',
  metrics: [
    { metric: 'read_edit_ratio', value: null, isWarm: false, severity: null },
    { metric: 'tool_errors', value: 0, isWarm: true, severity: 'ok' },
    { metric: 'prompts', value: 1, isWarm: true, severity: null },
  ],
  changes: [
    { metric: 'tool_errors', from: null, to: 0, severityFrom: null, severityTo: 'ok' },
    { metric: 'prompts', from: null, to: 1, severityFrom: null, severityTo: null },
  ],
};

const WORSE: HistoryTurn = {
  ...TURN,
  turn: 2,
  atMs: NOW - 100 * MINUTE,
  endMs: NOW - 20 * MINUTE,
  task: 'debug_loop',
  prompt: { chars: 12, text: null },
  calls: 31,
  toolCalls: 46,
  tools: ['Bash', 'Edit', 'Read', 'Write', 'Grep', 'Glob', 'TodoWrite', 'mcp__browser__click'].map(
    (tool, index) => ({ tool, calls: 20 - 2 * index, errors: index === 0 ? 4 : 0 }),
  ),
  errors: 4,
  marks: [
    { atMs: NOW - 90 * MINUTE, kind: 'compaction', detail: 'auto' },
    { atMs: NOW - 60 * MINUTE, kind: 'model', detail: 'claude-opus-4-8 → claude-haiku-4-5' },
    { atMs: NOW - 50 * MINUTE, kind: 'permission', detail: 'Bash' },
    { atMs: NOW - 40 * MINUTE, kind: 'permission', detail: 'Bash' },
  ],
  severity: 'critical',
  changes: [
    { metric: 'read_edit_ratio', from: null, to: 0.9, severityFrom: null, severityTo: 'critical' },
    { metric: 'tool_errors', from: 0, to: 8.696, severityFrom: 'ok', severityTo: 'ok' },
    { metric: 'prompts', from: 1, to: 2, severityFrom: null, severityTo: null },
  ],
};

const LAST: HistoryTurn = {
  ...TURN,
  turn: 3,
  atMs: null,
  endMs: null,
  task: null,
  prompt: { chars: 3, text: null },
  calls: 0,
  toolCalls: 0,
  tools: [],
  severity: 'critical',
  changes: [],
};

export const SESSION: HistorySessionAnswer = {
  ...BASE,
  ...FIRST,
  kind: 'history-session',
  withText: true,
  copiedUntilMs: NOW - 300 * MINUTE,
  words: WORDS,
  metrics: [
    {
      metric: 'read_edit_ratio',
      reading: {
        kind: 'value',
        value: 0.9,
        numerator: 9,
        denominator: 10,
        n: 20,
        isWarm: true,
        details: {},
      },
      severity: 'critical',
      trail: [],
      percentile: 3,
    },
    {
      metric: 'tool_errors',
      reading: {
        kind: 'value',
        value: 8.7,
        numerator: 4,
        denominator: 46,
        n: 6,
        isWarm: false,
        details: {},
      },
      severity: 'ok',
      trail: [],
      percentile: null,
    },
    {
      metric: 'prompts',
      reading: { kind: 'no-data', reason: 'no prompts', details: {} },
      severity: null,
      trail: [],
      percentile: null,
    },
  ],
  taskCounts: { exploration: 1, mutation_heavy: 0, debug_loop: 1, planning: 0, mixed: 0 },
  timeline: [TURN, WORSE, LAST],
  agents: [
    {
      agentId: 'a2898e3',
      agentType: 'Explore',
      firstMs: NOW,
      lastMs: NOW,
      severity: 'ok',
      task: 'exploration',
    },
    {
      agentId: 'a7be2f0',
      agentType: null,
      firstMs: null,
      lastMs: null,
      severity: null,
      task: null,
    },
  ],
};

export const SEVERITY_MAP: SeverityHeatmap = {
  ...BASE,
  kind: 'history-heatmap',
  axis: 'severity',
  filter: { ...NO_FILTER, model: 'opus' },
  session: null,
  sessions: 12,
  turns: 90,
  rows: [
    { tool: 'Bash', calls: 240, turns: { ok: 40, warn: 10, critical: 5, unjudged: 5 } },
    { tool: 'Read', calls: 1204, turns: { ok: 50, warn: 0, critical: 0, unjudged: 0 } },
    {
      tool: 'mcp__a_server_with_a_long_name__and_a_tool',
      calls: 1,
      turns: { ok: 0, warn: 0, critical: 1, unjudged: 0 },
    },
  ],
  allTurns: { ok: 70, warn: 10, critical: 5, unjudged: 5 },
};

const cell = (mean: number | null, sessions = mean === null ? 0 : 4) => ({ mean, sessions });

export const TASK_MAP: TaskHeatmap = {
  ...BASE,
  kind: 'history-heatmap',
  axis: 'task_type',
  filter: NO_FILTER,
  session: null,
  sessions: 12,
  turns: 90,
  taskCounts: { exploration: 20, mutation_heavy: 30, debug_loop: 25, planning: 15, mixed: 0 },
  rows: [
    {
      ...(WORDS[0] as MetricWords),
      cells: {
        exploration: cell(null),
        mutation_heavy: cell(1),
        debug_loop: cell(2.5),
        planning: cell(5),
        mixed: cell(10),
      },
    },
    {
      ...(WORDS[1] as MetricWords),
      cells: {
        exploration: cell(0),
        mutation_heavy: cell(0),
        debug_loop: cell(null),
        planning: cell(null),
        mixed: cell(null),
      },
    },
    {
      ...(WORDS[2] as MetricWords),
      cells: {
        exploration: cell(null),
        mutation_heavy: cell(null),
        debug_loop: cell(null),
        planning: cell(null),
        mixed: cell(null),
      },
    },
  ],
};

export const DIFF: HistoryDiffAnswer = {
  ...BASE,
  kind: 'history-diff',
  a: {
    ...FIRST,
    versions: ['2.1.231', '2.1.233'],
    efforts: ['high'],
    calls: 37,
    finalCalls: 30,
    unpricedCalls: 0,
    totalTokens: 1_204_000,
    costNanoUsd: 4_120_000_000,
    durationMs: 186 * MINUTE,
    toolCalls: 55,
    errors: 4,
    compactions: 1,
    interrupts: 2,
    taskCounts: { exploration: 1, mutation_heavy: 0, debug_loop: 1, planning: 0, mixed: 0 },
  },
  b: {
    ...SECOND,
    title: 'A | title with `ticks`, <tags> and [links](x)',
    versions: [],
    efforts: [],
    calls: 3,
    finalCalls: 3,
    unpricedCalls: 3,
    totalTokens: 90_000,
    costNanoUsd: null,
    durationMs: null,
    toolCalls: 2,
    errors: 0,
    compactions: 0,
    interrupts: 0,
    taskCounts: { exploration: 0, mutation_heavy: 0, debug_loop: 0, planning: 0, mixed: 1 },
  },
  metrics: WORDS.map((word, index) => ({
    ...word,
    a: {
      reading: {
        kind: 'value',
        value: 0.9,
        numerator: 9,
        denominator: 10,
        n: 20,
        isWarm: index !== 1,
        details: {},
      },
      severity: index === 0 ? 'critical' : 'ok',
    },
    b:
      index === 2
        ? { reading: null, severity: null }
        : { reading: { kind: 'no-data', reason: 'no edits', details: {} }, severity: null },
    difference: null,
  })),
  tools: [
    { tool: 'Bash', a: { calls: 20, errors: 4 }, b: { calls: 1, errors: 0 } },
    { tool: 'Read', a: { calls: 6, errors: 0 }, b: { calls: 1, errors: 0 } },
  ],
};
