// What a generated set should add up to: the sums of the calls that were written, each counted once.
// Knows no file; a reader's sums are held against this.
import { addTokens, NO_TOKENS, type TokenCounts } from '../shared/tokens.ts';
import type { SampleCall } from './writer/draft.ts';

export interface SampleSum {
  readonly calls: number;
  readonly tokens: TokenCounts;
  readonly webSearches: number;
}

export interface SampleManifest extends SampleSum {
  readonly byModel: Readonly<Record<string, SampleSum>>;
  readonly bySession: Readonly<Record<string, SampleSum>>;
  /** Calls whose output count is a placeholder. */
  readonly provisionalCalls: number;
}

export const NO_CALLS: SampleSum = { calls: 0, tokens: NO_TOKENS, webSearches: 0 };

/** Forked and resumed copies are not in the list, so a call belongs to the session that made it. */
export function sumCalls(calls: readonly SampleCall[]): SampleManifest {
  return {
    ...total(calls),
    byModel: groupBy(calls, (call) => call.model),
    bySession: groupBy(calls, (call) => call.sessionId),
    provisionalCalls: calls.filter((call) => !call.isFinal).length,
  };
}

export function addSums(a: SampleSum, b: SampleSum): SampleSum {
  return {
    calls: a.calls + b.calls,
    tokens: addTokens(a.tokens, b.tokens),
    webSearches: a.webSearches + b.webSearches,
  };
}

function total(calls: readonly SampleCall[]): SampleSum {
  return calls.reduce<SampleSum>(
    (sum, { tokens, webSearches }) => addSums(sum, { calls: 1, tokens, webSearches }),
    NO_CALLS,
  );
}

function groupBy(
  calls: readonly SampleCall[],
  keyOf: (call: SampleCall) => string,
): Record<string, SampleSum> {
  const groups: Record<string, SampleCall[]> = {};
  for (const call of calls) {
    groups[keyOf(call)] ??= [];
    groups[keyOf(call)]?.push(call);
  }
  return Object.fromEntries(Object.entries(groups).map(([key, members]) => [key, total(members)]));
}
