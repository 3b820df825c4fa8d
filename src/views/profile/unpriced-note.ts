// What a profile by cost does not hold, in one line. Knows words only.
import type { ProfileAnswer } from '../../query/profile/profile-answer.ts';
import { formatCount, formatTokens } from '../../shared/format.ts';

const MOST_MODELS = 3;

/** Null: every call has a price. */
export function unpricedNote({ unpriced }: ProfileAnswer): string | null {
  if (unpriced.length === 0) return null;
  const named = unpriced.slice(0, MOST_MODELS).map(({ model }) => model);
  const others = unpriced.length - named.length;
  const models = others === 0 ? named.join(', ') : `${named.join(', ')} and ${others} more`;
  const calls = unpriced.reduce((sum, one) => sum + one.calls, 0);
  const tokens = unpriced.reduce((sum, one) => sum + one.tokens, 0);
  return `without ${formatCount(calls, 'call')} of ${models} (${formatTokens(tokens)} tokens): no price known`;
}
