// What stands in the list of each level, as figures to sort by and words to filter by. Knows the answers;
// knows no rows on a screen.
import type {
  BrowseAnswer,
  BrowsedBlock,
  BrowsedCall,
  BrowsedTurn,
} from '../../../query/browse/browse-answer.ts';
import type { SessionsAnswer } from '../../../query/sessions/list-sessions.ts';
import type { SessionSummary } from '../../../query/sessions/summarise-sessions.ts';
import { modelLabel } from '../../../shared/model-label.ts';
import type { BrowseState, Level, Sort } from './browse-state.ts';

export interface Item {
  /** The same after a reload. */
  readonly key: string;
  readonly figures: Readonly<Record<Exclude<Sort, 'time'>, number | null>>;
  /** Holds a rebuild of the cache that could have been avoided. */
  readonly isRebuild: boolean;
  /** Lower case; made when a filter asks for it first. */
  readonly words: () => string;
}

/** By level: `time` is the order that the items come in. */
export const SORTS_OF: Readonly<Record<Level['name'], readonly Sort[]>> = {
  sessions: ['time', 'cost', 'context', 'tokens'],
  turns: ['time', 'cost', 'context', 'tokens', 'gap'],
  calls: ['time', 'cost', 'context', 'tokens', 'gap'],
  blocks: ['time', 'tokens'],
  text: ['time'],
};

const NO_ITEMS: readonly Item[] = [];

/** In the order of time; empty while they are not read. */
export function itemsOf(
  state: Pick<BrowseState, 'sessions' | 'opened'>,
  level: Level,
): readonly Item[] {
  const { sessions, opened } = state;
  if (level.name === 'sessions')
    return ofSessions(sessions, () => sessions.sessions.map(sessionItem));
  if (opened === null) return NO_ITEMS;
  switch (level.name) {
    case 'turns':
      return ofTurns(opened, () => opened.turns.map((turn) => turnItem(opened, turn)));
    case 'calls':
      return callsOf(opened, level.turn).items;
    case 'blocks': {
      const call = findCall(opened, level.callId);
      return call === null ? NO_ITEMS : ofBlocks(call, () => blocksOf(call).map(blockItem));
    }
    case 'text':
      return NO_ITEMS;
    default:
      return level satisfies never;
  }
}

/** Of one turn, or of all: with the items that stand for them. */
export function callsOf(
  opened: BrowseAnswer,
  turn: number | null,
): { readonly calls: readonly BrowsedCall[]; readonly items: readonly Item[] } {
  const known = ofCalls(opened, () => new Map<number | null, ReturnType<typeof callsOf>>());
  let found = known.get(turn);
  if (found === undefined) {
    const calls = turn === null ? opened.calls : callsOfTurn(opened, turn);
    found = { calls, items: calls.map(callItem) };
    known.set(turn, found);
  }
  return found;
}

export function findCall(opened: BrowseAnswer, callId: string): BrowsedCall | null {
  const known = ofIds(opened, () => new Map(opened.calls.map((call) => [call.callId, call])));
  return known.get(callId) ?? null;
}

/** What was new to the model, then what it answered. */
export function blocksOf(call: BrowsedCall): readonly BrowsedBlock[] {
  return [...call.inputs, ...call.outputs];
}

export function blockKey({ file, offset, index }: BrowsedBlock): string {
  return `${file}:${offset}:${index}`;
}

/** Remembers what was made of a value for as long as that value is in use. */
function remember<Source extends object, Made>(): (source: Source, make: () => Made) => Made {
  const known = new WeakMap<Source, Made>();
  return (source, make) => {
    let made = known.get(source);
    if (made === undefined) {
      made = make();
      known.set(source, made);
    }
    return made;
  };
}

const ofSessions = remember<SessionsAnswer, readonly Item[]>();
const ofTurns = remember<BrowseAnswer, readonly Item[]>();
const ofCalls = remember<BrowseAnswer, Map<number | null, ReturnType<typeof callsOf>>>();
const ofIds = remember<BrowseAnswer, ReadonlyMap<string, BrowsedCall>>();
const ofBlocks = remember<BrowsedCall, readonly Item[]>();
const wordsOfCall = remember<BrowsedCall, string>();

function callsOfTurn({ turns, calls }: BrowseAnswer, number: number): readonly BrowsedCall[] {
  const places = turns.find(({ turn }) => turn === number)?.places ?? [];
  return places.map((place) => calls[place] as BrowsedCall);
}

function sessionItem(session: SessionSummary): Item {
  const { sessionId, title, project, branch, models, costNanoUsd, totalTokens, health } = session;
  return {
    key: sessionId,
    figures: { cost: costNanoUsd, context: health.contextTokens, tokens: totalTokens, gap: null },
    isRebuild: false,
    words: once(() => [sessionId, title, project?.path, branch, ...models.map(modelWords)]),
  };
}

function turnItem({ calls }: BrowseAnswer, turn: BrowsedTurn): Item {
  return {
    key: String(turn.turn),
    figures: {
      cost: turn.costNanoUsd,
      context: turn.peakContextTokens,
      tokens: turn.totalTokens,
      gap: turn.gapMs,
    },
    isRebuild: turn.rebuilds.count > 0,
    words: once(() => [
      turn.title,
      ...turn.places.map((place) => callWords(calls[place] as BrowsedCall)),
    ]),
  };
}

function callItem(call: BrowsedCall): Item {
  return {
    key: call.callId,
    figures: {
      cost: call.costNanoUsd,
      context: call.contextTokens,
      tokens: call.totalTokens,
      gap: call.gapMs,
    },
    isRebuild: call.rebuild !== null && !call.rebuild.isExpected,
    words: () => callWords(call),
  };
}

function blockItem(block: BrowsedBlock): Item {
  const { kind, name, target, estimatedTokens } = block;
  return {
    key: blockKey(block),
    figures: { cost: null, context: null, tokens: estimatedTokens, gap: null },
    isRebuild: false,
    words: once(() => [kind.replaceAll('-', ' '), name, target]),
  };
}

function callWords(call: BrowsedCall): string {
  return wordsOfCall(call, () =>
    joinWords([
      call.callId,
      modelWords(call),
      call.chain.agentType,
      call.rebuild?.cause,
      ...call.toolNames,
      // What it was sent was asked for by the call before, which is the one to find.
      ...call.outputs.flatMap(({ name, target }) => [name, target]),
    ]),
  );
}

function modelWords({ model }: { readonly model: string }): string {
  return `${model} ${modelLabel(model)}`;
}

type Words = readonly (string | null | undefined)[];

function once(make: () => Words): () => string {
  let joined: string | undefined;
  return () => {
    joined ??= joinWords(make());
    return joined;
  };
}

function joinWords(words: Words): string {
  return [...new Set(words)]
    .filter((word) => word !== null && word !== undefined)
    .join('\n')
    .toLowerCase();
}
