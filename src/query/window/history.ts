// The answer to "what were my 5-hour windows": every window and gap of a span of days, with sums that
// add up to the ledger's.
import { readUntimedSums } from '../../store/readers/window-calls.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import type { WindowGap } from './blocks.ts';
import { readWindows, type WindowFacts, type WindowWithCalls } from './read-windows.ts';
import { addSums, type CallTotals, finishTally, startTally } from './totals.ts';

export interface WindowSelection {
  /** Day keys, both included: windows that start on these days. */
  readonly sinceDay?: string | undefined;
  readonly untilDay?: string | undefined;
  /** Only the running window. */
  readonly active?: boolean | undefined;
  /** Only windows that started within the last 3 days, and the running one. */
  readonly recent?: boolean | undefined;
  /** By start; `asc` if not given. */
  readonly order?: 'asc' | 'desc' | undefined;
}

export interface WindowHistory {
  readonly formatVersion: 1;
  readonly kind: 'window-history';
  readonly generatedAtMs: number;
  readonly timezone: string;
  readonly windows: readonly (WindowFacts | WindowGap)[];
  /** Of the windows listed. */
  readonly totals: CallTotals;
  /** Calls without a readable time: part of the ledger, of no window. */
  readonly notAttributable: CallTotals;
}

const RECENT_MS = 3 * 86_400_000;

export function queryWindowHistory(
  asked: QueryContext,
  selection: WindowSelection = {},
): WindowHistory {
  const context = atOneMoment(asked);
  const windows: (WindowFacts | WindowGap)[] = [];
  const tally = startTally();
  for (const piece of selectWindows(context, selection)) {
    const row = 'facts' in piece ? piece.facts : piece;
    windows.push(row);
    if (row.kind === 'window') addTotals(tally, row.totals);
  }
  if (selection.order === 'desc') windows.reverse();
  return {
    formatVersion: 1,
    kind: 'window-history',
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    windows,
    totals: finishTally(tally),
    notAttributable: finishTally(readUntimedSums(context.store.db)),
  };
}

/** The windows and gaps that a selection leaves, in order of time. */
export function* selectWindows(
  context: QueryContext,
  selection: WindowSelection,
): Generator<WindowWithCalls | WindowGap> {
  const { zone } = context;
  const nowMs = context.now();
  const { sinceDay, untilDay, active = false, recent = false } = selection;
  const fromMs = earliestStart(context, selection);
  for (const piece of readWindows(context, fromMs)) {
    const isActive = 'facts' in piece && piece.facts.isActive;
    const { startMs } = 'facts' in piece ? piece.facts : piece;
    const day = zone.dayKey(startMs);
    if (sinceDay !== undefined && day < sinceDay) continue;
    if (untilDay !== undefined && day > untilDay) continue;
    if (active && !isActive) continue;
    if (recent && !isActive && startMs < nowMs - RECENT_MS) continue;
    yield piece;
  }
}

/** Nothing that starts before it is selected, so the ledger is read from there. */
function earliestStart(context: QueryContext, selection: WindowSelection): number | null {
  const starts: number[] = [];
  if (selection.sinceDay !== undefined) starts.push(context.zone.startOfDay(selection.sinceDay));
  if (selection.recent === true) starts.push(context.now() - RECENT_MS);
  if (selection.active === true) starts.push(context.now());
  if (starts.length === 0) return null;
  // The running window may have begun before any of them.
  return Math.min(...starts, context.now());
}

function addTotals(tally: ReturnType<typeof startTally>, totals: CallTotals): void {
  const pricedCalls = totals.calls - totals.unpricedCalls;
  addSums(tally, { ...totals, pricedCalls, costNanoUsd: totals.costNanoUsd ?? 0 });
}
