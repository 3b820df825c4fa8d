// Content that was there already: the same file, the same text from elsewhere, the same command with the
// same output. Knows that only what is still in the context makes a repetition waste.
import type { ChainView, SentBlock } from './chain-view.ts';
import { type Claim, describeRead, describeResult } from './claim.ts';
import type { Mutations } from './mutations.ts';

/** Shorter texts are the same by chance. Source: ctxprof. */
const MIN_BLOB_CHARS = 200;

/** The same part of the same file with the same content, while the first is in context and no edit came between. */
export function repeatedReads(view: ChainView, mutations: Mutations): Claim[] {
  const reads = view.inputs.filter(({ block }) => isReadable(block) && block.name === 'Read');
  return repeated(view, reads, {
    keyOf: ({ block }) =>
      block.target === null ? null : `${block.target} ${block.range ?? ''} ${block.hash}`,
    isNeeded: (earlier, later) =>
      mutations.changedBetween(later.block.target ?? '', earlier, later),
    claim: (sent, isFirst) => {
      const subject = describeRead(sent);
      return { kind: 'repeated-read', sent, key: subject, subject, ratio: 1, isFirst };
    },
  });
}

/** The same text from somewhere else: `cat` of a file that was read, a pasted output. */
export function duplicateBlobs(view: ChainView, mutations: Mutations): Claim[] {
  const blobs = view.inputs.filter(
    ({ block }) =>
      block.hash !== null && block.chars >= MIN_BLOB_CHARS && block.kind !== 'compact-summary',
  );
  return repeated(view, blobs, {
    keyOf: ({ block }) => block.hash,
    isNeeded: (earlier, later) =>
      isSameSource(earlier, later) ||
      (later.block.target !== null && mutations.changedBetween(later.block.target, earlier, later)),
    claim: (sent, isFirst) => ({
      kind: 'duplicate-blob',
      sent,
      key: sent.block.hash ?? '',
      subject: describeResult(sent),
      ratio: 1,
      isFirst,
    }),
  });
}

/** The same command with the same output. After a change of a file it may say something new: no waste. */
export function repeatedCommands(view: ChainView, mutations: Mutations): Claim[] {
  const useHash = new Map(view.uses.map(({ block }) => [block.toolUseId, block.hash]));
  const results = view.inputs.filter(
    ({ block }) => isReadable(block) && SHELLS.has(block.name ?? '') && block.target !== null,
  );
  return repeated(view, results, {
    keyOf: ({ block }) => {
      const { target, hash, toolUseId } = block;
      // A long command is cut in its target: then the whole call tells it.
      return target?.endsWith('…') ? `${useHash.get(toolUseId)} ${hash}` : `${target} ${hash}`;
    },
    isNeeded: (earlier, later) => mutations.anyBetween(earlier, later),
    claim: (sent, isFirst) => {
      const subject = sent.block.target ?? 'command';
      return { kind: 'repeated-command', sent, key: subject, subject, ratio: 1, isFirst };
    },
  });
}

const SHELLS: ReadonlySet<string> = new Set(['Bash', 'PowerShell']);

function isReadable({ kind, isError, hash }: SentBlock['block']): boolean {
  return kind === 'tool-result' && !isError && hash !== null;
}

function isSameSource({ block: a }: SentBlock, { block: b }: SentBlock): boolean {
  return a.kind === b.kind && a.name === b.name && a.target === b.target && a.range === b.range;
}

interface Repetition {
  /** Null: cannot be told. */
  readonly keyOf: (sent: SentBlock) => string | null;
  readonly isNeeded: (earlier: SentBlock, later: SentBlock) => boolean;
  readonly claim: (sent: SentBlock, isFirst: boolean) => Claim;
}

/** Each block against the newest earlier one of its key that the call still holds. */
function repeated(view: ChainView, blocks: readonly SentBlock[], rule: Repetition): Claim[] {
  const earlier = new Map<string, SentBlock[]>();
  const claims: Claim[] = [];
  const begun = new Set<SentBlock>();
  for (const sent of blocks) {
    const key = rule.keyOf(sent);
    if (key === null) continue;
    const before = earlier.get(key);
    if (before === undefined) {
      earlier.set(key, [sent]);
      continue;
    }
    const held = before.findLast(({ call }) => view.isHeld(call, sent.call));
    before.push(sent);
    if (held === undefined || rule.isNeeded(held, sent)) continue;
    const first = before.find(({ call }) => view.isHeld(call, sent.call)) ?? held;
    if (!begun.has(first)) claims.push(rule.claim(first, true));
    begun.add(first);
    begun.add(sent);
    claims.push(rule.claim(sent, false));
  }
  return claims;
}
