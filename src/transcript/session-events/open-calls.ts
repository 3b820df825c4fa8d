// Numbers the tool calls of a transcript and finds the one that a result answers. Keeps those without a
// result yet; knows nothing of what they did.

export type OpenCall = readonly [toolUseId: string, call: number, tool: string];

export interface OpenCallsState {
  /** Calls so far. */
  readonly count: number;
  readonly open: readonly OpenCall[];
}

export interface OpenCalls {
  /** The call's number. */
  begin(toolUseId: string | null, tool: string): number;
  /** Null: no call of this transcript, or one that was answered before. */
  end(toolUseId: string | null): { readonly call: number; readonly tool: string } | null;
  state(): OpenCallsState;
}

/** Calls that were stopped never get a result: the oldest are given up. */
const MAX_OPEN = 500;

export function createOpenCalls(from: OpenCallsState | null): OpenCalls {
  let count = from?.count ?? 0;
  const open = new Map<string, { call: number; tool: string }>(
    (from?.open ?? []).map(([id, call, tool]) => [id, { call, tool }]),
  );
  return {
    begin(toolUseId, tool) {
      const call = count++;
      if (toolUseId === null) return call;
      open.set(toolUseId, { call, tool });
      if (open.size > MAX_OPEN) open.delete(open.keys().next().value as string);
      return call;
    },
    end(toolUseId) {
      const found = toolUseId === null ? undefined : open.get(toolUseId);
      if (toolUseId === null || found === undefined) return null;
      open.delete(toolUseId);
      return found;
    },
    state: () => ({ count, open: [...open].map(([id, { call, tool }]) => [id, call, tool]) }),
  };
}
