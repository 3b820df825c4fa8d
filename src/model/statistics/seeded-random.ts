// Reproducible randomness for permutations: the same seed gives the same order on every machine.

/** Whole numbers from 0 up to and without `below`. */
export type DrawBelow = (below: number) => number;

/** Of 32 bits (a Weyl sequence through murmur's finaliser): good for shuffling, of no use for secrets. */
export function seededDraws(seed: number): DrawBelow {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x85ebca6b);
    mixed ^= mixed >>> 13;
    mixed = Math.imul(mixed, 0xc2b2ae35);
    mixed ^= mixed >>> 16;
    return Math.floor(((mixed >>> 0) / 0x1_0000_0000) * below);
  };
}

/** In place, each order equally likely (Fisher and Yates). */
export function shuffle(order: Int32Array, draw: DrawBelow): void {
  for (let last = order.length - 1; last > 0; last -= 1) {
    const at = draw(last + 1);
    const held = order[last] as number;
    order[last] = order[at] as number;
    order[at] = held;
  }
}
