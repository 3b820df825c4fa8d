// Reads session events from the lines of a transcript, from its beginning or from where an earlier reading
// ended: both give the same events. Knows lines; not files, and not what the events are counted for.
import type { Marker, Marks, Scene } from '../../model/session-event/session-event.ts';
import { createRecordScanner, createRecordView } from '../record-view.ts';
import { createEventChains, type EventChainsState } from './event-chains.ts';
import { changedScene, NO_SCENE } from './event-scene.ts';
import {
  addToRun,
  continuesRun,
  eventOfRun,
  type LineFault,
  type LinesRun,
  startRun,
} from './lines-run.ts';
import { createOpenCalls, type OpenCallsState } from './open-calls.ts';
import { createPromptLane, type PromptLaneState } from './prompt-lane.ts';
import { mayTell, readRecord, readSilentRecord } from './read-record.ts';
import type { DraftKit } from './record-drafts.ts';
import { createRecordFields, FIELD } from './record-fields.ts';
import { createSeenUuids } from './seen-uuids.ts';
import { splitRecords } from './split-records.ts';
import type { TranscriptEvent } from './transcript-event.ts';

/** Raise when other events come from the same bytes: transcripts at hand are then read again. */
export const READER_VERSION = 1;

/** Plain JSON, without text: what has to be known of earlier lines to read on. */
export interface EventReaderState {
  readonly scene: Scene;
  readonly calls: OpenCallsState;
  readonly chains: EventChainsState;
  readonly prompts: PromptLaneState;
  /** Epoch ms of the last line that had a time. */
  readonly lastMs: number | null;
  /** Lines that no event tells of yet; null after `flush`. */
  readonly run: LinesRun | null;
}

/** A state with the ids of all records read before it, as `takeUuids` gave them, one after the other. */
export interface EventReaderResume extends EventReaderState {
  readonly uuids: Uint8Array;
}

export interface EventReaderOptions {
  readonly resume: EventReaderResume | null;
  readonly markers: readonly Marker[];
  /** Events bear their text. Not with `resume`: nothing of a text is kept. */
  readonly withText?: boolean;
  /** Of the subagent whose transcript it is, by the file's name. Left out: its first record tells. */
  readonly agentId?: string | null;
}

export interface EventReader {
  /** `line`: without its newline, of any content. `offset`: its place in the file. */
  take(line: Buffer, offset: number): TranscriptEvent[];
  /** The `lines` event that is due: call it where reading ends for now, before `state`. */
  flush(): TranscriptEvent[];
  state(): EventReaderState;
  /** 8 bytes for each record's id since the last call. */
  takeUuids(): Uint8Array;
}

export function createEventReader(options: EventReaderOptions): EventReader {
  const { resume, markers, withText = false, agentId = null } = options;
  const view = createRecordView();
  const scan = createRecordScanner(view);
  const fields = createRecordFields(view);
  const seen = createSeenUuids(resume?.uuids ?? null);
  const calls = createOpenCalls(resume?.calls ?? null);
  const chains = createEventChains(resume?.chains ?? null, agentId);
  const lane = createPromptLane(resume?.prompts ?? null);
  const kit: DraftKit = { calls, lane, withText, mark: (on, text) => marksOf(markers, on, text) };
  let scene = resume?.scene ?? NO_SCENE;
  let lastMs = resume?.lastMs ?? null;
  let run = resume?.run == null ? null : structuredClone(resume.run);

  function takeRecord(out: TranscriptEvent[], offset: number): void {
    const type = fields.text(FIELD.type);
    const atMs = fields.atMs();
    lastMs = atMs ?? lastMs;
    if (!mayTell(type, fields)) {
      const { scene: told, fault } = readSilentRecord(fields, type);
      scene = changedScene(scene, told);
      countLine(out, offset, fault);
      return;
    }
    const uuid = fields.text(FIELD.uuid);
    if (uuid !== null && !seen.add(uuid)) {
      countLine(out, offset, null);
      return;
    }
    const { chain, isOfSubagent } = chainOf(uuid);
    const reading = readRecord(kit, fields, type as string, isOfSubagent);
    const own = changedScene(scene, reading.scene);
    // An inlined subagent's model and mode are not the session's.
    if (chain === null) scene = own;
    countLine(out, offset, reading.fault);
    for (const draft of reading.drafts) {
      out.push({ ...draft, atMs, offset, chain, scene: own, uuid });
    }
  }

  function chainOf(uuid: string | null): { chain: string | null; isOfSubagent: boolean } {
    const isSidechain = fields.isSet(FIELD.isSidechain);
    const parentUuid = fields.text(FIELD.parentUuid);
    const chain = chains.of({ uuid, parentUuid, agentId: fields.text(FIELD.agentId), isSidechain });
    return { chain, isOfSubagent: isSidechain || chain !== null || chains.isSubagent() };
  }

  /** A run that this line does not belong to ends before it. */
  function countLine(out: TranscriptEvent[], offset: number, fault: LineFault | null): void {
    if (run !== null && !continuesRun(run, lastMs, scene, fault)) {
      out.push(eventOfRun(run));
      run = null;
    }
    run ??= startRun(scene);
    addToRun(run, lastMs, offset, fault);
  }

  return {
    take(line, offset) {
      const out: TranscriptEvent[] = [];
      fields.use(line);
      splitRecords(line, scan, view, {
        take: (at) => takeRecord(out, offset + at),
        broken: (at) => countLine(out, offset + at, 'json'),
      });
      return out;
    },
    flush() {
      const due = run === null ? [] : [eventOfRun(run)];
      run = null;
      return due;
    },
    state() {
      const kept = { calls: calls.state(), chains: chains.state(), prompts: lane.state() };
      return { scene, ...kept, lastMs, run: run === null ? null : structuredClone(run) };
    },
    takeUuids: () => seen.take(),
  };
}

const NO_MARKS: Marks = {};

function marksOf(markers: readonly Marker[], on: Marker['on'], text: string): Marks {
  let marks: Record<string, readonly string[]> | null = null;
  for (const marker of markers) {
    if (marker.on !== on) continue;
    const found = marker.find(text);
    if (found.length === 0) continue;
    marks ??= {};
    marks[marker.id] = found;
  }
  return marks ?? NO_MARKS;
}
