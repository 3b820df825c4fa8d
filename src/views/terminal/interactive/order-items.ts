// Which items pass a filter, and in what order a sort puts them. Knows figures and words only.
import type { ListState, Sort } from './browse-state.ts';
import type { Item } from './items.ts';

/** Places in `items`. What has no figure comes last; equals stay in the order of time. */
export function orderItems(
  items: readonly Item[],
  { sort, filter }: Pick<ListState, 'sort' | 'filter'>,
): readonly number[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const places: number[] = [];
  items.forEach((item, place) => {
    if (words.every((word) => item.words().includes(word))) places.push(place);
  });
  if (sort === 'time') return places;
  return places.sort((a, b) => compare(items[a] as Item, items[b] as Item, sort) || a - b);
}

function compare(a: Item, b: Item, sort: Exclude<Sort, 'time'>): number {
  const left = a.figures[sort];
  const right = b.figures[sort];
  if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
  return right - left;
}
