// Reads a transcript's events in stretches of bounded size, each with the place where it ends and what has
// to be known to read on. Knows files; the ledger is others' business.
import { closeSync, openSync } from 'node:fs';
import type { Marker, SessionEvent } from '../../model/session-event/session-event.ts';
import { fingerprintEdge, fingerprintHead } from '../../transcript/fingerprint.ts';
import {
  createEventReader,
  type EventReaderResume,
  type EventReaderState,
} from '../../transcript/session-events/event-reader.ts';
import { readEventLines } from '../../transcript/session-events/read-event-lines.ts';
import { toSessionEvent } from '../../transcript/session-events/transcript-event.ts';

export interface EventStretch {
  /** First byte that is not in it. */
  readonly to: number;
  readonly events: readonly SessionEvent[];
  readonly state: EventReaderState;
  /** 8 bytes for the id of each record that was not seen before. */
  readonly hashes: Uint8Array;
}

export interface StretchSource {
  readonly path: string;
  readonly from: number;
  readonly to: number;
  readonly agentId: string | null;
  /** Null at the beginning of the file. */
  readonly resume: EventReaderResume | null;
  readonly markers: readonly Marker[];
  /** Whether a stretch has become long enough, by its bytes. */
  readonly isLong: (bytes: number) => boolean;
}

/** At least one, the last one ends at `to`. Throws what the file system does. */
export function* readStretches(source: StretchSource): Generator<EventStretch> {
  const { path, to, agentId, resume, markers } = source;
  const reader = createEventReader({ resume, markers, agentId });
  let { from } = source;
  let events: SessionEvent[] = [];
  const endAt = (end: number): EventStretch => {
    const stretch = { to: end, events, state: reader.state(), hashes: reader.takeUuids() };
    events = [];
    from = end;
    return stretch;
  };
  for (const { line, offset } of readEventLines(path, { from, to })) {
    if (offset > from && source.isLong(offset - from)) yield endAt(offset);
    for (const event of reader.take(line, offset)) events.push(toSessionEvent(event));
  }
  yield endAt(to);
}

/** Whether the file still begins with what the first pass has read of it. Throws what the file system does. */
export function isAsRead(
  path: string,
  read: { readonly cursor: number; readonly headHash: string; readonly edgeHash: string },
): boolean {
  const file = openSync(path, 'r');
  try {
    return (
      fingerprintHead(file, read.cursor) === read.headHash &&
      fingerprintEdge(file, read.cursor) === read.edgeHash
    );
  } finally {
    closeSync(file);
  }
}
