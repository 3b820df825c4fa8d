// Causes and kinds as the browser's columns write them. Knows words and tones only.
import type { BrowsedBlock, BrowsedCall } from '../../../query/browse/browse-answer.ts';
import { formatUsd } from '../../../shared/format.ts';
import { mark } from '../marks.ts';
import type { Styled } from '../paint.ts';
import type { Screen } from '../screen.ts';

/** `⚠ idle`, and dim where it is as designed; empty without a rebuild. */
export function causeCell({ rebuild }: BrowsedCall, screen: Screen): Styled {
  if (rebuild === null) return '';
  if (rebuild.isExpected) return { text: rebuild.cause, tone: 'dim' };
  return { text: `${mark('warn', screen)} ${rebuild.cause}`, tone: 'warn' };
}

/** `⚠ 2 $1.94`: how many could have been avoided, and what they cost over warm reads. */
export function rebuildsCell(
  { count, excessNanoUsd }: { readonly count: number; readonly excessNanoUsd: number | null },
  screen: Screen,
): Styled {
  if (count === 0) return '';
  return { text: `${mark('warn', screen)} ${count} ${formatUsd(excessNanoUsd)}`, tone: 'warn' };
}

/** Hidden thinking: how much it is stands nowhere. */
export function isHidden({ kind, chars }: Pick<BrowsedBlock, 'kind' | 'chars'>): boolean {
  return kind === 'thinking' && chars === 0;
}

export function kindWords({ kind }: Pick<BrowsedBlock, 'kind'>): string {
  return kind.replaceAll('-', ' ');
}

/** A path within the project's folder as seen from there. */
export function shortTarget(target: string | null, folder: string | null): string {
  if (target === null) return '';
  return folder === null || folder === '' ? target : target.replaceAll(`${folder}/`, '');
}

/** What a call did, in the words of its tools; the subagent's type before it. */
export function callWords(call: BrowsedCall, folder: string | null): string {
  const { chain, toolNames, outputs } = call;
  const uses = outputs.filter(({ kind }) => kind === 'tool-use');
  const did =
    uses.length > 0
      ? uses.map(({ name, target }) =>
          [name, shortTarget(target, folder)].filter(Boolean).join(' '),
        )
      : toolNames.length > 0
        ? [...toolNames]
        : outputs.some(({ kind }) => kind === 'assistant-text')
          ? ['answer']
          : outputs.some(({ kind }) => kind === 'thinking')
            ? ['thinking']
            : [];
  const words = did.join(' · ');
  if (chain.kind === 'main') return words === '' ? '–' : words;
  return `└ ${chain.agentType ?? chain.kind}${words === '' ? '' : `: ${words}`}`;
}
