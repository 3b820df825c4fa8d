// Content that was large or of no use: files nothing names afterwards, results and prompts above a limit.
// Knows sizes; what a text says was looked at when it was read.
import type { TraceBlock } from '../../trace/session-trace.ts';
import type { ChainView, SentBlock } from './chain-view.ts';
import { type Claim, describeRead, describeResult } from './claim.ts';

/** Code points. Source of all three: ctxprof. */
const DEAD_READ_CHARS = 2_000;
export const LARGE_RESULT_CHARS = 8_000;
export const LARGE_PASTE_CHARS = 4_000;

/** Files that were read, not read again, and never named afterwards. */
export function deadReads(view: ChainView, unnamed: ReadonlySet<TraceBlock>): Claim[] {
  const reads = view.inputs.filter(
    ({ block }) => block.kind === 'tool-result' && block.name === 'Read' && !block.isError,
  );
  const times = new Map<string | null, number>();
  for (const { block } of reads) times.set(block.target, (times.get(block.target) ?? 0) + 1);
  return reads
    .filter(
      ({ block }) =>
        block.chars >= DEAD_READ_CHARS && times.get(block.target) === 1 && unnamed.has(block),
    )
    .map((sent) => {
      const subject = describeRead(sent);
      return { kind: 'dead-read', sent, key: subject, subject, ratio: 1, isFirst: false };
    });
}

export function largeResults(view: ChainView): Claim[] {
  return above(view, 'tool-result', LARGE_RESULT_CHARS, (sent) => ({
    kind: 'large-result',
    subject: describeResult(sent),
  }));
}

export function largePastes(view: ChainView): Claim[] {
  return above(view, 'prompt', LARGE_PASTE_CHARS, ({ block }) => ({
    kind: 'large-paste',
    subject: block.looksLikeLog === true ? 'prompt, most of it a log' : 'prompt',
  }));
}

function above(
  view: ChainView,
  kind: TraceBlock['kind'],
  limit: number,
  describe: (sent: SentBlock) => Pick<Claim, 'kind' | 'subject'>,
): Claim[] {
  return view.inputs
    .filter(({ block }) => block.kind === kind && block.chars > limit)
    .map((sent) => {
      const ratio = (sent.block.chars - limit) / sent.block.chars;
      const named = describe(sent);
      return { ...named, sent, key: named.subject, ratio, isFirst: false };
    });
}
