// When each call and each tool of a session ran, as far as its transcript tells. Knows the times of blocks;
// the time that a request spent waiting in between is in the call.
import type { TraceBlock, TraceCall, TraceChain } from '../../model/trace/session-trace.ts';

export interface Span {
  readonly startMs: number | null;
  readonly endMs: number | null;
}

/** From the last thing it was sent to the last line of its answer; one moment where no block is left. */
export function timeOfCall(call: TraceCall): Span {
  const { atMs } = call;
  if (atMs === null) return { startMs: null, endMs: null };
  const sent = timesOf(call.inputs).filter((at) => at <= atMs);
  const answered = timesOf(call.outputs);
  return {
    startMs: sent.reduce((last, at) => Math.max(last, at), sent[0] ?? atMs),
    endMs: answered.reduce((last, at) => Math.max(last, at), atMs),
  };
}

function timesOf(blocks: readonly TraceBlock[]): number[] {
  return blocks.flatMap(({ atMs }) => (atMs === null ? [] : [atMs]));
}

export interface ToolTime {
  readonly use: TraceBlock;
  readonly toolUseId: string;
  /** Position in the chain's calls. */
  readonly call: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly isError: boolean;
}

/** From the request to the result; the time that a person took to allow it is in it. */
export function timesOfTools(chain: TraceChain): ToolTime[] {
  const results = new Map<string, TraceBlock>();
  const sent = [...chain.calls.flatMap(({ inputs }) => inputs), ...chain.rest];
  for (const block of sent) {
    if (block.kind !== 'tool-result' || block.toolUseId === null) continue;
    if (!results.has(block.toolUseId)) results.set(block.toolUseId, block);
  }
  return chain.calls.flatMap((call, at) =>
    call.isCopy ? [] : call.outputs.flatMap((use) => timeOfTool(use, at, results)),
  );
}

function timeOfTool(
  use: TraceBlock,
  call: number,
  results: ReadonlyMap<string, TraceBlock>,
): ToolTime[] {
  const { kind, toolUseId, atMs: startMs } = use;
  if (kind !== 'tool-use' || toolUseId === null || startMs === null) return [];
  const result = results.get(toolUseId);
  const endMs = result?.atMs ?? null;
  if (result === undefined || endMs === null || endMs < startMs) return [];
  return [{ use, toolUseId, call, startMs, endMs, isError: result.isError }];
}
