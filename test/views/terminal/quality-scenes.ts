// Answers of `quality` for its golden screens, written by hand: a session that stands out, one that is
// still learning, one that was never measured, and the overview.
import type { MetricReading } from '../../../src/metrics/kit/metric.ts';
import type {
  Learning,
  MetricOverview,
  MetricWords,
  QualityOverviewAnswer,
  QualitySessionAnswer,
  SessionMetric,
  Thresholds,
} from '../../../src/query/quality/quality-answer.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const MINUTE = 60_000;

const learnedFrom = (warn: number, critical: number, capped: readonly ('warn' | 'critical')[]) =>
  ({
    warn,
    critical,
    source: 'learned',
    learning: null,
    learned: { sessions: 10, capped },
  }) as const;
const stillLearning = (warn: number, critical: number, seen: number): Thresholds => ({
  warn,
  critical,
  source: 'shipped',
  learning: { seen, wanted: 10 },
  learned: null,
});

const READS: MetricWords = {
  metric: 'read_edit_ratio',
  title: 'read before edit',
  summary:
    'Files read for each edit, over the last tool calls. It does not show whether what was read was what mattered.',
  unit: 'reads per edit',
  decimals: 1,
  worse: 'low',
  numeratorOf: 'files read in the last 50 tool calls',
  denominatorOf: 'edits and writes in the last 50 tool calls',
  warmUp: '10 reads, searches and edits',
  thresholds: learnedFrom(4, 1.45, ['warn']),
  isExperimental: false,
};
const STOPS: MetricWords = {
  metric: 'stop_phrase',
  title: 'stop phrases',
  summary: 'Messages that give up, hand back or ask for leave.',
  unit: 'per 100 messages',
  decimals: 1,
  worse: 'high',
  numeratorOf: 'messages with a stop phrase',
  denominatorOf: 'messages of the assistant',
  warmUp: '20 messages',
  thresholds: learnedFrom(2.6, 3, ['critical']),
  isExperimental: false,
};
const PROMPTS: MetricWords = {
  ...STOPS,
  metric: 'prompts',
  title: 'prompts',
  summary: 'How often you spoke.',
  unit: 'prompts',
  decimals: 0,
  worse: 'none',
  thresholds: null,
};
const HEALTH: MetricWords = {
  ...READS,
  metric: 'parse_health',
  title: 'parse health',
  summary: 'Lines of the transcript that could be read.',
  unit: 'share of lines',
  decimals: 2,
  worse: 'low',
  thresholds: { warn: 0.95, critical: 0.9, source: 'shipped', learning: null, learned: null },
};

const value = (
  numerator: number,
  denominator: number,
  figure: number,
  details: MetricReading['details'] = {},
): MetricReading => ({
  kind: 'value',
  value: figure,
  numerator,
  denominator,
  n: numerator + denominator,
  isWarm: true,
  details,
});

const METRICS: readonly SessionMetric[] = [
  {
    ...HEALTH,
    reading: value(2_014, 2_014, 1, { badLines: 0 }),
    severity: 'ok',
    trail: [1, 1, 1, 1],
    trend: 'level',
    percentile: 100,
  },
  {
    ...READS,
    reading: value(13, 15, 0.866, {
      reads: 13,
      research: 4,
      mutations: 15,
      blindEdits: 12,
      blindEditRate: 0.25,
      trackingConfidence: null,
    }),
    severity: 'critical',
    trail: [3.2, 2.1, 1.4, 0.866],
    trend: 'falling',
    percentile: 4,
  },
  {
    ...STOPS,
    reading: value(3, 106, 2.83, {
      hits: 4,
      byCategory: { ownership_dodging: 3, permission_seeking: 1 },
    }),
    severity: 'warn',
    trail: [1.1, 2.83],
    trend: 'rising',
    percentile: 88,
  },
  {
    ...STOPS,
    metric: 'reasoning_loop',
    title: 'second thoughts',
    unit: 'per 1,000 tool calls',
    reading: { ...value(1, 12, 83.3, { longestBurst: 1 }), isWarm: false, n: 12 } as MetricReading,
    severity: 'ok',
    trail: [83.3],
    trend: null,
    percentile: null,
  },
  {
    ...STOPS,
    metric: 'edit_churn',
    title: 'edit churn',
    unit: '% of edits',
    reading: { kind: 'no-data', reason: 'no edits', details: {} },
    severity: null,
    trail: [],
    trend: null,
    percentile: null,
  },
  {
    ...STOPS,
    metric: 'tool_errors',
    title: 'tool errors',
    unit: '% of tool calls',
    reading: { kind: 'error', reason: 'TypeError: no such field' },
    severity: null,
    trail: [],
    trend: null,
    percentile: null,
  },
  {
    ...PROMPTS,
    reading: value(6, 1, 6),
    severity: null,
    trail: [3, 4, 5, 6],
    trend: 'rising',
    percentile: 60,
  },
];

const LEARNED: Learning = {
  wanted: 10,
  endedAfterMinutes: 35,
  learnedMetrics: 5,
  learningMetrics: 0,
  seen: null,
};
const LEARNING: Learning = { ...LEARNED, learnedMetrics: 0, learningMetrics: 5, seen: 4 };

const IDENTITY = {
  sessionId: '4f2a91c3-0000-4000-8000-000000000001',
  shortId: '4f2a91c3',
  state: 'idle',
  title: 'Fix flaky retry test',
  titleSource: 'ai-title',
  project: { name: 'api-gateway', path: '/home/ana/api-gateway' },
  branch: 'retry-fix',
  firstAtMs: NOW - 200 * MINUTE,
  lastAtMs: NOW - 90 * MINUTE,
} as const;

const HEAD = {
  kind: 'quality',
  formatVersion: 1,
  generatedAtMs: NOW,
  timezone: 'Europe/Berlin',
  learning: LEARNED,
  classifier: true,
} as const;

const FULL: QualitySessionAnswer = {
  ...HEAD,
  ...IDENTITY,
  scope: 'session',
  reason: null,
  severity: 'critical',
  task: 'debug_loop',
  isExperimental: false,
  events: 2_481,
  copiedUntilMs: null,
  metrics: METRICS,
  subagents: [
    {
      agentId: 'a2898e3f11',
      type: 'Explore',
      severity: 'ok',
      task: 'exploration',
      events: 121,
      metrics: [],
    },
    {
      agentId: 'a93ccab0aa',
      type: null,
      severity: 'warn',
      task: null,
      events: 84,
      metrics: [
        {
          metric: 'stop_phrase',
          reading: value(1, 20, 5),
          severity: 'warn',
          trail: [],
          trend: null,
          percentile: null,
        },
      ],
    },
  ],
  hits: null,
};

const [, , STOP_METRIC] = METRICS;

const OVERVIEW_METRICS: readonly MetricOverview[] = [
  {
    ...READS,
    baseline: { sessions: 10, median: 6.2, min: 1, max: 10 },
    recent: { sessions: 18, median: 4.1, min: 0.9, max: 8 },
    severities: { ok: 14, warn: 3, critical: 1, unjudged: 2 },
    withoutValue: 2,
  },
  {
    ...STOPS,
    baseline: { sessions: 10, median: 0, min: 0, max: 10 },
    recent: { sessions: 20, median: 0.4, min: 0, max: 4.2 },
    severities: { ok: 18, warn: 1, critical: 1, unjudged: 0 },
    withoutValue: 0,
  },
  {
    ...PROMPTS,
    baseline: { sessions: 10, median: 9, min: 1, max: 31 },
    recent: null,
    severities: { ok: 0, warn: 0, critical: 0, unjudged: 20 },
    withoutValue: 20,
  },
];

const OVERVIEW: QualityOverviewAnswer = {
  ...HEAD,
  scope: 'overview',
  filter: { project: null },
  limit: 20,
  knownSessions: 34,
  matchingSessions: 34,
  measuredSessions: 19,
  unmeasuredSessions: 1,
  severities: { ok: 13, warn: 4, critical: 2, unjudged: 0 },
  tasks: [
    { task: 'debug_loop', sessions: 11 },
    { task: 'exploration', sessions: 8 },
  ],
  metrics: OVERVIEW_METRICS,
  standingOut: [
    {
      ...IDENTITY,
      severity: 'critical',
      task: 'debug_loop',
      because: [
        {
          metric: 'read_edit_ratio',
          title: 'read before edit',
          unit: 'reads per edit',
          decimals: 1,
          value: 0.866,
          severity: 'critical',
          trend: 'falling',
          trail: [1.4, 0.866],
          percentile: 4,
        },
        {
          metric: 'stop_phrase',
          title: 'stop phrases',
          unit: 'per 100 messages',
          decimals: 1,
          value: 2.83,
          severity: 'warn',
          trend: 'rising',
          trail: [1.1, 2.83],
          percentile: 88,
        },
      ],
    },
    {
      ...IDENTITY,
      shortId: '90ab12cd',
      title: null,
      project: null,
      severity: 'warn',
      task: null,
      because: [],
    },
  ],
};

const asLearning = <Words extends MetricWords>(metric: Words): Words => ({
  ...metric,
  thresholds: metric.thresholds === null ? null : stillLearning(4, 2, 4),
  isExperimental: metric.thresholds !== null,
});

export const OVERVIEWS: readonly (readonly [string, QualityOverviewAnswer])[] = [
  ['overview', OVERVIEW],
  [
    'overview-learning',
    {
      ...OVERVIEW,
      learning: LEARNING,
      measuredSessions: 4,
      matchingSessions: 4,
      unmeasuredSessions: 0,
      severities: { ok: 4, warn: 0, critical: 0, unjudged: 0 },
      tasks: [],
      metrics: OVERVIEW_METRICS.map((metric) => asLearning({ ...metric, recent: null })),
      standingOut: [],
    },
  ],
  [
    'overview-gone',
    { ...OVERVIEW, measuredSessions: 0, unmeasuredSessions: 20, standingOut: [], metrics: [] },
  ],
  [
    'overview-empty',
    { ...OVERVIEW, knownSessions: 0, matchingSessions: 0, measuredSessions: 0, standingOut: [] },
  ],
];

export const SESSIONS: readonly (readonly [string, QualitySessionAnswer])[] = [
  ['session', FULL],
  [
    'session-learning',
    {
      ...FULL,
      learning: LEARNING,
      severity: 'ok',
      task: null,
      isExperimental: true,
      copiedUntilMs: NOW - 150 * MINUTE,
      metrics: METRICS.map((metric) =>
        asLearning({ ...metric, severity: metric.severity === null ? null : 'ok' }),
      ),
      subagents: [],
    },
  ],
  [
    'session-gone',
    {
      ...FULL,
      reason: 'transcript-gone',
      severity: null,
      task: null,
      events: null,
      metrics: [],
      subagents: [],
    },
  ],
  [
    'metric',
    {
      ...FULL,
      metrics: STOP_METRIC === undefined ? [] : [STOP_METRIC],
      subagents: [],
      hits: {
        of: 'messages with a stop phrase',
        total: 12,
        intents: [
          {
            found: 'ownership_dodging: not from my changes',
            intent: 'says that a fault is not its own',
          },
        ],
        withText: false,
        last: [
          {
            atMs: NOW - 100 * MINUTE,
            callId: 'msg_01Fq8Xk2LmR7vT4zN9sWa',
            found: ['ownership_dodging: not from my changes'],
            path: null,
            text: null,
          },
          {
            atMs: null,
            callId: null,
            found: ['permission_seeking', 'ownership_dodging'],
            path: null,
            text: null,
          },
        ],
      },
    },
  ],
  [
    'metric-text',
    {
      ...FULL,
      metrics: STOP_METRIC === undefined ? [] : [STOP_METRIC],
      subagents: [],
      hits: {
        of: 'messages with a stop phrase',
        total: 1,
        intents: [],
        withText: true,
        last: [
          {
            atMs: NOW - 100 * MINUTE,
            callId: 'msg_01Fq8Xk2LmR7vT4zN9sWa',
            found: ['ownership_dodging: not from my changes'],
            path: null,
            text: 'This failure is not caused by my changes, so I leave it as it is.',
          },
        ],
      },
    },
  ],
];
