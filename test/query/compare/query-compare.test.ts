// Reuse by session and project: weighted by tokens over all, the plain mean beside it, and sessions that
// cached nothing are not rated. Values are those of ctxprof's comparison.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CompareAnswer } from '../../../src/query/compare/compare-answer.ts';
import { queryCompare } from '../../../src/query/compare/query-compare.ts';
import { buildTranscript } from '../../../src/samples/build-transcript.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { CORPUS, NO_CORPUS } from '../../store/corpus-folder.ts';
import { ingestInto, openLab } from '../../store/lab.ts';
import { contextOf } from '../cache/cache-lab.ts';

const TWO_SESSIONS = `
session aaaa1111 cwd /w/lean version 2.1.212
10:00:00 call claude-opus-4-8 1 100 0 900 10
session bbbb2222 cwd /w/busy version 2.1.212
11:00:00 call claude-opus-4-8 1 800 0 200 10
session cccc3333 cwd /w/busy version 2.1.212
12:00:00 call claude-opus-4-8 5000 0 0 0 400
`;

async function compare(
  table: string,
  question: Partial<Parameters<typeof queryCompare>[1]> = {},
): Promise<CompareAnswer> {
  const lab = openLab();
  try {
    for (const file of buildTranscript(table)) lab.write(file.path, file.text);
    await lab.ingest();
    return queryCompare(contextOf(lab), { limit: 8, deep: false, ...question });
  } finally {
    lab.close();
  }
}

describe('reuse', () => {
  it('.9 and .2: best and worst, .55 weighted and .55 on average, the third one not rated', async () => {
    const answer = await compare(TWO_SESSIONS);
    expect(answer.total.reuseRatio).toBe(1100 / 2000);
    expect(answer.meanReuseRatio).toBeCloseTo(0.55, 12);
    expect([answer.sessions, answer.ratedSessions]).toEqual([3, 2]);
    expect([answer.best?.sessionId, answer.best?.reuseRatio]).toEqual(['aaaa1111', 0.9]);
    expect([answer.worst?.sessionId, answer.worst?.reuseRatio]).toEqual(['bbbb2222', 0.2]);
    expect(answer.lowest.map(({ sessionId }) => sessionId)).toEqual(['bbbb2222', 'aaaa1111']);
  });

  it('the project that cost more comes first', async () => {
    const { projects } = await compare(TWO_SESSIONS);
    expect(projects.map(({ project, sessions }) => [project, sessions])).toEqual([
      ['/w/busy', 2],
      ['/w/lean', 1],
    ]);
  });

  it('weighs by tokens, not by sessions', async () => {
    const answer = await compare(`
session aaaa1111 cwd /w/lean
10:00:00 call claude-opus-4-8 1 1000 0 9000 10
session bbbb2222 cwd /w/busy
11:00:00 call claude-opus-4-8 1 800 0 200 10`);
    expect(answer.total.reuseRatio).toBeCloseTo(9200 / 11_000, 12);
    expect(answer.meanReuseRatio).toBeCloseTo(0.55, 12);
  });

  it('of nothing is unknown, not zero', async () => {
    const answer = await compare('session aaaa1111\n10:00:00 call claude-opus-4-8 500 0 0 0 10');
    expect(answer.total.reuseRatio).toBeNull();
    expect([answer.meanReuseRatio, answer.best, answer.worst]).toEqual([null, null, null]);
    expect(answer.lowest).toEqual([]);
  });
});

describe('rebuilds', () => {
  const IDLE = `
session aaaa1111 cwd /w/app version 2.1.212
08:00:00 call claude-opus-4-8 1 0 60000 0 10
10:00:00 call claude-opus-4-8 1 0 61000 0 10
10:01:00 call claude-opus-4-8 1 0 500 61000 10`;

  it('are counted and priced without the expected ones', async () => {
    const { total, dearestRebuilds } = await compare(IDLE);
    expect([total.rebuilds, total.rewrittenTokens]).toEqual([1, 60_000]);
    expect(total.excessNanoUsd).toBe(60_000 * 9_500);
    expect(dearestRebuilds.map(({ sessionId }) => sessionId)).toEqual(['aaaa1111']);
  });

  it('before the period do not count', async () => {
    const sinceMs = Date.parse('2026-11-20T10:00:30Z');
    const { total } = await compare(IDLE, { sinceMs });
    expect([total.calls, total.rebuilds, total.excessNanoUsd]).toEqual([1, 0, 0]);
  });

  it('without a price have no amount', async () => {
    const { total } = await compare(IDLE.replaceAll('claude-opus-4-8', 'claude-nobody-9'));
    expect([total.rebuilds, total.excessNanoUsd, total.costNanoUsd]).toEqual([1, null, null]);
  });
});

it('an empty ledger is an empty answer', async () => {
  const answer = await compare('');
  expect([answer.sessions, answer.projects, answer.total.costNanoUsd]).toEqual([0, [], null]);
});

describe('with transcripts', () => {
  const TWICE = `
session aaaa1111 cwd /w/app version 2.1.212
09:00:00 user Begin
09:00:05 call claude-opus-4-8 1 0 22000 0 10 Read:src/a.ts*8000
09:00:30 call claude-opus-4-8 1 0 3000 22000 10 Read:src/a.ts*8000
09:01:00 call claude-opus-4-8 1 0 3000 25000 10 - src/a.ts is fine`;

  it('finds nothing where none is left', async () => {
    const lab = openLab();
    try {
      for (const file of buildTranscript(TWICE)) {
        lab.write(file.path, file.text);
        await lab.ingest();
        lab.remove(file.path);
      }
      await lab.ingest();
      const { deep } = queryCompare(contextOf(lab), { limit: 8, deep: true });
      expect(deep).toEqual({ sessions: 0, withoutTranscript: 1, findings: [] });
    } finally {
      lab.close();
    }
  });

  it('is asked for, or null', async () => {
    expect((await compare(TWICE)).deep).toBeNull();
    expect((await compare(TWICE, { deep: true })).deep?.sessions).toBe(1);
  });
});

describe.skipIf(CORPUS === null)(`the real transcripts${NO_CORPUS}`, () => {
  it('every grouping has the same sums', async () => {
    const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-compare-')));
    const store = openStore({ stateDir: join(scratch, 'state'), now: Date.now });
    try {
      await ingestInto(store, realpathSync(CORPUS ?? ''));
      const answer = queryCompare(contextOf({ store }), { limit: 1000, deep: false });
      const sum = (values: readonly (number | null)[]) =>
        values.reduce((all: number, value) => all + (value ?? 0), 0);
      for (const key of [
        'calls',
        'costNanoUsd',
        'readTokens',
        'writtenTokens',
        'rebuilds',
      ] as const) {
        expect(sum(answer.projects.map(({ use }) => use[key]))).toBe(answer.total[key]);
      }
      expect(answer.total.readTokens).toBe(200_338_106);
      expect(answer.total.writtenTokens).toBe(3_654_294);
      expect(answer.total.costNanoUsd).toBe(222_359_769_300);
    } finally {
      store.close();
      rmSync(scratch, { recursive: true, force: true });
    }
  });
});
