// The answer about a session's avoidable costs from its parts: sums, ranks, shares of the whole. Reads
// nothing.
import { sumFindings } from '../../model/explain/find-avoidable.ts';
import type { Basis, Finding, FindingShare } from '../../model/explain/finding.ts';
import type { SessionIdentity } from '../sessions/describe-session.ts';
import type { Avoidable, AvoidableTotal, ExplainAnswer, RankedFinding } from './explain-answer.ts';

/** What an answer is made of; everything else in it follows. */
export interface AnswerParts
  extends Pick<
    ExplainAnswer,
    'generatedAtMs' | 'timezone' | 'sum' | 'top' | 'alternatives' | 'content'
  > {
  readonly identity: SessionIdentity;
  /** All of them, as findAvoidable ranks them. */
  readonly findings: readonly Finding[];
}

export function assembleAnswer(parts: AnswerParts): ExplainAnswer {
  const { identity, sum, findings, top, ...rest } = parts;
  const leftOut = findings.slice(top);
  return {
    kind: 'explain',
    formatVersion: 1,
    ...identity,
    ...rest,
    sum,
    avoidable: avoidableOf(findings, sum.costNanoUsd),
    top,
    findings: findings
      .slice(0, top)
      .map((finding, index) => rank(finding, index + 1, sum.costNanoUsd)),
    leftOut: {
      measured: sumFindings(leftOut, 'measured'),
      estimated: sumFindings(leftOut, 'estimated'),
    },
  };
}

function avoidableOf(findings: readonly Finding[], sessionNanoUsd: number | null): Avoidable {
  const total = (basis: Basis): AvoidableTotal => {
    const sum = sumFindings(findings, basis);
    return { ...sum, ratio: ratioOf(sum.costNanoUsd, sessionNanoUsd) };
  };
  const [measured, estimated] = [total('measured'), total('estimated')];
  const isUnknown =
    findings.length > 0 && findings.every(({ costNanoUsd }) => costNanoUsd === null);
  const costNanoUsd = (measured.costNanoUsd ?? 0) + (estimated.costNanoUsd ?? 0);
  return { measured, estimated, costNanoUsd: isUnknown ? null : costNanoUsd };
}

function rank(finding: Finding, place: number, sessionNanoUsd: number | null): RankedFinding {
  const { costNanoUsd, calls } = finding;
  return {
    rank: place,
    ...finding,
    ratio: ratioOf(costNanoUsd, sessionNanoUsd),
    reason: costNanoUsd === null ? 'unpriced' : null,
    dearest: calls.reduce((most, call) => (weigh(call) > weigh(most) ? call : most)),
  };
}

/** Money first; tokens where there is none: a share of neither is the smallest. */
function weigh({ costNanoUsd, rebuiltTokens, insertedTokens, carriedTokens }: FindingShare) {
  return costNanoUsd ?? (rebuiltTokens + insertedTokens + carriedTokens) / 1e12;
}

function ratioOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole;
}
