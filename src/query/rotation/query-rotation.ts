// The question "what would a fresh start have saved": hands a session's calls, turns and prices to the
// replay. Knows what is assumed; the arithmetic is the model's.
import {
  costOfSession,
  findRotations,
  type RotationPlan,
  savingOfTurns,
} from '../../model/rotation/find-rotations.ts';
import type {
  RatesOf,
  RotationCall,
  RotationSession,
  TurnStart,
  WriteKind,
} from '../../model/rotation/rotation-session.ts';
import { WEIGHT_BANDS } from '../../model/rotation/token-weights.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { promptTokens } from '../../shared/tokens.ts';
import { type RotationCallRow, readRotationCalls } from '../../store/readers/rotation.ts';
import { readSessionByRowId } from '../../store/readers/sessions.ts';
import { readTurningPoints, type TurningPointRow } from '../../store/readers/sessions-events.ts';
import type { QueryContext } from '../context.ts';
import { groupBy } from '../sessions/group-by.ts';
import { readAssumptions } from './assumptions.ts';
import { type PricedByDay, readCallRates } from './call-rates.ts';
import { type FreshSize, HANDOFF_TOKENS, readFreshSize } from './fresh-size.ts';
import type { RotationAnswer, RotationPoint, RotationSaving } from './rotation-answer.ts';

/** Session rows are looked at so many at a time, so that memory stays bounded. */
const BATCH = 100;

/** @throws Error when there is no such row: ids come from the ledger */
export function queryRotation(context: QueryContext, sessionRowId: number): RotationAnswer {
  const row = readSessionByRowId(context.store.db, sessionRowId);
  if (row === undefined) throw new Error(`no session with row id ${sessionRowId}`);
  const [answer] = queryRotations(context, [row]);
  return answer as RotationAnswer;
}

/** One answer per session, in their order. */
export function queryRotations(
  context: QueryContext,
  sessions: readonly { readonly id: number; readonly sessionId: string }[],
): RotationAnswer[] {
  const { db } = context.store;
  const fresh = readFreshSize(context);
  const answers: RotationAnswer[] = [];
  for (let from = 0; from < sessions.length; from += BATCH) {
    const batch = sessions.slice(from, from + BATCH);
    const ids = batch.map((session) => session.id);
    const calls = groupBy(readRotationCalls(db, ids), (call) => call.id);
    const points = groupBy(readTurningPoints(db, ids), (point) => point.id);
    for (const { id, sessionId } of batch) {
      answers.push({
        kind: 'rotation',
        formatVersion: 1,
        generatedAtMs: context.now(),
        sessionId: oneLine(sessionId),
        ...answerOf(context, calls.get(id) ?? [], points.get(id) ?? [], fresh),
      });
    }
  }
  return answers;
}

type Findings = Omit<RotationAnswer, 'kind' | 'formatVersion' | 'generatedAtMs' | 'sessionId'>;

function answerOf(
  { book }: QueryContext,
  calls: readonly RotationCallRow[],
  points: readonly TurningPointRow[],
  measured: FreshSize | null,
): Findings {
  const fresh = measured ?? ownFirstCall(calls);
  const session = toRotationSession(calls, points, fresh);
  const rates = readCallRates(calls, book);
  const byMoney: RatesOf | null = rates === null ? null : (index) => rates[index] ?? [];
  const { best, optimal } = findRotations(session, byMoney ?? byWeight);
  const costNanoUsd = byMoney === null ? null : Math.round(costOfSession(session, byMoney));
  const weightedTokens = Math.round(costOfSession(session, byWeight));
  const point = ({ turn, callIndex }: TurnStart): RotationPoint => ({
    turn,
    callIndex,
    atMs: (calls[callIndex] as RotationCallRow).atMs,
  });
  const saving = (plan: RotationPlan): RotationSaving => ({
    savingNanoUsd: byMoney === null ? null : Math.round(plan.saving),
    savingRatio: plan.saving / costOfSession(session, byMoney ?? byWeight),
    savingWeightedTokens: Math.round(savingOfTurns(session, byWeight, plan.turns)),
  });
  // What rounds to nothing is nothing.
  const isSaved = best !== null && optimal !== null && Math.round(best.saving) > 0;
  return {
    calls: calls.length,
    turns: session.turns.length,
    costNanoUsd,
    weightedTokens,
    fresh,
    handoffTokens: HANDOFF_TOKENS,
    writeKind: session.writeKind,
    bestTurn: isSaved ? { ...point(best.turns[0] as TurnStart), ...saving(best) } : null,
    optimal: isSaved ? { turns: optimal.turns.map(point), ...saving(optimal) } : null,
    reason: isSaved ? null : reasonOf(session),
    assumptions: fresh === null ? [] : readAssumptions(fresh, session.writeKind, rates !== null),
  };
}

const byWeight: RatesOf = () => WEIGHT_BANDS;

function ownFirstCall(calls: readonly RotationCallRow[]): FreshSize | null {
  const first = calls[0];
  if (first === undefined) return null;
  return { tokens: promptTokens(first), basis: 'own-first-call', sessions: 1 };
}

/** `calls` and `points` in the order of time. */
export function toRotationSession(
  calls: readonly PricedByDay[],
  points: readonly Pick<TurningPointRow, 'kind' | 'atMs'>[],
  fresh: FreshSize | null,
): RotationSession {
  const turns: TurnStart[] = [];
  const segmentStarts: number[] = [];
  let [turn, callIndex] = [0, 0];
  for (const { kind, atMs } of points) {
    while (callIndex < calls.length && (calls[callIndex] as PricedByDay).atMs < atMs) {
      callIndex += 1;
    }
    if (kind === 'compaction') segmentStarts.push(callIndex);
    else turn += 1;
    const isNewCall = callIndex < calls.length && turns.at(-1)?.callIndex !== callIndex;
    if (kind === 'prompt' && isNewCall) turns.push({ turn, callIndex });
  }
  return {
    calls: calls.map(toRotationCall),
    turns,
    segmentStarts,
    freshTokens: (fresh?.tokens ?? 0) + HANDOFF_TOKENS,
    writeKind: writeKindOf(calls),
  };
}

/** Field by field: there may be hundreds of thousands. */
function toRotationCall(call: PricedByDay): RotationCall {
  const { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, outputTokens } =
    call;
  return {
    inputTokens,
    cacheReadTokens,
    cacheWrite5mTokens,
    cacheWrite1hTokens,
    outputTokens,
    contextTokens: promptTokens(call),
  };
}

function writeKindOf(calls: readonly PricedByDay[]): WriteKind {
  let [short, long] = [0, 0];
  for (const call of calls) {
    short += call.cacheWrite5mTokens;
    long += call.cacheWrite1hTokens;
  }
  if (short + long === 0) return 'none';
  return long > short ? '1h' : '5m';
}

function reasonOf({ calls, turns, segmentStarts }: RotationSession): RotationAnswer['reason'] {
  if (calls.length === 0) return 'no-calls';
  const isPlace = ({ callIndex }: TurnStart) => callIndex > 0 && !segmentStarts.includes(callIndex);
  return turns.some(isPlace) ? 'nothing-saved' : 'one-turn';
}
