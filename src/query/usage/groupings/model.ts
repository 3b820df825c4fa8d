// Usage by model: all spellings of one model together, under the price book's name. Knows no
// prices.
import type { UsageCell } from '../../../store/readers/usage-cells.ts';
import type { ModelRow } from '../answer.ts';
import { compareText } from '../figures.ts';
import { bucketsBy, orderByCost, rowOf, spanOf } from '../fold.ts';
import type { GroupingScope } from './scope.ts';

export function groupByModel(cells: readonly UsageCell[], scope: GroupingScope): ModelRow[] {
  const nameOf = (cell: UsageCell) => scope.models.get(cell.modelId)?.canonicalId ?? '(unknown)';
  const ids = new Map<string, Set<string>>();
  for (const cell of cells) {
    const name = nameOf(cell);
    const seen = ids.get(name) ?? new Set();
    ids.set(name, seen.add(scope.models.get(cell.modelId)?.id ?? name));
  }
  const rows = [...bucketsBy(cells, scope.models, nameOf)].map(
    ([name, bucket]): ModelRow => ({
      modelIds: [...(ids.get(name) ?? [])].sort(compareText),
      ...spanOf(bucket),
      ...rowOf(name, name, bucket),
    }),
  );
  return orderByCost(rows, scope.order);
}
