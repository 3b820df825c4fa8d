// What the tools of one MCP server cost in a session: their calls were written by the model, their results
// sent once, and both carried on. Knows which blocks are the server's; prices are handed in.
import type { CalibratedTrace } from '../audit/calibrate-trace.ts';
import { type CallRates, type CarryingCost, carryingCost } from '../audit/carrying-cost.ts';
import { viewChain } from '../audit/waste/chain-view.ts';
import { splitMcpName } from '../guard/mcp-tool.ts';
import type { SessionTrace, TraceBlock, TraceCall, TraceChain } from '../trace/session-trace.ts';
import type { McpUse } from './whatif-session.ts';

/** With what a token of an answer costs. */
export interface AnsweredRates extends CallRates {
  readonly output: number;
}

/** Calls that another session was billed for cost nothing here. */
export function deriveMcpUse(
  server: string,
  trace: SessionTrace,
  calibrated: CalibratedTrace,
  ratesOf: (call: TraceCall) => AnsweredRates | null,
): McpUse {
  const sum: Sum = {
    toolCalls: 0,
    calls: new Set(),
    tokens: 0,
    costNanoUsd: 0,
    unpriced: new Set(),
  };
  for (const [at, chain] of trace.chains.entries()) {
    const own = calibrated.chains[at];
    if (own === undefined || !chain.calls.some((call) => isUsed(call, server))) continue;
    const costOf = carryingCost(viewChain(chain), own, ratesOf, calibrated.tokens);
    const next = nextCalls(chain);
    for (const [index, call] of chain.calls.entries()) {
      for (const block of call.outputs.filter((one) => isUse(one, server))) {
        const tokens = Math.min(calibrated.tokens.get(block) ?? 0, call.tokens.outputTokens);
        if (!call.isCopy) addAnswer(sum, call, tokens, ratesOf(call));
        for (const later of next[index] ?? []) {
          addCost(sum, chain.calls[later] as TraceCall, costOf(later, tokens));
        }
      }
      for (const block of call.inputs.filter((one) => isResult(one, server))) {
        const tokens = calibrated.tokens.get(block) ?? 0;
        if (!call.isCopy) sum.tokens += tokens;
        addCost(sum, call, costOf(index, tokens));
      }
    }
  }
  const { toolCalls, tokens, costNanoUsd } = sum;
  const [calls, unpricedCalls] = [sum.calls.size, sum.unpriced.size];
  return { server, toolCalls, calls, tokens, costNanoUsd, unpricedCalls };
}

interface Sum {
  toolCalls: number;
  tokens: number;
  costNanoUsd: number;
  /** Calls that wrote, were sent or answered any of it. */
  readonly calls: Set<TraceCall>;
  readonly unpriced: Set<TraceCall>;
}

function addAnswer(sum: Sum, call: TraceCall, tokens: number, rates: AnsweredRates | null): void {
  sum.toolCalls += 1;
  sum.tokens += tokens;
  sum.calls.add(call);
  if (rates === null) sum.unpriced.add(call);
  else sum.costNanoUsd += Math.floor(tokens * rates.output);
}

function addCost(sum: Sum, call: TraceCall, cost: CarryingCost): void {
  sum.costNanoUsd += (cost.insertNanoUsd ?? 0) + (cost.carryNanoUsd ?? 0);
  if (call.isCopy) return;
  sum.calls.add(call);
  if (cost.insertNanoUsd === null) sum.unpriced.add(call);
}

/** By call, the calls that continue its context. */
function nextCalls({ calls }: TraceChain): number[][] {
  const next = calls.map((): number[] => []);
  for (const [at, { parent, part }] of calls.entries()) {
    if (parent !== null && part === 0) next[parent]?.push(at);
  }
  return next;
}

function isUsed({ inputs, outputs }: TraceCall, server: string): boolean {
  return outputs.some((one) => isUse(one, server)) || inputs.some((one) => isResult(one, server));
}

function isUse(block: TraceBlock, server: string): boolean {
  return block.kind === 'tool-use' && isOf(block, server);
}

/** Also the images of a result, which bear the tool's name. */
function isResult(block: TraceBlock, server: string): boolean {
  return block.toolUseId !== null && block.kind !== 'tool-use' && isOf(block, server);
}

function isOf({ name }: TraceBlock, server: string): boolean {
  return name !== null && splitMcpName(name)?.server === server;
}
