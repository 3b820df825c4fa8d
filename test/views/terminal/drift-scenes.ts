// Answers of `telltale drift`, made up.
import type { DriftAnswer, DriftTest } from '../../../src/query/drift/drift-answer.ts';

const ERRORS = {
  figure: 'tool_errors',
  title: 'tool errors',
  unit: '% of results',
  decimals: 1,
  worse: 'high',
  by: 'version',
  method: 'rate',
} as const;

const FOUND: DriftTest = {
  ...ERRORS,
  groups: [
    { key: '2.1.229', value: 4.2, sessions: 9, n: 301 },
    { key: '2.1.230', value: 3.9, sessions: 11, n: 275 },
    { key: '2.1.233', value: 6.8, sessions: 8, n: 190 },
    { key: '2.1.234', value: 7.2, sessions: 3, n: 46 },
  ],
  outcome: {
    kind: 'changed',
    beforeKeys: ['2.1.229', '2.1.230'],
    afterKeys: ['2.1.233', '2.1.234'],
    before: 4.08,
    after: 6.91,
    beforeSessions: 20,
    afterSessions: 11,
    beforeN: 576,
    afterN: 236,
    p: 0.0008,
    pHolm: 0.0192,
    effectSize: 0.83,
    visibleFrom: 2.4,
    alsoChanged: [{ what: 'model', from: 'claude-opus-4-8', to: 'claude-opus-5' }],
  },
};

const TOGETHER: DriftTest = {
  ...ERRORS,
  figure: 'thinking.visibleCharsMedian',
  title: 'visible thinking, median',
  unit: 'characters',
  decimals: 0,
  worse: 'none',
  by: 'model',
  method: 'mean',
  groups: [
    { key: 'claude-opus-4-8', value: 2214, sessions: 19, n: 19 },
    { key: 'claude-opus-5', value: 604, sessions: 12, n: 12 },
  ],
  outcome: {
    kind: 'changed',
    beforeKeys: ['claude-opus-4-8'],
    afterKeys: ['claude-opus-5'],
    before: 2190,
    after: 611,
    beforeSessions: 19,
    afterSessions: 12,
    beforeN: 19,
    afterN: 12,
    p: 0.0002,
    pHolm: 0.0048,
    effectSize: -1.92,
    visibleFrom: 480,
    alsoChanged: [],
  },
};

const STILL: DriftTest = {
  ...ERRORS,
  figure: 'edit_churn',
  title: 'edit churn',
  unit: '% of edits',
  groups: FOUND.groups,
  outcome: {
    ...(FOUND.outcome as Extract<DriftTest['outcome'], { kind: 'changed' }>),
    kind: 'no-change',
    p: 0.31,
    pHolm: 1,
    visibleFrom: 11.4,
  },
};

const TOO_LITTLE: DriftTest = {
  ...ERRORS,
  figure: 'compactions',
  title: 'compactions',
  by: 'model',
  groups: [],
  outcome: { kind: 'too-little', reason: 'under 5 sessions on a side' },
};

const BASE = {
  kind: 'drift',
  formatVersion: 1,
  generatedAtMs: Date.UTC(2026, 10, 21, 12),
  timezone: 'Europe/Berlin',
  filter: { project: null, since: null, metric: null, by: ['version', 'model'] },
  knownSessions: 31,
  sessions: 31,
  alpha: 0.05,
  permutations: 4999,
  isMixControlled: true,
} as const;

export const CHANGED: DriftAnswer = { ...BASE, tests: [TOGETHER, FOUND, STILL, TOO_LITTLE] };
export const UNCHANGED: DriftAnswer = {
  ...BASE,
  isMixControlled: false,
  tests: [STILL, TOO_LITTLE],
};
export const UNTESTED: DriftAnswer = { ...BASE, tests: [TOO_LITTLE] };
export const NOTHING: DriftAnswer = { ...BASE, sessions: 0, tests: [] };
export const EMPTY: DriftAnswer = { ...BASE, knownSessions: 0, sessions: 0, tests: [] };

/** Many versions: the page shows those around the mark. */
const MANY_GROUPS = Array.from({ length: 60 }, (_, at) => ({
  key: `2.1.${100 + at}`,
  value: at < 40 ? 4 : 7,
  sessions: 2,
  n: 50,
}));
export const MANY: DriftAnswer = {
  ...BASE,
  tests: [
    {
      ...FOUND,
      groups: MANY_GROUPS,
      outcome: {
        ...(FOUND.outcome as Extract<DriftTest['outcome'], { kind: 'changed' }>),
        beforeKeys: MANY_GROUPS.slice(0, 40).map(({ key }) => key),
        afterKeys: MANY_GROUPS.slice(40).map(({ key }) => key),
        alsoChanged: [],
      },
    },
  ],
};
