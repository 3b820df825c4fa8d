// Lines of the spool → records. Knows what a torn or damaged line looks like and saves what is whole in
// it; a line that holds nothing of use is a fault, never an error.
import { restoreHeartbeat } from '../../../live/restore-heartbeat.ts';
import type { HookRecord, SpoolRecord } from '../../../live/spool-record.ts';
import { numberOf, objectOf, pathOf, textOf } from '../../../live/told-values.ts';

export interface ParsedSpool {
  readonly records: readonly SpoolRecord[];
  /** Lines of which something could not be read. */
  readonly faults: number;
}

export function parseSpool(text: string): ParsedSpool {
  const records: SpoolRecord[] = [];
  let faults = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const record = parseRecord(line);
    if (record !== null) {
      records.push(record);
      continue;
    }
    records.push(...salvage(line));
    faults++;
  }
  return { records, faults };
}

/** How every record begins; inside a string it would stand with other quotes. */
const BEGINNING = '{"kind":';

/** The whole records in a line that also holds something else. */
function salvage(line: string): SpoolRecord[] {
  const records: SpoolRecord[] = [];
  let at = line.indexOf(BEGINNING);
  while (at !== -1) {
    const end = endOfObject(line, at);
    const record = end === -1 ? null : parseRecord(line.slice(at, end));
    if (record !== null) records.push(record);
    at = line.indexOf(BEGINNING, record === null ? at + 1 : end);
  }
  return records;
}

/** What live/append-spool.ts writes is shorter. */
const LONGEST_RECORD = 4_096;

/** After its closing brace; -1 when there is none. */
function endOfObject(line: string, start: number): number {
  const stop = Math.min(line.length, start + LONGEST_RECORD);
  let depth = 0;
  let isText = false;
  for (let at = start; at < stop; at++) {
    const char = line.charCodeAt(at);
    if (isText && char === 92) at++;
    else if (char === 34) isText = !isText;
    else if (!isText && char === 123) depth++;
    else if (!isText && char === 125 && --depth === 0) return at + 1;
  }
  return -1;
}

function parseRecord(text: string): SpoolRecord | null {
  const told = objectOf(parseJson(text));
  const atMs = numberOf(told?.atMs);
  if (told === null || atMs === null) return null;
  if (told.kind === 'heartbeat') {
    const heartbeat = restoreHeartbeat(told.heartbeat);
    return heartbeat === null ? null : { kind: 'heartbeat', atMs, heartbeat };
  }
  const sessionId = textOf(told.sessionId);
  const event = textOf(told.event);
  if (told.kind !== 'hook' || sessionId === null || event === null) return null;
  return {
    kind: 'hook',
    atMs,
    event,
    sessionId,
    transcriptPath: pathOf(told.transcriptPath),
    cwd: pathOf(told.cwd),
    data: dataOf(told.data),
  };
}

/** Short single values only: there is no place for a text in it. */
function dataOf(value: unknown): HookRecord['data'] {
  const data: Record<string, string | number | boolean | null> = {};
  for (const [name, entry] of Object.entries(objectOf(value) ?? {})) {
    if (typeof entry === 'string') data[name] = entry === '' ? '' : textOf(entry);
    else if (typeof entry === 'boolean' || entry === null) data[name] = entry;
    else if (typeof entry === 'number') data[name] = numberOf(entry);
  }
  return data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
