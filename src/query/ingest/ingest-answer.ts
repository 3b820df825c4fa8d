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

export interface IngestAnswer extends IngestCounts {
  readonly kind: 'ingest';
  readonly formatVersion: 1;
  readonly force: boolean;
}

export function answerIngest(counts: IngestCounts, force: boolean): IngestAnswer {
  return { kind: 'ingest', formatVersion: 1, force, ...counts };
}
