// The calls, turns and tools of a profile as stretches of time that nest: those of one thread never overlap
// by half. Knows clocks that jump; knows no format.
import type {
  ProfileAnswer,
  ProfileCall,
  ProfileTool,
} from '../../query/profile/profile-answer.ts';

export interface Slice {
  readonly name: string;
  readonly category: 'turn' | 'call' | 'tool';
  readonly startMs: number;
  readonly endMs: number;
  /** Figures beside it; null: none. */
  readonly args: Readonly<Record<string, unknown>> | null;
}

export interface CallSlice {
  readonly call: ProfileCall;
  readonly startMs: number;
  readonly endMs: number;
}

/** Calls with a time, by chain and start; one that began before the one before it ended is cut. */
export function callSlices({ calls }: ProfileAnswer): CallSlice[] {
  const timed = calls.flatMap((call): CallSlice[] => {
    const { startMs, endMs } = call;
    return startMs === null || endMs === null ? [] : [{ call, startMs, endMs }];
  });
  timed.sort((a, b) => a.call.chain - b.call.chain || a.startMs - b.startMs || a.endMs - b.endMs);
  let chain = -1;
  let free = 0;
  return timed.map((slice) => {
    if (slice.call.chain !== chain) free = Number.NEGATIVE_INFINITY;
    chain = slice.call.chain;
    const startMs = Math.max(slice.startMs, free);
    free = Math.max(slice.endMs, startMs);
    return { ...slice, startMs, endMs: free };
  });
}

export interface TurnSlice {
  readonly turn: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** From the prompt to the end of its last call, around calls in the order of time. */
export function turnSlices({ turns }: ProfileAnswer, calls: readonly CallSlice[]): TurnSlice[] {
  const promptedAt = new Map(turns.map(({ turn, atMs }) => [turn, atMs]));
  const slices: { turn: number; startMs: number; endMs: number }[] = [];
  for (const { call, startMs, endMs } of calls) {
    const last = slices.at(-1);
    if (last?.turn === call.turn) {
      last.endMs = endMs;
      continue;
    }
    const asked = promptedAt.get(call.turn) ?? startMs;
    const from = Math.max(Math.min(asked, startMs), last?.endMs ?? Number.NEGATIVE_INFINITY);
    slices.push({ turn: call.turn, startMs: from, endMs });
  }
  return slices;
}

/** The tools of a chain, side by side where they ran at the same time. */
export function toolLanes(
  { tools, calls }: ProfileAnswer,
  chain: number,
): readonly (readonly ProfileTool[])[] {
  const lanes: ProfileTool[][] = [];
  for (const tool of tools) {
    if (calls[tool.call]?.chain !== chain) continue;
    const free = lanes.find((lane) => (lane.at(-1)?.endMs ?? 0) <= tool.startMs);
    if (free === undefined) lanes.push([tool]);
    else free.push(tool);
  }
  return lanes;
}
