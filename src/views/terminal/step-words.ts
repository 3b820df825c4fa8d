// How one call is written in a row: its time, cost, output, chain, gap and cause. Shared by the feed and
// the digest; knows words and tones, no columns.
import type { Step } from '../../query/steps/steps-answer.ts';
import { formatDuration, formatTokens, formatUsd, UNKNOWN } from '../../shared/format.ts';
import type { Zone } from '../../shared/zone.ts';
import { mark, markValue } from './marks.ts';
import type { Styled } from './paint.ts';
import type { Screen } from './screen.ts';

/** `21:04:09` */
export function clockWithSeconds(atMs: number, zone: Zone): string {
  const second = Math.floor(atMs / 1000) % 60;
  return `${zone.hourMinute(atMs)}:${String(second).padStart(2, '0')}`;
}

/**
 * The cost of a single call: four digits, because most cost a cent or two. `$0.0213`, `$1.4020`; what
 * is not nothing never looks so (`<$0.0001`).
 */
export function formatCallUsd(nanoUsd: number | null): string {
  if (nanoUsd === null) return UNKNOWN;
  const steps = Math.floor((nanoUsd + 50_000) / 100_000);
  if (steps === 0) return nanoUsd === 0 ? '$0.0000' : '<$0.0001';
  const dollars = Math.floor(steps / 10_000).toFixed(0);
  return `$${dollars.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}.${String(steps % 10_000).padStart(4, '0')}`;
}

/** `✖ ≥ $1.4020`: how much it stands out, and whether it is a lower bound. */
export function costCell(
  step: Pick<Step, 'costNanoUsd' | 'costLevel' | 'isOutputFinal'>,
  screen: Screen,
): Styled {
  const text = formatCallUsd(step.costNanoUsd);
  if (step.costNanoUsd === null) return text;
  const amount = step.isOutputFinal ? text : markValue('lowerBound', text, screen);
  const level = step.costLevel;
  if (level !== 'warn' && level !== 'critical') return amount;
  return { text: `${mark(level, screen)} ${amount}`, tone: level };
}

export function outputText(step: Step, screen: Screen): string {
  const text = formatTokens(step.tokens.outputTokens);
  return step.isOutputFinal ? text : markValue('lowerBound', text, screen);
}

/** `main`, the subagent's type or, when it is not told, what kind of helper it is. */
export function chainText({ chain }: Step): string {
  return chain.agentType ?? chain.kind;
}

/** The first of its chain has none, which is not the same as an unknown one. */
export function gapText({ gapMs, gapReason }: Step): string {
  if (gapReason === 'first-of-chain') return 'first';
  return gapReason === 'advisor' ? '' : formatDuration(gapMs);
}

/** `idle +$0.48`: the cause, and what it cost over a warm read where that could have been avoided. */
export function rebuildCell({ rebuild }: Step): Styled {
  if (rebuild === null) return '';
  if (rebuild.isExpected) return { text: rebuild.cause, tone: 'dim' };
  const excess = rebuild.excessNanoUsd === null ? '' : ` +${formatUsd(rebuild.excessNanoUsd)}`;
  return { text: `${rebuild.cause}${excess}`, tone: 'warn' };
}
