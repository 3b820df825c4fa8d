// Cuts a thread's events, and the hashes of its records' ids, into rows of a fixed size: the same rows
// however the events came. Knows sizes; the tables are event-rows.ts's.
import { packEvents } from '../../model/session-event/pack-events.ts';
import type { SessionEvent } from '../../model/session-event/session-event.ts';

/** Events to a chunk: some 40 KB, of which the last one is written anew when a session goes on. */
export const CHUNK_EVENTS = 1_000;
/** Bytes of hashes to a row, 8 for each. */
export const HASH_ROW_BYTES = 8 * 4_096;

export interface EventChunk {
  readonly seq: number;
  readonly count: number;
  /** Least and greatest time of its events; null: none has one. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly events: string;
}

export interface HashRow {
  readonly seq: number;
  readonly hashes: Uint8Array;
}

/** What is stored of a thread already: its last rows, which are taken up again. */
export interface PackedTail {
  /** Number of the last chunk, and its events. */
  readonly chunkSeq: number;
  readonly events: readonly SessionEvent[];
  readonly hashSeq: number;
  readonly hashes: Uint8Array;
}

export const EMPTY_TAIL: PackedTail = {
  chunkSeq: 0,
  events: [],
  hashSeq: 0,
  hashes: new Uint8Array(),
};

export interface ChunkPacker {
  add(events: readonly SessionEvent[], hashes: Uint8Array): void;
  /** Rows that are new or different since the last call; the last of each may be asked for again. */
  take(): { readonly chunks: readonly EventChunk[]; readonly hashRows: readonly HashRow[] };
}

export function createChunkPacker(tail: PackedTail): ChunkPacker {
  let { chunkSeq, hashSeq } = tail;
  let events: SessionEvent[] = [...tail.events];
  let hashes = tail.hashes;
  let chunks: EventChunk[] = [];
  let hashRows: HashRow[] = [];
  return {
    add(more, moreHashes) {
      // One by one: a stretch may hold more than a call takes arguments.
      for (const event of more) {
        events.push(event);
        if (events.length < CHUNK_EVENTS) continue;
        chunks.push(packChunk(chunkSeq, events));
        chunkSeq += 1;
        events = [];
      }
      hashes = joined(hashes, moreHashes);
      while (hashes.length >= HASH_ROW_BYTES) {
        hashRows.push({ seq: hashSeq, hashes: hashes.slice(0, HASH_ROW_BYTES) });
        hashSeq += 1;
        hashes = hashes.slice(HASH_ROW_BYTES);
      }
    },
    take() {
      const taken = {
        chunks: events.length === 0 ? chunks : [...chunks, packChunk(chunkSeq, events)],
        hashRows: hashes.length === 0 ? hashRows : [...hashRows, { seq: hashSeq, hashes }],
      };
      chunks = [];
      hashRows = [];
      return taken;
    },
  };
}

function packChunk(seq: number, events: readonly SessionEvent[]): EventChunk {
  let firstMs: number | null = null;
  let lastMs: number | null = null;
  for (const { atMs } of events) {
    if (atMs === null) continue;
    if (firstMs === null || atMs < firstMs) firstMs = atMs;
    if (lastMs === null || atMs > lastMs) lastMs = atMs;
  }
  return { seq, count: events.length, firstMs, lastMs, events: packEvents(events) };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
