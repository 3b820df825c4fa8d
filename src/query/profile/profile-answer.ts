// The answer of `telltale export`: a session as calls whose tokens and cost are shared out over what they
// were sent and what they answered. Types only. Holds names, paths and figures; never a text.
import type { ProjectName } from '../sessions/describe-session.ts';
import type { CallSum } from '../sessions/sums.ts';

export interface ProfileAnswer {
  readonly kind: 'profile';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  readonly session: ProfileSession;
  /** Paths, commands, addresses, titles and names of one's own tools are numbered: `path-1`. */
  readonly isRedacted: boolean;
  /** As `telltale show` has it: the tokens and costs of all parts sum to these. */
  readonly sum: CallSum;
  /** Models of calls without a price, with how many calls and tokens have an unknown cost. */
  readonly unpriced: readonly UnpricedModel[];
  /** Calls that a fork or resume repeats: counted where they were made, so not in this profile. */
  readonly copiedCalls: number;
  /** Calls of which no transcript is left: they have no blocks. */
  readonly callsWithoutBlocks: number;
  readonly turns: readonly ProfileTurn[];
  /** The main chain first. */
  readonly chains: readonly ProfileChain[];
  /** By chain, in each in the order of time. */
  readonly calls: readonly ProfileCall[];
  /** Tool calls whose time is known, by start. */
  readonly tools: readonly ProfileTool[];
  /** Collapses of the cache, as `telltale cache` tells them, by time. */
  readonly cacheEvents: readonly ProfileCacheEvent[];
}

export interface ProfileSession {
  readonly sessionId: string;
  readonly shortId: string;
  /** Null: none, or it would be the text of a prompt. */
  readonly title: string | null;
  readonly project: ProjectName | null;
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
}

export interface UnpricedModel {
  readonly model: string;
  readonly calls: number;
  readonly tokens: number;
}

export interface ProfileTurn {
  /** From 1; calls before any prompt have turn 0. */
  readonly turn: number;
  readonly atMs: number | null;
}

export interface ProfileChain {
  readonly kind: 'main' | 'subagent' | 'compaction' | 'helper';
  /** Null: the main chain. */
  readonly agentId: string | null;
  readonly agentType: string | null;
  /** The tool call that started it; null: the main chain, or not told. */
  readonly startedBy: ProfileStart | null;
  readonly compactions: readonly ProfileCompaction[];
}

export interface ProfileStart {
  /** Position in `calls`. */
  readonly call: number;
  /** Position in that call's `parts`. */
  readonly part: number;
}

export interface ProfileCompaction {
  /** Position in `calls` of the first call after it; null: none. */
  readonly beforeCall: number | null;
  readonly atMs: number | null;
  readonly trigger: string | null;
  readonly preTokens: number | null;
}

export interface ProfileCall {
  /** As `telltale call` takes it. */
  readonly callId: string;
  /** Position in `chains`. */
  readonly chain: number;
  /** From 1, within its chain. */
  readonly number: number;
  readonly turn: number;
  readonly model: string;
  readonly atMs: number | null;
  /** The last of what it was sent, and the last of its answer; null: no time known. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
  /** Input, cache reads and cache writes. */
  readonly contextTokens: number;
  /** Null: no price known. */
  readonly costNanoUsd: number | null;
  /** False: output and cost are lower bounds. */
  readonly isOutputFinal: boolean;
  readonly isFast: boolean;
  readonly effort: string | null;
  /** Their tokens sum to `totalTokens`, their costs to `costNanoUsd`. */
  readonly parts: readonly ProfilePart[];
}

/**
 * What became of the tokens: `context-read` was in the context already and came from the cache;
 * `context-sent` was too, or stands in no transcript, and was sent again (on a first call: system prompt
 * and tools); `new` was sent for the first time; `answer` was written by the model; `search` are web
 * searches, which cost but are no tokens.
 */
export type ProfileFlow = 'context-read' | 'context-sent' | 'new' | 'answer' | 'search';

export interface ProfilePart {
  readonly flow: ProfileFlow;
  /** Of a block its kind; of context a category as `telltale audit` has them; else what it is. */
  readonly kind: ProfilePartKind;
  /** Tool of a use, result or report; type of an attachment; word of a command. */
  readonly name: string | null;
  /** File, program, address or subagent type; null: nothing that may be told. */
  readonly target: string | null;
  /** Part of a file, `offset:limit`. */
  readonly range: string | null;
  readonly toolUseId: string | null;
  /** Code points of the block; null: not a block. */
  readonly chars: number | null;
  readonly isError: boolean;
  readonly tokens: number;
  /** Null: the call has no price. */
  readonly costNanoUsd: number | null;
}

export type ProfilePartKind =
  | 'prompt'
  | 'command'
  | 'harness'
  | 'compact-summary'
  | 'assistant-text'
  | 'thinking'
  | 'tool-use'
  | 'tool-result'
  | 'attachment'
  | 'image'
  | 'document'
  // Context only:
  | 'prefix'
  | 'user-text'
  | 'tool-input'
  | 'subagent-report'
  | 'rest'
  // What no block tells:
  | 'answer-before' // the answer of the call before, sent for the first time
  | 'output' // an answer of which no transcript is left
  | 'web-search';

export interface ProfileTool {
  /** Position in `calls` of the call that asked for it. */
  readonly call: number;
  readonly name: string;
  readonly target: string | null;
  readonly toolUseId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly isError: boolean;
}

export interface ProfileCacheEvent {
  /** Position in `calls`. */
  readonly call: number;
  readonly atMs: number | null;
  readonly cause: string;
  /** True: part of working as designed. */
  readonly isExpected: boolean;
  readonly rewrittenTokens: number;
  /** Over a warm read; null: no price known. */
  readonly excessNanoUsd: number | null;
}
