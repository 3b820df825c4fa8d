// How many cases a property is tried with: few in an ordinary run, many with TELLTALE_HEAVY=1. Every
// run has a new seed, which a failure prints; TELLTALE_SEED=n tries one again.
import type { Parameters } from 'fast-check';
import { vi } from 'vitest';

const HEAVY_FACTOR = 20;

/** Whether TELLTALE_HEAVY=1 asks for many cases; tests then take minutes. */
export const isHeavy = process.env.TELLTALE_HEAVY === '1';

if (isHeavy) vi.setConfig({ testTimeout: 900_000 });

/** Parameters for `fc.assert`. */
export function propertyRuns<T>(numRuns: number): Parameters<T> {
  const seed = process.env.TELLTALE_SEED;
  return {
    numRuns: isHeavy ? numRuns * HEAVY_FACTOR : numRuns,
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  };
}
