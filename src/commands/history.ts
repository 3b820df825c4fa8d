// `telltale history`: what sessions were like, turn by turn and beside each other. Knows its words and
// flags; questions and pages are others'.
import { resolve } from 'node:path';
import { checkTarget, writeOutput } from '../actions/output/write-output.ts';
import type { QueryContext } from '../query/context.ts';
import { queryHistoryDiff } from '../query/history/diff-history.ts';
import { queryHeatmap } from '../query/history/heatmap-history.ts';
import { HISTORY_SEVERITIES, HISTORY_TASKS } from '../query/history/history-words.ts';
import { queryHistoryList } from '../query/history/list-history.ts';
import type { HistoryQuestion } from '../query/history/select-sessions.ts';
import { queryHistorySession } from '../query/history/show-history.ts';
import { TelltaleError } from '../shared/errors.ts';
import { formatJson } from '../shared/json.ts';
import { formatHistoryDiff } from '../views/report/history-diff.ts';
import { renderHeatmap } from '../views/terminal/history-heatmap.ts';
import { renderHistoryList } from '../views/terminal/history-list.ts';
import { renderHistorySession } from '../views/terminal/history-session.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { countOption, sinceOption, textOption, untilOption } from './kit/option-values.ts';

const DEFAULT_LIMIT = 20;
const ACTIONS = ['list', 'show', 'diff', 'heatmap'] as const;
const AXES = ['severity', 'task_type'] as const;

export default defineCommand({
  name: 'history',
  summary: 'look back on sessions: severity, kind of work, turn by turn, side by side',
  topic: 'Sessions',
  description:
    'list: sessions with their severity and kind of work, the most recent first. show: one session, ' +
    'turn by turn: what was done, what each metric said at the end of the turn and what moved; the ' +
    'texts of prompts only with --with-text, with secrets masked. diff: two sessions side by side as ' +
    'Markdown. heatmap: in which turns each tool ran, by severity, or each metric by the kind of work. ' +
    'The filters choose sessions for list and heatmap; a session counts for a time when it was ' +
    'active in it. The kind of work is told by an experimental classifier, which ' +
    'classifier.enabled = false switches off.',
  arguments: [
    { name: 'action', summary: 'what to do', choices: [...ACTIONS] },
    { name: 'id', summary: 'session id or its beginning; diff needs two' },
    { name: 'other', summary: 'diff: the session beside it' },
  ],
  options: [
    { flags: '--project <text>', summary: 'only projects whose path holds this text' },
    { flags: '--since <date>', summary: 'only sessions active since then: 2026-11-21, 7d, 2h' },
    { flags: '--until <date>', summary: 'only sessions active until then; a day counts whole' },
    {
      flags: '--severity <level>',
      summary: 'only sessions that stand so',
      choices: [...HISTORY_SEVERITIES],
    },
    { flags: '--model <text>', summary: 'only sessions that used it: opus, claude-sonnet-4-5' },
    {
      flags: '--permission-mode <mode>',
      summary: 'only sessions that were in it: default, plan, acceptEdits',
    },
    {
      flags: '--task-type <label>',
      summary: 'only sessions of this kind of work (experimental)',
      choices: [...HISTORY_TASKS],
    },
    { flags: '--limit <n>', summary: 'list: the most recent so many', default: DEFAULT_LIMIT },
    {
      flags: '--axis <axis>',
      summary: 'heatmap: tools by severity, or metrics by kind of work',
      choices: [...AXES],
      default: 'severity',
    },
    { flags: '--with-text', summary: 'show: the texts of prompts too, secrets masked' },
    { flags: '-o, --output <file>', summary: 'diff: write to a file instead; printed with -' },
    { flags: '--force', summary: 'diff: replace the file' },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale history', shows: 'the most recent sessions' },
    {
      line: 'telltale history list --severity warn --since 30d --model opus',
      shows: 'where to look first',
    },
    { line: 'telltale history show 4f2a', shows: 'one session, turn by turn' },
    { line: 'telltale history diff 4f2a 91c3 -o diff.md', shows: 'two sessions side by side' },
    { line: 'telltale history heatmap --axis task_type', shows: 'metrics by kind of work' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { options, args } = invocation;
    const action = ACTIONS.find((one) => one === args.action) ?? 'list';
    refuseMisplaced(action, invocation);
    const context = await invocation.openLedger({
      timezone: textOption(options.timezone),
      withEvents: true,
    });
    RUNS[action](context, invocation);
    return 0;
  },
});

type Action = (typeof ACTIONS)[number];
type Run = (context: QueryContext, invocation: Invocation) => void;

const RUNS: Readonly<Record<Action, Run>> = {
  list(context, { options, screen, out }) {
    const limit = countOption('--limit', options.limit, {
      fallback: DEFAULT_LIMIT,
      command: 'telltale history list',
    });
    const answer = queryHistoryList(context, { ...questionOf(context, options), limit });
    out(options.json === true ? formatJson(answer) : renderHistoryList(answer, screen));
  },
  show(context, { args, options, screen, out }) {
    const withText = options.withText === true;
    const answer = queryHistorySession(context, { wanted: args.id, withText });
    out(options.json === true ? formatJson(answer) : renderHistorySession(answer, screen));
  },
  diff(context, { args, options, out, cwd }) {
    const { id = '', other = '' } = args;
    const isJson = options.json === true;
    const target = textOption(options.output);
    const path =
      target === undefined || target === '-' ? null : resolve(cwd ?? process.cwd(), target);
    if (path !== null) checkTarget(path, options.force === true);
    const answer = queryHistoryDiff(context, [id, other]);
    const text = isJson ? formatJson(answer) : formatHistoryDiff(answer);
    if (path === null) out(text);
    else {
      writeOutput(path, text, options.force === true);
      out(`written: ${path}\n`);
    }
  },
  heatmap(context, { args, options, screen, out }) {
    const axis = AXES.find((one) => one === options.axis) ?? 'severity';
    const answer = queryHeatmap(context, {
      ...questionOf(context, options),
      wanted: args.id,
      axis,
    });
    out(options.json === true ? formatJson(answer) : renderHeatmap(answer, screen));
  },
};

function questionOf(context: QueryContext, options: Invocation['options']): HistoryQuestion {
  return {
    project: textOption(options.project),
    sinceMs: sinceOption(options.since, context),
    untilMs: untilOption(options.until, context),
    severity: HISTORY_SEVERITIES.find((one) => one === options.severity),
    model: textOption(options.model),
    permissionMode: textOption(options.permissionMode),
    task: HISTORY_TASKS.find((one) => one === options.taskType),
  };
}

const FILTERS = ['project', 'since', 'until', 'severity', 'model', 'permissionMode', 'taskType'];

/** Flags of some actions only. */
const FLAGS_OF: readonly (readonly [string, readonly Action[]])[] = [
  ...FILTERS.map((name) => [name, ['list', 'heatmap']] as const),
  ['withText', ['show']],
  ['force', ['diff']],
];

/** Words that the action has no use for are a mistake, not a wish to be passed over. */
function refuseMisplaced(action: Action, { args, options }: Invocation): void {
  for (const [name, actions] of FLAGS_OF) {
    const isOneSession = action === 'heatmap' && args.id !== undefined;
    if (options[name] === undefined || (actions.includes(action) && !isOneSession)) continue;
    const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new TelltaleError('usage', {
      what: isOneSession
        ? `${flag} chooses sessions, and ${args.id} is one`
        : `${flag} does not go with history ${action}`,
      next: `it goes with: ${actions.map((one) => `telltale history ${one}`).join(', ')}`,
    });
  }
  if (action === 'diff') {
    if (args.id !== undefined && args.other !== undefined) return;
    throw new TelltaleError('usage', {
      what: 'diff needs two sessions',
      next: 'telltale history diff <id> <id>; telltale history list shows ids',
    });
  }
  if (args.other !== undefined) {
    throw new TelltaleError('usage', {
      what: `${action} takes ${action === 'list' ? 'no session' : 'one session'}, and got "${args.other}" too`,
      next: `telltale history diff ${args.id ?? '<id>'} ${args.other}`,
    });
  }
  if (action === 'list' && args.id !== undefined) {
    throw new TelltaleError('usage', {
      what: `list takes no session, and got "${args.id}"`,
      next: `telltale history show ${args.id}`,
    });
  }
  if (options.output !== undefined) {
    throw new TelltaleError('usage', {
      what: `${action} writes no file`,
      next: 'telltale history diff <id> <id> --output <file>',
    });
  }
}
