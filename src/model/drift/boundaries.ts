// Which boundaries between groups are worth a look. Knows how many parts each group has.
import type { Boundary } from './stratified-difference.ts';

/** Groups in an order of their own (versions, weeks): all before against all after, at each step. */
export function stepBoundaries(sizes: readonly number[], fewest: number): Boundary[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  let before = 0;
  return sizes.flatMap((size, index) => {
    before += size;
    const isWide = before >= fewest && all - before >= fewest;
    return isWide ? [{ beforeFrom: 0, at: index + 1, afterTo: sizes.length }] : [];
  });
}

/** Groups that stand side by side (models): each against the one that was taken up before it. */
export function neighbourBoundaries(sizes: readonly number[], fewest: number): Boundary[] {
  return sizes.slice(1).flatMap((size, index) => {
    const isWide = size >= fewest && (sizes[index] as number) >= fewest;
    return isWide ? [{ beforeFrom: index, at: index + 1, afterTo: index + 2 }] : [];
  });
}
