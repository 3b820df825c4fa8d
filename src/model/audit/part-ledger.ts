// The categories met in a chain, each with its place in every call's list of parts. Knows names only.
import { type ContextCategory, categoryKey } from './context-category.ts';

export interface PartLedger {
  /** Grows as new ones are met. */
  readonly categories: readonly ContextCategory[];
  indexOf(category: ContextCategory): number;
}

export function createLedger(): PartLedger {
  const categories: ContextCategory[] = [];
  const places = new Map<string, number>();
  return {
    categories,
    indexOf(category) {
      const key = categoryKey(category);
      const known = places.get(key);
      if (known !== undefined) return known;
      places.set(key, categories.length);
      categories.push(category);
      return categories.length - 1;
    },
  };
}

/** Adds at a place that may not be there yet. */
export function addTo(parts: number[], at: number, tokens: number): void {
  while (parts.length <= at) parts.push(0);
  parts[at] = (parts[at] as number) + tokens;
}
