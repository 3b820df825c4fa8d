// Lines that no stored event tells of yet: the reader counts them on when the transcript grows, so that any
// split of a file gives the same events. Those who read in between count them as they are.
import type { SessionEvent } from '../../model/session-event/session-event.ts';
import type { EventReaderState } from '../../transcript/session-events/event-reader.ts';
import { eventOfRun } from '../../transcript/session-events/lines-run.ts';
import { toSessionEvent } from '../../transcript/session-events/transcript-event.ts';

/** One event or none. */
export function pendingEvents({ run }: Pick<EventReaderState, 'run'>): SessionEvent[] {
  return run === null ? [] : [toSessionEvent(eventOfRun(run))];
}
