// What the reader makes of some bytes, as plain objects: the piece's columns with their names and
// strings put back. The one place in the tests that knows a piece's layout.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { originOf } from '../../src/transcript/discover.ts';
import {
  type Piece,
  type PieceFault,
  TOOL_STRIDE,
  USAGE_COLUMN,
  USAGE_STRIDE,
} from '../../src/transcript/piece.ts';
import { readStretch } from '../../src/transcript/read-stretch.ts';

export interface UsageRow {
  readonly offset: number;
  readonly part: number;
  readonly message: string;
  readonly request: string | null;
  readonly session: string;
  readonly model: string;
  readonly branch: string | null;
  readonly version: string | null;
  readonly agent: string | null;
  readonly atMs: number | null;
  readonly flags: number;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly outputTokens: number;
  readonly webSearches: number;
}

export interface Reading {
  /** Position after the last record taken. */
  readonly to: number;
  readonly lineCount: number;
  readonly openedMs: number | null;
  readonly usage: readonly UsageRow[];
  readonly tools: readonly {
    readonly message: string;
    readonly id: string;
    readonly name: string;
  }[];
  readonly events: readonly {
    readonly offset: number;
    readonly kind: string;
    readonly session: string | null;
    readonly atMs: number | null;
    readonly uuid: string | null;
    readonly data: unknown;
  }[];
  readonly agents: readonly Record<string, unknown>[];
  readonly facts: Readonly<Record<string, Record<string, unknown>>>;
  /** Count of each kind of record, unknown field and fault; unknown ones begin with `?`. */
  readonly shapes: Readonly<Record<string, number>>;
  readonly faults: readonly PieceFault[];
}

/** Reads the bytes as the main transcript `own.jsonl`, or under the path given. */
export function readBytes(bytes: string | Uint8Array, name = 'own.jsonl', from = 0): Reading {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-read-'));
  try {
    const path = join(folder, name.replaceAll('/', '_'));
    writeFileSync(path, bytes);
    return readFile(path, join(folder, name), from);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Reads one stretch of a file that exists, with the origin that `place` tells. */
export function readFile(path: string, place: string = path, from = 0): Reading {
  const to = statSync(path).size;
  return decode(readStretch({ path, from, to, origin: originOf(place) }).piece);
}

function decode(piece: Piece): Reading {
  const text = (position: number): string => piece.strings[position] as string;
  return {
    to: piece.to,
    lineCount: piece.lineCount,
    openedMs: piece.openedMs,
    usage: decodeUsage(piece),
    tools: rows(piece.tools, TOOL_STRIDE).map(([message, id, name]) => ({
      message: text(message as number),
      id: text(id as number),
      name: text(name as number),
    })),
    events: piece.events.map((event) => ({
      ...event,
      session: event.session < 0 ? null : text(event.session),
      data: event.data === null ? null : JSON.parse(event.data),
    })),
    agents: piece.agents.map((agent) => ({ ...agent, session: text(agent.session) })),
    facts: Object.fromEntries(
      piece.facts.map(({ session, facts }) => [text(session), { ...facts }]),
    ),
    shapes: Object.fromEntries(
      piece.shapes.map(({ shape, known, count }) => [`${known ? '' : '?'}${shape}`, count]),
    ),
    faults: piece.faults,
  };
}

function decodeUsage(piece: Piece): UsageRow[] {
  const text = (position: number): string => piece.strings[position] as string;
  const optional = (position: number): string | null => (position < 0 ? null : text(position));
  return rows(piece.usage, USAGE_STRIDE).map((row) => {
    const at = (column: keyof typeof USAGE_COLUMN): number => row[USAGE_COLUMN[column]] as number;
    return {
      offset: at('offset'),
      part: at('part'),
      message: text(at('message')),
      request: optional(at('request')),
      session: text(at('session')),
      model: text(at('model')),
      branch: optional(at('branch')),
      version: optional(at('version')),
      agent: optional(at('agent')),
      atMs: at('atMs') < 0 ? null : at('atMs'),
      flags: at('flags'),
      inputTokens: at('inputTokens'),
      cacheReadTokens: at('cacheReadTokens'),
      cacheWrite5mTokens: at('cacheWrite5mTokens'),
      cacheWrite1hTokens: at('cacheWrite1hTokens'),
      outputTokens: at('outputTokens'),
      webSearches: at('webSearches'),
    };
  });
}

function rows(values: Float64Array, stride: number): number[][] {
  const count = values.length / stride;
  return Array.from({ length: count }, (_, i) => [
    ...values.subarray(i * stride, (i + 1) * stride),
  ]);
}
