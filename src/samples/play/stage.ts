// Plays one session of the demo: a clock, a prompt cache and a context that grows as real ones do.
// Knows how the cache lives and dies; the stories decide what happens.
import type { TokenCounts } from '../../shared/tokens.ts';
import { sessionPath } from '../project-folder.ts';
import type { SampleFile } from '../sample-file.ts';
import { agentMeta, endAgent, startAgent } from '../writer/agent.ts';
import { type CallSpec, type OpenTool, writeCall } from '../writer/call.ts';
import { copyConversation } from '../writer/copy.ts';
import { type Draft, openDraft, traits } from '../writer/draft.ts';
import { sentences } from '../writer/prose.ts';
import { writeCompaction } from '../writer/system-records.ts';
import { startsAgent, type ToolSpec } from '../writer/tools.ts';
import type { Habit } from './habits.ts';

export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;

export interface Stage {
  readonly draft: Draft;
  /** All transcripts of this story, in the order they were begun. */
  readonly drafts: Draft[];
  readonly extras: SampleFile[];
  readonly ttlMs: number;
  /** System prompt and tools: what survives a compaction. */
  readonly baseTokens: number;
  /** How it chooses its tools; null: any of them, as it comes. */
  habit: Habit | null;
  /** Files it has read. */
  readonly seenFiles: string[];
  model: string;
  nowMs: number;
  /** Tokens in the cache after the last call; all of the prompt but its few uncached ones. */
  cachedTokens: number;
  /** Tokens that the next call sends for the first time. */
  freshTokens: number;
  cacheModel: string | null;
  lastCallMs: number | null;
}

export interface StageOptions {
  readonly draft: Draft;
  readonly startMs: number;
  readonly model: string;
  readonly ttlMs: number;
  readonly baseTokens: number;
  readonly habit?: Habit | null;
}

export function openStage(options: StageOptions): Stage {
  return {
    ...options,
    drafts: [options.draft],
    extras: [],
    habit: options.habit ?? null,
    seenFiles: [],
    nowMs: options.startMs,
    cachedTokens: 0,
    freshTokens: options.baseTokens,
    cacheModel: null,
    lastCallMs: null,
  };
}

export function wait(stage: Stage, ms: number): void {
  stage.nowMs += ms;
}

export interface StepSpec extends Partial<Omit<CallSpec, 'tokens' | 'model' | 'atMs'>> {
  readonly outputTokens: number;
  /** Tokens its tools' results add to the context. */
  readonly resultTokens?: number;
}

/** One call: what it reads and writes follows from the cache's state at this moment. */
export function step(stage: Stage, spec: StepSpec): readonly OpenTool[] {
  const { outputTokens, resultTokens = 0, ...rest } = spec;
  const tokens = nextTokens(stage, outputTokens);
  const written = writeCall(stage.draft, {
    ...rest,
    atMs: stage.nowMs,
    model: stage.model,
    tokens,
  });
  stage.cachedTokens = promptOf(tokens) - tokens.inputTokens;
  stage.freshTokens = outputTokens + resultTokens;
  stage.cacheModel = stage.model;
  stage.lastCallMs = stage.nowMs;
  stage.nowMs = Math.max(stage.nowMs, stage.draft.lastMs);
  return written.tools;
}

export function contextTokens(stage: Stage): number {
  return stage.cachedTokens + stage.freshTokens;
}

export function compact(stage: Stage, trigger: 'auto' | 'manual'): void {
  const random = stage.draft.random;
  const preTokens = contextTokens(stage);
  wait(stage, random.int(25_000, 60_000));
  const postTokens = random.int(7000, 12_000);
  writeCompaction(stage.draft, { atMs: stage.nowMs, trigger, preTokens, postTokens });
  stage.cachedTokens = stage.baseTokens;
  stage.freshTokens = random.int(20_000, 27_000);
}

export interface Errand {
  readonly type: string;
  readonly model: string;
  readonly prompt: string;
  readonly report: string;
  readonly background?: boolean;
  /** Plays the agent's own calls on its own stage. */
  readonly play: (agent: Stage) => void;
}

/** Sends a subagent: a call with the Agent tool, the agent's own file, its result. */
export function delegate(stage: Stage, errand: Errand): void {
  const { draft } = stage;
  const name = traits(draft).laterEnvelope ? 'Agent' : 'Task';
  const tool: ToolSpec = { name, subject: errand.type, prompt: errand.prompt };
  const [open] = step(stage, { tools: [tool], outputTokens: draft.random.int(180, 420) }).filter(
    (used) => startsAgent(used.tool.name),
  );
  const openTool = open ?? null;
  const background = errand.background ?? false;
  const atMs = stage.nowMs + 400;
  const agentDraft = startAgent(draft, {
    id: agentId(stage),
    type: errand.type,
    prompt: errand.prompt,
    atMs,
  });
  const agent = openStage({
    draft: agentDraft,
    startMs: atMs + 600,
    model: errand.model,
    ttlMs: 5 * MINUTE_MS,
    baseTokens: draft.random.int(7000, 11_000),
    habit: stage.habit,
  });
  errand.play(agent);
  const endMs = agent.nowMs + 500;
  const resultMs = background ? atMs + 900 : endMs;
  const copyProgress = traits(draft).progressRecords;
  endAgent(draft, agentDraft, {
    atMs: resultMs,
    report: errand.report,
    openTool,
    background,
    copyProgress,
  });
  stage.drafts.push(agentDraft);
  stage.extras.push({ ...agentMeta(agentDraft, openTool, background), mtimeMs: endMs });
  stage.freshTokens += draft.random.int(400, 1500);
  stage.nowMs = background ? resultMs : endMs;
}

/** A new session that begins as a copy of this one and shares its cache. */
export function fork(stage: Stage, branch: string): Stage {
  const from = stage.draft;
  const facts = { ...from.facts, sessionId: from.random.branch('fork').uuid(), branch };
  const path = sessionPath(facts.cwd, facts.sessionId);
  const draft = openDraft({
    path,
    log: from.log,
    random: from.random.branch(facts.sessionId),
    facts,
  });
  copyConversation(from, draft, { mark: false });
  stage.drafts.push(draft);
  return { ...stage, draft };
}

/** A step's usual length: thinking, streaming, a tool or two. */
export function breathe(stage: Stage): void {
  wait(stage, stage.draft.random.int(2500, 14_000));
}

export function say(stage: Stage, count = 1): string {
  return sentences(stage.draft.random, count);
}

function nextTokens(stage: Stage, outputTokens: number): TokenCounts {
  const isWarm =
    stage.cacheModel === stage.model &&
    stage.lastCallMs !== null &&
    stage.nowMs - stage.lastCallMs <= stage.ttlMs;
  const read = isWarm ? stage.cachedTokens : 0;
  const written = isWarm ? stage.freshTokens : stage.cachedTokens + stage.freshTokens;
  const hourly = stage.ttlMs >= HOUR_MS;
  return {
    inputTokens: stage.draft.random.int(2, 9),
    cacheReadTokens: read,
    cacheWrite5mTokens: hourly ? 0 : written,
    cacheWrite1hTokens: hourly ? written : 0,
    outputTokens,
  };
}

function promptOf(tokens: TokenCounts): number {
  return (
    tokens.inputTokens +
    tokens.cacheReadTokens +
    tokens.cacheWrite5mTokens +
    tokens.cacheWrite1hTokens
  );
}

function agentId(stage: Stage): string {
  const later = traits(stage.draft).laterEnvelope;
  return `a${stage.draft.random.hex(later ? 16 : 6)}`;
}
