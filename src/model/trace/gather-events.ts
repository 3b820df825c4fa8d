// Sorts the events of a session's files by chain and remembers how records follow each other. Knows that
// files repeat records; calls are not known yet.
import type { BlockEvent, BlockOfRecord, CompactionMark } from './block-event.ts';
import { watchNames } from './find-unnamed-reads.ts';
import type { TraceBlock } from './session-trace.ts';

/** What of a chain matters for its calls, in the order of the files. */
export type ChainEvent = BlockOfRecord | CompactionMark | Extract<BlockEvent, { type: 'call' }>;

export interface GatheredEvents {
  /** By chain; null: the main chain, always there. */
  readonly chains: ReadonlyMap<string | null, readonly ChainEvent[]>;
  /** uuid of a record → that of the record it follows. */
  readonly parents: ReadonlyMap<string, string | null>;
  /** uuid of an assistant's record → its message. */
  readonly messageOf: ReadonlyMap<string, string>;
  readonly messageIds: ReadonlySet<string>;
  /** Subagent → tool call that started it. */
  readonly startedBy: ReadonlyMap<string, string>;
  /** Results of Read whose file nothing names afterwards. */
  readonly unnamedReads: readonly TraceBlock[];
}

/** Events of all files, one file after the other. A record that a later file repeats counts once. */
export function gatherEvents(events: Iterable<BlockEvent>): GatheredEvents {
  const chains = new Map<string | null, ChainEvent[]>([[null, []]]);
  const parents = new Map<string, string | null>();
  const messageOf = new Map<string, string>();
  const messageIds = new Set<string>();
  const startedBy = new Map<string, string>();
  const fileOf = new Map<string, number>();
  const names = watchNames();
  for (const event of events) {
    const { uuid, chain } = event;
    if (uuid !== null && !parents.has(uuid)) parents.set(uuid, event.parentUuid);
    if (event.type === 'link' || event.type === 'block') {
      const { started } = event;
      if (started !== null && !startedBy.has(started.agentId)) {
        startedBy.set(started.agentId, started.toolUseId);
      }
    }
    if (event.type === 'link') continue;
    if (event.type !== 'compaction' && event.messageId !== null) {
      messageIds.add(event.messageId);
      if (uuid !== null) messageOf.set(uuid, event.messageId);
    }
    // The text is no longer needed: a session's worth of it would stay in memory.
    const kept = event.type === 'block' ? { ...event, text: '' } : event;
    if (event.type === 'block') {
      if (isRepeated(event, fileOf)) continue;
      names.see(event);
    }
    const list = chains.get(chain);
    if (list === undefined) chains.set(chain, [kept]);
    else list.push(kept);
  }
  const unnamedReads = names.unnamed();
  return { chains, parents, messageOf, messageIds, startedBy, unnamedReads };
}

/** Whether another file had this record before. */
function isRepeated({ uuid, block }: BlockOfRecord, fileOf: Map<string, number>): boolean {
  if (uuid === null) return false;
  const file = fileOf.get(uuid);
  if (file === undefined) fileOf.set(uuid, block.file);
  return file !== undefined && file !== block.file;
}
