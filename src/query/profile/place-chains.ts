// Below which tool call each subagent stands. Knows that what a transcript tells may be missing, or lead in
// a circle: such a chain stands in the turn that it began in.
import type { SessionTrace } from '../../model/trace/session-trace.ts';

export interface StartedBy {
  readonly chain: number;
  readonly toolUseId: string;
}

/** In the order of the chains; null: the main chain, or one whose start is not known. */
export function placeChains({ chains }: Pick<SessionTrace, 'chains'>): (StartedBy | null)[] {
  const askedIn = new Map<string, number>();
  for (const [at, { calls }] of chains.entries()) {
    for (const call of calls) {
      // A call that is counted elsewhere has no place in this profile.
      if (call.isCopy) continue;
      for (const { kind, toolUseId } of call.outputs) {
        if (kind !== 'tool-use' || toolUseId === null || askedIn.has(toolUseId)) continue;
        askedIn.set(toolUseId, at);
      }
    }
  }
  const placed = chains.map(({ agentId, toolUseId }): StartedBy | null => {
    const chain = toolUseId === null ? undefined : askedIn.get(toolUseId);
    return agentId === null || toolUseId === null || chain === undefined
      ? null
      : { chain, toolUseId };
  });
  for (const at of chains.keys()) if (isInCircle(placed, at)) placed[at] = null;
  return placed;
}

function isInCircle(placed: readonly (StartedBy | null)[], from: number): boolean {
  let at = placed[from]?.chain;
  for (let step = 0; at !== undefined && step <= placed.length; step++) {
    if (at === from) return true;
    at = placed[at]?.chain;
  }
  return false;
}
