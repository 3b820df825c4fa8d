// Session events of a transcript given as text: whole, or in pieces through a saved state.
import type { Marker } from '../../../src/model/session-event/session-event.ts';
import {
  createEventReader,
  type EventReader,
  type EventReaderState,
} from '../../../src/transcript/session-events/event-reader.ts';
import type { TranscriptEvent } from '../../../src/transcript/session-events/transcript-event.ts';

export interface TextOptions {
  readonly markers?: readonly Marker[];
  readonly withText?: boolean;
  readonly agentId?: string | null;
}

export function eventsOfText(
  text: string | Buffer,
  { markers = [], withText = false, agentId = null }: TextOptions = {},
): TranscriptEvent[] {
  const reader = createEventReader({ resume: null, markers, withText, agentId });
  return [...takeLines(reader, Buffer.from(text), 0), ...reader.flush()];
}

/** Reads up to each of the given line numbers, saves the state as JSON, and goes on with a new reader. */
export function eventsInPieces(
  text: string,
  stops: readonly number[],
  { markers = [], agentId = null }: TextOptions = {},
): TranscriptEvent[] {
  const lines = text.split(/(?<=\n)/);
  const events: TranscriptEvent[] = [];
  let uuids = Buffer.alloc(0);
  let state: EventReaderState | null = null;
  let offset = 0;
  for (const [index, stop] of [...stops, lines.length].entries()) {
    const from = index === 0 ? 0 : (stops[index - 1] as number);
    const piece = Buffer.from(lines.slice(from, stop).join(''));
    const resume: null | (EventReaderState & { uuids: Uint8Array }) =
      state === null ? null : { ...state, uuids };
    const reader = createEventReader({ resume, markers, agentId });
    events.push(...takeLines(reader, piece, offset), ...reader.flush());
    state = JSON.parse(JSON.stringify(reader.state())) as EventReaderState;
    uuids = Buffer.concat([uuids, reader.takeUuids()]);
    offset += piece.length;
  }
  return events;
}

/** The events with lines of one quarter of an hour and one scene in one run. */
export function withJoinedLines(events: readonly TranscriptEvent[]): unknown[] {
  const runs = new Map<string, { good: number; bad: number; missing: Record<string, number> }>();
  const others = events.filter((event) => {
    if (event.kind !== 'lines') return true;
    const quarter = event.atMs === null ? null : Math.floor(event.atMs / 900_000);
    const key = JSON.stringify([quarter, Object.values(event.scene)]);
    const run = runs.get(key) ?? { good: 0, bad: 0, missing: {} };
    run.good += event.good;
    run.bad += event.bad;
    for (const [name, count] of Object.entries(event.missing)) {
      run.missing[name] = (run.missing[name] ?? 0) + count;
    }
    runs.set(key, run);
    return false;
  });
  return [...others, ...runs.entries()];
}

function* takeLines(reader: EventReader, bytes: Buffer, base: number): Generator<TranscriptEvent> {
  for (let at = 0; at < bytes.length; ) {
    const newline = bytes.indexOf(10, at);
    const end = newline < 0 ? bytes.length : newline;
    yield* reader.take(bytes.subarray(at, end), base + at);
    at = end + 1;
  }
}
