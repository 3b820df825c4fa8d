// Which chain a record belongs to: the transcript's own, or that of an older, inlined subagent. Knows ids
// and parents only.

export interface EventChainsState {
  /** Null: not settled yet. */
  readonly own: { readonly agentId: string | null } | null;
  /** Records of inlined chains and which: the newest last. */
  readonly inline: readonly (readonly [uuid: string, chain: string])[];
}

export interface ChainFacts {
  readonly uuid: string | null;
  readonly parentUuid: string | null;
  readonly agentId: string | null;
  readonly isSidechain: boolean;
}

export interface EventChains {
  /** Null: the transcript's own. */
  of(facts: ChainFacts): string | null;
  /** Whether the transcript is a subagent's own. */
  isSubagent(): boolean;
  state(): EventChainsState;
}

/** Subagents of one answer run side by side and take turns; more records back than this none goes on. */
const MAX_INLINE = 500;

/** `agentId`: of the subagent whose transcript it is; null: the first record tells. */
export function createEventChains(
  from: EventChainsState | null,
  agentId: string | null,
): EventChains {
  let own = from?.own ?? (agentId === null ? null : { agentId });
  const inline = new Map<string, string>(from?.inline ?? []);

  function inlineChain({ uuid, parentUuid }: ChainFacts): string {
    const known = parentUuid === null ? undefined : inline.get(parentUuid);
    const chain = known ?? `inline:${uuid ?? ''}`;
    if (uuid !== null) inline.set(uuid, chain);
    if (inline.size > MAX_INLINE) inline.delete(inline.keys().next().value as string);
    return chain;
  }

  return {
    of(facts) {
      // A subagent's transcript has nothing else in it, and a session's own begins with a prompt.
      own ??= { agentId: facts.isSidechain ? facts.agentId : null };
      if (facts.agentId !== null) return facts.agentId === own.agentId ? null : facts.agentId;
      if (!facts.isSidechain || own.agentId !== null) return null;
      return inlineChain(facts);
    },
    isSubagent: () => own !== null && own.agentId !== null,
    state: () => ({ own, inline: [...inline] }),
  };
}
