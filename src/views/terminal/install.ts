// `telltale init` and `telltale uninstall` on a terminal: the changes before the question, and after it
// what came of it. Knows the words; nothing of how files are edited.
import type {
  FileChange,
  InitAnswer,
  InstallNote,
  InstallStatus,
  UninstallAnswer,
} from '../../query/install/install-answer.ts';
import { formatCount } from '../../shared/format.ts';
import { renderHunks } from './diff.ts';
import { renderHeading, renderKeyValues, renderNextSteps, wrapText } from './layout.ts';
import { adaptSigns, mark } from './marks.ts';
import { paint } from './paint.ts';
import type { Screen } from './screen.ts';

/** What would be done, with every line of it. */
export function renderInitPlan(answer: InitAnswer, screen: Screen): string {
  const { client, changes, notes, events, scope } = answer;
  const parts = [
    events.length > 0 ? formatCount(events.length, 'hook') : '',
    STATUSLINE_WORDS[answer.statusline.action],
    changes.some(({ kind }) => kind === 'slash-command') ? 'slash command' : '',
  ].filter((part) => part !== '');
  const about = ['telltale init', `${scope} settings`, ...parts].join(' · ');
  const version = client.version === null ? null : `Claude Code ${client.version}`;
  return joinBlocks([
    `${renderHeading(about, version, screen)}${renderSummary(changes, screen)}`,
    ...changes.map((change) => renderChange(change, screen)),
    renderNotes(notes, screen),
  ]);
}

/** What came of it, how to see it and how to undo it. */
export function renderInitOutcome(answer: InitAnswer, screen: Screen): string {
  switch (answer.status) {
    case 'done':
      return `\n${joinBlocks([
        says(doneWords(answer), screen),
        renderNextSteps(
          [
            { about: 'see whether all is in place', command: 'telltale doctor' },
            { about: 'undo all of it', command: 'telltale uninstall' },
          ],
          screen,
        ),
      ])}`;
    case 'nothing-to-do':
      return joinBlocks([
        says(isRefused(answer) ? 'Nothing was changed.' : ALREADY_WORDS, screen),
        renderNotes(answer.notes, screen),
        renderNextSteps([{ about: 'see whether it works', command: 'telltale doctor' }], screen),
      ]);
    default:
      return renderUnchanged(answer.status, screen);
  }
}

export function renderUninstallPlan(answer: UninstallAnswer, screen: Screen): string {
  const { changes, notes } = answer;
  const about = `telltale uninstall · ${formatCount(changes.length, 'file')}`;
  return joinBlocks([
    `${renderHeading(about, null, screen)}${renderSummary(changes, screen)}`,
    ...changes.map((change) => renderChange(change, screen)),
    renderNotes(notes, screen),
  ]);
}

export function renderUninstallOutcome(answer: UninstallAnswer, screen: Screen): string {
  const { status, stateDir, configFile, notes } = answer;
  if (status !== 'done' && status !== 'nothing-to-do') return renderUnchanged(status, screen);
  const isNothing = status === 'nothing-to-do';
  const failed = notes.length > 0;
  const blocks = joinBlocks([
    failed ? renderNotes(notes, screen) : says(isNothing ? NOTHING_WORDS : GONE_WORDS, screen),
    `${says('These stay, yours to keep or delete:', screen)}${renderKeyValues(
      [
        ['ledger, handoffs', stateDir],
        ['configuration', configFile],
      ],
      screen,
    )}`,
  ]);
  return isNothing ? blocks : `\n${blocks}`;
}

const NOTHING_WORDS = 'There is nothing of telltale in the settings of Claude Code.';
const GONE_WORDS =
  'Done: telltale is out of the settings of Claude Code. Running sessions notice by themselves.';

const STATUSLINE_WORDS: Readonly<Record<InitAnswer['statusline']['action'], string>> = {
  none: '',
  add: 'status line',
  update: 'status line',
  wrap: 'status line with yours in it',
  keep: '',
};

const ALREADY_WORDS = 'Everything is set up already; nothing was changed.';

/** Something that was asked for was left as it is, and a note says why. */
function isRefused({ notes }: InitAnswer): boolean {
  return notes.some(({ code }) => code.startsWith('slash-command-'));
}

/** What takes effect when, of that which was asked for. */
function doneWords({ events, statusline, changes }: InitAnswer): string {
  const isLive = events.length > 0 || STATUSLINE_WORDS[statusline.action] !== '';
  return [
    'Done.',
    isLive ? 'Running sessions take it up within seconds, new ones from their start.' : '',
    events.length > 0
      ? 'The hooks only note and warn: they never block, unless hooks.block is set.'
      : '',
    changes.some(({ kind }) => kind === 'slash-command')
      ? 'New sessions know the command /telltale.'
      : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

const ACTION_WORDS: Readonly<Record<FileChange['action'], string>> = {
  create: 'new',
  change: 'edit',
  restore: 'as it was',
  delete: 'delete',
};

function renderSummary(changes: readonly FileChange[], screen: Screen): string {
  const pairs = changes.map((change) => {
    const lines =
      change.kind === 'config'
        ? 'every setting, commented out'
        : `+${change.addedLines} -${change.removedLines} lines`;
    const link = change.target === change.path ? '' : ` → ${change.target}`;
    return [ACTION_WORDS[change.action], `${change.path}${link} · ${lines}`] as const;
  });
  return renderKeyValues(pairs, screen);
}

function renderChange(change: FileChange, screen: Screen): string {
  if (change.hunks.length === 0) return '';
  return `${paint(change.path, 'strong', screen)}\n${renderHunks(change.hunks, screen)}`;
}

function renderNotes(notes: readonly InstallNote[], screen: Screen): string {
  return notes.map((note) => renderNote(note, screen)).join('');
}

function renderNote({ severity, what, next }: InstallNote, screen: Screen): string {
  const sign =
    severity === 'note'
      ? screen.plain
        ? 'note'
        : adaptSigns('·', screen)
      : mark(severity, screen);
  const tone = severity === 'note' ? 'dim' : severity;
  const blank = ' '.repeat(sign.length);
  const lines = wrapText(what, screen.width - sign.length - 3).map(
    (line, at) => `  ${at === 0 ? paint(sign, tone, screen) : blank} ${line}\n`,
  );
  const arrow = adaptSigns('→', screen);
  const steps = next === null ? [] : wrapText(next, screen.width - 5 - arrow.length);
  const below = steps.map(
    (line, at) => `    ${at === 0 ? arrow : ' '.repeat(arrow.length)} ${line}\n`,
  );
  return [...lines, ...below].join('');
}

function renderUnchanged(status: InstallStatus, screen: Screen): string {
  return status === 'needs-consent' ? '' : `\n${says('Nothing was changed.', screen)}`;
}

function says(text: string, screen: Screen): string {
  if (text === '') return '';
  return wrapText(text, screen.width)
    .map((line) => `${line}\n`)
    .join('');
}

function joinBlocks(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== '').join('\n');
}
