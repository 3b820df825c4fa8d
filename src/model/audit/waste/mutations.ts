// When files were changed by the agent's own tools, so that looking again is no waste. Knows the names of
// the tools that change a file; what a shell command changes is not seen.
import type { ChainView, SentBlock } from './chain-view.ts';

const CHANGING: ReadonlySet<string> = new Set(['Edit', 'MultiEdit', 'Write', 'NotebookEdit']);

export interface Mutations {
  /** Whether this file was changed after one result was asked for and before another was. */
  changedBetween(path: string, earlier: SentBlock, later: SentBlock): boolean;
  /** The same for any file. */
  anyBetween(earlier: SentBlock, later: SentBlock): boolean;
}

export function findMutations({ uses }: ChainView): Mutations {
  const changes = uses.filter(({ block }) => CHANGING.has(block.name ?? ''));
  const useOf = new Map(uses.map((use) => [use.block.toolUseId, use]));
  const all = changes.map(placeOf).sort(compare);
  const byPath = new Map<string | null, Place[]>();
  for (const change of changes) {
    const { target } = change.block;
    const places = byPath.get(target);
    if (places === undefined) byPath.set(target, [placeOf(change)]);
    else places.push(placeOf(change));
  }
  for (const places of byPath.values()) places.sort(compare);
  const between = (places: readonly Place[], earlier: SentBlock, later: SentBlock): boolean => {
    const from = placeOf(useOf.get(earlier.block.toolUseId) ?? earlier);
    const to = placeOf(useOf.get(later.block.toolUseId) ?? later);
    const next = firstAfter(places, from);
    return next !== undefined && compare(next, to) < 0;
  };
  return {
    changedBetween: (path, earlier, later) => between(byPath.get(path) ?? [], earlier, later),
    anyBetween: (earlier, later) => between(all, earlier, later),
  };
}

function firstAfter(places: readonly Place[], from: Place): Place | undefined {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(places[middle] as Place, from) <= 0) low = middle + 1;
    else high = middle;
  }
  return places[low];
}

interface Place {
  readonly call: number;
  readonly file: number;
  readonly offset: number;
}

function placeOf({ call, block }: SentBlock): Place {
  return { call, file: block.file, offset: block.offset };
}

function compare(a: Place, b: Place): number {
  return a.call - b.call || a.file - b.file || a.offset - b.offset;
}
