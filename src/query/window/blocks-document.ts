// 5-hour windows as the document that ccusage's `blocks --json` prints, field by field, so that scripts
// switch without an edit; our own facts are added fields. Knows ccusage's shapes and formulas only.
import { readNames, readUntimedSums, type TimedCall } from '../../store/readers/window-calls.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { speedName } from '../usage/fold.ts';
import type { WindowGap } from './blocks.ts';
import { type BurnRate, deriveBurn, deriveProjection, type Projection } from './burn.ts';
import { selectWindows, type WindowSelection } from './history.ts';
import type { WindowFacts, WindowWithCalls } from './read-windows.ts';
import { type CallTotals, finishTally } from './totals.ts';

export interface BlocksDocument {
  readonly blocks: readonly Block[];
  readonly formatVersion: 1;
  readonly kind: 'window-blocks';
  readonly timezone: string;
  readonly notAttributable: CallTotals;
}

/** ccusage's fields, in its order; `telltale` holds ours. Times are ISO 8601 in UTC. */
export interface Block {
  readonly actualEndTime: string | null;
  /** Only of the running block: from its first to its last call, as ccusage has it. */
  readonly burnRate: BlockBurnRate | null;
  /** Priced calls only, as ccusage has it; `telltale.totals` says how many have none. */
  readonly costUSD: number;
  readonly endTime: string;
  readonly entries: number;
  readonly id: string;
  readonly isActive: boolean;
  readonly isGap: boolean;
  /** In order of appearance. */
  readonly models: readonly string[];
  readonly projection: BlockProjection | null;
  readonly startTime: string;
  readonly tokenCounts: {
    readonly cacheCreationInputTokens: number;
    readonly cacheReadInputTokens: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
  };
  readonly totalTokens: number;
  /** When Claude Code told it. */
  readonly usageLimitResetTime?: string;
  /** Not of gaps. */
  readonly telltale?: BlockFacts;
}

interface BlockBurnRate {
  readonly costPerHour: number;
  readonly tokensPerMinute: number;
  readonly tokensPerMinuteForIndicator: number;
}

interface BlockProjection {
  readonly remainingMinutes: number;
  readonly totalCost: number;
  readonly totalTokens: number;
}

interface BlockFacts extends Omit<WindowFacts, 'kind' | 'isActive'> {
  /** Over the last hour of wall time; `null` unless the block runs. */
  readonly burn: BurnRate | null;
  readonly projection: Projection | null;
}

export function queryBlocks(asked: QueryContext, selection: WindowSelection): BlocksDocument {
  const context = atOneMoment(asked);
  const blocks: Block[] = [];
  for (const piece of selectWindows(context, selection)) {
    blocks.push('facts' in piece ? describeBlock(context, piece) : describeGap(piece));
  }
  return {
    blocks: orderByStart(blocks, selection.order ?? 'asc'),
    formatVersion: 1,
    kind: 'window-blocks',
    timezone: context.zone.name,
    notAttributable: finishTally(readUntimedSums(context.store.db)),
  };
}

/** As ccusage: a gap can end, and so stand, within the hour to which the next start is floored. */
function orderByStart(blocks: readonly Block[], order: 'asc' | 'desc'): Block[] {
  const sign = order === 'asc' ? 1 : -1;
  return [...blocks].sort((a, b) => sign * (Date.parse(a.startTime) - Date.parse(b.startTime)));
}

function describeBlock(context: QueryContext, { facts, calls }: WindowWithCalls): Block {
  const nowMs = context.now();
  const { totals } = facts;
  const burnRate = facts.isActive ? deriveBlockBurn(facts) : null;
  const burn = facts.isActive ? deriveBurn(calls, facts, nowMs) : null;
  const projection = burn === null ? null : deriveProjection(totals, burn, facts, nowMs);
  const { kind: _kind, isActive, ...ours } = facts;
  return {
    actualEndTime: isoTime(facts.lastMs),
    burnRate,
    costUSD: usd(totals),
    endTime: isoTime(facts.endMs),
    entries: totals.calls,
    id: isoTime(facts.startMs),
    isActive,
    isGap: false,
    models: modelsOf(context, calls),
    projection: burnRate === null ? null : deriveBlockProjection(facts, burnRate, nowMs),
    startTime: isoTime(facts.startMs),
    tokenCounts: {
      cacheCreationInputTokens: totals.cacheWrite5mTokens + totals.cacheWrite1hTokens,
      cacheReadInputTokens: totals.cacheReadTokens,
      inputTokens: totals.inputTokens,
      outputTokens: totals.outputTokens,
    },
    totalTokens: totals.totalTokens,
    ...(facts.basis === 'told' && { usageLimitResetTime: isoTime(facts.endMs) }),
    telltale: { ...ours, burn, projection },
  };
}

function modelsOf(context: QueryContext, calls: readonly TimedCall[]): string[] {
  const names = readNames(
    context.store.db,
    calls.map((call) => call.modelRow),
  );
  return [
    ...new Set(calls.map(({ modelRow, isFast }) => speedName(names.get(modelRow) ?? '', isFast))),
  ];
}

/** ccusage's rate: over the time between the first and the last call; none for a single moment. */
function deriveBlockBurn({ firstMs, lastMs, totals }: WindowFacts): BlockBurnRate | null {
  const minutes = (lastMs - firstMs) / 60_000;
  if (minutes <= 0) return null;
  return {
    costPerHour: (usd(totals) / minutes) * 60,
    tokensPerMinute: totals.totalTokens / minutes,
    tokensPerMinuteForIndicator: (totals.inputTokens + totals.outputTokens) / minutes,
  };
}

/** Its projection: whole minutes left, cost to the cent. */
function deriveBlockProjection(
  facts: WindowFacts,
  burnRate: BlockBurnRate,
  nowMs: number,
): BlockProjection {
  const remainingMs = facts.endMs - nowMs;
  const remainingMinutes = Math.round(remainingMs / 60_000);
  const totalCost = usd(facts.totals) + (burnRate.costPerHour / 60) * remainingMinutes;
  const addedTokens = burnRate.tokensPerMinute * remainingMinutes;
  return {
    remainingMinutes,
    totalCost: Math.round(totalCost * 100) / 100,
    totalTokens: Math.round(facts.totals.totalTokens + addedTokens),
  };
}

function describeGap(gap: WindowGap): Block {
  const startTime = isoTime(gap.startMs);
  return {
    actualEndTime: null,
    burnRate: null,
    costUSD: 0,
    endTime: isoTime(gap.endMs),
    entries: 0,
    id: `gap-${startTime}`,
    isActive: false,
    isGap: true,
    models: [],
    projection: null,
    startTime,
    tokenCounts: {
      cacheCreationInputTokens: 0,
      cacheReadInputTokens: 0,
      inputTokens: 0,
      outputTokens: 0,
    },
    totalTokens: 0,
  };
}

function usd(totals: CallTotals): number {
  return (totals.costNanoUsd ?? 0) / 1e9;
}

function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}
