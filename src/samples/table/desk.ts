// What stands on the table builder's desk: the files begun so far and which one is being written.
// Knows how lines of the table reach a draft; the verbs decide what they write.
import type { Random } from '../random.ts';
import type { OpenTool } from '../writer/call.ts';
import type { Draft, DraftFacts, SampleLog } from '../writer/draft.ts';
import type { Arguments, Grammar } from './grammar.ts';
import { TableError } from './grammar.ts';

export interface AgentInWork {
  readonly parent: Draft;
  readonly draft: Draft;
  readonly openTool: OpenTool | null;
  readonly background: boolean;
  readonly copyProgress: boolean;
}

export interface Desk {
  readonly log: SampleLog;
  readonly random: Random;
  readonly nowMs: number | undefined;
  dayMs: number;
  lastMs: number;
  columns: readonly string[];
  /** In the order they were begun. */
  readonly drafts: Draft[];
  /** Files that are no transcripts: agents' metadata. */
  readonly extras: { path: string; text: string; mtimeMs: number }[];
  current: Draft | null;
  readonly agents: AgentInWork[];
  /** Agent tools whose result is still to come, by the draft that called them. */
  readonly openAgentTools: Map<Draft, OpenTool[]>;
  /** Tools that were called with `results=no`, by the path of the file. */
  readonly waiting: Map<string, OpenTool[]>;
}

export interface Statement {
  readonly line: number;
  /** Null: the line states no time. */
  readonly atMs: number | null;
  readonly args: Arguments;
}

export interface Verb {
  readonly name: string;
  /** What it writes, in a few words. */
  readonly writes: string;
  /** Does it begin with a time? */
  readonly time: 'needed' | 'optional' | 'none';
  readonly grammar: Grammar;
  readonly run: (desk: Desk, statement: Statement) => void;
}

export function currentDraft(desk: Desk, line: number): Draft {
  if (desk.current !== null) return desk.current;
  throw new TableError(line, 'no session yet; expected a line "session <id> cwd <path>" before it');
}

export function findSession(desk: Desk, sessionId: string, line: number): Draft {
  const found = desk.drafts.find(
    (draft) => draft.agent === null && draft.facts.sessionId === sessionId,
  );
  if (found) return found;
  const known = desk.drafts
    .filter((draft) => draft.agent === null)
    .map((draft) => draft.facts.sessionId);
  throw new TableError(
    line,
    `no session "${sessionId}" above; there is ${known.join(', ') || 'none'}`,
  );
}

/** The time a line has: its own, or the last one stated. */
export function momentOf(desk: Desk, statement: Statement): number {
  return statement.atMs ?? desk.lastMs;
}

/** `time=none` writes the record without a timestamp. */
export function recordTime(desk: Desk, statement: Statement): number | null {
  return statement.args.values.get('time') === 'none' ? null : momentOf(desk, statement);
}

/** Options of rows that change what one record says of its session. */
export const ENVELOPE_OPTIONS = [
  'session',
  'branch',
  'cwd',
  'version',
  'entrypoint',
  'sidechain',
  'agent',
  'time',
] as const;

/** Runs `write` on the current file with the row's own session, branch, cwd and so on. */
export function withEnvelope(
  desk: Desk,
  statement: Statement,
  write: (draft: Draft) => void,
): void {
  const draft = currentDraft(desk, statement.line);
  const { values } = statement.args;
  const agentId = values.get('agent');
  const view: Draft = {
    ...draft,
    facts: { ...draft.facts, ...factOverrides(values) },
    agent: agentId === undefined ? draft.agent : { id: agentId, type: 'general-purpose' },
    sidechain: values.has('sidechain') ? values.get('sidechain') === 'yes' : draft.sidechain,
  };
  write(view);
  draft.lastUuid = view.lastUuid;
  draft.promptId = view.promptId;
  draft.lastMs = view.lastMs;
  draft.facts.model = view.facts.model;
  moveOpenTools(desk, view, draft);
}

function factOverrides(values: ReadonlyMap<string, string>): Partial<DraftFacts> {
  const overrides: Partial<DraftFacts> = {};
  const given = (name: string) => values.get(name);
  if (given('session') !== undefined) overrides.sessionId = given('session') ?? '';
  if (given('branch') !== undefined) overrides.branch = given('branch') ?? '';
  if (given('cwd') !== undefined) overrides.cwd = given('cwd') ?? '';
  if (given('version') !== undefined) overrides.version = given('version') ?? '';
  if (given('entrypoint') !== undefined) overrides.entrypoint = given('entrypoint') ?? '';
  return overrides;
}

function moveOpenTools(desk: Desk, view: Draft, draft: Draft): void {
  const open = desk.openAgentTools.get(view);
  if (open === undefined) return;
  desk.openAgentTools.delete(view);
  desk.openAgentTools.set(draft, [...(desk.openAgentTools.get(draft) ?? []), ...open]);
}
