// Gathers what the records of a stretch say into a Piece. Knows columns and counting; not JSON.

import { emptyFacts, type SessionFacts } from '../model/session-facts.ts';
import { isKnownKind } from './kinds.ts';
import {
  type Piece,
  type PieceAgent,
  type PieceEvent,
  type PieceFault,
  type PieceShape,
  TOOL_STRIDE,
  USAGE_STRIDE,
} from './piece.ts';

/** Faults kept with their place per stretch; the rest are only counted. */
const MAX_FAULTS = 100;
/** Unknown shapes told apart per stretch. */
const MAX_SHAPES = 200;

export interface PieceBuilder {
  intern(text: string): number;
  readonly strings: readonly string[];
  addUsage(row: ArrayLike<number>): void;
  addTool(message: number, toolUse: number, name: number): void;
  addEvent(event: PieceEvent): void;
  addAgent(agent: PieceAgent): void;
  addFault(fault: PieceFault): void;
  countShape(shape: string, known: boolean): void;
  /** A record of this kind, which may be one the reader does not know. */
  countKind(kind: string): void;
  factsOf(session: number): SessionFacts;
  countLine(): void;
  noteTime(atMs: number): void;
  finish(from: number, to: number): Piece;
}

export function createPieceBuilder(): PieceBuilder {
  const strings: string[] = [];
  const positions = new Map<string, number>();
  const usage = createColumns(USAGE_STRIDE);
  const tools = createColumns(TOOL_STRIDE);
  const events: PieceEvent[] = [];
  const agents = new Map<string, PieceAgent>();
  const faults: PieceFault[] = [];
  const shapes = createShapes();
  const facts = new Map<number, SessionFacts>();
  let openedMs: number | null = null;
  let lineCount = 0;

  return {
    strings,
    intern(text) {
      const known = positions.get(text);
      if (known !== undefined) return known;
      positions.set(text, strings.length);
      return strings.push(text) - 1;
    },
    addUsage: (row) => usage.add(row),
    addTool: (message, toolUse, name) => tools.add([message, toolUse, name]),
    addEvent: (event) => events.push(event),
    addAgent(agent) {
      const key = `${agent.session} ${agent.agentId}`;
      const known = agents.get(key);
      agents.set(key, known === undefined ? agent : mergeAgents(known, agent));
    },
    addFault(fault) {
      shapes.count(`(${fault.kind})`, true);
      if (faults.length < MAX_FAULTS) faults.push(fault);
    },
    countShape: shapes.count,
    countKind: shapes.countKind,
    factsOf(session) {
      let entry = facts.get(session);
      if (entry === undefined) {
        entry = emptyFacts();
        facts.set(session, entry);
      }
      return entry;
    },
    countLine() {
      lineCount++;
    },
    noteTime(atMs) {
      openedMs ??= atMs;
    },
    finish: (from, to) => ({
      from,
      to,
      strings,
      usage: usage.finish(),
      tools: tools.finish(),
      events,
      agents: [...agents.values()],
      facts: [...facts].map(([session, entry]) => ({ session, facts: entry })),
      shapes: shapes.finish(),
      faults,
      openedMs,
      lineCount,
    }),
  };
}

interface Shapes {
  count(shape: string, known: boolean): void;
  countKind(kind: string): void;
  finish(): PieceShape[];
}

function createShapes(): Shapes {
  const shapes = new Map<string, { known: boolean; count: number }>();

  function count(shape: string, known: boolean): void {
    const entry = shapes.get(shape);
    if (entry !== undefined) entry.count++;
    else if (shapes.size < MAX_SHAPES || known) shapes.set(shape, { known, count: 1 });
    else count('(more unknown shapes)', true);
  }

  return {
    count,
    countKind(kind) {
      const entry = shapes.get(kind);
      if (entry !== undefined) entry.count++;
      else count(kind, isKnownKind(kind));
    },
    finish: () => [...shapes].map(([shape, entry]) => ({ shape, ...entry })),
  };
}

/** The smaller of two values that are told, as in the ledger: the order of telling does not matter. */
function mergeAgents(a: PieceAgent, b: PieceAgent): PieceAgent {
  return {
    ...a,
    type: smaller(a.type, b.type),
    parentAgentId: smaller(a.parentAgentId, b.parentAgentId),
    toolUseId: smaller(a.toolUseId, b.toolUseId),
  };
}

function smaller(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

interface Columns {
  add(row: ArrayLike<number>): void;
  finish(): Float64Array;
}

function createColumns(stride: number): Columns {
  let values = new Float64Array(stride * 64);
  let used = 0;
  return {
    add(row) {
      if (used + stride > values.length) {
        const larger = new Float64Array(values.length * 2);
        larger.set(values);
        values = larger;
      }
      for (let i = 0; i < stride; i++) values[used + i] = row[i] as number;
      used += stride;
    },
    finish: () => values.slice(0, used),
  };
}
