// From a chain's events and the ledger's calls to its calls with their blocks: what each was newly sent,
// what it answered, and whose context it continues. Pure; sizes and money are as the ledger has them.
import type { BlockOfRecord, CompactionMark } from './block-event.ts';
import type { CallFacts } from './call-facts.ts';
import type { ChainEvent, GatheredEvents } from './gather-events.ts';
import { placeOfCall } from './place-of-call.ts';
import type { TraceBlock, TraceCall, TraceCompaction, TraceTurn } from './session-trace.ts';

export interface ChainWorld {
  readonly gathered: GatheredEvents;
  /** The calls of a message that belong to this chain, the message itself first. */
  readonly callsOf: (messageId: string) => readonly CallFacts[];
}

export interface AssembledChain {
  readonly calls: readonly TraceCall[];
  readonly compactions: readonly TraceCompaction[];
  readonly rest: readonly TraceBlock[];
  readonly turns: readonly TraceTurn[];
}

/** A call while its chain is being put together. `at` is its position so far. */
export interface CallDraft {
  readonly facts: CallFacts;
  readonly at: number;
  readonly parent: number | null;
  readonly segment: number;
  readonly turn: number;
  readonly inputs: TraceBlock[];
  readonly outputs: TraceBlock[];
  readonly seen: Set<string>;
}

/** Calls in the order of the events; those without an event are not there. */
export function assembleChain(events: readonly ChainEvent[], world: ChainWorld): AssembledChain {
  const chain: Assembly = {
    world,
    drafts: [],
    byMessage: new Map(),
    pending: [],
    results: new Set(),
    records: new Map(),
    compactions: [],
    turns: [],
    unsent: [],
  };
  for (const event of events) {
    switch (event.type) {
      case 'block':
        takeBlock(chain, event);
        break;
      case 'call':
        takeCall(chain, event);
        break;
      case 'compaction':
        takeCompaction(chain, event);
        break;
      default:
        event satisfies never;
    }
  }
  const calls = chain.drafts.map(({ facts, parent, segment, turn, inputs, outputs }) => {
    return { ...facts, turn, segment, parent, inputs, outputs };
  });
  const rest = [...chain.unsent, ...chain.pending].map(({ block }) => block);
  return { calls, compactions: chain.compactions, rest, turns: chain.turns };
}

interface Assembly {
  readonly world: ChainWorld;
  readonly drafts: CallDraft[];
  readonly byMessage: Map<string, CallDraft>;
  /** Input since the last call. */
  pending: BlockOfRecord[];
  /** Tool calls whose result was seen. */
  readonly results: Set<string>;
  /** Blocks of each record, for those that a compaction keeps. */
  readonly records: Map<string, TraceBlock[]>;
  readonly compactions: TraceCompaction[];
  readonly turns: TraceTurn[];
  readonly unsent: BlockOfRecord[];
}

function takeBlock(chain: Assembly, event: BlockOfRecord): void {
  const { block, messageId, uuid } = event;
  const draft = messageId === null ? undefined : chain.byMessage.get(messageId);
  if (isRepeated(chain, event, draft)) return;
  if (uuid !== null) {
    const record = chain.records.get(uuid);
    if (record === undefined) chain.records.set(uuid, [block]);
    else record.push(block);
  }
  if (draft !== undefined) {
    draft.outputs.push(block);
    return;
  }
  if (event.startsTurn) {
    chain.turns.push({ turn: chain.turns.length + 1, atMs: block.atMs, prompt: block });
  }
  chain.pending.push(event);
}

/** A line may repeat a block of its message under another uuid, and a resumed session a result. */
function isRepeated(chain: Assembly, event: BlockOfRecord, draft: CallDraft | undefined): boolean {
  const { kind, toolUseId, hash } = event.block;
  if (draft !== undefined) {
    const mark = toolUseId ?? hash ?? event.signature;
    if (mark === null) return false;
    const key = `${kind} ${mark}`;
    if (draft.seen.has(key)) return true;
    draft.seen.add(key);
    return false;
  }
  if (kind !== 'tool-result' || toolUseId === null) return false;
  if (chain.results.has(toolUseId)) return true;
  chain.results.add(toolUseId);
  return false;
}

function takeCall(chain: Assembly, event: Extract<ChainEvent, { type: 'call' }>): void {
  if (chain.byMessage.has(event.messageId)) return;
  const [main, ...others] = chain.world.callsOf(event.messageId);
  if (main === undefined) return;
  const at = chain.drafts.length;
  const segment = chain.compactions.length;
  const { parent, sent, unsent } = placeOfCall(event, {
    gathered: chain.world.gathered,
    callOfMessage: (messageId) => chain.byMessage.get(messageId)?.at ?? null,
    parentOf: (call) => chain.drafts[call]?.parent ?? null,
    previous: previousCall(chain, segment),
    pending: chain.pending,
  });
  chain.unsent.push(...unsent);
  chain.pending = [];
  const turn = chain.turns.length;
  const place = { segment, turn, outputs: [], seen: new Set<string>() };
  const inputs = sent.map(({ block }) => block);
  const draft: CallDraft = { facts: main, at, parent, inputs, ...place };
  chain.drafts.push(draft);
  chain.byMessage.set(event.messageId, draft);
  for (const facts of others) {
    const next = chain.drafts.length;
    chain.drafts.push({ ...draft, facts, at: next, parent: at, inputs: [], outputs: [] });
  }
}

/** The last call of the same segment that is a message of its own, no advisor's. */
function previousCall(chain: Assembly, segment: number): number | null {
  for (let at = chain.drafts.length - 1; at >= 0; at--) {
    const draft = chain.drafts[at] as CallDraft;
    if (draft.segment !== segment) return null;
    if (draft.facts.part === 0) return at;
  }
  return null;
}

function takeCompaction(chain: Assembly, event: CompactionMark): void {
  const { atMs, trigger, preTokens, keptUuids } = event;
  const kept = keptUuids.flatMap((uuid) => chain.records.get(uuid) ?? []);
  // What waited went into the request for the summary only.
  chain.unsent.push(...chain.pending);
  chain.pending = [];
  chain.compactions.push({ beforeCall: chain.drafts.length, atMs, trigger, preTokens, kept });
}
