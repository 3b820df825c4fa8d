// Tokens weighed by what they cost beside uncached input, whatever the model: the unit of what a context
// costs where no price is known. Pure.
import type { TokenCounts } from '../../shared/tokens.ts';
import type { RateBand } from './rotation-session.ts';

/** Source: the ratios of Anthropic's list prices, the same for every model since Claude 3. */
const WEIGHTS = {
  input: 1,
  cacheRead: 0.1,
  cacheWrite5m: 1.25,
  cacheWrite1h: 2,
  output: 5,
} as const;

/** The weights in the place of prices. */
export const WEIGHT_BANDS: readonly RateBand[] = [{ abovePromptTokens: 0, rates: WEIGHTS }];

/** Whole tokens of uncached input that would cost as much. */
export function weighTokens(counts: TokenCounts): number {
  return Math.round(
    counts.inputTokens * WEIGHTS.input +
      counts.cacheReadTokens * WEIGHTS.cacheRead +
      counts.cacheWrite5mTokens * WEIGHTS.cacheWrite5m +
      counts.cacheWrite1hTokens * WEIGHTS.cacheWrite1h +
      counts.outputTokens * WEIGHTS.output,
  );
}
