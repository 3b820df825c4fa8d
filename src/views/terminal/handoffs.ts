// What the handoff commands print: where a handoff was written and how to go on with it, and the list of
// those there are. Every value comes from the answer.
import type { HandoffAnswer } from '../../query/handoff/handoff-answer.ts';
import type { HandoffListAnswer, ListedHandoff } from '../../query/handoff/handoff-list-answer.ts';
import { formatAge, formatCount } from '../../shared/format.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { type NextStep, renderHeading, renderNextSteps, wrapText } from './layout.ts';
import { adaptSigns } from './marks.ts';
import type { Screen } from './screen.ts';
import { shellWord } from './sessions-words.ts';
import { type Column, type Row, renderTable } from './table.ts';

export function renderHandoffMade(answer: HandoffAnswer, screen: Screen): string {
  const { file, startFolder, project, shortId, title } = answer;
  const heading = renderHeading(
    `Handoff: ${title ?? 'untitled session'}`,
    `${project?.name ?? 'no project'}   ${shortId}`,
    screen,
  );
  if (file === null) return heading;
  const start = startFolder === null ? 'claude' : `cd ${shellWord(startFolder)} && claude`;
  const sentences = [
    ...(answer.reason === null ? [] : [REASONS[answer.reason]]),
    file.isPending
      ? 'Where the hooks are installed (telltale init), the next session of this folder is given it by itself.'
      : 'It is not given to a session by itself.',
  ];
  const lines = sentences.flatMap((text) => wrapText(adaptSigns(text, screen), screen.width - 2));
  const steps: NextStep[] = [
    { about: 'go on in a fresh session', command: start },
    {
      about: 'otherwise paste there',
      command: `Read ${file.path} and continue with its next steps.`,
    },
    { about: 'see all of them', command: 'telltale handoffs' },
  ];
  return `${heading}\n  ${file.path}\n\n${lines.map((line) => `  ${line}\n`).join('')}\n${renderNextSteps(steps, screen)}`;
}

const REASONS = {
  'transcript-gone':
    'The transcript is gone: the handoff holds only what the ledger knows of the session.',
  'no-conversation': 'The transcript holds no conversation: there was little to write.',
} as const;

export function renderHandoffs(answer: HandoffListAnswer, screen: Screen): string {
  const { handoffs, withArchived } = answer;
  const heading = renderHeading(formatCount(handoffs.length, 'handoff'), answer.timezone, screen);
  if (handoffs.length === 0) {
    const steps: NextStep[] = [
      { about: 'sessions to write one for', command: 'telltale sessions' },
      ...archivedSteps(withArchived),
    ];
    return `${heading}\n${renderNextSteps(steps, screen)}`;
  }
  const hasNotes = handoffs.some(({ isEdited, isArchived }) => isEdited || isArchived);
  const columns = COLUMNS.filter(({ header }) => hasNotes || header !== 'NOTE');
  const rows = handoffs.map((handoff) => rowOf(handoff, answer.generatedAtMs, hasNotes));
  const [newest] = handoffs;
  const id = newest?.sessionId?.slice(0, 8);
  const steps: NextStep[] = [
    {
      about: 'read one',
      command: `telltale handoffs show${id === undefined ? '' : ` ${shellWord(id)}`}`,
    },
    ...archivedSteps(withArchived),
  ];
  return `${heading}\n${renderTable(columns, rows, screen)}\n${renderNextSteps(steps, screen)}`;
}

function archivedSteps(withArchived: boolean): NextStep[] {
  return withArchived ? [] : [{ about: 'archived ones too', command: 'telltale handoffs --all' }];
}

const COLUMNS: readonly Column[] = [
  { header: 'SESSION', truncate: 'never' },
  { header: 'PROJECT', priority: 2, minWidth: 8, maxWidth: 20 },
  { header: 'TITLE', minWidth: 16, maxWidth: 60 },
  { header: 'NOTE', priority: 1, truncate: 'never' },
  { header: 'WRITTEN', align: 'right' },
];

function rowOf(handoff: ListedHandoff, nowMs: number, hasNotes: boolean): Row {
  const { sessionId, project, title, createdMs, isEdited, isArchived } = handoff;
  const notes = [isEdited ? 'edited' : '', isArchived ? 'archived' : ''].filter(
    (note) => note !== '',
  );
  const name = project
    ?.split(/[\\/]+/)
    .filter((part) => part !== '')
    .at(-1);
  return {
    cells: [
      sessionId === null ? null : oneLine(sessionId).slice(0, 8),
      name === undefined ? null : oneLine(name),
      title === null ? null : oneLine(title),
      ...(hasNotes ? [notes.join(', ')] : []),
      createdMs === null ? null : formatAge(nowMs - createdMs),
    ],
  };
}
