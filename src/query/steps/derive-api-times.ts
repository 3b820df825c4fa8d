// Whose the growth of Claude Code's running API time is: a call's, where it is the only one between two
// states and nothing else that was told speaks against it. Pure; reads nothing.
import type { ApiTotalRow, StretchCallRow } from '../../store/readers/api-times.ts';
import type { ApiTime, ApiTimeReason } from './steps-answer.ts';

/**
 * How far the growth of Claude Code's own cost may be from ours: our choice. Its prices are the same
 * list prices, so only rounding is between them.
 */
const COST_TOLERANCE = { ratio: 0.01, nanoUsd: 1_000_000 } as const;

/**
 * By call.id, for the calls in `wanted`. `calls` are all of the session in the stretch, `totals` its
 * refreshes, both in the order of time.
 */
export function deriveApiTimes(
  wanted: ReadonlySet<number>,
  calls: readonly StretchCallRow[],
  totals: readonly ApiTotalRow[],
): Map<number, ApiTime> {
  const times = new Map<number, ApiTime>();
  for (const call of calls) {
    if (!wanted.has(call.id)) continue;
    times.set(call.id, call.part > 0 ? unknown('no-own-time') : timeOf(call, calls, totals));
  }
  return times;
}

function timeOf(
  call: StretchCallRow,
  calls: readonly StretchCallRow[],
  totals: readonly ApiTotalRow[],
): ApiTime {
  const at = totals.findIndex((total) => total.firstMs >= call.atMs);
  const before = at < 1 ? undefined : totals[at - 1];
  if (before === undefined) return unknown('no-heartbeat');
  // A refresh while the answer still streams has the old total.
  const after = totals.slice(at).find((total) => total.apiDurationMs !== before.apiDurationMs);
  if (after === undefined) return unknown('no-heartbeat');
  if (before.apiDurationMs === null || after.apiDurationMs === null) return unknown('not-told');
  if (after.apiDurationMs < before.apiDurationMs) return unknown('restarted');
  const between = calls.filter(({ atMs }) => atMs > before.firstMs && atMs <= after.firstMs);
  if (between.filter(({ part }) => part === 0).length !== 1) return unknown('several-calls');
  if (!isConfirmed(call, between, before, after)) return unknown('not-confirmed');
  return { ms: after.apiDurationMs - before.apiDurationMs, reason: null };
}

/** By the usage that was told of the last request, or by the cost; nothing may speak against it. */
function isConfirmed(
  call: StretchCallRow,
  between: readonly StretchCallRow[],
  before: ApiTotalRow,
  after: ApiTotalRow,
): boolean {
  const usage = call.chain === 0 ? isSame(after.lastPromptTokens, call.promptTokens) : null;
  const cost = isCostOf(between, before.costNanoUsd, after.costNanoUsd);
  return usage !== false && cost !== false && (usage ?? cost) === true;
}

function isSame(told: number | null, own: number): boolean | null {
  return told === null ? null : told === own;
}

/** Null: one of the two is not known. An advisor's entries are part of the call. */
function isCostOf(
  between: readonly StretchCallRow[],
  before: number | null,
  after: number | null,
): boolean | null {
  if (before === null || after === null) return null;
  let own = 0;
  for (const { costNanoUsd, isFinal } of between) {
    if (costNanoUsd === null || !isFinal) return null;
    own += costNanoUsd;
  }
  const allowed = Math.max(COST_TOLERANCE.nanoUsd, own * COST_TOLERANCE.ratio);
  return Math.abs(after - before - own) <= allowed;
}

function unknown(reason: ApiTimeReason): ApiTime {
  return { ms: null, reason };
}
