// What stands below a usage table: how complete the figures are, and what to ask next. Knows words
// and commands; every fact comes from the answer.
import { type UsageAnswer, usageRows } from '../../query/usage/answer.ts';
import { formatCount, formatTokens } from '../../shared/format.ts';
import { EMPTY_STEPS, type NextStep } from './layout.ts';
import type { Screen } from './screen.ts';
import { boundSentences, shellWord } from './sessions-words.ts';

/** Sentences, the most important first. */
export function usageNotes(answer: UsageAnswer, screen: Screen): string[] {
  const notes = answer.notes.map((note) => `${note}.`);
  if (answer.totals.calls === 0) return [emptyNote(answer), ...notes];
  return [...coverageNotes(answer, screen), ...unpricedNotes(answer), ...notes];
}

/** At most three commands; `isBrokenDown`: the table shows each row's models already. */
export function usageSteps(answer: UsageAnswer, isBrokenDown: boolean): readonly NextStep[] {
  if (answer.totals.calls === 0) {
    return isLimited(answer)
      ? [{ about: 'everything in the ledger', command: `telltale usage ${answer.groupBy}` }]
      : EMPTY_STEPS;
  }
  const steps: NextStep[] = [];
  if (answer.unpriced.length > 0) {
    steps.push({ about: 'what to do about missing prices', command: 'telltale doctor' });
  }
  steps.push(closerLook(answer));
  if (!isBrokenDown && answer.groupBy !== 'model') {
    const instances = 'projects' in answer ? ' --instances' : '';
    const command = `telltale usage ${answer.groupBy}${instances} --breakdown`;
    steps.push({ about: 'with each model apart', command: `${command}${filterFlags(answer)}` });
  }
  return steps;
}

function coverageNotes({ coverage }: UsageAnswer, screen: Screen): string[] {
  const { calls, finalCalls } = coverage;
  if (finalCalls === calls) {
    return [
      `${calls === 1 ? 'The call has' : `All ${formatCount(calls, 'call')} have`} a final output count.`,
    ];
  }
  return boundSentences({ calls, finalCalls, unpricedCalls: 0 }, screen);
}

function unpricedNotes({ unpriced }: UsageAnswer): string[] {
  if (unpriced.length === 0) return [];
  const models = unpriced.map(({ modelName, calls, tokens, reason }) => {
    const why = reason === 'no-price-then' ? ', none for that day' : '';
    return `${modelName} (${formatCount(calls, 'call')}, ${formatTokens(tokens)} tokens${why})`;
  });
  return [`No price known, so not in the cost: ${models.join('; ')}.`];
}

function emptyNote(answer: UsageAnswer): string {
  return isLimited(answer) ? 'No call matches.' : 'The ledger holds no call yet.';
}

function isLimited({ since, until, projectFilter, modelFilter }: UsageAnswer): boolean {
  return since !== null || until !== null || projectFilter !== null || modelFilter !== null;
}

/** The question that most people ask next. */
function closerLook(answer: UsageAnswer): NextStep {
  const flags = filterFlags(answer);
  const top = answer.order === 'desc' ? usageRows(answer)[0] : usageRows(answer).at(-1);
  switch (answer.groupBy) {
    case 'session':
      return {
        about: 'the dearest one in detail',
        command: `telltale show ${shellWord(top?.key.slice(0, 8) ?? '')}`,
      };
    case 'project':
      return answer.project.some(({ projectDirectory }) => projectDirectory !== null)
        ? {
            about: 'one project day by day',
            command: `telltale usage daily --project ${shellWord(projectOf(answer) ?? '')}`,
          }
        : { about: 'the sessions behind it', command: `telltale usage session${flags}` };
    case 'model':
      return {
        about: 'one model day by day',
        command: `telltale usage daily --model ${shellWord(top?.key ?? '')}`,
      };
    default:
      return { about: 'the sessions behind it', command: `telltale usage session${flags}` };
  }
}

function projectOf(answer: Extract<UsageAnswer, { groupBy: 'project' }>): string | null {
  const rows = answer.order === 'desc' ? answer.project : answer.project.toReversed();
  const top = rows.find(({ projectDirectory }) => projectDirectory !== null);
  return top?.projectDirectory ?? null;
}

/** The answer's own limits as flags, so that the next answer is about the same calls. */
function filterFlags({ since, until, projectFilter, modelFilter, prices }: UsageAnswer): string {
  const flags = [
    since === null ? '' : ` --since ${since}`,
    until === null ? '' : ` --until ${until}`,
    projectFilter?.length === 1 ? ` --project ${shellWord(projectFilter[0] ?? '')}` : '',
    modelFilter?.length === 1 ? ` --model ${shellWord(modelFilter[0] ?? '')}` : '',
    prices === 'today' ? ' --prices today' : '',
  ];
  return flags.join('');
}
