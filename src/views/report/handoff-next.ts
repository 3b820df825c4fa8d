// What is left to do, as far as a session's work tells: the same list in the document and in the short
// text that a new session is given.
import type { HandoffAnswer } from '../../query/handoff/handoff-answer.ts';
import { formatCount } from '../../shared/format.ts';
import { codeSpan, cutMiddle, inQuotes, relativeTo } from './markdown.ts';

const MAX_REQUEST_LENGTH = 320;
const MAX_TASKS = 6;

/** Paths are written from the folder the session worked in, or from its project. */
export function shortenPaths(answer: HandoffAnswer): (text: string) => string {
  const folders = [answer.folder, answer.startFolder, answer.project?.path ?? null];
  return relativeTo(folders.filter((path) => path !== null));
}

/** Sentences without a mark in front, the most pressing first; never empty. */
export function nextSteps(
  { work, git, reason }: HandoffAnswer,
  shorten: (text: string) => string,
): string[] {
  if (work === null) return [REASONS[reason ?? 'transcript-gone']];
  const steps: string[] = [];
  if (work.openRequest !== null) {
    const request = inQuotes(cutMiddle(work.openRequest, MAX_REQUEST_LENGTH));
    steps.push(`Not finished: the last request, ${request}.`);
  }
  if (work.wasInterrupted) {
    steps.push('The user interrupted the agent: ask what to do differently before going on.');
  }
  const inProgress = work.tasks.filter(({ status }) => status === 'in-progress');
  const open = work.tasks.filter(({ status }) => status === 'open');
  for (const { text } of inProgress) steps.push(`Task in progress: ${text}`);
  for (const { text } of open.slice(0, MAX_TASKS)) steps.push(`Open task: ${text}`);
  if (open.length > MAX_TASKS) steps.push(`… and ${open.length - MAX_TASKS} more open tasks.`);
  for (const { command, outcome, summary } of work.tests) {
    if (outcome !== 'failed') continue;
    const told = summary === null ? '' : ` (${shorten(summary)})`;
    steps.push(`Mend the tests: ${codeSpan(shorten(command))} failed when last run${told}.`);
  }
  if (git !== null) steps.push(...gitSteps(git));
  return steps.length > 0 ? steps : [NOTHING_OPEN];
}

const REASONS = {
  'transcript-gone':
    'Unknown: the transcript is gone, so nothing of the work is known. Ask the user.',
  'no-conversation': 'Unknown: nothing was said in this session yet.',
} as const;

const NOTHING_OPEN =
  'Nothing is known to be open: the agent had answered the last request. Ask the user what comes next.';

function gitSteps(git: NonNullable<HandoffAnswer['git']>): string[] {
  const steps: string[] = [];
  const { changedFiles, untrackedFiles, ahead } = git;
  if (changedFiles + untrackedFiles > 0) {
    const parts = [
      changedFiles > 0 ? `${formatCount(changedFiles, 'changed file')}` : '',
      untrackedFiles > 0 ? `${formatCount(untrackedFiles, 'new file')}` : '',
    ].filter((part) => part !== '');
    steps.push(`Not committed: ${parts.join(' and ')}.`);
  }
  if (ahead !== null && ahead > 0) steps.push(`Not pushed: ${formatCount(ahead, 'commit')}.`);
  return steps;
}
