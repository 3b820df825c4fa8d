// What went wrong and stayed so: failed tool calls until the same tool succeeds at the same thing. Knows
// which failures are mere stumbling; failing tests are told elsewhere.
import type { ToolResultItem } from './conversation-item.ts';
import type { OpenUse } from './open-use.ts';
import { commandsIn, isLook, testCommandIn, workIn } from './shell-command.ts';
import { keepLine } from './work-text.ts';

export interface FailureFold {
  readonly tool: string;
  readonly what: string;
  readonly error: string;
  /** What a later success must be at. */
  readonly target: string;
}

const MAX_FAILURES = 20;
const MAX_WHAT_LENGTH = 200;
const MAX_ERROR_LENGTH = 240;

/** Looking for something that is not there is part of the work. */
const LOOKING = new Set([
  'Read',
  'Glob',
  'Grep',
  'LS',
  'TaskOutput',
  'BashOutput',
  'ToolSearch',
  'TaskGet',
  'TaskList',
  'WebSearch',
]);
/** The agent used the tool wrongly and does so no more. */
const STUMBLING =
  /InputValidationError|has not been read yet|has been modified since read|No such tool available|Cancelled: parallel tool call|\(eval\):\d+: ={2,}/;

export function noteOutcome(failures: FailureFold[], use: OpenUse, item: ToolResultItem): void {
  const targets = targetsOf(use);
  const target = targets.at(-1) ?? use.subject;
  if (!item.isError) {
    removeMended(failures, toolKind(use.name), targets);
    return;
  }
  if (LOOKING.has(use.name) || STUMBLING.test(item.tail)) return;
  if (use.command !== null && (testCommandIn(use.command) !== null || isLook(use.command))) return;
  removeMended(failures, toolKind(use.name), [target]);
  const error = item.facts?.rejected === true ? 'not allowed by the user' : tellingLine(item.tail);
  const what = keepLine(
    (use.command === null ? '' : workIn(use.command)) || use.subject,
    MAX_WHAT_LENGTH,
  );
  failures.push({ tool: use.name, what, error, target });
  if (failures.length > MAX_FAILURES) failures.shift();
}

function removeMended(failures: FailureFold[], kind: string, targets: readonly string[]): void {
  for (let at = failures.length - 1; at >= 0; at--) {
    const failure = failures[at];
    if (failure === undefined || toolKind(failure.tool) !== kind) continue;
    if (targets.includes(failure.target)) failures.splice(at, 1);
  }
}

/** A file that could not be edited and then was written is mended. */
function toolKind(name: string): string {
  return ['Edit', 'MultiEdit', 'Write', 'NotebookEdit'].includes(name) ? 'Edit' : name;
}

/** Of a command line each command, without folders and redirections, and all together as the last. */
function targetsOf(use: OpenUse): string[] {
  if (use.command === null) return [use.subject];
  const commands = commandsIn(use.command).filter((command) => !isLook(command));
  const all = (commands.length === 0 ? use.command : commands.join(' && ')).slice(0, 400);
  return [...commands, all];
}

const TELLING =
  /error|exception|failed|failure|fatal|cannot|can't|could not|not found|no such|denied|refused|panic|unexpected|invalid|timed? ?out/i;

function tellingLine(tail: string): string {
  const lines = tail
    .replace(/<\/?tool_use_error>/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:Exit code \d+|at .*:\d+\)?|[\^~\s|-]+)$/.test(line));
  const telling = lines.findLast((line) => TELLING.test(line)) ?? lines.at(-1) ?? '';
  const code = /^\s*Exit code (\d+)/.exec(tail)?.[1];
  return keepLine(
    telling === '' && code !== undefined ? `exit code ${code}` : telling,
    MAX_ERROR_LENGTH,
  );
}
