// Holm's correction for asking many questions at once. Knows p values only.

/**
 * Adjusted p values in the order given: each is to be held against the level for the whole table
 * (Holm 1979, step down).
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, index) => index).sort((a, b) => (ps[a] as number) - (ps[b] as number));
  const adjusted = new Array<number>(ps.length);
  let atLeast = 0;
  order.forEach((index, rank) => {
    atLeast = Math.max(atLeast, Math.min(1, (ps.length - rank) * (ps[index] as number)));
    adjusted[index] = atLeast;
  });
  return adjusted;
}
