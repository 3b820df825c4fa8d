// Cells at prices other than the stored ones, each request priced for itself, because price bands
// depend on its prompt. Knows the price book's door; sums nothing else.

import type { PriceBook } from '../../pricing/book.ts';
import { costNanoUsd } from '../../pricing/cost.ts';
import { readUsageCalls, type UsageCall } from '../../store/readers/usage-calls.ts';
import type { UsageCell, UsageDimension, UsageFilter } from '../../store/readers/usage-cells.ts';
import type { Sqlite } from '../../store/sqlite.ts';
import type { ModelNames } from './fold.ts';

/** What `readUsageCells` would give if every call had been made at `atMs`. */
export function repriceCells(
  db: Sqlite,
  dimensions: readonly UsageDimension[],
  filter: UsageFilter,
  prices: { readonly book: PriceBook; readonly atMs: number; readonly models: ModelNames },
): UsageCell[] {
  const cells = new Map<string, MutableCell>();
  for (const call of readUsageCalls(db, dimensions, filter)) {
    const modelId = prices.models.get(call.modelId)?.id ?? '';
    const cost = costNanoUsd(call.usage, modelId, prices.atMs, prices.book);
    const key = keyOf(call, cost !== null);
    let cell = cells.get(key);
    if (cell === undefined) {
      cell = newCell(call, cost !== null, dimensions.includes('quarter'));
      cells.set(key, cell);
    }
    addCall(cell, call, cost);
  }
  return [...cells.values()];
}

type MutableCell = { -readonly [K in keyof UsageCell]: UsageCell[K] };

function keyOf(call: UsageCall, isPriced: boolean): string {
  const { quarter, sessionId, branchId, chain, agentId, modelId, usage } = call;
  return `${quarter} ${sessionId} ${branchId} ${chain} ${agentId} ${modelId} ${usage.speed} ${isPriced}`;
}

function newCell(call: UsageCall, isPriced: boolean, hasQuarters: boolean): MutableCell {
  return {
    quarter: call.quarter,
    sessionId: call.sessionId,
    branchId: call.branchId,
    chain: call.chain,
    agentId: call.agentId,
    modelId: call.modelId,
    isFast: call.usage.speed === 'fast',
    isPriced,
    calls: 0,
    finalCalls: 0,
    inputTokens: 0,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: 0,
    costNanoUsd: 0,
    firstMs: hasQuarters ? null : call.atMs,
    lastMs: hasQuarters ? null : call.atMs,
  };
}

function addCall(
  cell: MutableCell,
  { usage, atMs, isFinal, quarter }: UsageCall,
  cost: number | null,
) {
  cell.calls += 1;
  cell.finalCalls += isFinal ? 1 : 0;
  cell.inputTokens += usage.inputTokens;
  cell.cacheReadTokens += usage.cacheReadTokens;
  cell.cacheWrite5mTokens += usage.cacheWrite5mTokens;
  cell.cacheWrite1hTokens += usage.cacheWrite1hTokens;
  cell.outputTokens += usage.outputTokens;
  cell.costNanoUsd += cost ?? 0;
  if (atMs === null || quarter !== null) return;
  cell.firstMs = Math.min(cell.firstMs ?? atMs, atMs);
  cell.lastMs = Math.max(cell.lastMs ?? atMs, atMs);
}
