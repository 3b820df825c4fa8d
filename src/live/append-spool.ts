// Notes one thing for the engine: a line at the end of the spool of this hour. Knows how to do so
// without a lock, and where to when the disk is full; never fails and never waits.
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../shared/make-folder.ts';
import { withoutNulls } from './restore-heartbeat.ts';
import type { SpoolPlaces } from './spool-dirs.ts';
import type { SpoolRecord } from './spool-record.ts';

/** What one write brings into a file in one piece, beside other writers, on the systems we know. */
const MAX_BYTES = 4_096;
const APPEND = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY;

/** False when it could be noted nowhere. */
export function appendToSpool(places: SpoolPlaces, record: SpoolRecord): boolean {
  try {
    const line = spoolLine(record);
    const name = spoolFileName(record.atMs);
    if (append(places.spoolDir, name, line)) return true;
    return places.fallbackDir !== null && append(places.fallbackDir, name, line);
  } catch {
    return false;
  }
}

/** `2026112118.jsonl`: the hour in UTC. */
function spoolFileName(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 13).replace(/\D/g, '')}.jsonl`;
}

/** On a line of its own also after a write that was cut off. Below MAX_BYTES, whatever it takes. */
function spoolLine(record: SpoolRecord): Buffer {
  const slim = slimOf(record);
  let line = lineOf(slim);
  while (line.length >= MAX_BYTES && shortenLongest(slim)) line = lineOf(slim);
  if (line.length >= MAX_BYTES && 'data' in slim) line = lineOf({ ...slim, data: {} });
  if (line.length >= MAX_BYTES) throw new RangeError('too long for the spool');
  return line;
}

/** Its own copy. The kind stands first: by that a whole record is found after a torn one. */
function slimOf(record: SpoolRecord): Fields {
  return record.kind === 'heartbeat'
    ? { ...record, kind: record.kind, heartbeat: withoutNulls(record.heartbeat) }
    : { ...record, kind: record.kind, data: { ...record.data } };
}

type Fields = Record<string, unknown>;

function lineOf(fields: Fields): Buffer {
  const { kind, ...rest } = fields;
  return Buffer.from(`\n${JSON.stringify({ kind, ...rest })}\n`);
}

/** Halves the longest string; false when none is left that could give anything. */
function shortenLongest(fields: Fields): boolean {
  let longest: { readonly of: Fields; readonly name: string; readonly text: string } | null = null;
  for (const of of [fields, fields.heartbeat as Fields, fields.data as Fields]) {
    for (const [name, text] of Object.entries(of ?? {})) {
      if (typeof text !== 'string' || KEPT.has(name)) continue;
      if (text.length > (longest?.text.length ?? 16)) longest = { of, name, text };
    }
  }
  if (longest === null) return false;
  const { of, name, text } = longest;
  // Half a path leads nowhere, and half of a JSON text says nothing.
  if (/[/\\{]/.test(text)) of[name] = null;
  else of[name] = text.slice(0, text.length / 2).replace(/[\ud800-\udbff]$/, '');
  return true;
}

/** Without these a record is of no use. */
const KEPT: ReadonlySet<string> = new Set(['kind', 'event', 'sessionId']);

function append(folder: string, name: string, line: Buffer): boolean {
  try {
    const handle = openSpool(folder, name);
    try {
      return writeSync(handle, line) === line.length;
    } finally {
      closeSync(handle);
    }
  } catch {
    return false;
  }
}

/** The folder is there but for the first time: nothing is asked about it. */
function openSpool(folder: string, name: string): number {
  const path = join(folder, name);
  try {
    return openSync(path, APPEND, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    makeFolder(folder, 0o700);
    return openSync(path, APPEND, 0o600);
  }
}
