// Which model answers, and as whom: `opus-5 fast (reviewer)`. Knows words only.
import type { LineScreen, StatuslineFacts } from './facts.ts';
import { signsOf } from './signs.ts';
import { cut, type Form } from './spans.ts';

const MOST_CELLS = 24;

export function modelForms(
  { model }: Pick<StatuslineFacts, 'model'>,
  screen: LineScreen,
): readonly Form[] {
  if (model === null) return [];
  const { ellipsis } = signsOf(screen);
  const name = { text: cut(model.label, MOST_CELLS, ellipsis), tone: 'accent' } as const;
  const fast: Form = model.isFast
    ? [{ text: ' ' }, { text: screen.plain ? 'in fast mode' : 'fast', tone: 'warn' }]
    : [];
  const title: Form = screen.plain ? [{ text: 'model ' }, name, ...fast] : [name, ...fast];
  if (model.agentName === null) return [title];
  const agent = cut(model.agentName, MOST_CELLS, ellipsis);
  const as = screen.plain ? ` as agent ${agent}` : ` (${agent})`;
  return [[...title, { text: as }], title];
}
