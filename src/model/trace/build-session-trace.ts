// From the calls of the ledger and the events of the transcripts to a session's trace. Knows that either
// may be missing: a call without an event has no blocks, an event without a call is somebody's input.
import { type AssembledChain, assembleChain } from './assemble-chain.ts';
import type { CallFacts } from './call-facts.ts';
import type { ChainEvent, GatheredEvents } from './gather-events.ts';
import { orderCalls } from './order-calls.ts';
import type {
  ChainKind,
  SessionTrace,
  TraceChain,
  TraceCompaction,
  TraceTurn,
} from './session-trace.ts';

/** A call of the ledger, with where it belongs. */
export interface PlacedCall {
  readonly facts: CallFacts;
  readonly kind: ChainKind;
  /** Null: the main chain, or a subagent that old versions gave no id. */
  readonly agentId: string | null;
}

export interface TraceSources {
  readonly calls: readonly PlacedCall[];
  readonly gathered: GatheredEvents;
  /** Prompts and compactions as the ledger has them, by time. */
  readonly turns: readonly TraceTurn[];
  readonly compactions: readonly TraceCompaction[];
  /** False: what the ledger has of turns and compactions is all that there is. */
  readonly isWhole: boolean;
  readonly agentTypes: ReadonlyMap<string, string | null>;
  /** Subagent → tool call that started it. */
  readonly startedBy: ReadonlyMap<string, string>;
}

/** Chains and turns of a session. */
export function buildSessionTrace(sources: TraceSources): Pick<SessionTrace, 'chains' | 'turns'> {
  const byChain = groupCalls(sources);
  const main = assemble(sources, byChain, null);
  const turns = sources.isWhole ? main.turns : joinByTime(main.turns, sources.turns).map(numbered);
  const compactions = sources.isWhole
    ? main.compactions
    : joinByTime(main.compactions, sources.compactions);
  const others = [...new Set([...sources.gathered.chains.keys(), ...byChain.keys()])].flatMap(
    (key) => (key === null ? [] : [otherChain(sources, byChain, key, turns)]),
  );
  const chains: TraceChain[] = [
    {
      kind: 'main',
      agentId: null,
      agentType: null,
      toolUseId: null,
      ...orderCalls({ ...main, compactions }, factsOf(byChain, null), turns),
      rest: main.rest,
    },
    ...others
      .filter(({ calls, rest }) => calls.length + rest.length > 0)
      .sort((a, b) => startOf(a) - startOf(b)),
  ];
  return { chains, turns };
}

type CallsByChain = ReadonlyMap<string | null, readonly PlacedCall[]>;

/** A subagent without an id is where its messages stand; one that stands nowhere is `inline:`. */
function groupCalls({ calls, gathered }: TraceSources): CallsByChain {
  const inlineOf = new Map<string, string>();
  for (const [key, events] of gathered.chains) {
    if (key === null || !key.startsWith('inline:')) continue;
    for (const event of events) if (event.type === 'call') inlineOf.set(event.messageId, key);
  }
  const groups = new Map<string | null, PlacedCall[]>();
  for (const call of calls) {
    const key =
      call.kind === 'main'
        ? null
        : (call.agentId ?? inlineOf.get(call.facts.messageId) ?? 'inline:');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [call]);
    else group.push(call);
  }
  return groups;
}

function factsOf(byChain: CallsByChain, key: string | null): CallFacts[] {
  return (byChain.get(key) ?? []).map(({ facts }) => facts);
}

function assemble(
  { gathered }: TraceSources,
  byChain: CallsByChain,
  key: string | null,
): AssembledChain {
  const byMessage = new Map<string, CallFacts[]>();
  for (const facts of factsOf(byChain, key)) {
    const calls = byMessage.get(facts.messageId);
    if (calls === undefined) byMessage.set(facts.messageId, [facts]);
    else calls.push(facts);
  }
  for (const calls of byMessage.values()) calls.sort((a, b) => a.part - b.part);
  const events: readonly ChainEvent[] = gathered.chains.get(key) ?? [];
  return assembleChain(events, { gathered, callsOf: (id) => byMessage.get(id) ?? [] });
}

/** A subagent's calls have the turn it began in. */
function otherChain(
  sources: TraceSources,
  byChain: CallsByChain,
  key: string,
  turns: readonly TraceTurn[],
): TraceChain {
  const assembled = assemble(sources, byChain, key);
  const ordered = orderCalls(assembled, factsOf(byChain, key), []);
  const startMs = ordered.calls[0]?.atMs ?? null;
  const turn = startMs === null ? 0 : turns.filter(({ atMs }) => (atMs ?? 0) <= startMs).length;
  return {
    kind: byChain.get(key)?.[0]?.kind ?? kindOfAgent(key),
    agentId: key,
    agentType: sources.agentTypes.get(key) ?? null,
    toolUseId: sources.startedBy.get(key) ?? null,
    calls: ordered.calls.map((call) => ({ ...call, turn })),
    compactions: ordered.compactions,
    rest: assembled.rest,
  };
}

/** Compaction and prompt suggestions run as agents with these id prefixes (2.0 to 2.1.3x). */
function kindOfAgent(agentId: string): ChainKind {
  if (agentId.startsWith('acompact-')) return 'compaction';
  return agentId.startsWith('aprompt_suggestion-') ? 'helper' : 'subagent';
}

/** Those of the transcripts, and those that only the ledger has. */
function joinByTime<T extends { readonly atMs: number | null }>(
  read: readonly T[],
  known: readonly T[],
): T[] {
  const times = new Set(read.map(({ atMs }) => atMs));
  const joined = [...read, ...known.filter(({ atMs }) => !times.has(atMs))];
  return joined.sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0));
}

function numbered(turn: TraceTurn, at: number): TraceTurn {
  return { ...turn, turn: at + 1 };
}

function startOf({ calls }: TraceChain): number {
  return calls[0]?.atMs ?? Number.MAX_SAFE_INTEGER;
}
