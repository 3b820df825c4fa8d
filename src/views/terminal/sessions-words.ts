// Short names and values that the session screens share: models, costs, shell words. Knows
// how to say a value; knows nothing of which values there are.
import { formatUsd } from '../../shared/format.ts';
import { markValue } from './marks.ts';
import type { Screen } from './screen.ts';

/** `claude-haiku-4-5-20251001` → `haiku-4.5`; ids of another form stay as they are. */
export function modelLabel(modelId: string): string {
  return modelId
    .replace(/^claude-/, '')
    .replace(/-20\d{6}(?=$|\[)/, '')
    .replace(/(?<=(?:^|-)\d{1,2})-(?=\d{1,2}(?:$|[[-]))/, '.');
}

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

/** A word that a POSIX shell takes as it stands, quoted where needed. */
export function shellWord(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
