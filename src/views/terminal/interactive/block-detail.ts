// The details of one block: what it is, how large, what it was about, and its text.
import type { BrowsedBlock } from '../../../query/browse/browse-answer.ts';
import { formatInteger } from '../../../shared/format.ts';
import { type KeyValue, renderKeyValues, renderSection } from '../layout.ts';
import { markValue } from '../marks.ts';
import type { Screen } from '../screen.ts';
import { clockWithSeconds } from '../step-words.ts';
import type { BrowseState } from './browse-state.ts';
import { isHidden, kindWords } from './cause-words.ts';
import { blockKey } from './items.ts';
import { wrapBlock } from './text-lines.ts';

export function blockDetail(state: BrowseState, block: BrowsedBlock, screen: Screen): string {
  const pairs = renderKeyValues(blockPairs(state, block, screen), screen);
  const { text } = state;
  const isRead = text !== null && blockKey(text.block) === blockKey(block);
  if (!isRead) return pairs;
  const lines = wrapBlock(text.text, Math.max(1, screen.width - 2)).map((line) => `  ${line}`);
  return `${pairs}\n${renderSection('TEXT', screen)}${lines.join('\n')}`;
}

function blockPairs(
  { look, opened }: BrowseState,
  block: BrowsedBlock,
  screen: Screen,
): KeyValue[] {
  const { name, target, range, chars, estimatedTokens, isError, atMs, kind } = block;
  const pairs: KeyValue[] = [
    ['block', { text: isError ? `${kindWords(block)}, failed` : kindWords(block), tone: 'accent' }],
  ];
  if (name !== null) pairs.push(['name', name]);
  if (target !== null) pairs.push(['what', target]);
  if (range !== null) pairs.push(['range', `${range} (offset:limit)`]);
  const tokens = `${markValue('estimated', formatInteger(estimatedTokens), screen)} tokens by its size`;
  const size = kind === 'image' ? tokens : `${formatInteger(chars)} characters · ${tokens}`;
  pairs.push(['size', isHidden(block) ? null : size]);
  if (atMs !== null) {
    pairs.push(['at', `${look.zone.dayKey(atMs)} ${clockWithSeconds(atMs, look.zone)}`]);
  }
  const file = opened?.files[block.file];
  if (file !== undefined) pairs.push(['file', `${file.path}, byte ${formatInteger(block.offset)}`]);
  return pairs;
}
