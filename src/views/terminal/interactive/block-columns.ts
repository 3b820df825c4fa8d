// The columns of a call's blocks: what it was newly sent, then what it answered. Knows what each shows and
// what gives way first.
import type { BrowsedBlock, BrowsedCall } from '../../../query/browse/browse-answer.ts';
import { formatInteger, formatTokens } from '../../../shared/format.ts';
import { mark, markValue } from '../marks.ts';
import type { Styled } from '../paint.ts';
import type { Screen } from '../screen.ts';
import { isHidden, kindWords, shortTarget } from './cause-words.ts';
import type { ListColumn } from './list-columns.ts';
import { type ColumnFacts, leastText } from './session-columns.ts';

export function blockColumns(
  call: BrowsedCall,
  { look: { screen }, width }: Pick<ColumnFacts, 'look' | 'width'>,
  folder: string | null,
): readonly ListColumn<BrowsedBlock>[] {
  const answered = new Set(call.outputs);
  return [
    {
      header: '',
      width: 3,
      cell: (block) => ({ text: answered.has(block) ? 'out' : 'in', tone: 'dim' }),
    },
    { header: 'BLOCK', width: 15, least: 14, cell: (block) => kindCell(block, screen) },
    { header: 'NAME', width: 18, least: 8, priority: 3, cell: ({ name }) => name ?? '' },
    {
      header: 'WHAT',
      width: Infinity,
      least: leastText(width),
      cut: 'middle',
      cell: (block) => targetWords(block, folder),
    },
    {
      header: 'CHARS',
      width: 9,
      align: 'right',
      priority: 4,
      cell: (block) =>
        block.kind === 'image' ? '' : isHidden(block) ? null : formatInteger(block.chars),
    },
    {
      header: 'TOKENS',
      width: screen.plain ? 16 : 7,
      align: 'right',
      cell: (block) =>
        isHidden(block)
          ? null
          : markValue('estimated', formatTokens(block.estimatedTokens), screen),
    },
  ];
}

function kindCell(block: BrowsedBlock, screen: Screen): Styled {
  const words = kindWords(block);
  return block.isError ? { text: `${mark('warn', screen)} ${words}`, tone: 'warn' } : words;
}

/** `src/app.ts 100:50`; the range as it was asked for. */
function targetWords({ target, range }: BrowsedBlock, folder: string | null): string {
  return [shortTarget(target, folder), range ?? ''].filter((word) => word !== '').join(' ');
}
