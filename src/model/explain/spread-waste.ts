// What each call paid for content that was not needed: written once, read on every later call. Knows
// that no call's bill is spent twice; what is waste, and what is measured already, is handed in.
import type { WasteFinding } from '../audit/waste-finding.ts';
import type { ExplainCall, ExplainChain, ExplainSession, SentBill } from './explain-session.ts';
import type { FindingShare } from './finding.ts';

/** What a finding costs over its calls. The calls are many: their list is made when it is asked for. */
export interface WasteSpread {
  /** The sum over the calls that have a price; null: none has one. */
  readonly costNanoUsd: number | null;
  readonly unpricedCalls: number;
  readonly firstCallId: string;
  /** In the order of chains and time, never empty. */
  readonly listShares: () => FindingShare[];
}

/**
 * For each finding the calls that it is a share of.
 *
 * Inserted tokens count at what the call paid per fresh token, carried ones at the price of a cache read:
 * also on a call that built its cache again, because what that cost beyond a read is measured there. The
 * shares of one call never sum to more than its bill leaves: inserted ones share what it paid for fresh
 * tokens without those that it built again, carried ones what these and the measured excess leave.
 */
export function spreadWaste(session: ExplainSession): Map<WasteFinding, WasteSpread> {
  const places = new Map<WasteFinding, ChainPlaces[]>();
  const rebuilds = rebuildsByCall(session);
  for (const chain of session.chains) {
    const here = placesIn(chain, session.waste);
    const totals = new Float64Array(chain.calls.length);
    for (const inserted of here.values()) {
      for (const [index, tokens] of inserted) totals[index] = (totals[index] ?? 0) + tokens;
    }
    const prices = pricesIn(chain, totals, rebuilds);
    const reach = reachIn(chain);
    for (const [waste, inserted] of here) {
      const list = places.get(waste) ?? [];
      if (list.length === 0) places.set(waste, list);
      list.push({ chain, prices, reach, inserted });
    }
  }
  const spreads = [...places].map(([waste, parts]) => [waste, spreadOf(parts)] as const);
  return new Map(spreads.flatMap(([waste, one]) => (one === null ? [] : [[waste, one]])));
}

/** A finding's tokens in one chain, by the position of the call that was first sent them. */
interface ChainPlaces {
  readonly chain: ExplainChain;
  readonly prices: readonly (CallPrice | null)[];
  /** By position the last call that holds what a call was sent. */
  readonly reach: Int32Array;
  readonly inserted: ReadonlyMap<number, number>;
}

function placesIn(
  { calls }: ExplainChain,
  findings: readonly WasteFinding[],
): Map<WasteFinding, Map<number, number>> {
  const positions = new Map(calls.map(({ callId }, index) => [callId, index]));
  const found = new Map<WasteFinding, Map<number, number>>();
  for (const waste of findings) {
    for (const { callId, tokens } of waste.places) {
      const index = positions.get(callId);
      if (index === undefined) continue;
      const inserted = found.get(waste) ?? new Map<number, number>();
      found.set(waste, inserted.set(index, (inserted.get(index) ?? 0) + tokens));
    }
  }
  return found;
}

/** Null: no call of this session has a share. */
function spreadOf(parts: readonly ChainPlaces[]): WasteSpread | null {
  let firstCallId: string | null = null;
  let [sum, priced, unpricedCalls] = [0, 0, 0];
  visitShares(parts, ({ call, costNanoUsd }) => {
    firstCallId ??= call.callId;
    if (costNanoUsd === null) unpricedCalls++;
    else priced++;
    sum += costNanoUsd ?? 0;
  });
  if (firstCallId === null) return null;
  return {
    costNanoUsd: priced === 0 ? null : sum,
    unpricedCalls,
    firstCallId,
    listShares() {
      const shares: FindingShare[] = [];
      visitShares(parts, ({ agentId, call, costNanoUsd, insertedTokens, carriedTokens }) => {
        const { callId, number: callNumber, atMs } = call;
        const tokens = { rebuiltTokens: 0, insertedTokens, carriedTokens };
        shares.push({ callId, callNumber, agentId, atMs, costNanoUsd, ...tokens, evidence: [] });
      });
      return shares;
    },
  };
}

interface VisitedShare {
  readonly agentId: string | null;
  readonly call: ExplainCall;
  readonly costNanoUsd: number | null;
  readonly insertedTokens: number;
  readonly carriedTokens: number;
}

/** Later calls whose context continues that of an earlier one; an advisor has a context of its own. */
function visitShares(parts: readonly ChainPlaces[], visit: (share: VisitedShare) => void): void {
  for (const { chain, prices, reach, inserted } of parts) {
    const { agentId, calls } = chain;
    const first = Math.min(...inserted.keys());
    const last = Math.max(...[...inserted.keys()].map((index) => reach[index] ?? index));
    const held = new Float64Array(last + 1 - first);
    for (let index = first; index <= last; index++) {
      const call = calls[index] as ExplainCall;
      const carriedTokens = carriedBy(call, held, first);
      const insertedTokens = inserted.get(index) ?? 0;
      if (carriedTokens + insertedTokens === 0) continue;
      held[index - first] = carriedTokens + insertedTokens;
      if (!call.isOwn || call.isAdvisor) continue;
      const price = prices[index] ?? null;
      const costNanoUsd =
        price === null
          ? null
          : Math.floor(insertedTokens * price.insert + carriedTokens * price.carry);
      visit({ agentId, call, costNanoUsd, insertedTokens, carriedTokens });
    }
  }
}

/** `held`: what each call from position `first` on was sent of it. */
function carriedBy({ parent, isAdvisor }: ExplainCall, held: Float64Array, first = 0): number {
  return parent === null || isAdvisor || parent < first ? 0 : (held[parent - first] ?? 0);
}

function reachIn({ calls }: ExplainChain): Int32Array {
  const reach = Int32Array.from(calls, (_, index) => index);
  for (let index = calls.length - 1; index > 0; index--) {
    const { parent, isAdvisor } = calls[index] as ExplainCall;
    if (parent === null || isAdvisor || parent >= index) continue;
    reach[parent] = Math.max(reach[parent] ?? 0, reach[index] ?? 0);
  }
  return reach;
}

interface RebuiltHere {
  readonly tokens: number;
  readonly excessNanoUsd: number;
}

const NOTHING_REBUILT: RebuiltHere = { tokens: 0, excessNanoUsd: 0 };

/** Only what is in a measured finding: an expected event is nobody's share yet. */
function rebuildsByCall({ events }: ExplainSession): Map<string, RebuiltHere> {
  const rebuilds = new Map<string, RebuiltHere>();
  for (const { callId, isExpected, rewrittenTokens, excessNanoUsd } of events) {
    if (isExpected) continue;
    rebuilds.set(callId, { tokens: rewrittenTokens, excessNanoUsd: excessNanoUsd ?? 0 });
  }
  return rebuilds;
}

/** Nano-USD per token at one call, shrunk to fit its bill. */
interface CallPrice {
  readonly insert: number;
  readonly carry: number;
}

/** `inserted`: of all findings, by position. Null: the call has no price. */
function pricesIn(
  { calls }: ExplainChain,
  inserted: Float64Array,
  rebuilds: ReadonlyMap<string, RebuiltHere>,
): (CallPrice | null)[] {
  const held = new Float64Array(calls.length);
  return calls.map((call, index) => {
    const carriedTokens = carriedBy(call, held);
    const insertedTokens = inserted[index] ?? 0;
    held[index] = carriedTokens + insertedTokens;
    const rebuilt = rebuilds.get(call.callId) ?? NOTHING_REBUILT;
    return call.bill === null ? null : priceOf(call.bill, insertedTokens, carriedTokens, rebuilt);
  });
}

function priceOf(
  bill: SentBill,
  insertedTokens: number,
  carriedTokens: number,
  rebuilt: RebuiltHere,
): CallPrice {
  const wantedInserts = insertedTokens * bill.insertRate;
  const wantedCarries = carriedTokens * bill.carryRate;
  const insertRoom = Math.max(0, bill.freshNanoUsd - rebuilt.tokens * bill.freshRate);
  const inserts = Math.min(wantedInserts, insertRoom);
  const left = bill.freshNanoUsd + bill.readNanoUsd - rebuilt.excessNanoUsd - inserts;
  return {
    insert: shrinkTo(wantedInserts, insertRoom) * bill.insertRate,
    carry: shrinkTo(wantedCarries, Math.max(0, left)) * bill.carryRate,
  };
}

/** At most 1: by what all shares shrink so that they fit. */
function shrinkTo(wanted: number, room: number): number {
  return wanted <= room ? 1 : room / wanted;
}
