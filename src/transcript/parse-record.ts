// From one scanned record to what the ledger keeps of it: hands it to the reader of its kind. Knows
// the kinds; not files, lines or threads.
import { equalsAt } from './json-scan.ts';
import { readJson } from './json-values.ts';
import type { PieceBuilder } from './piece-builder.ts';
import { readAssistant } from './read-assistant.ts';
import { readAttachment } from './read-attachment.ts';
import { readProgress } from './read-progress.ts';
import { readUser } from './read-user.ts';
import {
  AT,
  addEvent,
  createReading,
  type FileOrigin,
  factsOf,
  internedAt,
  internedText,
  isSidechain,
  type Reading,
  startRecord,
  textAt,
} from './reading.ts';
import { DATA_AT, type RecordView } from './record-view.ts';

/** Takes the record that the view holds; `offset` is its first byte's place in the file. */
export type RecordParser = (text: Buffer, offset: number) => void;

export function createRecordParser(
  view: RecordView,
  builder: PieceBuilder,
  origin: FileOrigin,
): RecordParser {
  const reading = createReading(view, builder, origin);
  return (text, offset) => {
    startRecord(reading, text, offset);
    if (reading.atMs !== null) builder.noteTime(reading.atMs);
    const type = typeOf(reading);
    countKind(reading, type);
    if (reading.isSessionNamed) noteFacts(reading, type);
    readByKind(reading, type);
  };
}

/** The types that nearly all records have, as they stand in the text. */
const FREQUENT_TYPES = ['assistant', 'user', 'progress', 'attachment', 'system'].map((type) => ({
  type,
  bytes: Buffer.from(JSON.stringify(type)),
}));

function typeOf(reading: Reading): string {
  const { top } = reading.view;
  const start = top[AT.type] as number;
  const length = (top[AT.type + 1] as number) - start;
  for (const { type, bytes } of FREQUENT_TYPES) {
    if (bytes.length === length && equalsAt(reading.text, start, bytes)) return type;
  }
  return textAt(reading, top, AT.type) ?? '(no type)';
}

function readByKind(reading: Reading, type: string): void {
  if (type === 'assistant') readAssistant(reading);
  else if (type === 'user') readUser(reading);
  else if (type === 'progress') readProgress(reading);
  else if (type === 'attachment') readAttachment(reading);
  else if (type === 'system') readSystem(reading);
  else if (type === 'custom-title') setTitle(reading, 'customTitle');
  else if (type === 'ai-title') setTitle(reading, 'aiTitle');
  else if (type === 'summary') readSummary(reading);
  else if (type === 'cost-state') readCostState(reading);
}

function countKind(reading: Reading, type: string): void {
  const { view, builder } = reading;
  const kind =
    type === 'system'
      ? subKind(type, textAt(reading, view.top, AT.subtype))
      : type === 'progress'
        ? subKind(type, textAt(reading, view.data, DATA_AT.type))
        : type;
  builder.countKind(kind);
}

function subKind(type: string, subtype: string | null): string {
  return subtype === null ? type : `${type}/${subtype}`;
}

function noteFacts(reading: Reading, type: string): void {
  const { view, caches, atMs } = reading;
  const facts = factsOf(reading);
  if (atMs !== null) {
    if (facts.firstMs === null || atMs < facts.firstMs) facts.firstMs = atMs;
    if (facts.lastMs === null || atMs > facts.lastMs) facts.lastMs = atMs;
  }
  const textOf = (key: number, cache: Parameters<typeof internedAt>[3]): string | null =>
    internedText(reading, internedAt(reading, view.top, key, cache));
  const cwd = textOf(AT.cwd, caches.cwd);
  if (cwd !== null) {
    facts.firstCwd ??= cwd;
    facts.lastCwd = cwd;
  }
  facts.lastBranch = textOf(AT.gitBranch, caches.branch) ?? facts.lastBranch;
  facts.version = textOf(AT.version, caches.version) ?? facts.version;
  if ((type === 'user' || type === 'assistant') && !isSidechain(reading)) {
    facts.lastUuid = textAt(reading, view.top, AT.uuid) ?? facts.lastUuid;
  }
}

function readSystem(reading: Reading): void {
  const { top } = reading.view;
  if (textAt(reading, top, AT.subtype) !== 'compact_boundary') return;
  const at = AT.compactMetadata;
  const meta = readJson(reading.text, top[at] as number, top[at + 1] as number) as {
    trigger?: unknown;
    preTokens?: unknown;
    postTokens?: unknown;
  } | null;
  addEvent(reading, 'compaction', textAt(reading, top, AT.uuid), {
    trigger: typeof meta?.trigger === 'string' ? meta.trigger : null,
    preTokens: typeof meta?.preTokens === 'number' ? meta.preTokens : null,
    postTokens: typeof meta?.postTokens === 'number' ? meta.postTokens : null,
  });
}

function setTitle(reading: Reading, field: 'customTitle' | 'aiTitle'): void {
  const title = textAt(reading, reading.view.top, AT[field]);
  if (title !== null) factsOf(reading)[field] = title;
}

function readSummary(reading: Reading): void {
  const { top } = reading.view;
  const summary = textAt(reading, top, AT.summary);
  const leaf = textAt(reading, top, AT.leafUuid);
  if (summary !== null && leaf !== null) addEvent(reading, 'summary', leaf, { summary });
}

function readCostState(reading: Reading): void {
  const { top } = reading.view;
  const total = readJson(
    reading.text,
    top[AT.totalCost] as number,
    top[AT.totalCost + 1] as number,
  );
  if (typeof total === 'number') addEvent(reading, 'cost-state', null, { totalCostUsd: total });
}
