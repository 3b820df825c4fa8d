// Adds the usage of the scanned message to the piece: the message's line and one for each advisor.
import { LINE_FLAG } from '../model/flags.ts';
import { isPresent } from './json-values.ts';
import { USAGE_COLUMN, USAGE_STRIDE } from './piece.ts';
import { AT, internedAt, type Reading, textAt } from './reading.ts';
import { MESSAGE_AT } from './record-view.ts';
import { type AdvisorUsage, emptyUsage, readAdvisors, readUsage, type Usage } from './usage.ts';

export interface LineIdentity {
  /** Positions in the piece's strings; −1 for none. */
  readonly model: number;
  readonly agent: number;
  /** Where the record's own fields are: at the top, or inside a progress record. */
  readonly spans: Int32Array;
  readonly keys: { readonly requestId: number; readonly uuid: number };
  /** LINE_FLAG bits that the record tells, beside those of its usage. */
  readonly flags: number;
}

// The lines of one message mostly repeat its usage byte for byte, so the last one is kept.
const lastBytes = Buffer.alloc(8192);
let lastLength = -1;
let isCall = false;
const usage = emptyUsage();
let advisors: readonly AdvisorUsage[] = [];
const row = new Float64Array(USAGE_STRIDE);

/** Returns the message's position in the piece's strings, or −1 when the record is no call. */
export function addUsageLine(reading: Reading, line: LineIdentity): number {
  const { message } = reading.view;
  const from = message[MESSAGE_AT.usage] as number;
  const to = message[MESSAGE_AT.usage + 1] as number;
  if (!readUsageAgain(reading.text, from, to)) return -1;
  const request = requestOf(reading, line);
  const messageId = messageIdOf(reading, line, request);
  fillIdentity(reading, line, messageId, request);
  const isStopped = isPresent(reading.text, message[MESSAGE_AT.stopReason] as number);
  addRow(reading, usage, line.flags | (isStopped ? LINE_FLAG.final : 0));
  for (const advisor of advisors) {
    row[USAGE_COLUMN.part] = advisor.part;
    row[USAGE_COLUMN.model] = reading.builder.intern(advisor.model);
    addRow(reading, advisor, line.flags | LINE_FLAG.final);
  }
  return messageId;
}

/** Reads the usage at a range into `usage` and `advisors`; returns whether it is a call. */
function readUsageAgain(text: Buffer, from: number, to: number): boolean {
  if (from < 0) return false;
  const length = to - from;
  if (length === lastLength && text.compare(lastBytes, 0, length, from, to) === 0) return isCall;
  isCall = readUsage(text, from, to, usage);
  advisors = isCall ? readAdvisors(text, from, to) : [];
  lastLength = length <= lastBytes.length ? text.copy(lastBytes, 0, from, to) : -1;
  return isCall;
}

/** Position of the request id; an empty one is none. */
function requestOf(reading: Reading, line: LineIdentity): number {
  const { caches, builder } = reading;
  const request = internedAt(reading, line.spans, line.keys.requestId, caches.request);
  return request >= 0 && builder.strings[request] === '' ? -1 : request;
}

/** The id's position in the piece's strings; a stand-in where the message has none. */
function messageIdOf(reading: Reading, line: LineIdentity, request: number): number {
  const { builder, view, caches, origin } = reading;
  const id = internedAt(reading, view.message, MESSAGE_AT.id, caches.message);
  if (id >= 0 && builder.strings[id] !== '') return id;
  if (request >= 0) return builder.intern(`request:${builder.strings[request]}`);
  const uuid = textAt(reading, line.spans, line.keys.uuid);
  if (uuid !== null) return builder.intern(`uuid:${uuid}`);
  return builder.intern(`place:${origin.sessionId}:${reading.offset}`);
}

function fillIdentity(
  reading: Reading,
  line: LineIdentity,
  messageId: number,
  request: number,
): void {
  const { builder, view, caches } = reading;
  row[USAGE_COLUMN.offset] = reading.offset;
  row[USAGE_COLUMN.part] = 0;
  row[USAGE_COLUMN.message] = messageId;
  row[USAGE_COLUMN.request] = request;
  row[USAGE_COLUMN.session] = reading.session;
  row[USAGE_COLUMN.model] = line.model >= 0 ? line.model : builder.intern('(no model)');
  row[USAGE_COLUMN.branch] = internedAt(reading, view.top, AT.gitBranch, caches.branch);
  row[USAGE_COLUMN.version] = internedAt(reading, view.top, AT.version, caches.version);
  row[USAGE_COLUMN.agent] = line.agent;
  row[USAGE_COLUMN.atMs] = reading.atMs ?? -1;
}

function addRow(reading: Reading, counts: Usage, flags: number): void {
  row[USAGE_COLUMN.flags] = counts.flags | flags;
  row[USAGE_COLUMN.inputTokens] = counts.inputTokens;
  row[USAGE_COLUMN.cacheReadTokens] = counts.cacheReadTokens;
  row[USAGE_COLUMN.cacheWrite5mTokens] = counts.cacheWrite5mTokens;
  row[USAGE_COLUMN.cacheWrite1hTokens] = counts.cacheWrite1hTokens;
  row[USAGE_COLUMN.outputTokens] = counts.outputTokens;
  row[USAGE_COLUMN.webSearches] = counts.webSearches;
  reading.builder.addUsage(row);
}
