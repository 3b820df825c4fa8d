// The sections of a handoff, each with its place in the order of importance and its share of the
// budget. The numbers are our own choice: what a person asked for and ruled goes last when room is
// scarce, what git or the files themselves can tell goes first.
import type { GitFacts, HandoffAnswer } from '../../query/handoff/handoff-answer.ts';
import { formatCount } from '../../shared/format.ts';
import { quoteWord } from '../../shared/shell-words.ts';
import type { Section } from './fit-sections.ts';
import { nextSteps, shortenPaths } from './handoff-next.ts';
import { codeSpan, cutEnd, cutMiddle, cutStart, inQuotes, quoteBlock } from './markdown.ts';

type Work = NonNullable<HandoffAnswer['work']>;
type Shorten = (text: string) => string;

const STATE = 'State of the work';
const MAX_ITEM_LENGTH = 300;

export function handoffSections(answer: HandoffAnswer): Section[] {
  const { work, git } = answer;
  const shorten = shortenPaths(answer);
  const parts = work === null ? [] : workSections(work, shorten);
  const state = git === null ? [] : gitSections(git, answer.branch);
  return [
    ...parts.filter(({ heading }) => !LATER.has(heading)),
    ...state,
    ...parts.filter(({ heading }) => LATER.has(heading)),
    list('Next steps', null, nextSteps(answer, shorten).map(bullet), 'first', [90, 500, 150]),
    list('How to resume', null, resumeLines(answer), 'first', [100, 300, 120]),
  ];
}

const FAILED = 'What failed';
const SAID = "The agent's last words";
const SUMMARY = "The last compaction's summary, its end (older than the above)";
const LATER = new Set([FAILED, SAID, SUMMARY]);

function workSections(work: Work, shorten: Shorten): Section[] {
  const { lastAssistantText: last, earlierAssistantText: earlier } = work;
  const isOpen = work.openRequest !== null;
  return [
    quoted('Goal', null, work.goal ?? '', cutMiddle, [95, 500, 250]),
    list(
      RULES,
      'Rules:',
      work.constraints.filter(notIn(work.goal)).map(said),
      'last',
      [85, 400, 200],
    ),
    list(RULES, 'Decisions:', work.decisions.map(said), 'last', [80, 400, 150]),
    list('Requests since', null, laterRequests(work).map(said), 'last', [60, 400, 120]),
    list(STATE, 'Tasks:', taskLines(work), 'last', [75, 400, 150]),
    list(
      STATE,
      'Plan:',
      work.planFile === null ? [] : [bullet(codeSpan(shorten(work.planFile)))],
      'first',
      [88, 80, 40],
    ),
    list(STATE, 'Tests, last runs:', testLines(work, shorten), 'last', [70, 300, 120]),
    list(STATE, filesLabel(work), fileLines(work, shorten), 'first', [50, 450, 150]),
    list(STATE, 'Commits made:', work.commits.map(bullet), 'last', [40, 250, 60]),
    list(STATE, 'Commands:', commandLines(work, shorten), 'last', [10, 250, 0]),
    list(FAILED, null, failureLines(work, shorten), 'last', [45, 300, 100]),
    quoted(SAID, null, last ?? '', cutStart, [65, 600, 200]),
    quoted(SAID, 'The last long text before:', earlier ?? '', cutStart, [30, 500, 0]),
    list(SAID, 'On the way there, newest last:', trailLines(work, shorten), 'last', [25, 300, 0]),
    quoted(SUMMARY, null, (isOpen ? work.compactSummary : null) ?? '', cutStart, [15, 500, 0]),
  ];
}

const RULES = "Rules and decisions, in the user's words";

function notIn(goal: string | null): (rule: string) => boolean {
  const text = (goal ?? '').replace(/\s+/g, ' ');
  return (rule) => !text.includes(rule);
}

/** The goal stands above, and answers stand with the decisions. */
function laterRequests({ goal, recentPrompts, decisions }: Work): string[] {
  const decided = new Set(decisions.map((text) => text.replace(/ \(to: .*\)$/, '')));
  return recentPrompts
    .filter((prompt) => goal === null || !goal.startsWith(prompt.slice(0, 200)))
    .map((prompt) => cutMiddle(prompt.replace(/\s+/g, ' '), MAX_ITEM_LENGTH * 1.5))
    .filter((prompt) => !decided.has(prompt));
}

const TASK_MARKS = { done: '[x]', open: '[ ]', 'in-progress': '[~]' } as const;
/** Done tasks tell where things stand; the newest few are enough. */
const MAX_DONE = 5;

function taskLines({ tasks }: Work): string[] {
  const done = tasks.filter(({ status }) => status === 'done');
  const hidden = Math.max(0, done.length - MAX_DONE);
  const shown = tasks.filter((task) => task.status !== 'done' || done.indexOf(task) >= hidden);
  const lines = shown.map(
    ({ text, status }) => `- ${TASK_MARKS[status]} ${cutEnd(text, MAX_ITEM_LENGTH)}`,
  );
  return hidden > 0 ? [`- (${formatCount(hidden, 'more task')} done before)`, ...lines] : lines;
}

const OUTCOMES = { passed: 'passed', failed: '**failed**', unknown: 'outcome unknown' } as const;

function testLines({ tests }: Work, shorten: Shorten): string[] {
  return tests.map(({ command, outcome, summary }) => {
    const told = summary === null ? '' : ` – ${shorten(summary)}`;
    return bullet(`${codeSpan(shorten(command))}: ${OUTCOMES[outcome]}${told}`);
  });
}

function filesLabel({ files }: Work): string {
  const created = files.filter(({ action }) => action === 'created').length;
  const edited = files.filter(({ action }) => action === 'edited').length;
  return `Files, newest first (${created} created, ${edited} edited):`;
}

/** Changed ones; where nothing was changed, those that were read most. */
function fileLines({ files }: Work, shorten: Shorten): string[] {
  const changed = files.filter(({ action }) => action !== 'read');
  const shown =
    changed.length > 0
      ? changed.toSorted((a, b) => b.lastTouch - a.lastTouch)
      : files.toSorted((a, b) => b.count - a.count || b.lastTouch - a.lastTouch).slice(0, 12);
  return shown.map(({ path, action, count }) =>
    bullet(`${action} ${codeSpan(shorten(path))}${count > 1 ? ` ×${count}` : ''}`),
  );
}

const MAX_COMMANDS = 10;

function commandLines({ commands }: Work, shorten: Shorten): string[] {
  return commands.slice(-MAX_COMMANDS).map(({ command, failed, count }) => {
    const notes = `${count > 1 ? ` ×${count}` : ''}${failed ? ' (failed)' : ''}`;
    return bullet(`${codeSpan(cutEnd(shorten(command), 160))}${notes}`);
  });
}

function failureLines({ failures }: Work, shorten: Shorten): string[] {
  return failures.map(({ tool, what, error }) => {
    const subject = what === '' ? '' : ` ${codeSpan(cutEnd(shorten(what), 160))}`;
    return bullet(`${tool}${subject}: ${error === '' ? 'no reason given' : shorten(error)}`);
  });
}

/** Where the agent is in the middle of something, its steps tell more than its last sentence. */
function trailLines({ assistantTrail, openRequest }: Work, shorten: Shorten): string[] {
  return openRequest === null ? [] : assistantTrail.map((text) => bullet(inQuotes(shorten(text))));
}

function gitSections(git: GitFacts, sessionBranch: string | null): Section[] {
  const { branch, upstream, ahead, behind, changedFiles, untrackedFiles } = git;
  const moved = sessionBranch !== null && branch !== null && sessionBranch !== branch;
  const facts = [
    branch === null ? 'no branch checked out' : `on ${codeSpan(branch)}`,
    ...(moved ? [`the session was last on ${codeSpan(sessionBranch)}`] : []),
    upstream === null
      ? 'no upstream'
      : `${formatCount(ahead, 'commit')} ahead of ${codeSpan(upstream)}, ${behind ?? 0} behind`,
    `${changedFiles} changed and ${untrackedFiles} new files not committed`,
  ];
  return [
    list(STATE, 'Git, when this was written:', [bullet(facts.join(' · '))], 'first', [72, 120, 60]),
    list(
      STATE,
      'Not committed:',
      git.diffStat.map((line) => bullet(codeSpan(line))),
      'last',
      [35, 250, 40],
    ),
    list(STATE, 'Newest commits:', git.commits.map(bullet), 'first', [20, 100, 0]),
  ];
}

function resumeLines(answer: HandoffAnswer): string[] {
  const { sessionId, startFolder, transcriptPath } = answer;
  const start = startFolder === null ? '' : `cd ${quoteWord(startFolder)} && `;
  const fresh = `A fresh session: ${codeSpan(`${start}claude`)}, then let it read this file and go on with the next steps.`;
  if (transcriptPath === null) return [bullet(fresh)];
  const old = `The old conversation: ${codeSpan(`${start}claude --resume ${sessionId}`)}`;
  return [fresh, old, `Word for word: ${codeSpan(transcriptPath)}`].map(bullet);
}

/** `share`: importance, and the most and least tokens. */
type Share = readonly [importance: number, most: number, least: number];

function list(
  heading: string,
  label: string | null,
  items: readonly string[],
  keep: 'first' | 'last',
  [importance, most, least]: Share,
): Section {
  return { heading, label, body: { kind: 'list', items, keep }, importance, most, least };
}

function quoted(
  heading: string,
  label: string | null,
  text: string,
  cut: (text: string, length: number) => string,
  [importance, most, least]: Share,
): Section {
  const body = {
    kind: 'text',
    text: text === '' ? '' : quoteBlock(text),
    cut: cutQuote(cut),
  } as const;
  return { heading, label, body, importance, most, least };
}

/** A quote is cut as the text it was. */
function cutQuote(cut: (text: string, length: number) => string) {
  return (block: string, length: number): string =>
    quoteBlock(cut(block.replace(/^> ?/gm, ''), length));
}

function said(text: string): string {
  return bullet(inQuotes(text));
}

function bullet(text: string): string {
  return `- ${text}`;
}
