// The conversation folded to the state of the work, item by item, with bounded state. Knows which item
// concerns what; each concern has a file of its own. The state is plain JSON, so a fold can be put down
// and taken up again.
import type { ConversationItem, ToolResultItem, ToolUseItem } from './conversation-item.ts';
import { beginCommands, type CommandFold, noteCommand } from './fold-commands.ts';
import { type FailureFold, noteOutcome } from './fold-failures.ts';
import { type FileFold, noteFile } from './fold-files.ts';
import {
  beginSpeech,
  noteAssistant,
  notePrompt,
  noteSummary,
  type SpeechFold,
} from './fold-speech.ts';
import { beginTasks, noteTaskResult, noteTaskUse, readTasks, type TaskFold } from './fold-tasks.ts';
import { type OpenUse, toOpenUse } from './open-use.ts';
import type { WorkState } from './work-state.ts';
import { keepLine, keepTail } from './work-text.ts';

export interface WorkFold {
  readonly speech: SpeechFold;
  readonly files: FileFold[];
  readonly commands: CommandFold;
  readonly tasks: TaskFold;
  readonly failures: FailureFold[];
  /** Tool calls whose result has not come, by id. */
  readonly open: Record<string, OpenUse>;
  planFile: string | null;
  /** Counts touches of files. */
  touches: number;
}

/** More never wait for a result at once; older ones were cut off. */
const MAX_OPEN = 200;

export function foldWork(items: Iterable<ConversationItem>): WorkState {
  const fold = beginWork();
  for (const item of items) stepWork(fold, item);
  return readWork(fold);
}

export function beginWork(): WorkFold {
  return {
    speech: beginSpeech(),
    files: [],
    commands: beginCommands(),
    tasks: beginTasks(),
    failures: [],
    open: {},
    planFile: null,
    touches: 0,
  };
}

export function stepWork(fold: WorkFold, item: ConversationItem): void {
  const { speech } = fold;
  switch (item.kind) {
    case 'prompt':
      notePrompt(speech, item.text);
      break;
    case 'command':
      if (isRequest(item.name, item.args)) notePrompt(speech, `${item.name} ${item.args}`);
      break;
    case 'assistant-text':
      noteAssistant(speech, item.text);
      break;
    case 'tool-use':
      noteUse(fold, item);
      break;
    case 'tool-result':
      noteResult(fold, item);
      break;
    case 'interrupt':
      speech.wasInterrupted = true;
      break;
    case 'compact-summary':
      noteSummary(speech, item.text);
      break;
    case 'compaction':
    case 'hook-context':
      break;
    default:
      item satisfies never;
  }
}

export function readWork(fold: WorkFold): WorkState {
  const { speech, commands, files, failures, planFile } = fold;
  const isBusy = speech.state !== 'said' || speech.wasInterrupted;
  return {
    goal: speech.goal,
    recentPrompts: [...speech.prompts],
    constraints: [...speech.constraints],
    decisions: [...speech.decisions],
    files: files.map((file) => ({ ...file })),
    commands: commands.runs.map(({ command, failed, count }) => ({ command, failed, count })),
    commits: [...commands.commits],
    tests: commands.tests.map(({ command, outcome, summary }) => ({ command, outcome, summary })),
    tasks: readTasks(fold.tasks),
    planFile,
    failures: failures.map(({ tool, what, error }) => ({ tool, what, error })),
    lastAssistantText: speech.lastText,
    earlierAssistantText: speech.earlierText,
    assistantTrail: [...speech.trail],
    compactSummary: speech.summary,
    openRequest: isBusy ? (speech.prompts.at(-1) ?? null) : null,
    wasInterrupted: speech.wasInterrupted,
  };
}

/** Commands of the client itself ask the agent for nothing. */
const CLIENT_COMMANDS =
  /^\/(add-dir|agents|clear|color|compact|config|context|copy|cost|doctor|effort|exit|export|fast|help|hooks|ide|login|logout|mcp|memory|model|output-style|permissions|plugin|quit|remote-control|rename|resume|status|statusline|theme|usage|vim)$/;

/** A command with a sentence behind it asks for something, such as `/review the last commit`. */
function isRequest(name: string, args: string): boolean {
  return args.length >= 12 && /\s/.test(args) && !CLIENT_COMMANDS.test(name);
}

const PLAN_FILE = /[\\/]\.claude[\\/]plans[\\/][^\\/]+\.md$/;

function noteUse(fold: WorkFold, item: ToolUseItem): void {
  fold.speech.state = 'working';
  fold.speech.wasInterrupted = false;
  const { open } = fold;
  open[item.id] = toOpenUse(item);
  const ids = Object.keys(open);
  if (ids.length > MAX_OPEN) delete open[ids[0] as string];
  noteTaskUse(fold.tasks, item);
}

function noteResult(fold: WorkFold, item: ToolResultItem): void {
  const use = Object.hasOwn(fold.open, item.toolUseId) ? fold.open[item.toolUseId] : undefined;
  if (use === undefined) return;
  delete fold.open[item.toolUseId];
  fold.speech.state = 'working';
  noteTaskResult(fold.tasks, use, item);
  noteCommand(fold.commands, use, item);
  noteOutcome(fold.failures, use, item);
  if (item.isError) return;
  fold.touches++;
  noteFile(fold.files, use, item, fold.touches);
  const plan = use.name === 'ExitPlanMode' ? (item.facts?.path ?? use.path) : use.path;
  if (plan !== null && (use.name === 'ExitPlanMode' || PLAN_FILE.test(plan))) fold.planFile = plan;
  for (const [question, answer] of answersOf(use, item)) {
    fold.speech.decisions.push(`${keepLine(question, 200)} → ${keepLine(answer, 200)}`);
    if (fold.speech.decisions.length > MAX_DECISIONS) fold.speech.decisions.shift();
  }
}

const MAX_DECISIONS = 30;

/** From the structured result, or from its sentence where there is none. */
function answersOf(use: OpenUse, item: ToolResultItem): readonly (readonly [string, string])[] {
  if (use.name !== 'AskUserQuestion') return [];
  if (item.facts?.answers !== undefined) return item.facts.answers;
  const pairs = keepTail(item.tail, 4_000).matchAll(/"([^"\n]{1,400})"="([^"\n]{1,400})"/g);
  return [...pairs].map(([, question, answer]) => [question ?? '', answer ?? ''] as const);
}
