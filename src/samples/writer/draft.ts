// One transcript file while it is being written: its lines, the chain of uuids and the facts every
// record repeats. Knows the envelope of a record; the records themselves are its neighbours' work.
import type { TokenCounts } from '../../shared/tokens.ts';
import type { Random } from '../random.ts';
import { traitsOf, type VersionTraits } from './version-traits.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface DraftAgent {
  readonly id: string;
  readonly type: string;
}

/** A call that was written: what a ledger must find again. */
export interface SampleCall {
  readonly messageId: string;
  readonly requestId: string | null;
  /** 0 the message itself, n its n-th advisor iteration. */
  readonly part: number;
  /** Null: written without a time. */
  readonly atMs: number | null;
  readonly model: string;
  readonly sessionId: string;
  readonly branch: string;
  readonly cwd: string;
  readonly agentId: string | null;
  /** False: only placeholders of its output were written. */
  readonly isFinal: boolean;
  readonly tokens: TokenCounts;
  readonly webSearches: number;
}

/** Shared by all drafts of one set. Copies made by forks and resumes are not in it. */
export interface SampleLog {
  readonly calls: SampleCall[];
}

export interface DraftFacts {
  sessionId: string;
  cwd: string;
  branch: string;
  version: string;
  entrypoint: string;
  /** Of the last call; the next one's unless it names its own. */
  model: string;
  /** Three-word nickname of the session; '' while it has none. */
  nickname: string;
  /** Of the calls that follow; absent: as the version writes it. */
  effort?: string;
  /** Of the prompts that follow; absent: `default`. */
  permissionMode?: string;
}

export interface Draft {
  readonly path: string;
  readonly lines: string[];
  readonly log: SampleLog;
  readonly random: Random;
  readonly agent: DraftAgent | null;
  facts: DraftFacts;
  /** Marks records as sidechain; true in subagents' files. */
  sidechain: boolean;
  lastUuid: string | null;
  promptId: string | null;
  lastMs: number;
  /** The last input of each tool, by `name:subject` and by `name:`. */
  readonly inputs: Map<string, Json>;
}

export interface NewDraft {
  readonly path: string;
  readonly log: SampleLog;
  readonly random: Random;
  readonly facts: DraftFacts;
  readonly agent?: DraftAgent;
}

export function openDraft(options: NewDraft): Draft {
  return {
    path: options.path,
    lines: [],
    log: options.log,
    random: options.random,
    agent: options.agent ?? null,
    facts: { ...options.facts },
    sidechain: options.agent !== undefined,
    lastUuid: null,
    promptId: null,
    lastMs: 0,
    inputs: new Map(),
  };
}

export function traits(draft: Draft): VersionTraits {
  return traitsOf(draft.facts.version);
}

export interface RecordParts {
  readonly type: string;
  /** Null: the record is written without a timestamp. */
  readonly atMs: number | null;
  /** Fields before `uuid` and `timestamp`: `message`, `data`, `subtype`. */
  readonly body: Json;
  /** Fields after them: `toolUseResult`, `permissionMode`. */
  readonly tail?: Json;
  /** Replaces the previous record as parent. */
  readonly parentUuid?: string | null;
  readonly uuid?: string;
  /** The record belongs to a prompt: user lines. */
  readonly withPromptId?: boolean;
}

/** Appends a record of the conversation and gives its uuid, which the next one has as parent. */
export function writeRecord(draft: Draft, parts: RecordParts): string {
  const uuid = parts.uuid ?? draft.random.uuid();
  const parentUuid = parts.parentUuid === undefined ? draft.lastUuid : parts.parentUuid;
  const moment = parts.atMs === null ? {} : { timestamp: toIso(parts.atMs) };
  const record = traits(draft).laterEnvelope
    ? laterRecord(draft, parts, parentUuid, { uuid, ...moment })
    : earlyRecord(draft, parts, parentUuid, { uuid, ...moment });
  appendJson(draft, record);
  draft.lastUuid = uuid;
  if (parts.atMs !== null) noteTime(draft, parts.atMs);
  return uuid;
}

/** Appends a flat line: no uuid, no parent. */
export function appendJson(draft: Draft, value: Json): void {
  draft.lines.push(JSON.stringify(value));
}

export function noteTime(draft: Draft, atMs: number): void {
  if (atMs > draft.lastMs) draft.lastMs = atMs;
}

export function toIso(atMs: number): string {
  return new Date(atMs).toISOString();
}

function earlyRecord(
  draft: Draft,
  parts: RecordParts,
  parentUuid: string | null,
  mark: Json,
): Json {
  const { facts, agent } = draft;
  return {
    parentUuid,
    isSidechain: draft.sidechain,
    userType: 'external',
    cwd: facts.cwd,
    sessionId: facts.sessionId,
    version: facts.version,
    gitBranch: facts.branch,
    ...(agent === null ? {} : { agentId: agent.id }),
    ...(facts.nickname === '' ? {} : { slug: facts.nickname }),
    ...(parts.type === 'assistant' ? parts.body : { type: parts.type, ...parts.body }),
    ...(parts.type === 'assistant' ? { type: parts.type } : {}),
    ...mark,
    ...parts.tail,
  };
}

function laterRecord(
  draft: Draft,
  parts: RecordParts,
  parentUuid: string | null,
  mark: Json,
): Json {
  const { facts, agent } = draft;
  const { type, body } = parts;
  const typeFirst = type === 'user' || type === 'system';
  return {
    parentUuid,
    isSidechain: draft.sidechain,
    ...(parts.withPromptId && draft.promptId !== null ? { promptId: draft.promptId } : {}),
    ...(agent === null ? {} : { agentId: agent.id }),
    ...(typeFirst ? { type, ...body } : { ...body, type }),
    ...mark,
    ...parts.tail,
    userType: 'external',
    entrypoint: facts.entrypoint,
    cwd: facts.cwd,
    sessionId: facts.sessionId,
    version: facts.version,
    gitBranch: facts.branch,
    ...(facts.nickname === '' ? {} : { slug: facts.nickname }),
  };
}
