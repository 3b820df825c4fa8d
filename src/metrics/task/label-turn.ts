// The label of one turn: first by what was done, then by what was asked, then by what is left. Knows
// counts and word families; neither events nor texts.
import type { WordFamily } from './prompt-words.ts';
import type { TaskLabel } from './task-labels.ts';

/** What happened in a turn. */
export interface TurnWork {
  /** Families of words in its prompt. */
  readonly words: readonly WordFamily[];
  /** Files read, and searches. */
  readonly looks: number;
  /** Changes of files. */
  readonly edits: number;
  readonly shells: number;
  readonly agents: number;
  /** Calls of any other tool. */
  readonly others: number;
  /** Times that a command ran when something had been changed since the last one. */
  readonly rounds: number;
  /** Commands that failed. */
  readonly failures: number;
  /** The plan mode was on, or a plan was handed in. */
  readonly isPlan: boolean;
}

/** Changes that are many without a single command (codevigil's rule). */
const MANY_EDITS = 3;
/** Rounds of change and run that are a loop whatever was asked. */
const LOOP_ROUNDS = 3;

export function labelTurn(work: TurnWork): TaskLabel {
  return labelByDeeds(work) ?? labelByWords(work) ?? labelByRest(work);
}

/** Null: what was done leaves it open. */
function labelByDeeds(work: TurnWork): TaskLabel | null {
  const { looks, edits, shells } = work;
  if (work.isPlan && edits === 0) return 'planning';
  if (shells > 0 && edits > 0) return labelLoop(work);
  if (edits >= MANY_EDITS) return 'mutation_heavy';
  if (countCalls(work) === 0) return labelTalk(work);
  return shells === 0 && edits < 2 && looks > 2 * edits ? labelLook(work) : null;
}

/** Changed and run: a loop, unless something was to be written and the run was a check that passed. */
function labelLoop({ words, edits, rounds, failures }: TurnWork): TaskLabel {
  if (words.includes('debug') || failures > 0 || rounds >= LOOP_ROUNDS) return 'debug_loop';
  const isOneCheck = edits >= MANY_EDITS && rounds <= 1;
  return words.includes('change') || isOneCheck ? 'mutation_heavy' : 'debug_loop';
}

/** Only looked: in order to understand, or to say what could be done. */
function labelLook({ words, edits }: TurnWork): TaskLabel {
  const isPlan = edits === 0 && words.includes('plan') && !words.includes('explore');
  return isPlan ? 'planning' : 'exploration';
}

/** No tool at all: a question about what is there, or talk about what to do. */
function labelTalk({ words }: TurnWork): TaskLabel {
  const [first] = words;
  return first === 'explore' && !words.includes('plan') ? 'exploration' : 'planning';
}

/** Null: the prompt says nothing that fits what was done. */
function labelByWords({ words, looks, edits, shells }: TurnWork): TaskLabel | null {
  // A prompt may speak of changes without one being made: the change it asks about came before or comes later.
  const canChange = edits > 0 || shells > looks;
  const first = words.find((word) => word !== 'change' || canChange);
  return first === undefined ? null : BY_WORD[first];
}

const BY_WORD: Readonly<Record<WordFamily, TaskLabel>> = {
  debug: 'debug_loop',
  change: 'mutation_heavy',
  explore: 'exploration',
  plan: 'planning',
};

/** The prompt says nothing either: what there was most of. */
function labelByRest({ looks, edits, shells, agents, failures }: TurnWork): TaskLabel {
  if (edits > 0) return 'mutation_heavy';
  if (looks + agents > shells) return 'exploration';
  return failures > 0 ? 'debug_loop' : 'mixed';
}

function countCalls({ looks, edits, shells, agents, others }: TurnWork): number {
  return looks + edits + shells + agents + others;
}
