// Shares a call's stored cost out over its parts at what each kind of token costs. Knows that the stored
// cost is what counts: the shares sum to it to the nano-dollar, whatever the price book says by now.
import { billableUsage } from '../../model/billable-usage.ts';
import type { TraceCall } from '../../model/trace/session-trace.ts';
import type { PriceBook } from '../../pricing/book.ts';
import { type CostParts, priceCall } from '../../pricing/cost.ts';
import type { ProfileFlow } from './profile-answer.ts';
import { shareExactly } from './share-exactly.ts';

interface Weighed {
  readonly flow: ProfileFlow;
  readonly tokens: number;
}

/** In the order of the parts; all null when the call has no price. */
export function splitCost(
  call: TraceCall,
  parts: readonly Weighed[],
  book: PriceBook,
): (number | null)[] {
  if (call.costNanoUsd === null) return parts.map(() => null);
  const groups = GROUPS.map(({ flows }) => parts.filter(({ flow }) => flows.includes(flow)));
  const sums = groupCosts(call, book).map((cost, at) => (groups[at]?.length === 0 ? 0 : cost));
  const costs = shareExactly(call.costNanoUsd, weightsOf(sums, groups));
  const shared = new Map<Weighed, number>();
  for (const [at, group] of groups.entries()) {
    const shares = shareExactly(
      costs[at] ?? 0,
      group.map(({ tokens }) => tokens),
    );
    for (const [index, part] of group.entries()) shared.set(part, shares[index] ?? 0);
  }
  return parts.map((part) => shared.get(part) ?? 0);
}

/** What is billed alike: what was sent is not told apart by rate, since nothing says which block was which. */
const GROUPS: readonly {
  readonly flows: readonly ProfileFlow[];
  readonly costs: readonly (keyof CostParts)[];
}[] = [
  { flows: ['context-read'], costs: ['cacheReadNanoUsd'] },
  {
    flows: ['context-sent', 'new'],
    costs: ['inputNanoUsd', 'cacheWrite5mNanoUsd', 'cacheWrite1hNanoUsd'],
  },
  { flows: ['answer'], costs: ['outputNanoUsd'] },
  { flows: ['search'], costs: ['webSearchNanoUsd'] },
];

function groupCosts(call: TraceCall, book: PriceBook): number[] {
  const usage = billableUsage({ ...call.tokens, webSearches: call.webSearches }, call.flags);
  const { parts } = priceCall(usage, call.model, call.atMs, book);
  if (parts === null) return GROUPS.map(() => 0);
  return GROUPS.map(({ costs }) => costs.reduce((sum, cost) => sum + parts[cost], 0));
}

/** A cost without a price that explains it goes by tokens. */
function weightsOf(costs: readonly number[], groups: readonly (readonly Weighed[])[]): number[] {
  if (costs.some((cost) => cost > 0)) return [...costs];
  return groups.map((group) => group.reduce((sum, { tokens }) => sum + tokens, 0));
}
