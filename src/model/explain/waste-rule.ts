// How content that was not needed becomes a finding: its words, and the calls that paid for it. Knows
// neither what is waste nor what a call's share is; the words of each kind stand in kinds/.
import type { WasteFinding, WasteKind } from '../audit/waste-finding.ts';
import type { Finding } from './finding.ts';
import type { WasteSpread } from './spread-waste.ts';

export interface WasteRule {
  readonly kind: WasteKind;
  readonly title: (waste: WasteFinding) => string;
  readonly fix: (waste: WasteFinding) => string;
}

export function defineWaste(rule: WasteRule): WasteRule {
  return rule;
}

export function wasteFinding(
  rule: WasteRule,
  waste: WasteFinding,
  { costNanoUsd, unpricedCalls, listShares }: WasteSpread,
): Finding {
  return {
    kind: rule.kind,
    basis: 'estimated',
    isOwn: true,
    title: rule.title(waste),
    fix: rule.fix(waste),
    subject: waste.subject,
    costNanoUsd,
    unpricedCalls,
    tokens: waste.tokens,
    /** Made when asked for: thousands of findings over thousands of calls do not fit into memory. */
    get calls() {
      return listShares();
    },
  };
}
