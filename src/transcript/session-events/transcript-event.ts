// A session event as it stands in a transcript: with the ids that lead back to its record and, where asked
// for, its text. Knows the shape; the ledger keeps the session event only.
import type { SessionEvent } from '../../model/session-event/session-event.ts';

export interface TranscriptPlace {
  /** Of the record. */
  readonly uuid: string | null;
  /** Of a tool call, and of the call that a result answers. */
  readonly toolUseId: string | null;
  /**
   * Only with `withText`: the words of a user, assistant or thinking event, the input of a tool call as
   * JSON, the text of a result. As it stands there: neither cleaned for a screen nor masked.
   */
  readonly text?: string;
}

export type TranscriptEvent = SessionEvent & TranscriptPlace;

/** The event without what leads back to the transcript. */
export function toSessionEvent(event: TranscriptEvent): SessionEvent {
  const { uuid: _uuid, toolUseId: _toolUseId, text: _text, ...kept } = event;
  return kept;
}
