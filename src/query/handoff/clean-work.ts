// The state of the work with every text safe to print: no control characters, no secrets. Knows which
// texts may keep their lines.
import type { WorkState } from '../../model/work/work-state.ts';
import { oneLine, stripControl } from '../../shared/sanitize.ts';
import { maskSecrets } from '../../shared/secrets.ts';

export function cleanWork(work: WorkState): WorkState {
  return {
    goal: optionalLines(work.goal),
    recentPrompts: work.recentPrompts.map(cleanLines),
    constraints: work.constraints.map(cleanOne),
    decisions: work.decisions.map(cleanOne),
    files: work.files.map((file) => ({ ...file, path: cleanOne(file.path) })),
    commands: work.commands.map((run) => ({ ...run, command: cleanOne(run.command) })),
    commits: work.commits.map(cleanOne),
    tests: work.tests.map((test) => ({
      ...test,
      command: cleanOne(test.command),
      summary: test.summary === null ? null : cleanOne(test.summary),
    })),
    tasks: work.tasks.map((task) => ({ ...task, text: cleanOne(task.text) })),
    planFile: work.planFile === null ? null : cleanOne(work.planFile),
    failures: work.failures.map(({ tool, what, error }) => ({
      tool: cleanOne(tool),
      what: cleanOne(what),
      error: cleanOne(error),
    })),
    lastAssistantText: optionalLines(work.lastAssistantText),
    earlierAssistantText: optionalLines(work.earlierAssistantText),
    assistantTrail: work.assistantTrail.map(cleanOne),
    compactSummary: optionalLines(work.compactSummary),
    openRequest: optionalLines(work.openRequest),
    wasInterrupted: work.wasInterrupted,
  };
}

function cleanOne(text: string): string {
  return maskSecrets(oneLine(text));
}

/** Keeps line ends and the blanks that indent. */
function cleanLines(text: string): string {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => stripControl(line).trimEnd());
  return maskSecrets(lines.join('\n').replace(/\n{3,}/g, '\n\n')).trim();
}

function optionalLines(text: string | null): string | null {
  return text === null ? null : cleanLines(text);
}
