// The question "what in this session was avoidable": hands its calls, cache events and waste to the
// model. Finds nothing by itself.
import { findAvoidable } from '../../model/explain/find-avoidable.ts';
import { readModelSums } from '../../store/readers/sessions.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { identifySession } from '../sessions/describe-session.ts';
import { findSessionHere, type SessionWish } from '../sessions/find-session-here.ts';
import { sumCalls } from '../sessions/sums.ts';
import { readAlternatives } from './alternatives.ts';
import { assembleAnswer } from './assemble-answer.ts';
import type { ExplainAnswer } from './explain-answer.ts';
import { readExplainSession } from './read-explain-session.ts';

/** `top`: at most so many findings; the sums are over all. Throws as findSession does. */
export function queryExplain(asked: QueryContext, wish: SessionWish, top: number): ExplainAnswer {
  const context = atOneMoment(asked);
  const row = findSessionHere(context, wish);
  const sum = sumCalls(readModelSums(context.store.db, [row.id]));
  const { session, content } = readExplainSession(context, row.id);
  return assembleAnswer({
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    identity: identifySession(context, row),
    sum,
    findings: findAvoidable(session),
    top,
    alternatives: readAlternatives(context, row.id, sum.costNanoUsd),
    content,
  });
}
