// Session events as one compact string and back. Knows the stored format: JSON with a list of the strings
// and scenes that repeat, and the events in one flat list. A change gets a new version; old ones stay readable.
import type { EventPlace, Marks, Scene, SessionEvent, SessionEventKind } from './session-event.ts';

const FORMAT = 1;

/** Position = code. Never renumber, append only. */
const KINDS: readonly SessionEventKind[] = [
  'user',
  'assistant',
  'thinking',
  'tool_call',
  'tool_result',
  'system',
  'permission',
  'lines',
];
const ORIGINS = ['human', 'command', 'interrupt', 'summary', 'harness'] as const;
const PHASES = ['asked', 'answered'] as const;

type Cell = number | string | null | readonly Cell[];

interface Packed {
  readonly v: number;
  /** Strings; −1 stands for null where a position is meant. */
  readonly s: readonly string[];
  /** Scenes: model, version, branch, effort, permission mode, as positions in `s`. */
  readonly c: readonly (readonly number[])[];
  /**
   * Of each event: kind, time (as difference from the last one; null: none), offset (the same way),
   * chain, scene, then what its kind has.
   */
  readonly e: readonly Cell[];
}

/** About 40 bytes an event. Text is no part of an event, so there is none in it. */
export function packEvents(events: readonly SessionEvent[]): string {
  const strings = createList<string>((text) => text);
  const scenes = createList<Scene>(sceneKey);
  const cells: Cell[] = [];
  const text = (value: string | null): number => (value === null ? -1 : strings.at(value));
  let atMs = 0;
  let offset = 0;
  for (const event of events) {
    cells.push(KINDS.indexOf(event.kind));
    cells.push(event.atMs === null ? null : event.atMs - atMs);
    cells.push(event.offset === null ? null : event.offset - offset);
    cells.push(text(event.chain), scenes.at(event.scene));
    pushOwn(cells, event, text);
    atMs = event.atMs ?? atMs;
    offset = event.offset ?? offset;
  }
  const packed: Packed = {
    c: scenes.values.map(({ model, version, branch, effort, permissionMode }) =>
      [model, version, branch, effort, permissionMode].map(text),
    ),
    v: FORMAT,
    s: strings.values,
    e: cells,
  };
  return JSON.stringify(packed);
}

function sceneKey({ model, version, branch, effort, permissionMode }: Scene): string {
  return JSON.stringify([model, version, branch, effort, permissionMode]);
}

/** Values in the order in which they were first named. Scenes are mostly the same object: asked first. */
function createList<Value>(keyOf: (value: Value) => string): {
  readonly values: Value[];
  at(value: Value): number;
} {
  const values: Value[] = [];
  const places = new Map<string, number>();
  let last: Value | undefined;
  let lastPlace = -1;
  return {
    values,
    at(value) {
      if (value === last) return lastPlace;
      const key = keyOf(value);
      let place = places.get(key);
      if (place === undefined) {
        place = values.length;
        values.push(value);
        places.set(key, place);
      }
      last = value;
      lastPlace = place;
      return place;
    },
  };
}

function pushOwn(cells: Cell[], event: SessionEvent, text: (value: string | null) => number): void {
  switch (event.kind) {
    case 'user':
      cells.push(ORIGINS.indexOf(event.origin), event.chars, packMarks(event.marks, text));
      return;
    case 'assistant':
      cells.push(event.chars, packMarks(event.marks, text));
      return;
    case 'thinking':
      cells.push(event.chars, event.signatureChars, event.isRedacted ? 1 : 0);
      return;
    case 'tool_call':
      // Hashes hardly ever repeat: they stand in place.
      cells.push(event.call, text(event.tool), text(event.path), event.inputHash);
      return;
    case 'tool_result': {
      const flags = (event.isError ? 1 : 0) + (event.isRejected ? 2 : 0);
      cells.push(event.call ?? -1, text(event.tool), flags, event.chars);
      return;
    }
    case 'system':
      cells.push(text(event.subkind), text(event.trigger));
      return;
    case 'permission':
      cells.push(PHASES.indexOf(event.phase), text(event.tool));
      return;
    case 'lines':
      cells.push(event.good, event.bad, Object.entries(event.missing).flat());
      return;
  }
}

/** 0: none. Else lists of the marker's id and what it found. */
function packMarks(marks: Marks, text: (value: string) => number): Cell {
  const entries = Object.entries(marks);
  return entries.length === 0 ? 0 : entries.map(([id, found]) => [id, ...found].map(text));
}

/** Throws on what `packEvents` did not write. */
export function unpackEvents(packed: string): SessionEvent[] {
  const { v, s, c, e } = JSON.parse(packed) as Packed;
  if (v !== FORMAT) throw new Error(`session events of format ${v} cannot be read`);
  const text = (at: number): string | null => (at < 0 ? null : (s[at] as string));
  const scenes = c.map((cells) => unpackScene(cells.map(text)));
  const reader = createCells(e, text);
  const events: SessionEvent[] = [];
  let lastMs = 0;
  let lastOffset = 0;
  while (reader.hasMore()) {
    const kind = KINDS[reader.number()] as SessionEventKind;
    const timeStep = reader.numberOrNull();
    const offsetStep = reader.numberOrNull();
    const atMs = timeStep === null ? null : lastMs + timeStep;
    const offset = offsetStep === null ? null : lastOffset + offsetStep;
    lastMs = atMs ?? lastMs;
    lastOffset = offset ?? lastOffset;
    const chain = reader.text();
    const place = { atMs, offset, chain, scene: scenes[reader.number()] as Scene };
    events.push(unpackEvent(kind, place, reader));
  }
  return events;
}

function unpackScene([model, version, branch, effort, permissionMode]: (string | null)[]): Scene {
  return {
    model: model ?? null,
    version: version ?? null,
    branch: branch ?? null,
    effort: effort ?? null,
    permissionMode: permissionMode ?? null,
  };
}

interface Cells {
  hasMore(): boolean;
  next(): Cell;
  number(): number;
  numberOrNull(): number | null;
  text(): string | null;
  marks(): Marks;
}

const NO_MARKS: Marks = Object.freeze({});

function createCells(cells: readonly Cell[], textAt: (at: number) => string | null): Cells {
  let at = 0;
  return {
    hasMore: () => at < cells.length,
    next: () => cells[at++] as Cell,
    number: () => cells[at++] as number,
    numberOrNull: () => cells[at++] as number | null,
    text: () => textAt(cells[at++] as number),
    marks() {
      const found = cells[at++];
      if (!Array.isArray(found)) return NO_MARKS;
      return Object.fromEntries(
        (found as readonly number[][]).map((names): [string, string[]] => {
          const [id, ...rest] = names.map((name) => textAt(name) ?? '');
          return [id ?? '', rest];
        }),
      );
    },
  };
}

function unpackEvent(kind: SessionEventKind, place: EventPlace, cells: Cells): SessionEvent {
  const { atMs, offset, chain, scene } = place;
  switch (kind) {
    case 'user': {
      const origin = ORIGINS[cells.number()] ?? 'harness';
      const chars = cells.number();
      return { kind, atMs, offset, chain, scene, origin, chars, marks: cells.marks() };
    }
    case 'assistant': {
      const chars = cells.number();
      return { kind, atMs, offset, chain, scene, chars, marks: cells.marks() };
    }
    case 'thinking': {
      const chars = cells.number();
      const signatureChars = cells.number();
      const isRedacted = cells.number() === 1;
      return { kind, atMs, offset, chain, scene, chars, signatureChars, isRedacted };
    }
    case 'tool_call': {
      const call = cells.number();
      const tool = cells.text() ?? '';
      const path = cells.text();
      const inputHash = cells.next() as string;
      return { kind, atMs, offset, chain, scene, call, tool, path, inputHash };
    }
    case 'tool_result': {
      const number = cells.number();
      const call = number < 0 ? null : number;
      const tool = cells.text() ?? '';
      const flags = cells.number();
      const isError = (flags & 1) === 1;
      const isRejected = (flags & 2) === 2;
      const chars = cells.number();
      return { kind, atMs, offset, chain, scene, call, tool, isError, isRejected, chars };
    }
    case 'system': {
      const subkind = cells.text() ?? '';
      return { kind, atMs, offset, chain, scene, subkind, trigger: cells.text() };
    }
    case 'permission': {
      const phase = PHASES[cells.number()] ?? 'asked';
      return { kind, atMs, offset, chain, scene, phase, tool: cells.text() };
    }
    case 'lines': {
      const good = cells.number();
      const bad = cells.number();
      const missing = unpackCounts(cells.next() as readonly (string | number)[]);
      return { kind, atMs, offset, chain, scene, good, bad, missing };
    }
    default:
      throw new Error('an event of unknown kind');
  }
}

function unpackCounts(pairs: readonly (string | number)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let i = 0; i < pairs.length; i += 2) counts[pairs[i] as string] = pairs[i + 1] as number;
  return counts;
}
