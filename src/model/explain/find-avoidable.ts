// The avoidable costs of a session, the dearest first. Knows the order and what is added to what; each
// kind of finding has its own file.
import type { ExplainSession } from './explain-session.ts';
import type { Basis, Finding } from './finding.ts';
import { findRebuilds } from './rebuild-rule.ts';
import { FINDING_KINDS, REBUILD_RULES, WASTE_RULES } from './rules.ts';
import { spreadWaste } from './spread-waste.ts';
import { wasteFinding } from './waste-rule.ts';

/** By money; those without a price last, by tokens. The order is total: the same input, the same list. */
export function findAvoidable(session: ExplainSession): Finding[] {
  const rebuilds = Object.values(REBUILD_RULES).map((rule) => findRebuilds(rule, session));
  const firstCalls = new Map<Finding, string>();
  const wastes = [...spreadWaste(session)].map(([waste, spread]) => {
    const finding = wasteFinding(WASTE_RULES[waste.kind], waste, spread);
    firstCalls.set(finding, spread.firstCallId);
    return finding;
  });
  return [...rebuilds.filter((finding) => finding !== null), ...wastes]
    .filter(({ costNanoUsd, tokens }) => costNanoUsd !== 0 && tokens > 0)
    .sort((a, b) => compareFindings(a, b, (one) => firstCalls.get(one) ?? firstCall(one)));
}

export interface AvoidableSum {
  readonly findings: number;
  /** Null: there are findings, but none has a price. */
  readonly costNanoUsd: number | null;
  /** Of them, those that nothing on this side is known to have caused. */
  readonly notOwnNanoUsd: number;
  /** Calls in them without a price: what they cost is not in it. */
  readonly unpricedCalls: number;
  readonly tokens: number;
}

/** Of one basis only: what was measured and what is estimated are never one figure. */
export function sumFindings(findings: readonly Finding[], basis: Basis): AvoidableSum {
  const ofBasis = findings.filter((finding) => finding.basis === basis);
  const priced = ofBasis.filter(({ costNanoUsd }) => costNanoUsd !== null);
  const cost = (some: readonly Finding[]) =>
    some.reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0), 0);
  return {
    findings: ofBasis.length,
    costNanoUsd: ofBasis.length > 0 && priced.length === 0 ? null : cost(priced),
    notOwnNanoUsd: cost(priced.filter(({ isOwn }) => !isOwn)),
    unpricedCalls: ofBasis.reduce((sum, { unpricedCalls }) => sum + unpricedCalls, 0),
    tokens: ofBasis.reduce((sum, { tokens }) => sum + tokens, 0),
  };
}

function compareFindings(a: Finding, b: Finding, firstOf: (one: Finding) => string): number {
  return (
    (b.costNanoUsd ?? -1) - (a.costNanoUsd ?? -1) ||
    b.tokens - a.tokens ||
    FINDING_KINDS.indexOf(a.kind) - FINDING_KINDS.indexOf(b.kind) ||
    compareText(firstOf(a), firstOf(b)) ||
    compareText(a.title, b.title)
  );
}

function firstCall({ calls }: Finding): string {
  return calls[0]?.callId ?? '';
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
