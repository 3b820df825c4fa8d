// What a rule of waste says of one block. Types only.
import type { WasteKind } from '../waste-finding.ts';
import type { SentBlock } from './chain-view.ts';

export interface Claim {
  readonly kind: WasteKind;
  readonly sent: SentBlock;
  /** Claims with the same one are one finding. */
  readonly key: string;
  /** File, command or tool; one line, secrets masked. */
  readonly subject: string;
  /** Share of the block that need not have been there, 0 to 1. */
  readonly ratio: number;
  /** Of this key, the first one too. */
  readonly isFirst: boolean;
}

/** `Read src/a.ts`, `Bash npm test`: what a result is of. */
export function describeResult({ block }: SentBlock): string {
  const what = block.kind === 'tool-result' ? (block.name ?? 'tool') : (block.name ?? block.kind);
  return block.target === null ? what : `${what} ${block.target}`;
}

/** Path and part of a file. */
export function describeRead({ block }: SentBlock): string {
  const { target, range } = block;
  return range === null ? (target ?? 'Read') : `${target ?? 'Read'} ${range}`;
}
