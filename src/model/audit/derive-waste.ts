// Content that was sent although it need not have been, and what carrying it cost: written once, then read
// on every later call until the compaction. Knows which rule goes first; each rule is in waste/.
import type { SessionTrace, TraceBlock, TraceCall } from '../trace/session-trace.ts';
import type { CalibratedChain, CalibratedTrace } from './calibrate-trace.ts';
import { type CallRates, carryingCost } from './carrying-cost.ts';
import { type ChainView, viewChain } from './waste/chain-view.ts';
import type { Claim } from './waste/claim.ts';
import { findMutations } from './waste/mutations.ts';
import { deadReads, largePastes, largeResults } from './waste/oversize.ts';
import { duplicateBlobs, repeatedCommands, repeatedReads } from './waste/repeats.ts';
import type { WasteFinding, WastePlace } from './waste-finding.ts';

export type { CallRates } from './carrying-cost.ts';

/**
 * Dearest first, those without a price by their tokens. Calls that another session was billed for carry
 * no cost here. Without `ratesOf` no finding has a cost.
 */
export function deriveWaste(
  trace: SessionTrace,
  calibrated: CalibratedTrace,
  ratesOf: (call: TraceCall) => CallRates | null = () => null,
): readonly WasteFinding[] {
  const unnamed = new Set(trace.unnamedReads ?? []);
  const findings = trace.chains.flatMap((chain, at) => {
    const view = viewChain(chain);
    const claims = claimBlocks(view, unnamed);
    if (claims.length === 0) return [];
    return priceClaims(view, claims, {
      calibrated: calibrated.chains[at] as CalibratedChain,
      tokens: calibrated.tokens,
      ratesOf,
    });
  });
  return findings.sort(byCost);
}

/** Each block belongs to the first rule that claims it. */
function claimBlocks(view: ChainView, unnamed: ReadonlySet<TraceBlock>): Claim[] {
  const mutations = findMutations(view);
  const rules = [
    repeatedReads(view, mutations),
    duplicateBlobs(view, mutations),
    repeatedCommands(view, mutations),
    deadReads(view, unnamed),
    largeResults(view),
    largePastes(view),
  ];
  const taken = new Set<TraceBlock>();
  const claims: Claim[] = [];
  for (const rule of rules) {
    for (const claim of rule) {
      const { block } = claim.sent;
      if (!claim.isFirst && taken.has(block)) continue;
      if (!claim.isFirst) taken.add(block);
      claims.push(claim);
    }
  }
  return claims;
}

interface Prices {
  readonly calibrated: CalibratedChain;
  readonly tokens: ReadonlyMap<TraceBlock, number>;
  readonly ratesOf: (call: TraceCall) => CallRates | null;
}

function priceClaims(view: ChainView, claims: readonly Claim[], prices: Prices): WasteFinding[] {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) {
    const key = `${claim.kind} ${claim.key}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [claim]);
    else group.push(claim);
  }
  const costOf = carryingCost(view, prices.calibrated, prices.ratesOf, prices.tokens);
  return [...groups.values()].flatMap((group) => {
    const wasted = group.filter(({ isFirst }) => !isFirst);
    const [one] = wasted;
    if (one === undefined) return [];
    const places = wasted.map((claim) => placeOf(view, claim, prices.tokens));
    const costs = wasted.map(({ sent }, at) => costOf(sent.call, places[at]?.tokens ?? 0));
    const tokens = places.reduce((sum, place) => sum + place.tokens, 0);
    if (tokens === 0) return [];
    return [
      {
        kind: one.kind,
        subject: one.subject,
        count: group.length,
        places,
        tokens,
        insertNanoUsd: sumKnown(costs.map(({ insertNanoUsd }) => insertNanoUsd)),
        carryNanoUsd: sumKnown(costs.map(({ carryNanoUsd }) => carryNanoUsd)),
      },
    ];
  });
}

function placeOf(
  { chain, laterCalls }: ChainView,
  { sent, ratio }: Claim,
  tokens: ReadonlyMap<TraceBlock, number>,
): WastePlace {
  const call = chain.calls[sent.call] as TraceCall;
  return {
    callId: call.callId,
    atMs: call.atMs,
    toolUseId: sent.block.toolUseId,
    tokens: Math.floor((tokens.get(sent.block) ?? 0) * ratio),
    laterCalls: laterCalls[sent.call] ?? 0,
  };
}

/** Null: not one of them is known. */
function sumKnown(costs: readonly (number | null)[]): number | null {
  const known = costs.filter((cost) => cost !== null);
  return known.length === 0 ? null : known.reduce((sum, cost) => sum + cost, 0);
}

function byCost(a: WasteFinding, b: WasteFinding): number {
  return (
    (b.insertNanoUsd ?? 0) +
      (b.carryNanoUsd ?? 0) -
      (a.insertNanoUsd ?? 0) -
      (a.carryNanoUsd ?? 0) ||
    b.tokens - a.tokens ||
    (a.subject < b.subject ? -1 : 1)
  );
}
