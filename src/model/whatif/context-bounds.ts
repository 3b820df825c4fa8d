// The sizes of a context at which to drop its history that are tried. Knows no arithmetic of it.
import { formatTokens } from '../../shared/format.ts';
import type { Variant, WhatIfWorld } from './scenario.ts';

/** Own choice: steps of about a quarter, from where a start alone fills most of it. */
const BOUNDS: readonly number[] = [
  40_000, 50_000, 60_000, 80_000, 100_000, 120_000, 150_000, 200_000, 250_000, 300_000, 400_000,
  500_000, 600_000, 800_000,
];

/** All of them, or the one that was asked for. */
export function boundsToTry({ wishes }: WhatIfWorld): Variant[] {
  const bounds = wishes.atTokens === undefined ? BOUNDS : [wishes.atTokens];
  return bounds.map((value) => ({ value, label: formatTokens(value) }));
}

export function boundOf({ value }: Variant): number {
  return Number(value);
}
