// The question "what did this stretch of time cost, and where did it go". Knows what is listed and how
// long the lists are; advice is advice.ts.
import type { CacheEvent } from '../../model/cache/cache-event.ts';
import { promptTokens } from '../../shared/tokens.ts';
import {
  countUndatedCalls,
  readBiggestWriteIds,
  readDearestIds,
  readDearSum,
  readLongestGaps,
  readPromptCounts,
  readSessionSums,
  type SessionSumRow,
} from '../../store/readers/digest.ts';
import { countSteps, readStepsById } from '../../store/readers/steps.ts';
import type { CauseSum } from '../cache/cache-answer.ts';
import { sumByCause, sumExcess } from '../cache/sum-events.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { sumCalls } from '../sessions/sums.ts';
import { CALL_COST_LEVELS } from '../steps/cost-levels.ts';
import { describeSteps, nameSessions } from '../steps/describe-steps.ts';
import { type Rebuilds, readRebuilds } from '../steps/read-rebuilds.ts';
import type { Step } from '../steps/steps-answer.ts';
import { deriveAdvice } from './advice.ts';
import type { DearCalls, DigestAnswer, DigestGap, SessionShare } from './digest-answer.ts';

/** Rows of each list. Source: the digest of ctxprof has eight. */
const MOST_ROWS = 8;

/** `sinceMs` undefined: since the day began in the context's zone. */
export function queryDigest(
  asked: QueryContext,
  question: { readonly sinceMs?: number | undefined },
): DigestAnswer {
  const context = atOneMoment(asked);
  const { db } = context.store;
  const sinceMs = question.sinceMs ?? context.zone.startOfDay(context.zone.dayKey(context.now()));
  const sums = readSessionSums(db, sinceMs);
  const prompts = readPromptCounts(db, sinceMs);
  const sum = sumCalls(sums);
  const sent = promptTokens(sum.tokens);
  const rebuilds = readRebuilds(
    context,
    sums.map(({ session }) => session),
  );
  const events = eventsSince(rebuilds, sinceMs);
  const figures = {
    kind: 'digest',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    period: { sinceMs, isDefault: question.sinceMs === undefined },
    costLevels: CALL_COST_LEVELS,
    knownCalls: countSteps(db, { session: null, sinceMs: null }),
    undatedCalls: countUndatedCalls(db),
    sessions: sums.length,
    turns: [...prompts.values()].reduce((total, count) => total + count, 0),
    sum,
    cachedRatio: sent === 0 ? null : sum.tokens.cacheReadTokens / sent,
    bySession: sharesOf(context, sums, prompts, sum.costNanoUsd),
    ...readLists(context, sinceMs, rebuilds),
    dearCalls: readDear(context, sinceMs, sum.costNanoUsd),
    rebuilds: sumByCause(events).sort(byWorth),
    avoidable: sumExcess(events.filter(({ isExpected }) => !isExpected)),
  } as const;
  return { ...figures, advice: deriveAdvice(figures) };
}

/** Those that could have been avoided first, each the dearest first. */
function byWorth(a: CauseSum, b: CauseSum): number {
  return (
    Number(a.isExpected) - Number(b.isExpected) || (b.excessNanoUsd ?? -1) - (a.excessNanoUsd ?? -1)
  );
}

function eventsSince(rebuilds: Rebuilds, sinceMs: number): CacheEvent[] {
  return [...rebuilds.values()].flatMap((events) =>
    [...events.values()].filter(({ atMs }) => atMs !== null && atMs >= sinceMs),
  );
}

function sharesOf(
  context: QueryContext,
  sums: readonly SessionSumRow[],
  prompts: ReadonlyMap<number, number>,
  totalNanoUsd: number | null,
): SessionShare[] {
  const shown = sums.slice(0, MOST_ROWS);
  const names = nameSessions(
    context,
    shown.map(({ session }) => session),
  );
  return shown.flatMap((row) => {
    const name = names.get(row.session);
    if (name === undefined) return [];
    const sum = sumCalls([row]);
    return {
      session: name.named,
      sum,
      turns: prompts.get(row.session) ?? 0,
      costRatio: ratioOf(sum.costNanoUsd, totalNanoUsd),
    };
  });
}

/** Each call is described once, however many lists it is in. */
function readLists(
  context: QueryContext,
  sinceMs: number,
  rebuilds: Rebuilds,
): Pick<DigestAnswer, 'dearestCalls' | 'biggestWrites' | 'longestGaps'> {
  const { db } = context.store;
  const dearest = readDearestIds(db, sinceMs, MOST_ROWS);
  const writes = readBiggestWriteIds(db, sinceMs, MOST_ROWS);
  const gaps = readLongestGaps(db, sinceMs, MOST_ROWS);
  const ids = [...new Set([...dearest, ...writes, ...gaps.map(({ id }) => id)])];
  const rows = readStepsById(db, ids);
  const described = describeSteps(context, rows, rebuilds);
  const steps = new Map(rows.map(({ id }, index) => [id, described[index]]));
  return {
    dearestCalls: dearest.flatMap((id) => steps.get(id) ?? []),
    biggestWrites: writes.flatMap((id) => steps.get(id) ?? []),
    longestGaps: gaps.flatMap(({ id, fromMs, toMs, cachedTokens }) => {
      const step = steps.get(id);
      if (step === undefined) return [];
      const cache = fateOf(step, cachedTokens);
      const keptRatio =
        cachedTokens === 0 ? null : Math.min(1, step.tokens.cacheReadTokens / cachedTokens);
      return { gapMs: toMs - fromMs, fromMs, toMs, step, cache, keptRatio };
    }),
  };
}

function fateOf({ rebuild }: Step, cachedTokens: number): DigestGap['cache'] {
  if (rebuild !== null) return rebuild.cause === 'idle' ? 'expired' : 'lost';
  return cachedTokens === 0 ? 'nothing-cached' : 'kept';
}

function readDear(
  { store }: QueryContext,
  sinceMs: number,
  totalNanoUsd: number | null,
): DearCalls {
  const leastNanoUsd = CALL_COST_LEVELS.criticalNanoUsd;
  const dear = readDearSum(store.db, sinceMs, leastNanoUsd);
  return { leastNanoUsd, ...dear, costRatio: ratioOf(dear.costNanoUsd, totalNanoUsd) };
}

function ratioOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole;
}
