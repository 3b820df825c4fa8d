// Commands that were run, the last run of each test command, and the commits made. Knows outcomes; what
// a command line is for is shell-command.ts's.
import { maskSecrets } from '../../shared/secrets.ts';
import type { ToolResultItem } from './conversation-item.ts';
import type { OpenUse } from './open-use.ts';
import { isLook, isPiped, testCommandIn, workIn } from './shell-command.ts';
import { covers } from './test-coverage.ts';
import { readTestOutcome } from './test-outcome.ts';
import type { CommandRun, TestRun } from './work-state.ts';
import { keepLine } from './work-text.ts';

export interface CommandFold {
  /** By their last run, the newest last. */
  runs: CommandRun[];
  tests: TestRun[];
  readonly commits: string[];
  /** Test commands that went on in the background, by the id of their task. */
  readonly background: Record<string, string>;
}

const MAX_RUNS = 30;
const MAX_TESTS = 12;
const MAX_COMMITS = 30;
const MAX_BACKGROUND = 20;
const MAX_COMMAND_LENGTH = 240;

const SHELLS = new Set(['Bash', 'PowerShell']);
const READS_OUTPUT = new Set(['TaskOutput', 'BashOutput', 'AgentOutputTool']);

export function beginCommands(): CommandFold {
  return { runs: [], tests: [], commits: [], background: {} };
}

export function noteCommand(fold: CommandFold, use: OpenUse, item: ToolResultItem): void {
  if (READS_OUTPUT.has(use.name)) {
    noteBackground(fold, item, use.subject);
    return;
  }
  if (!SHELLS.has(use.name) || use.command === null || item.facts?.rejected === true) return;
  const test = testCommandIn(use.command);
  if (test !== null) {
    noteTest(fold, keepLine(test, MAX_COMMAND_LENGTH), outcomeOf(use, use.command, item));
    const { taskId } = item.facts ?? {};
    if (taskId !== undefined) keepBackground(fold.background, taskId, test);
  }
  const isCommit = !item.isError && noteCommits(fold.commits, use.command, item.tail);
  if (test === null && !isCommit && !isLook(use.command)) {
    noteRun(fold, use.command, item.isError);
  }
}

function noteRun(fold: CommandFold, line: string, failed: boolean): void {
  const command = keepLine(workIn(maskSecrets(line)), MAX_COMMAND_LENGTH);
  if (command === '') return;
  const before = fold.runs.find((run) => run.command === command);
  const others = fold.runs.filter((run) => run !== before);
  fold.runs = [...others, { command, failed, count: (before?.count ?? 0) + 1 }].slice(-MAX_RUNS);
}

function noteTest(fold: CommandFold, command: string, told: Omit<TestRun, 'command'>): void {
  const others = fold.tests.filter(
    (test) =>
      test.command !== command &&
      !(told.outcome === 'passed' && test.outcome !== 'passed' && covers(command, test.command)),
  );
  fold.tests = [...others, { command, ...told }].slice(-MAX_TESTS);
}

/** The runner's own line first, for a pipe hides the exit code; then the error flag. */
function outcomeOf(use: OpenUse, line: string, item: ToolResultItem): Omit<TestRun, 'command'> {
  const told = readTestOutcome(item.tail);
  if (told !== null && !(item.isError && told.outcome === 'passed')) {
    return { outcome: told.outcome, summary: keepLine(told.summary, MAX_COMMAND_LENGTH) };
  }
  if (item.isError) return { outcome: 'failed', summary: null };
  const isOpen =
    use.isBackground || item.facts?.isBackground === true || item.facts?.interrupted === true;
  return { outcome: isOpen || isPiped(line) ? 'unknown' : 'passed', summary: null };
}

function noteBackground(fold: CommandFold, item: ToolResultItem, subject: string): void {
  const id = item.facts?.taskId ?? subject;
  const command = Object.hasOwn(fold.background, id) ? fold.background[id] : undefined;
  const told = command === undefined ? null : readTestOutcome(item.tail);
  if (command === undefined || told === null || item.facts?.isBackground === true) return;
  noteTest(fold, keepLine(command, MAX_COMMAND_LENGTH), told);
}

function keepBackground(background: Record<string, string>, taskId: string, test: string): void {
  background[taskId] = test;
  const ids = Object.keys(background);
  if (ids.length > MAX_BACKGROUND) delete background[ids[0] as string];
}

/** git's own line: `[main 1a2b3c4] Fix the retry test`. */
const COMMIT_LINE = /^\[[^\]\n]{1,200} ([0-9a-f]{7,40})\] (.{1,300})$/gm;
/** The first line of the message, for a quiet commit. */
const COMMIT_MESSAGE =
  /\bgit\b[^\n|;]*\bcommit\b[^\n]*?\s-\w*m\s+(?:"\$\(cat\s+<<-?\s*['"]?\w+['"]?\s*\n\s*([^\n]{1,300})|"([^"\n]{1,300})|'([^'\n]{1,300}))/;

/** True when the output or the command tells of one. */
function noteCommits(commits: string[], command: string, tail: string): boolean {
  const told = [...tail.matchAll(COMMIT_LINE)].map(([, hash, subject]) => ({ hash, subject }));
  if (told.length === 0) {
    const [, ...subjects] = COMMIT_MESSAGE.exec(command) ?? [];
    const subject = subjects.find((text) => text !== undefined);
    if (subject !== undefined) told.push({ hash: undefined, subject });
  }
  for (const { hash, subject } of told) {
    const said = keepLine(subject ?? '', 120);
    // The same words again: the commit was amended.
    const before = commits.findIndex((line) => line.endsWith(said));
    if (before >= 0) commits.splice(before, 1);
    commits.push(hash === undefined ? said : `${hash} ${said}`);
  }
  commits.splice(0, Math.max(0, commits.length - MAX_COMMITS));
  return told.length > 0 || /\bgit\b[^\n|;]*\bcommit\b/.test(command);
}
