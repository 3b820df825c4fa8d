// What would have saved money besides the findings, but overlaps with them: a fresh start, other models
// for subagents. Knows when each is worth a line; works out neither.
import { CHAIN } from '../../model/derive-call.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { readChainSums } from '../../store/readers/sessions-detail.ts';
import type { QueryContext } from '../context.ts';
import { queryRotation } from '../rotation/query-rotation.ts';
import type { Alternative } from './explain-answer.ts';

export function readAlternatives(
  context: QueryContext,
  sessionRowId: number,
  sessionNanoUsd: number | null,
): readonly Alternative[] {
  return [
    ...freshStart(context, sessionRowId),
    ...smallerSubagents(context, sessionRowId, sessionNanoUsd),
  ];
}

function freshStart(context: QueryContext, sessionRowId: number): Alternative[] {
  const { bestTurn, assumptions } = queryRotation(context, sessionRowId);
  if (bestTurn === null) return [];
  const { turn, atMs, savingNanoUsd, savingRatio, savingWeightedTokens } = bestTurn;
  const saving = { savingNanoUsd, savingRatio, savingWeightedTokens };
  return [{ kind: 'fresh-start', turn, atMs, ...saving, assumptions }];
}

/** Subagents that cost less of the session are not worth a line: our own choice. */
const LEAST_RATIO = 0.05;

/** The vendor's small models, which Claude Code gives its own Explore agent. */
const SMALL = /\bhaiku\b/i;

function smallerSubagents(
  { store }: QueryContext,
  sessionRowId: number,
  sessionNanoUsd: number | null,
): Alternative[] {
  const sums = readChainSums(store.db, sessionRowId).filter(
    ({ chain, model, costNanoUsd }) =>
      chain === CHAIN.subagent && costNanoUsd !== null && !SMALL.test(model),
  );
  const costNanoUsd = sums.reduce((sum, one) => sum + (one.costNanoUsd ?? 0), 0);
  if (sessionNanoUsd === null || costNanoUsd === 0) return [];
  if (costNanoUsd < LEAST_RATIO * sessionNanoUsd) return [];
  return [
    {
      kind: 'smaller-subagents',
      models: [...new Set(sums.map(({ model }) => oneLine(model)))].sort(),
      calls: sums.reduce((sum, { calls }) => sum + calls, 0),
      costNanoUsd,
      ratio: costNanoUsd / sessionNanoUsd,
    },
  ];
}
