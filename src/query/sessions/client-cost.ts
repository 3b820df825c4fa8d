// Claude Code's own total for a session, beside ours. Knows when its running total belongs to another
// process or to the session before a `/clear`; estimates nothing.
import { compareVersions } from '../../shared/versions.ts';
import {
  type RunningCostRow,
  readOtherCostsBefore,
  readRunningCosts,
} from '../../store/readers/heartbeats.ts';
import { readCostStates } from '../../store/readers/sessions-events.ts';
import type { QueryContext } from '../context.ts';
import { readCostState } from './event-data.ts';
import type { ClientCost, ToldTotal } from './session-answer.ts';

/** What the transcripts say of the session. */
export interface OwnCost {
  readonly id: number;
  readonly sessionId: string;
  /** Null: unknown. */
  readonly costNanoUsd: number | null;
  readonly firstMs: number | null;
}

export interface ProcessSum extends ToldTotal {
  readonly processes: number;
}

/** From this version on the total begins anew at `/clear`; before, that of the process went on. */
const CLEARS_SINCE = '2.1.211';
/** Moments at which the same process seems to have begun differ by less. Own choice. */
const SAME_PROCESS_MS = 3_000;
/** A process that began this long after the session's first record is not its first one. Own choice. */
const LATE_MS = 60_000;

/** Null when Claude Code told no total. */
export function queryClientCost(context: QueryContext, own: OwnCost): ClientCost | null {
  const { db } = context.store;
  const rows = readRunningCosts(db, own.sessionId);
  const states = readCostStates(db, own.id).flatMap((event) => readCostState(event) ?? []);
  const sums = (['statusline', 'ctxprof'] as const).map((source) => {
    const told = rows.filter((row) => row.source === source);
    const carriedNanoUsd = carriedOver(context, own.sessionId, told[0]);
    return sumProcesses([...told.map(toTotal), ...states], carriedNanoUsd);
  });
  // Two status line scripts tell of the same calls: the one that saw more counts.
  const [most] = sums.filter((sum) => sum !== null).sort((a, b) => b.costNanoUsd - a.costNanoUsd);
  return most === undefined ? null : putBeside(most, own);
}

/**
 * The processes' last totals summed; null without any. A total that falls is another process's, unless
 * it only came late. `carriedNanoUsd` of the first process belongs to an earlier session.
 */
export function sumProcesses(
  totals: readonly ToldTotal[],
  carriedNanoUsd: number,
): ProcessSum | null {
  const ordered = [...totals].sort((a, b) => (a.atMs ?? -Infinity) - (b.atMs ?? -Infinity) || 0);
  const [first] = ordered;
  const newest = ordered.at(-1);
  if (first === undefined || newest === undefined) return null;
  let ended = -carriedNanoUsd;
  let processes = 1;
  let { costNanoUsd: highest, processMs } = first;
  for (const total of ordered) {
    if (total.costNanoUsd < highest && !isSameProcess(total.processMs, processMs)) {
      ended += highest;
      processes++;
      ({ costNanoUsd: highest, processMs } = total);
    }
    highest = Math.max(highest, total.costNanoUsd);
    processMs ??= total.processMs;
  }
  const { basis, atMs } = newest;
  const costNanoUsd = Math.max(0, ended + highest);
  return { basis, atMs, costNanoUsd, processMs: first.processMs, processes };
}

/** What the process had spent on the session that a `/clear` ended. */
function carriedOver(
  context: QueryContext,
  sessionId: string,
  first: RunningCostRow | undefined,
): number {
  if (first === undefined || first.costNanoUsd === 0) return 0;
  const { version } = first;
  if (version === null || compareVersions(version, CLEARS_SINCE) >= 0) return 0;
  if (first.source === 'statusline' && !first.hasUsage) return first.costNanoUsd;
  const { processMs } = toTotal(first);
  const before = readOtherCostsBefore(context.store.db, sessionId, first.firstMs).find(
    (row) =>
      row.costNanoUsd <= first.costNanoUsd && isSameProcess(toTotal(row).processMs, processMs),
  );
  return before?.costNanoUsd ?? 0;
}

function toTotal({ lastMs, durationMs, costNanoUsd }: RunningCostRow): ToldTotal {
  const processMs = durationMs === null ? null : lastMs - durationMs;
  return { basis: 'heartbeat', atMs: lastMs, costNanoUsd, processMs };
}

function isSameProcess(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && Math.abs(a - b) < SAME_PROCESS_MS;
}

function putBeside({ processMs, ...sum }: ProcessSum, own: OwnCost): ClientCost {
  const { basis, atMs, costNanoUsd, processes } = sum;
  const isPart = processMs !== null && own.firstMs !== null && processMs > own.firstMs + LATE_MS;
  const reason = own.costNanoUsd === null ? 'no-price' : isPart ? 'began-earlier' : null;
  return {
    basis,
    atMs,
    costNanoUsd,
    processes,
    differenceNanoUsd: reason === null ? costNanoUsd - (own.costNanoUsd ?? 0) : null,
    differenceReason: reason,
  };
}
