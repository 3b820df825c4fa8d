// Compactions and clears at a bound, told call by call as one would explain them, with every call priced
// whole: the check of the quick replay. Shares no arithmetic with it.
import type { DropRule } from '../../../src/model/whatif/drop-history.ts';
import type { WhatIfCall, WhatIfSession } from '../../../src/model/whatif/whatif-session.ts';
import { promptTokens, type TokenCounts } from '../../../src/shared/tokens.ts';
import { price } from './sessions.ts';

export interface Slow {
  readonly savingNanoUsd: number;
  readonly times: number;
}

/** Walks along with what is still in the context that the session no longer has here. */
export function dropSlowly(session: WhatIfSession, rule: DropRule, bound: number): Slow {
  const calls = session.chains[0]?.calls ?? [];
  const { segmentStarts, turns, writeKind } = session.rotation;
  let [before, after, times, left] = [0, 0, 0, 0];
  for (const [at, call] of calls.entries()) {
    before += price(call) ?? 0;
    const last = calls[at - 1];
    if (last === undefined || segmentStarts.includes(at)) left = 0;
    const isHere =
      last !== undefined &&
      !segmentStarts.includes(at) &&
      bound > rule.keptTokens &&
      rule.keptTokens > 0 &&
      (rule.where === 'calls' || turns.some(({ callIndex }) => callIndex === at));
    const held = last === undefined ? 0 : promptTokens(last) - left + last.outputTokens;
    if (isHere && last !== undefined && held > bound) {
      times += 1;
      after += summary(last, held, rule);
      left += Math.max(0, held - rule.keptTokens);
      after += price(fresh(call, left, rule, writeKind)) ?? 0;
      left = Math.max(0, Math.min(left, promptTokens(call) - rule.keptTokens));
      continue;
    }
    left = Math.max(0, Math.min(left, promptTokens(call) - rule.keptTokens));
    after += price({ ...call, ...without(call, left) }) ?? 0;
  }
  return { savingNanoUsd: before - after, times };
}

const NOTHING_SENT = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 0,
  webSearches: 0,
} as const;

function summary(last: WhatIfCall, held: number, { summaryTokens }: DropRule): number {
  if (summaryTokens === 0) return 0;
  const call = { ...last, ...NOTHING_SENT, cacheReadTokens: held, outputTokens: summaryTokens };
  return price(call) ?? 0;
}

function fresh(
  call: WhatIfCall,
  left: number,
  { keptTokens, warmTokens }: DropRule,
  writeKind: WhatIfSession['rotation']['writeKind'],
): WhatIfCall {
  const context = Math.max(keptTokens, promptTokens(call) - left);
  const input = Math.min(call.inputTokens, context - keptTokens);
  const read = Math.min(warmTokens, call.cacheReadTokens, context - input);
  const rest = context - input - read;
  return {
    ...call,
    inputTokens: input + (writeKind === 'none' ? rest : 0),
    cacheReadTokens: read,
    cacheWrite5mTokens: writeKind === '5m' ? rest : 0,
    cacheWrite1hTokens: writeKind === '1h' ? rest : 0,
  };
}

function without(call: WhatIfCall, tokens: number): Partial<TokenCounts> {
  let rest = tokens;
  const take = (held: number): number => {
    const taken = Math.min(rest, held);
    rest -= taken;
    return held - taken;
  };
  return {
    cacheReadTokens: take(call.cacheReadTokens),
    cacheWrite5mTokens: take(call.cacheWrite5mTokens),
    cacheWrite1hTokens: take(call.cacheWrite1hTokens),
    inputTokens: take(call.inputTokens),
  };
}
