// Shares a measured number of tokens among blocks, near their estimates. Pure arithmetic on whole tokens;
// what is measured and what is estimated is the caller's business.

export interface Estimate {
  /** Tokens by size. */
  readonly tokens: number;
  /** How few and how many it can be. */
  readonly min: number;
  readonly max: number;
}

export interface Shared {
  /** Whole tokens, in the order of the estimates. */
  readonly tokens: readonly number[];
  /** What does not fit into the bounds: positive, more was measured; negative, less. */
  readonly restTokens: number;
}

/** The tokens and the rest sum to the budget. */
export function shareOut(budget: number, estimates: readonly Estimate[]): Shared {
  const sum = sumOf(estimates, 'tokens');
  const edge = budget >= sum ? 'max' : 'min';
  const room = Math.abs(sumOf(estimates, edge) - sum);
  const part = room === 0 ? 0 : Math.min(1, Math.abs(budget - sum) / room);
  const exact = estimates.map((one) => one.tokens + part * (one[edge] - one.tokens));
  const tokens = roundTogether(exact);
  return { tokens, restTokens: budget - tokens.reduce((total, one) => total + one, 0) };
}

function sumOf(estimates: readonly Estimate[], field: keyof Estimate): number {
  return estimates.reduce((total, one) => total + one[field], 0);
}

/** Whole numbers with the same sum to within a half, none more than one away from its exact value. */
function roundTogether(exact: readonly number[]): number[] {
  let carried = 0;
  return exact.map((value) => {
    const whole = Math.max(0, Math.round(value + carried));
    carried += value - whole;
    return whole;
  });
}
