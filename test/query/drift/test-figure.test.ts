// One search over parts by hand: order of groups, what is too little, and what stands on both sides.
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../src/metrics/kit/metric.ts';
import type { DriftDimension } from '../../../src/query/drift/drift-answer.ts';
import type { Figure } from '../../../src/query/drift/drift-figures.ts';
import type { ScenePart } from '../../../src/query/drift/drift-parts.ts';
import { type SearchResult, searchFigure } from '../../../src/query/drift/test-figure.ts';
import { thread } from '../report/made-threads.ts';

const FIGURE: Figure = {
  column: 'tool_errors',
  metric: 'tool_errors',
  detail: null,
  title: 'tool errors',
  unit: '%',
  decimals: 1,
  worse: 'high',
  countsOf: (reading) =>
    reading.kind === 'value'
      ? {
          numerator: reading.numerator,
          denominator: reading.denominator,
          value: reading.value,
        }
      : null,
};

const OPTIONS = { alpha: 0.05, permutations: 199, seed: 1 };

interface Made {
  readonly key: string;
  readonly failed: number;
  readonly task?: string | null;
  readonly model?: string;
  readonly version?: string;
}

/** Day by day, each of twenty results. */
function partsOf(made: readonly Made[]): ScenePart[] {
  return made.map(({ key, failed, task = 'mixed', model = 'm', version = 'v' }, day) => {
    const reading: Reading = {
      kind: 'value',
      value: failed * 5,
      numerator: failed,
      denominator: 20,
      n: 20,
      isWarm: true,
      details: {},
    };
    const atMs = Date.UTC(2026, 5, 1 + day);
    return {
      key,
      thread: thread(`s${day}`, []),
      task,
      firstMs: atMs,
      lastMs: atMs,
      events: 20,
      readings: new Map([['tool_errors', reading]]),
      severities: new Map(),
      model,
      version,
    };
  });
}

function many(count: number, one: (at: number) => Made): Made[] {
  return Array.from({ length: count }, (_, at) => one(at));
}

function search(made: readonly Made[], by: DriftDimension = 'version') {
  return searchFigure(FIGURE, by, partsOf(made), OPTIONS);
}

function resultOf(made: readonly Made[], by?: DriftDimension): SearchResult {
  const { result } = search(made, by);
  if (result.kind !== 'searched') throw new Error(result.reason);
  return result;
}

describe('groups', () => {
  const keysOf = (made: readonly Made[], by: DriftDimension) =>
    search(made, by).test.groups.map(({ key }) => key);
  it('of versions are in the order of their numbers, of models in that of their first use', () => {
    const made = ['2.1.99', '2.1.100', '2.1.9'].map((key) => ({ key, failed: 1 }));
    expect(keysOf(made, 'version')).toEqual(['2.1.9', '2.1.99', '2.1.100']);
    expect(keysOf(made, 'model')).toEqual(['2.1.99', '2.1.100', '2.1.9']);
  });
  it('have the rate over all their chances', () => {
    const made = many(4, (at) => ({ key: '2.1.1', failed: at }));
    expect(search(made).test.groups).toEqual([{ key: '2.1.1', value: 7.5, sessions: 4, n: 80 }]);
  });
});

describe('too little', () => {
  it.each([
    ['nothing at all', [], 'no data'],
    ['one version', many(20, () => ({ key: '2.1.1', failed: 1 })), 'data of one version only'],
    [
      'four sessions on a side',
      [
        ...many(20, () => ({ key: '2.1.1', failed: 1 })),
        ...many(4, () => ({ key: '2.1.2', failed: 9 })),
      ],
      'under 5 sessions on a side',
    ],
    [
      'other work before than after',
      many(20, (at) => ({
        key: at < 10 ? '2.1.1' : '2.1.2',
        failed: 1,
        task: at < 10 ? 'planning' : 'debug_loop',
      })),
      'no kind of work is on both sides',
    ],
  ])('is said of %s', (_name, made, reason) => {
    expect(search(made).result).toEqual({ kind: 'too-little', reason });
  });
});

describe('a search', () => {
  it('finds nothing where every session has no case', () => {
    const result = resultOf(many(20, (at) => ({ key: `2.1.${at < 10 ? 1 : 2}`, failed: 0 })));
    expect(result.change).toMatchObject({ before: 0, after: 0, p: 1, visibleFrom: null });
    expect(result.effectSize).toBeNull();
  });

  it('finds the step between small versions that only together are enough', () => {
    const result = resultOf(
      many(24, (at) => ({ key: `2.1.${10 + at}`, failed: (at < 12 ? 1 : 6) + (at % 2) })),
    );
    expect(result.before.keys.at(-1)).toBe('2.1.21');
    expect(result.after.keys[0]).toBe('2.1.22');
    expect([result.before.n, result.after.n]).toEqual([240, 240]);
    expect(result.change.p).toBeLessThan(0.05);
    expect(result.effectSize).toBeGreaterThan(1);
  });

  it('tells what else is usual on one side only', () => {
    const made = many(20, (at) => ({
      key: `2.1.${at < 10 ? 1 : 2}`,
      failed: at % 3,
      model: at < 10 ? 'old' : 'new',
    }));
    expect(resultOf(made).alsoChanged).toEqual([{ what: 'model', from: 'old', to: 'new' }]);
  });
});
