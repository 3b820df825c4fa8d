// How many tokens a block is by its size, and how far that can be wrong. Knows the fixed sentences that
// some attachments are sent with; the density of text is handed in.
import type { TraceBlock } from '../trace/session-trace.ts';
import type { Estimate } from './share-out.ts';

/**
 * Nine in ten results of one tool lie within these factors of a session's median density (code, listings
 * and prose differ). Measured on 20 real sessions.
 */
const LEAST = 0.6;
const MOST = 1.5;
/** What stands around a block: ids, roles, tags. Measured: the growth by results of a few words. */
const AROUND_TOKENS = 40;
/** Sentences of Claude Code's own that stand in no transcript, by type of attachment: measured growth. */
const SENTENCES: Readonly<Record<string, number>> = { task_reminder: 120, todo_reminder: 120 };

export function estimateBlock(block: TraceBlock, tokensPerChar: number): Estimate {
  const { kind, chars, name, estimatedTokens } = block;
  const isPicture = kind === 'image' || (kind === 'document' && chars === 0);
  const sentence = kind === 'attachment' ? (SENTENCES[name ?? ''] ?? 0) : 0;
  const tokens = (isPicture ? estimatedTokens : chars * tokensPerChar) + sentence;
  return { tokens, min: tokens * LEAST, max: tokens * MOST + AROUND_TOKENS };
}
