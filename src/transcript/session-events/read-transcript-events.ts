// The session events of one transcript, in the order of the file and in bounded memory. Knows files; what a
// line says is event-reader.ts's.
import type { Marker } from '../../model/session-event/session-event.ts';
import { originOf } from '../discover.ts';
import { createEventReader } from './event-reader.ts';
import { readEventLines } from './read-event-lines.ts';
import type { TranscriptEvent } from './transcript-event.ts';

export interface EventRange {
  readonly markers: readonly Marker[];
  /** First byte; a line that begins before it is not read. */
  readonly from?: number;
  /** First byte that is not read any more; the end of the file otherwise. */
  readonly to?: number;
  /** Events bear their text. */
  readonly withText?: boolean;
}

/** Throws what the file system does. Events in a row of lines are told by `lines` events after them. */
export function* readTranscriptEvents(path: string, range: EventRange): Generator<TranscriptEvent> {
  const { markers, withText = false } = range;
  const { agentId } = originOf(path);
  const reader = createEventReader({ resume: null, markers, withText, agentId });
  for (const { line, offset } of readEventLines(path, range)) yield* reader.take(line, offset);
  yield* reader.flush();
}
