// Every leaf of a profile with the frames that it stands below, in the order of the session. Knows how
// chains hang together; knows no format.
import type {
  ProfileAnswer,
  ProfileCall,
  ProfilePart,
} from '../../query/profile/profile-answer.ts';
import { callFrame, chainFrame, partFrames, sessionFrame, turnFrame } from './frame-names.ts';
import type { ProfileWeight } from './profile-format.ts';

export interface ProfileLeaf {
  /** Root first, never empty. */
  readonly stack: readonly string[];
  readonly call: ProfileCall;
  readonly part: ProfilePart;
}

/** Parts without tokens and cost are left out: they have no width. */
export function* walkStacks(answer: ProfileAnswer): Generator<ProfileLeaf> {
  const plan = planOf(answer);
  const root = sessionFrame(answer);
  for (const [turn, { calls, chains }] of plan.turns) {
    const stack = [root, turnFrame(turn)];
    for (const call of calls) yield* walkCall(plan, call, stack);
    for (const chain of chains) yield* walkChain(plan, chain, stack);
  }
}

/** Null: unknown, the call has no price. */
export function weightOf(
  { tokens, costNanoUsd }: ProfilePart,
  weight: ProfileWeight,
): number | null {
  return weight === 'tokens' ? tokens : costNanoUsd;
}

interface Plan {
  readonly answer: ProfileAnswer;
  /** By number: calls of the main chain, and chains of which nothing tells who started them. */
  readonly turns: ReadonlyMap<number, TurnPlan>;
  readonly callsOf: readonly (readonly ProfileCall[])[];
  readonly startedBy: ReadonlyMap<ProfilePart, readonly number[]>;
}

interface TurnPlan {
  readonly calls: ProfileCall[];
  readonly chains: number[];
}

function planOf(answer: ProfileAnswer): Plan {
  const numbers = [...new Set(answer.calls.map(({ turn }) => turn))].sort((a, b) => a - b);
  const turns = new Map(
    numbers.map((turn): [number, TurnPlan] => [turn, { calls: [], chains: [] }]),
  );
  const callsOf: ProfileCall[][] = answer.chains.map(() => []);
  for (const call of answer.calls) {
    callsOf[call.chain]?.push(call);
    if (answer.chains[call.chain]?.kind === 'main') turns.get(call.turn)?.calls.push(call);
  }
  const startedBy = new Map<ProfilePart, number[]>();
  for (const [chain, { kind, startedBy: start }] of answer.chains.entries()) {
    if (kind === 'main') continue;
    const part = start === null ? undefined : answer.calls[start.call]?.parts[start.part];
    const first = callsOf[chain]?.[0];
    if (part !== undefined) startedBy.set(part, [...(startedBy.get(part) ?? []), chain]);
    else if (first !== undefined) turns.get(first.turn)?.chains.push(chain);
  }
  return { answer, turns, callsOf, startedBy };
}

function* walkChain(plan: Plan, at: number, above: readonly string[]): Generator<ProfileLeaf> {
  const chain = plan.answer.chains[at];
  if (chain === undefined) return;
  const stack = [...above, chainFrame(chain)];
  for (const call of plan.callsOf[at] ?? []) yield* walkCall(plan, call, stack);
}

/** What a tool call started stands below it. */
function* walkCall(
  plan: Plan,
  call: ProfileCall,
  above: readonly string[],
): Generator<ProfileLeaf> {
  const frames = [...above, callFrame(call)];
  for (const part of call.parts) {
    const stack = [...frames, ...partFrames(part)];
    if (part.tokens > 0 || (part.costNanoUsd ?? 0) > 0) yield { stack, call, part };
    for (const chain of plan.startedBy.get(part) ?? []) yield* walkChain(plan, chain, stack);
  }
}
