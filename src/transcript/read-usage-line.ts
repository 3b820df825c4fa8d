// Adds the usage of the scanned message to the piece: the message's line and one for each advisor.
import { LINE_FLAG } from '../model/flags.ts';
import { isPresent } from './json-values.ts';
import { USAGE_COLUMN, USAGE_STRIDE } from './piece.ts';
import { AT, internedAt, type Reading, textAt } from './reading.ts';
import { MESSAGE_AT } from './record-view.ts';
import { emptyUsage, readAdvisors, readUsage, type Usage } from './usage.ts';

export interface LineIdentity {
  /** Positions in the piece's strings; −1 for none. */
  readonly model: number;
  readonly agent: number;
  readonly requestId: string | null;
  readonly uuid: string | null;
  /** LINE_FLAG bits that the record tells, beside those of its usage. */
  readonly flags: number;
}

const usage = emptyUsage();
const row = new Float64Array(USAGE_STRIDE);

/** Returns the message's position in the piece's strings, or −1 when the record is no call. */
export function addUsageLine(reading: Reading, line: LineIdentity): number {
  const { message } = reading.view;
  const from = message[MESSAGE_AT.usage] as number;
  const to = message[MESSAGE_AT.usage + 1] as number;
  if (!readUsage(reading.text, from, to, usage)) return -1;
  const messageId = reading.builder.intern(messageIdOf(reading, line));
  fillIdentity(reading, line, messageId);
  const isStopped = isPresent(reading.text, message[MESSAGE_AT.stopReason] as number);
  addRow(reading, usage, line.flags | (isStopped ? LINE_FLAG.final : 0));
  for (const advisor of readAdvisors(reading.text, from, to)) {
    row[USAGE_COLUMN.part] = advisor.part;
    row[USAGE_COLUMN.model] = reading.builder.intern(advisor.model);
    addRow(reading, advisor, line.flags | LINE_FLAG.final);
  }
  return messageId;
}

function messageIdOf(reading: Reading, line: LineIdentity): string {
  const id = textAt(reading, reading.view.message, MESSAGE_AT.id);
  if (id !== null && id !== '') return id;
  if (line.requestId !== null) return `request:${line.requestId}`;
  if (line.uuid !== null) return `uuid:${line.uuid}`;
  return `place:${reading.origin.sessionId}:${reading.offset}`;
}

function fillIdentity(reading: Reading, line: LineIdentity, messageId: number): void {
  const { builder, view, caches } = reading;
  row[USAGE_COLUMN.offset] = reading.offset;
  row[USAGE_COLUMN.part] = 0;
  row[USAGE_COLUMN.message] = messageId;
  row[USAGE_COLUMN.request] = line.requestId === null ? -1 : builder.intern(line.requestId);
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
