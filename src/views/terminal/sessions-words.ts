// Short names and values that the session screens share: models, costs, shell words. Knows
// how to say a value; knows nothing of which values there are.
import { formatCount, formatPercent, formatUsd } from '../../shared/format.ts';
import { modelLabel } from '../../shared/model-label.ts';
import { displayWidth, truncateEnd } from '../../shared/width.ts';
import { openZone } from '../../shared/zone.ts';
import { mark, markValue } from './marks.ts';
import type { Screen } from './screen.ts';

export { modelLabel } from '../../shared/model-label.ts';

/** At most so many labels, then how many more. */
export function modelLabels(models: readonly { readonly model: string }[], max: number): string {
  const labels = [...new Set(models.map(({ model }) => modelLabel(model)))];
  const shown = labels.slice(0, max).join(', ');
  return labels.length > max ? `${shown} +${labels.length - max}` : shown;
}

export interface CostFacts {
  readonly calls: number;
  readonly finalCalls: number;
  readonly unpricedCalls: number;
  readonly costNanoUsd: number | null;
}

/** Placeholder output counts or calls without a price make the cost a lower bound. */
export function costText(facts: CostFacts, screen: Screen): string {
  const text = formatUsd(facts.costNanoUsd);
  const isBound = facts.finalCalls < facts.calls || facts.unpricedCalls > 0;
  if (facts.costNanoUsd === null || !isBound) return text;
  return markValue('lowerBound', text, screen);
}

/** Least cells of a title that is cut for what stands beside it. */
const MIN_TITLE = 12;

/** A title cut so that `others`, which stands on the same line, is not. */
export function fitTitle(title: string, others: string, screen: Screen): string {
  const room = Math.max(screen.width - displayWidth(others), MIN_TITLE);
  return truncateEnd(title, room, screen.unicode ? '…' : '..');
}

/** What `≥` before the sums of these calls means; empty when they are exact. */
export function boundSentences(
  { calls, finalCalls, unpricedCalls }: Omit<CostFacts, 'costNanoUsd'>,
  screen: Screen,
): string[] {
  const sentences: string[] = [];
  if (finalCalls < calls) {
    const share = `${formatPercent(finalCalls / calls)} of ${formatCount(calls, 'call')}`;
    sentences.push(
      `${share} have a final output count; the others hold a placeholder, so output and cost are lower bounds (${mark('lowerBound', screen)}).`,
    );
  }
  if (unpricedCalls > 0) {
    const verb = unpricedCalls === 1 ? 'has no price and is' : 'have no price and are';
    sentences.push(`${formatCount(unpricedCalls, 'call')} ${verb} not in the cost.`);
  }
  return sentences;
}

/** A word that a POSIX shell takes as it stands, quoted where needed. */
export function shellWord(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A moment as flags take it: the day where it begins one. */
export function instantWord(atMs: number, timezone: string): string {
  const zone = openZone(timezone);
  const day = zone.dayKey(atMs);
  return zone.startOfDay(day) === atMs ? day : new Date(atMs).toISOString();
}
