// How much came into the main chain's context by tool and by type of attachment, each piece counted once.
// Knows blocks and their tokens; what carrying them cost is elsewhere.
import type { BlockKind, TraceBlock, TraceChain } from '../../model/trace/session-trace.ts';
import { maskLine } from '../../shared/secrets.ts';
import type { ContentWeight } from './audit-answer.ts';

/** The heaviest first. `segment` from 0; null: all. */
export function weighContent(
  { calls }: TraceChain,
  kind: BlockKind,
  segment: number | null,
  tokensOf: ReadonlyMap<TraceBlock, number>,
): ContentWeight[] {
  const weights = new Map<string, { count: number; chars: number; tokens: number }>();
  for (const call of calls) {
    if (segment !== null && call.segment !== segment) continue;
    for (const block of [...call.inputs, ...call.outputs]) {
      if (block.kind !== kind) continue;
      const name = maskLine(block.name ?? 'unknown');
      const weight = weights.get(name) ?? { count: 0, chars: 0, tokens: 0 };
      weight.count++;
      weight.chars += block.chars;
      weight.tokens += tokensOf.get(block) ?? 0;
      weights.set(name, weight);
    }
  }
  return [...weights]
    .map(([name, weight]) => ({ name, ...weight }))
    .sort((a, b) => b.tokens - a.tokens || (a.name < b.name ? -1 : 1));
}
