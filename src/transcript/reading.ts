// One record on its way into a piece: the bytes, where its fields are, and short ways to read them.
// Shared by the readers of the record kinds; knows none of them.
import type { SessionFacts } from '../model/session-facts.ts';
import { isPresent, isTrue, readInstant, readString } from './json-values.ts';
import type { EventKind } from './piece.ts';
import type { PieceBuilder } from './piece-builder.ts';
import { createRangeCache, type RangeCache } from './range-cache.ts';
import { type RecordView, topAt } from './record-view.ts';

/** What the file's place in the folder tells of its records. */
export interface FileOrigin {
  /** Session id by file or folder name, for records that name none. */
  readonly sessionId: string;
  readonly isSubagent: boolean;
  /** Subagent id by file name. */
  readonly agentId: string | null;
}

/** Positions of top-level fields in `view.top`. */
export const AT = {
  type: topAt('type'),
  subtype: topAt('subtype'),
  timestamp: topAt('timestamp'),
  sessionId: topAt('sessionId'),
  uuid: topAt('uuid'),
  requestId: topAt('requestId'),
  cwd: topAt('cwd'),
  gitBranch: topAt('gitBranch'),
  version: topAt('version'),
  isSidechain: topAt('isSidechain'),
  agentId: topAt('agentId'),
  parentToolUse: topAt('parentToolUseID'),
  compactMetadata: topAt('compactMetadata'),
  customTitle: topAt('customTitle'),
  aiTitle: topAt('aiTitle'),
  summary: topAt('summary'),
  leafUuid: topAt('leafUuid'),
  isApiError: topAt('isApiErrorMessage'),
  forkedFrom: topAt('forkedFrom'),
  sessionKind: topAt('sessionKind'),
  attributionAgent: topAt('attributionAgent'),
  totalCost: topAt('totalCostUSD'),
  effort: topAt('effort'),
} as const;

export interface Reading {
  readonly view: RecordView;
  readonly builder: PieceBuilder;
  readonly origin: FileOrigin;
  readonly caches: {
    readonly session: RangeCache;
    readonly model: RangeCache;
    readonly branch: RangeCache;
    readonly version: RangeCache;
    readonly agent: RangeCache;
    readonly cwd: RangeCache;
    readonly message: RangeCache;
    readonly request: RangeCache;
  };
  /** Position of the file's own session in the piece's strings. */
  readonly ownSession: number;
  // The record at hand:
  text: Buffer;
  offset: number;
  atMs: number | null;
  session: number;
  /** Whether the record itself named its session. */
  isSessionNamed: boolean;
}

export function createReading(
  view: RecordView,
  builder: PieceBuilder,
  origin: FileOrigin,
): Reading {
  const cache = (): RangeCache => createRangeCache((value) => builder.intern(value));
  return {
    view,
    builder,
    origin,
    caches: {
      session: cache(),
      model: cache(),
      branch: cache(),
      version: cache(),
      agent: cache(),
      cwd: cache(),
      message: cache(),
      request: cache(),
    },
    ownSession: builder.intern(origin.sessionId),
    text: Buffer.alloc(0),
    offset: 0,
    atMs: null,
    session: -1,
    isSessionNamed: false,
  };
}

/** Turns to the record that the view holds now. */
export function startRecord(reading: Reading, text: Buffer, offset: number): void {
  const { top } = reading.view;
  reading.text = text;
  reading.offset = offset;
  reading.atMs = readInstant(text, top[AT.timestamp] as number, top[AT.timestamp + 1] as number);
  const named = internedAt(reading, top, AT.sessionId, reading.caches.session);
  reading.isSessionNamed = named >= 0;
  reading.session = reading.isSessionNamed ? named : reading.ownSession;
}

export function textAt(reading: Reading, spans: Int32Array, key: number): string | null {
  return readString(reading.text, spans[key] as number, spans[key + 1] as number);
}

/** Position of the string in the piece's strings, or −1. */
export function internedAt(
  reading: Reading,
  spans: Int32Array,
  key: number,
  cache: RangeCache,
): number {
  return cache(reading.text, spans[key] as number, spans[key + 1] as number);
}

export function isTrueAt(reading: Reading, key: number): boolean {
  const { top } = reading.view;
  return isTrue(reading.text, top[key] as number, top[key + 1] as number);
}

export function isPresentAt(reading: Reading, key: number): boolean {
  return isPresent(reading.text, reading.view.top[key] as number);
}

export function internedText(reading: Reading, position: number): string | null {
  return position < 0 ? null : (reading.builder.strings[position] ?? null);
}

export function isSidechain(reading: Reading): boolean {
  return reading.origin.isSubagent || isTrueAt(reading, AT.isSidechain);
}

export function factsOf(reading: Reading): SessionFacts {
  return reading.builder.factsOf(reading.session);
}

export function addEvent(
  reading: Reading,
  kind: EventKind,
  uuid: string | null,
  data: object | null,
): void {
  const { offset, session, atMs } = reading;
  const json = data === null ? null : JSON.stringify(data);
  reading.builder.addEvent({ offset, kind, session, atMs, uuid, data: json });
}

/** Notes a subagent of the record's session. */
export function noteAgent(
  reading: Reading,
  agentId: string,
  type: string | null,
  toolUseId: string | null,
): void {
  const { session } = reading;
  reading.builder.addAgent({ agentId, session, type, parentAgentId: null, toolUseId });
}
