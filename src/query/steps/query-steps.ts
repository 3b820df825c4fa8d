// The question "what were the last calls": filter, limit and order. Reads as many calls as are shown.
import { countSteps, readNewestSteps, type StepFilter } from '../../store/readers/steps.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { findSession } from '../sessions/find-session.ts';
import { sumCalls } from '../sessions/sums.ts';
import { CALL_COST_LEVELS } from './cost-levels.ts';
import { describeSteps, nameSessions } from './describe-steps.ts';
import type { Step, StepsAnswer } from './steps-answer.ts';

export interface StepsQuestion {
  /** Session id or its beginning; undefined: all sessions. */
  readonly wanted?: string | undefined;
  /** Only calls at or after this. */
  readonly sinceMs?: number | undefined;
  /** The newest so many. */
  readonly limit: number;
  readonly order: 'asc' | 'desc';
}

/** @throws TelltaleError `unknown-session` or `ambiguous-session` for an id that is not one session */
export function querySteps(asked: QueryContext, question: StepsQuestion): StepsAnswer {
  const context = atOneMoment(asked);
  const { db } = context.store;
  const { wanted, limit, order } = question;
  const sessionRow = wanted === undefined ? null : findSession(context, wanted);
  const filter: StepFilter = {
    session: sessionRow?.id ?? null,
    sinceMs: question.sinceMs ?? null,
  };
  const steps = describeSteps(context, readNewestSteps(db, filter, limit));
  const session =
    sessionRow === null
      ? null
      : (nameSessions(context, [sessionRow.id]).get(sessionRow.id) ?? null);
  return {
    kind: 'steps',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    filter: { session: session?.named ?? null, sinceMs: filter.sinceMs },
    order,
    limit,
    matchingCalls: countSteps(db, filter),
    knownCalls: countSteps(db, { session: null, sinceMs: null }),
    costLevels: CALL_COST_LEVELS,
    sum: sumSteps(steps),
    steps: order === 'asc' ? steps.reverse() : steps,
  };
}

function sumSteps(steps: readonly Step[]) {
  return sumCalls(
    steps.map(({ tokens, costNanoUsd, isOutputFinal }) => ({
      ...tokens,
      calls: 1,
      finalCalls: isOutputFinal ? 1 : 0,
      unpricedCalls: costNanoUsd === null ? 1 : 0,
      costNanoUsd,
    })),
  );
}
