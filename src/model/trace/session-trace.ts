// A session as a profile sees it: chains of calls, each with the blocks it was newly sent and the blocks
// it answered with. Holds sizes, hashes and places, never the text. Types only.
import type { TokenCounts } from '../../shared/tokens.ts';
import type { Effort } from '../effort.ts';

export type BlockKind =
  | 'prompt' // typed by a person; also one that was queued while the agent worked
  | 'command' // slash command and its output, shell input and output in the prompt
  | 'harness' // written by Claude Code in the user's name: reminders, skill bodies, notifications
  | 'compact-summary'
  | 'assistant-text'
  | 'thinking' // chars 0 with a signature: hidden
  | 'tool-use'
  | 'tool-result'
  | 'attachment'
  | 'image' // also inside a tool result
  | 'document';

/** One piece of content, as it stands in a transcript. */
export interface TraceBlock {
  readonly kind: BlockKind;
  /** Position in `SessionTrace.files`; with offset and index the place to read the text from. */
  readonly file: number;
  /** Byte offset of its record. */
  readonly offset: number;
  /** Position among the record's blocks, from 0. */
  readonly index: number;
  readonly atMs: number | null;
  /** Tool of a tool use or result, type of an attachment, word of a command; null otherwise. */
  readonly name: string | null;
  readonly toolUseId: string | null;
  /**
   * What the tool call was about: file path, command, pattern, URL, subagent type. One line of at most
   * 200 characters, secrets masked; the same on the use and on its result.
   */
  readonly target: string | null;
  /** Part of a file that was read, `offset:limit` as asked; null: the whole. */
  readonly range: string | null;
  /** Code points of the text that the model is sent; 0 for images. */
  readonly chars: number;
  /** Of the text without blanks at its ends, 16 hex digits; null: empty, or an image. */
  readonly hash: string | null;
  readonly isError: boolean;
  /** Tokens by size alone, before any calibration: chars / 4, images by their area. */
  readonly estimatedTokens: number;
  /** Of a long prompt: most of its lines are those of a log or a stack trace. */
  readonly looksLikeLog?: true;
}

/** One API call of a chain. */
export interface TraceCall {
  /** As `telltale call` takes it: message id, `#n` for an advisor's. */
  readonly callId: string;
  readonly messageId: string;
  readonly part: number;
  /** True: another session owns the call; it stands here as the history of a fork or resume. */
  readonly isCopy: boolean;
  readonly atMs: number | null;
  readonly model: string;
  readonly version: string | null;
  readonly effort: Effort | null;
  readonly isFast: boolean;
  readonly flags: number;
  readonly tokens: TokenCounts;
  readonly webSearches: number;
  /** Input, cache reads and cache writes: what the model was sent. */
  readonly contextTokens: number;
  /** Null: no price known. */
  readonly costNanoUsd: number | null;
  /** False: the output count, and with it the cost, is a lower bound. */
  readonly isOutputFinal: boolean;
  /** From 1, of the main chain's prompts; a subagent's calls have the turn they began in. 0: before any prompt. */
  readonly turn: number;
  /** Compactions of the chain before it. */
  readonly segment: number;
  /**
   * Position in the chain's `calls` of the call whose context this one continues: mostly the one before,
   * an earlier one after a rewind, so that what was answered in between is not in its context. Null: it
   * begins anew (first call, after a compaction, rewound to the start).
   */
  readonly parent: number | null;
  /** New to the model since the chain's call before, in the order of the transcript. */
  readonly inputs: readonly TraceBlock[];
  readonly outputs: readonly TraceBlock[];
}

export interface TraceCompaction {
  /** Position in the chain's `calls` of the first call after it; `calls.length` when there is none. */
  readonly beforeCall: number;
  readonly atMs: number | null;
  readonly trigger: string | null;
  readonly preTokens: number | null;
  /** Blocks of before that stay in the context word for word. Empty in older versions of Claude Code. */
  readonly kept: readonly TraceBlock[];
}

/** What part of a session a chain is. A compaction's agent is sent the whole conversation once more. */
export type ChainKind = 'main' | 'subagent' | 'compaction' | 'helper';

export interface TraceChain {
  readonly kind: ChainKind;
  /** Null: the main chain. `inline:` and a uuid: a subagent of old versions, which had no id. */
  readonly agentId: string | null;
  readonly agentType: string | null;
  /** The tool call that started the subagent, when told. */
  readonly toolUseId: string | null;
  readonly calls: readonly TraceCall[];
  readonly compactions: readonly TraceCompaction[];
  /** Blocks that no call was sent: those after the last call, and prompts that were taken back. */
  readonly rest: readonly TraceBlock[];
}

export interface TraceTurn {
  /** From 1. */
  readonly turn: number;
  readonly atMs: number | null;
  /** Where its prompt stands; null: the transcript is gone. */
  readonly prompt: TraceBlock | null;
}

export interface TraceFile {
  readonly path: string;
  readonly kind: 'main' | 'subagent';
  /** 'vanished': only the ledger's figures are left, so its calls have no blocks. */
  readonly state: 'present' | 'vanished';
}

export interface SessionTrace {
  /** session.id of the ledger. */
  readonly rowId: number;
  readonly sessionId: string;
  readonly files: readonly TraceFile[];
  readonly turns: readonly TraceTurn[];
  /** The main chain first, also where it has no calls; then the others by their first call. */
  readonly chains: readonly TraceChain[];
  /**
   * Results of Read whose file nothing readable of the same chain names afterwards: no text, no thinking
   * that is shown, no input of another tool. Left out: nobody looked.
   */
  readonly unnamedReads?: readonly TraceBlock[];
}
