// How a cache that was built again becomes a finding: all events of one cause together, each priced at
// its excess over a warm read. Knows the sums; the words of each cause stand in kinds/.
import { formatTokens } from '../../shared/format.ts';
import type { CacheEvent } from '../cache/cache-event.ts';
import type { ExplainCall, ExplainSession } from './explain-session.ts';
import type { Finding, FindingShare, RebuildCause } from './finding.ts';

export interface RebuildRule {
  readonly cause: RebuildCause;
  /** False: nothing on this side is known to have caused it. */
  readonly isOwn?: boolean;
  readonly title: (rebuilds: readonly Rebuild[]) => string;
  readonly fix: (rebuilds: readonly Rebuild[]) => string;
}

/** An event with its call and the chain's call before. */
export interface Rebuild {
  readonly event: CacheEvent;
  readonly call: ExplainCall | null;
  readonly before: ExplainCall | null;
}

export function defineRebuild(rule: RebuildRule): RebuildRule {
  return rule;
}

/** Null: it did not happen. */
export function findRebuilds(rule: RebuildRule, session: ExplainSession): Finding | null {
  const events = session.events.filter((event) => !event.isExpected && event.cause === rule.cause);
  if (events.length === 0) return null;
  const rebuilds = events.map((event) => withCalls(event, session));
  const prices = events.map(({ excessNanoUsd }) => excessNanoUsd).filter((price) => price !== null);
  return {
    kind: rule.cause,
    basis: 'measured',
    isOwn: rule.isOwn ?? true,
    title: rule.title(rebuilds),
    fix: rule.fix(rebuilds),
    subject: null,
    costNanoUsd: prices.length === 0 ? null : prices.reduce((sum, price) => sum + price, 0),
    unpricedCalls: events.length - prices.length,
    tokens: events.reduce((sum, { rewrittenTokens }) => sum + rewrittenTokens, 0),
    calls: rebuilds.map(shareOf),
  };
}

/** `3 times`, nothing for once: to be set after a verb. */
export function timesText(rebuilds: readonly unknown[]): string {
  if (rebuilds.length === 1) return '';
  return rebuilds.length === 2 ? ' twice' : ` ${rebuilds.length} times`;
}

/** How much was built again: `82k tokens`. */
export function rebuiltText(rebuilds: readonly Rebuild[]): string {
  const tokens = rebuilds.reduce((sum, { event }) => sum + event.rewrittenTokens, 0);
  return `${formatTokens(tokens)} tokens`;
}

/** The values that changed, each once, in the order of time: `opus-4.6 → haiku-4.5`. */
export function changesText(
  rebuilds: readonly Rebuild[],
  readValue: (call: ExplainCall) => string | null,
): string | null {
  const values: string[] = [];
  for (const { before, call } of rebuilds) {
    for (const one of [before, call]) {
      const value = one === null ? null : readValue(one);
      if (value !== null && values.at(-1) !== value) values.push(value);
    }
  }
  if (values.length < 2) return null;
  if (values.length <= MAX_CHANGES) return values.join(' → ');
  return [...values.slice(0, MAX_CHANGES - 1), '…', values.at(-1)].join(' → ');
}

const MAX_CHANGES = 4;

function withCalls(event: CacheEvent, { chains }: ExplainSession): Rebuild {
  const calls = chains.find(({ agentId }) => agentId === event.agentId)?.calls ?? [];
  const find = (wanted: string | null) => calls.find(({ callId }) => callId === wanted) ?? null;
  return { event, call: find(event.callId), before: find(event.previousCallId) };
}

function shareOf({ event, call }: Rebuild): FindingShare {
  return {
    callId: event.callId,
    callNumber: call?.number ?? event.callIndex + 1,
    agentId: event.agentId,
    atMs: event.atMs,
    costNanoUsd: event.excessNanoUsd,
    rebuiltTokens: event.rewrittenTokens,
    insertedTokens: 0,
    carriedTokens: 0,
    evidence: event.evidence,
  };
}
