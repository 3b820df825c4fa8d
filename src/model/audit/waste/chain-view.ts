// A chain as the search for waste sees it: every block that was sent, with the call that was first sent
// it, and which earlier calls' content a later call still holds. Knows no sizes and no prices.
import type { TraceBlock, TraceChain } from '../../trace/session-trace.ts';

/** A block where it was first sent. */
export interface SentBlock {
  readonly block: TraceBlock;
  /** Position of the call in its chain. */
  readonly call: number;
}

export interface ChainView {
  readonly chain: TraceChain;
  /** What came from outside, in the order in which it was sent. */
  readonly inputs: readonly SentBlock[];
  /** Tool calls, each where its message was first sent back: with the results. */
  readonly uses: readonly SentBlock[];
  /** Whether the content that call `earlier` was sent is in the context of call `later`. */
  isHeld(earlier: number, later: number): boolean;
  /** Calls of the chain that hold what a call was sent, without itself. */
  readonly laterCalls: readonly number[];
}

export function viewChain(chain: TraceChain): ChainView {
  const inputs: SentBlock[] = [];
  const uses: SentBlock[] = [];
  for (const [call, { inputs: sent, outputs }] of chain.calls.entries()) {
    for (const block of sent) inputs.push({ block, call });
    for (const block of outputs) if (block.kind === 'tool-use') uses.push({ block, call });
  }
  return { chain, inputs, uses, isHeld: findHeld(chain), laterCalls: countLater(chain) };
}

/** Calls that continue one another without a break are one run: a rewind or compaction begins another. */
function findHeld({ calls }: TraceChain): ChainView['isHeld'] {
  const starts: number[] = [];
  for (const [at, { parent }] of calls.entries()) {
    starts.push(at > 0 && parent === at - 1 ? (starts[at - 1] as number) : at);
  }
  return (earlier, later) => {
    let at = later;
    for (;;) {
      const start = starts[at] ?? at;
      if (earlier >= start) return earlier <= at;
      const parent = calls[start]?.parent ?? null;
      if (parent === null || parent >= start) return false;
      at = parent;
    }
  };
}

/** An advisor's call has a context of its own. */
function countLater({ calls }: TraceChain): number[] {
  const later = calls.map(() => 0);
  for (let at = calls.length - 1; at > 0; at--) {
    const { parent, part } = calls[at] as (typeof calls)[number];
    if (parent === null || part > 0) continue;
    later[parent] = (later[parent] ?? 0) + 1 + (later[at] ?? 0);
  }
  return later;
}
