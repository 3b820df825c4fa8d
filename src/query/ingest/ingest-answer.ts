// What `telltale ingest` answers: the work that was done, as counts.
// Rearranges what the ingest reports of itself; does no work.

/** What an ingest reports of itself. */
export interface IngestCounts {
  readonly filesSeen: number;
  readonly filesRead: number;
  readonly bytesParsed: number;
  readonly linesRead: number;
  readonly callsAdded: number;
  readonly callsChanged: number;
  readonly faults: number;
  readonly vanishedFiles: number;
  /** Folders and files that were passed over, each with the system's code: `EACCES`. */
  readonly unreadable: readonly { readonly path: string; readonly code: string }[];
  readonly durationMs: number;
}

/** What the second pass reports of itself: session events, and the metrics folded from them. */
export interface EventCounts {
  readonly filesRead: number;
  readonly bytesRead: number;
  readonly eventsAdded: number;
  /** Measured again from stored events, without opening the transcript. */
  readonly filesFolded: number;
  /** Changed meanwhile: left for the next time. */
  readonly filesLeft: number;
  readonly unreadable: readonly { readonly path: string; readonly code: string }[];
  readonly durationMs: number;
}

export interface IngestAnswer extends IngestCounts {
  readonly kind: 'ingest';
  readonly formatVersion: 1;
  readonly force: boolean;
  readonly events: EventCounts;
}

export function answerIngest(
  { calls, events }: { readonly calls: IngestCounts; readonly events: EventCounts },
  force: boolean,
): IngestAnswer {
  return { kind: 'ingest', formatVersion: 1, force, ...calls, events };
}
