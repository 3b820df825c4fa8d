// What the API served and what the ledger counted, in one form, call by call. Compares nothing.

import type { Tokens } from './script.ts';
import { countedExchanges } from './scripted-api.ts';
import type { Stage } from './stage.ts';

export interface ServedCall extends Tokens {
  readonly messageId: string;
  readonly isAgent: boolean;
}

export function servedCalls({ api }: Stage): ServedCall[] {
  return countedExchanges(api.exchanges).map(({ messageId, told, kind }) => {
    if (messageId === null || told === null) throw new Error('an answer without usage');
    const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = told;
    const isAgent = kind === 'agent';
    return { messageId, isAgent, input, cacheRead, cacheWrite5m, cacheWrite1h, output };
  });
}

/** In the order of the requests; advisors and the like, which are calls of their own, too. */
export function ledgerCalls(stage: Stage): ServedCall[] {
  return stage
    .rows<Omit<ServedCall, 'isAgent'> & { readonly chain: number }>(
      `SELECT message_id AS messageId, chain, input_tokens AS input, cache_read_tokens AS cacheRead,
              cache_write_5m_tokens AS cacheWrite5m, cache_write_1h_tokens AS cacheWrite1h,
              output_tokens AS output
       FROM call ORDER BY message_id, part`,
    )
    .map(({ messageId, chain, ...tokens }) => ({ messageId, isAgent: chain !== 0, ...tokens }));
}

export function sumCalls(calls: readonly ServedCall[]): Tokens {
  const sum = (pick: (call: ServedCall) => number): number =>
    calls.reduce((total, call) => total + pick(call), 0);
  return {
    input: sum((call) => call.input),
    cacheRead: sum((call) => call.cacheRead),
    cacheWrite5m: sum((call) => call.cacheWrite5m),
    cacheWrite1h: sum((call) => call.cacheWrite1h),
    output: sum((call) => call.output),
  };
}
