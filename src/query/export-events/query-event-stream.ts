// The question "what happened, event by event", answered line by line. Knows the order of files and what was
// left out; what a line holds is derive-event-line.ts's.
import { TelltaleError } from '../../shared/errors.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { readTranscriptEvents } from '../../transcript/session-events/read-transcript-events.ts';
import type { TranscriptEvent } from '../../transcript/session-events/transcript-event.ts';
import { createNameTeller } from '../profile/tell-names.ts';
import { deriveEventLine } from './derive-event-line.ts';
import type { EventLine, EventStream, EventTally } from './event-line.ts';
import type { EventFile } from './find-event-files.ts';

export interface EventStreamQuestion {
  readonly files: readonly EventFile[];
  /** Null: of a path. */
  readonly sessionId: string | null;
  readonly withText: boolean;
  /** Paths, branches and names of the person's own are numbered or left out. */
  readonly redact: boolean;
}

/**
 * In the order of the files, and of their lines. A record that stands in several transcripts of one session
 * is told once. Memory is bounded by the longest line and the ids seen. Reading the lines throws TelltaleError
 * 'no-transcript' when no file can be read.
 */
export function queryEventStream(question: EventStreamQuestion): EventStream {
  const { files, sessionId, withText, redact } = question;
  const tally: Counts = { events: 0, files: 0, goodLines: 0, badLines: 0, missing: [], stored: [] };

  function* lines(): Generator<EventLine> {
    const names = createNameTeller(redact);
    const seen = createSeenRecords();
    for (const file of files) {
      const { sessionId: session, agentId } = file;
      const source = { sessionId: session, agentId, names, inputs: new Map<string, number>() };
      seen.startFile(session);
      for (const event of eventsOf(file, withText, tally)) {
        countLines(tally, event);
        if (!seen.isNew(event.uuid)) continue;
        const line = deriveEventLine(event, source);
        if (line === null) continue;
        tally.events++;
        yield line;
      }
    }
    if (tally.files === 0) throw nothingLeft(sessionId, tally.missing);
  }

  return {
    kind: 'event-stream',
    formatVersion: 1,
    sessionId,
    withText,
    isRedacted: redact,
    lines: lines(),
    tally: () => structuredClone(tally),
  };
}

type Counts = { -readonly [Name in keyof EventTally]: EventTally[Name] } & {
  missing: string[];
  stored: string[];
};

/** From the transcript; where that is gone, what the ledger keeps of it. */
function* eventsOf(file: EventFile, withText: boolean, tally: Counts): Generator<TranscriptEvent> {
  let isBegun = false;
  try {
    for (const event of readTranscriptEvents(file.path, { markers: [], withText })) {
      isBegun = true;
      yield event;
    }
    tally.files++;
    return;
  } catch (error) {
    if (!isFileError(error)) throw error;
  }
  const stored = isBegun ? [] : (file.stored?.() ?? []);
  if (stored.length === 0) {
    tally.missing.push(file.path);
    return;
  }
  tally.files++;
  tally.stored.push(file.path);
  for (const event of stored) yield { ...event, uuid: null, toolUseId: null };
}

function nothingLeft(sessionId: string | null, missing: readonly string[]): TelltaleError {
  const of = sessionId === null ? '' : ` of ${oneLine(sessionId)}`;
  return new TelltaleError('no-transcript', {
    what:
      missing.length === 1
        ? `the transcript${of} cannot be read: ${oneLine(missing[0] ?? '')}`
        : `none of the transcripts${of} can be read`,
    why: 'Claude Code deletes transcripts after 30 days, and the ledger keeps no events of it',
    next: 'telltale show tells what is kept of it',
  });
}

interface SeenRecords {
  startFile(sessionId: string): void;
  /** False: an earlier file of the session has it. */
  isNew(uuid: string | null): boolean;
}

function createSeenRecords(): SeenRecords {
  let session: string | null = null;
  let earlier = new Set<string>();
  let own = new Set<string>();
  return {
    startFile(sessionId) {
      if (session !== sessionId) earlier = new Set();
      else for (const uuid of own) earlier.add(uuid);
      own = new Set();
      session = sessionId;
    },
    isNew(uuid) {
      if (uuid === null) return true;
      own.add(uuid);
      return !earlier.has(uuid);
    },
  };
}

function countLines(tally: Counts, event: TranscriptEvent): void {
  if (event.kind !== 'lines') return;
  tally.goodLines += event.good;
  tally.badLines += event.bad;
}

/** A file may go while it is being read. */
function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
