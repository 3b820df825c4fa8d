// Folds a session's events into a label per turn. Knows which events count towards which turn; the rules
// for a label are next door, and what the label is used for is others' business.
import type { SessionEvent, UserEvent } from '../../model/session-event/session-event.ts';
import { toolClass } from '../../model/session-event/tool-class.ts';
import type { SavedFold } from '../kit/fold-events.ts';
import type { Fold, MetricReading } from '../kit/metric.ts';
import { countLabels, labelSession, type TaskCounts } from './label-session.ts';
import { labelTurn } from './label-turn.ts';
import { taskMarker, WORD_FAMILIES, type WordFamily } from './prompt-words.ts';
import { TASK_LABELS, type TaskLabel } from './task-labels.ts';

export interface LabelledTurn {
  /** Null: nothing has happened in it. */
  readonly label: TaskLabel | null;
  /** Of the prompt that opens it, epoch ms. */
  readonly atMs: number | null;
}

/** Stored beside the readings of metrics and shaped like them; its value is the share of the commonest label. */
export type TaskReading = MetricReading & {
  /** In their order; the last one may still go on. */
  readonly turns: readonly LabelledTurn[];
  readonly counts: TaskCounts;
  /** Of the session; null: no turn has a label. */
  readonly label: TaskLabel | null;
};

/** A turn as it goes on. Plain JSON: it is saved with the fold. */
export type TurnTally = {
  /** Turns of the thread are numbered from 1, also over copied history. */
  no: number;
  atMs: number | null;
  words: WordFamily[];
  looks: number;
  edits: number;
  shells: number;
  agents: number;
  /** Calls that keep the list of things to do, ask, or hand in a plan: no work by themselves. */
  notes: number;
  others: number;
  rounds: number;
  failures: number;
  /** Text blocks of the answer. */
  texts: number;
  isPlan: boolean;
  /** A file was changed after the last command. */
  isChanged: boolean;
  /** It was opened before counting began. */
  isCarried: boolean;
};

export type TaskState = {
  opened: number;
  /** Work before the first prompt: a turn of its own only where no prompt ever comes, as in a subagent. */
  before: TurnTally;
  turns: TurnTally[];
};

export interface TaskRules {
  readonly opensTurn: (event: UserEvent) => boolean;
  /** Of a turn in which nothing happened. */
  readonly emptyTurn: TaskLabel | null;
}

/** The product's rules: a turn is what follows a person's prompt. */
const RULES: TaskRules = { opensTurn: (event) => event.origin === 'human', emptyTurn: null };

export function createTaskFold(rules: TaskRules): Fold<TaskState, TaskReading> {
  return {
    id: 'task',
    version: 1,
    needs: ['user', 'assistant', 'tool_call', 'tool_result'],
    init: () => ({ opened: 0, before: { ...EMPTY, ...NO_PROMPT }, turns: [] }),
    step: (state, event) => step(state, event, rules),
    carry: ({ opened, before, turns }) => ({
      opened,
      before: emptied(before),
      turns: turns.slice(-1).map(emptied),
    }),
    merge,
    read: (state) => readTasks(state, rules),
    keepsTrail: false,
  };
}

export const taskFold: Fold<TaskState, TaskReading> = createTaskFold(RULES);

/** The same, as those see it who save states without knowing what is in them. */
export const savedTaskFold = taskFold as unknown as SavedFold;

/** What a fold's reading says if it is the classifier's; null: it is not, or the fold failed. */
export function asTaskReading(reading: unknown): TaskReading | null {
  const isOurs =
    typeof reading === 'object' && reading !== null && 'turns' in reading && 'counts' in reading;
  return isOurs ? (reading as TaskReading) : null;
}

function step(state: TaskState, event: SessionEvent, rules: TaskRules): TaskState {
  if (event.chain !== null) return state;
  if (event.kind === 'user') return rules.opensTurn(event) ? openTurn(state, event) : state;
  const turn = state.turns.at(-1) ?? state.before;
  turn.atMs ??= event.atMs;
  if (event.kind === 'assistant') turn.texts += 1;
  if (event.kind === 'tool_call') countTool(turn, event.tool);
  if (event.kind === 'tool_result' && event.isError && !event.isRejected)
    turn.failures += toolClass(event.tool) === 'shell' ? 1 : 0;
  return state;
}

function openTurn(state: TaskState, event: UserEvent): TaskState {
  const words = WORD_FAMILIES.filter((word) => event.marks[taskMarker.id]?.includes(word));
  state.opened += 1;
  state.turns.push({
    ...EMPTY,
    no: state.opened,
    atMs: event.atMs,
    words,
    isPlan: event.scene.permissionMode === 'plan',
  });
  return state;
}

const EMPTY = {
  looks: 0,
  edits: 0,
  shells: 0,
  agents: 0,
  notes: 0,
  others: 0,
  rounds: 0,
  failures: 0,
  texts: 0,
  isChanged: false,
  isCarried: false,
};

const NO_PROMPT = { no: 0, atMs: null, words: [], isPlan: false };

function emptied(turn: TurnTally): TurnTally {
  return { ...turn, ...EMPTY, isChanged: turn.isChanged, isCarried: true };
}

/** Asks the person: talk, whatever else it looks like. */
const ASK_TOOL = 'AskUserQuestion';
/** Begin a plan, or hand it in; other tools of the class keep a list of things to do. */
const PLAN_TOOLS: ReadonlySet<string> = new Set([
  'EnterPlanMode',
  'ExitPlanMode',
  'exit_plan_mode',
]);

function countTool(turn: TurnTally, tool: string): void {
  if (tool === ASK_TOOL) {
    turn.notes += 1;
    return;
  }
  switch (toolClass(tool)) {
    case 'read':
    case 'research':
      turn.looks += 1;
      break;
    case 'mutation':
      turn.edits += 1;
      turn.isChanged = true;
      break;
    case 'shell':
      turn.shells += 1;
      turn.rounds += turn.isChanged ? 1 : 0;
      turn.isChanged = false;
      break;
    case 'agent':
      turn.agents += 1;
      break;
    case 'plan':
      turn.notes += 1;
      turn.isPlan = turn.isPlan || PLAN_TOOLS.has(tool);
      break;
    default:
      turn.others += 1;
  }
}

/** The later part may go on with the turn that the earlier one ended in. */
function merge(earlier: TaskState, later: TaskState): TaskState {
  const last = earlier.turns.at(-1);
  const [first, ...rest] = later.turns;
  const isSame = last !== undefined && first !== undefined && last.no === first.no;
  return {
    opened: later.opened,
    before: together(earlier.before, later.before),
    turns: isSame
      ? [...earlier.turns.slice(0, -1), together(last, first), ...rest]
      : [...earlier.turns, ...later.turns],
  };
}

function together(a: TurnTally, b: TurnTally): TurnTally {
  return {
    ...a,
    atMs: a.atMs ?? b.atMs,
    looks: a.looks + b.looks,
    edits: a.edits + b.edits,
    shells: a.shells + b.shells,
    agents: a.agents + b.agents,
    notes: a.notes + b.notes,
    others: a.others + b.others,
    rounds: a.rounds + b.rounds,
    failures: a.failures + b.failures,
    texts: a.texts + b.texts,
    isPlan: a.isPlan || b.isPlan,
    isChanged: b.isChanged,
  };
}

function readTasks(state: TaskState, rules: TaskRules): TaskReading {
  const isPrompted = state.opened > 0;
  const turns = (isPrompted ? state.turns : [state.before])
    .filter((turn) => hasWork(turn) || (isPrompted && !turn.isCarried))
    .map((turn) => ({
      label: hasWork(turn) ? labelTurn(turn) : rules.emptyTurn,
      atMs: turn.atMs,
    }));
  const counts = countLabels(turns.map((turn) => turn.label));
  // What nobody prompted, a subagent's work, is one job and has its label.
  const label = isPrompted ? labelSession(counts) : (turns[0]?.label ?? null);
  const whole = { turns, counts, label };
  const numerator = Math.max(...TASK_LABELS.map((one) => counts[one]));
  if (label === null) return { ...whole, kind: 'no-data', reason: 'no turn', details: { label } };
  const denominator = TASK_LABELS.reduce((sum, one) => sum + counts[one], 0);
  const value = numerator / denominator;
  const details = { label };
  return {
    ...whole,
    kind: 'value',
    value,
    numerator,
    denominator,
    n: denominator,
    isWarm: true,
    details,
  };
}

function hasWork({ looks, edits, shells, agents, notes, others, texts }: TurnTally): boolean {
  return looks + edits + shells + agents + notes + others + texts > 0;
}
