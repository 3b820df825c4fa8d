// How full the context window is: `███▏░░░░░░ 31 % of 1M`. Knows words and colours only.
import { formatBar } from '../../shared/bars.ts';
import { formatPercent, formatTokens } from '../../shared/format.ts';
import type { LineScreen, StatuslineFacts } from './facts.ts';
import { signsOf } from './signs.ts';
import type { Form, Tone } from './spans.ts';

const BAR_CELLS = 10;
/** In percent. Own choice: compactions come by themselves at some 80 to 95. */
const WARN_ABOVE = 60;
const CRITICAL_ABOVE = 80;

export function contextForms(
  { context }: Pick<StatuslineFacts, 'context'>,
  screen: LineScreen,
): readonly Form[] {
  if (context === null) return [];
  const { usedPercent, windowTokens, fullPercent } = context;
  const of = windowTokens === null ? '' : ` of ${formatTokens(windowTokens)}`;
  if (usedPercent === null) {
    const unknown = { text: `context ${signsOf(screen).unknown}` };
    return of === '' ? [[unknown]] : [[unknown, { text: of, tone: 'dim' }], [unknown]];
  }
  const share = formatPercent(usedPercent / 100);
  if (screen.plain) {
    const words = { text: `context ${share.replace('%', 'percent')}` };
    return of === '' ? [[words]] : [[words, { text: of }], [words]];
  }
  const tone = toneOf(fullPercent ?? usedPercent);
  const bar = { text: `${formatBar(usedPercent / 100, BAR_CELLS, screen)} `, tone };
  const value = { text: share, tone };
  const window = { text: of, tone: 'dim' } as const;
  return [[bar, value, window], [value, window], [value]];
}

function toneOf(percent: number): Tone | undefined {
  if (percent > CRITICAL_ABOVE) return 'critical';
  return percent > WARN_ABOVE ? 'warn' : undefined;
}
