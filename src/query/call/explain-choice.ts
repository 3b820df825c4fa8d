// Why a line won and why a session owns the call, in words. Follows the model's order by comparing
// the chosen line with the best of the others; decides nothing itself.
import { compareLines, compareOwners, type LedgerLine } from '../../model/derive-call.ts';
import { LINE_FLAG } from '../../model/flags.ts';
import { formatInteger } from '../../shared/format.ts';
import { totalTokens } from '../../shared/tokens.ts';
import type { OwnerReason, WinnerReason } from './call-answer.ts';

export interface Explanation<Reason> {
  readonly reason: Reason;
  readonly why: string;
}

export function explainWinner(
  lines: readonly LedgerLine[],
  winner: LedgerLine,
): Explanation<WinnerReason> {
  const others = lines.filter((line) => line !== winner).sort((a, b) => compareLines(b, a));
  const [next] = others;
  if (next === undefined) return { reason: 'only-line', why: 'the only line' };
  if (winner.outputTokens !== next.outputTokens) {
    const than = `${formatInteger(winner.outputTokens)}; the next has ${formatInteger(next.outputTokens)}`;
    return { reason: 'largest-output', why: `the largest output (${than})` };
  }
  if (totalTokens(winner) !== totalTokens(next)) {
    const than = `${formatInteger(totalTokens(winner))}; the next has ${formatInteger(totalTokens(next))}`;
    return { reason: 'larger-total', why: `the output is a tie, so the larger total (${than})` };
  }
  if (winner.atMs !== next.atMs) {
    return { reason: 'later-line', why: 'output and total are a tie, so the later line' };
  }
  return { reason: 'equal-lines', why: 'all lines say the same at the same time, so any would do' };
}

export function explainOwner(
  lines: readonly LedgerLine[],
  owner: LedgerLine,
): Explanation<OwnerReason> {
  const others = lines.filter((line) => line.sessionKey !== owner.sessionKey).sort(compareOwners);
  const [next] = others;
  if (next === undefined) return { reason: 'only-session', why: 'the only session it was seen in' };
  if (isSidechain(owner) !== isSidechain(next)) {
    return { reason: 'main-chain-first', why: 'its line is on the main chain, the others are not' };
  }
  if (copyRank(owner) !== copyRank(next)) {
    return { reason: 'record-before-copy', why: 'its line is no copy, the others say they are' };
  }
  if (owner.openedMs !== next.openedMs) {
    return { reason: 'file-opened-first', why: 'its file was opened before the others' };
  }
  if (owner.atMs !== next.atMs) return { reason: 'earlier-line', why: 'its line is the earliest' };
  return { reason: 'smaller-id', why: 'everything is a tie, so the smaller session id' };
}

const FLAG_WORDS: readonly (readonly [flag: number, word: string])[] = [
  [LINE_FLAG.sidechain, 'sidechain'],
  [LINE_FLAG.progress, 'progress copy'],
  [LINE_FLAG.copy, 'copy'],
  [LINE_FLAG.final, 'final'],
  [LINE_FLAG.gone, 'gone'],
  [LINE_FLAG.fast, 'fast'],
  [LINE_FLAG.batch, 'batch'],
  [LINE_FLAG.priority, 'priority'],
  [LINE_FLAG.geoUs, 'us'],
];

export function flagWords(flags: number): string[] {
  return FLAG_WORDS.filter(([flag]) => (flags & flag) !== 0).map(([, word]) => word);
}

function isSidechain(line: LedgerLine): boolean {
  return (line.flags & LINE_FLAG.sidechain) !== 0;
}

function copyRank(line: LedgerLine): number {
  return line.flags & (LINE_FLAG.progress | LINE_FLAG.copy);
}
