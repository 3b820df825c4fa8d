// The overview on a terminal: figures, the last sessions, what is worth a look. An empty ledger gets
// its own screen. Every value comes from the answer.
import type { OverviewAnswer } from '../../query/overview/overview.ts';
import type { RecentSession, SessionContext } from '../../query/overview/recent-sessions.ts';
import { formatBar, formatCount, formatPercent } from '../../shared/format.ts';
import { padStart } from '../../shared/width.ts';
import { openZone } from '../../shared/zone.ts';
import { healthCell, isActive, stateCell, stateMark } from './condition-words.ts';
import { EMPTY_STEPS, renderHeading, renderNextSteps, wrapText } from './layout.ts';
import { adaptSigns, markValue } from './marks.ts';
import { renderFindings, renderSteps } from './overview-findings.ts';
import { renderRows } from './overview-rows.ts';
import type { Screen } from './screen.ts';
import { costText } from './sessions-words.ts';
import { type Cell, type Column, type Row, renderTable } from './table.ts';
import { indent } from './window.ts';
import type { Here } from './window-words.ts';

export interface OverviewViewOptions {
  /** On samples that are gone or elsewhere: what to do next is said by whoever made them. */
  readonly isSample: boolean;
}

export function renderOverview(
  answer: OverviewAnswer,
  screen: Screen,
  { isSample }: OverviewViewOptions = { isSample: false },
): string {
  if (answer.sessions === 0) return renderEmpty(answer, screen);
  const here: Here = { zone: openZone(answer.timezone), nowMs: answer.generatedAtMs };
  const projects = formatCount(answer.projects, 'project');
  const title = `telltale · ${projects} · ${formatCount(answer.sessions, 'session')}`;
  return [
    renderHeading(title, `API-equivalent, ${answer.timezone}`, screen),
    renderRows(answer, here, screen),
    renderRecent(answer, screen),
    isSample ? renderFindings(answer, here, screen) : renderSteps(answer, here, screen),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** Nothing to count: what was looked for and where. */
function renderEmpty({ roots }: OverviewAnswer, screen: Screen): string {
  const isRead = roots.some((root) => root.taken);
  const sentence = isRead
    ? 'No session yet: Claude Code has written no transcript into the folders below.'
    : 'No session yet: no folder with Claude Code transcripts (projects/*/*.jsonl) was found.';
  const lines = wrapText(adaptSigns(sentence, screen), screen.width - 2);
  return [
    renderHeading('telltale', null, screen),
    lines.map((line) => `  ${line}\n`).join(''),
    indent(
      renderTable(
        ROOT_COLUMNS,
        roots.map(({ path, why }) => ({ cells: [path, why] })),
        { ...screen, width: screen.width - 2 },
      ),
    ),
    renderNextSteps(EMPTY_STEPS, screen),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

const ROOT_COLUMNS: readonly Column[] = [
  { header: '', truncate: 'middle', minWidth: 36 },
  { header: '', minWidth: 12 },
];

function renderRecent(answer: OverviewAnswer, screen: Screen): string {
  const hasActive = answer.recent.some(({ activity }) => isActive(activity));
  const isNarrow = screen.width < 72;
  const columns: readonly Column[] = [
    { header: '', truncate: 'never' },
    { header: hasActive ? 'ACTIVE' : 'RECENT', minWidth: isNarrow ? 10 : 12, maxWidth: 22 },
    { header: '', minWidth: isNarrow ? 13 : 18, maxWidth: 48 },
    { header: 'CONTEXT', align: 'right', priority: 3 },
    { header: 'HEALTH', align: 'right', priority: 2 },
    { header: 'COST', align: 'right' },
    { header: 'STATE', priority: screen.plain ? 0 : 1, minWidth: 11, maxWidth: 22 },
    { header: 'ID', truncate: 'never', priority: 4 },
  ];
  const rows = answer.recent.map((session) => recentRow(session, answer.generatedAtMs, screen));
  return indent(renderTable(columns, rows, { ...screen, width: screen.width - 2 }));
}

function recentRow(session: RecentSession, nowMs: number, screen: Screen): Row {
  return {
    cells: [
      stateMark(session.activity, screen),
      session.project?.name ?? { text: 'no project', tone: 'dim' },
      session.title ?? { text: 'untitled', tone: 'dim' },
      contextCell(session.context, screen),
      healthCell(session.health, screen),
      costText(session, screen),
      stateCell(session.activity, nowMs),
      { text: session.shortId, tone: 'dim' },
    ],
  };
}

/** On a narrower screen the share stands without its bar. */
const WIDTH_FOR_BAR = 96;

function contextCell(context: SessionContext, screen: Screen): Cell {
  if (context.tokens === null) return null;
  const bar = screen.width < WIDTH_FOR_BAR ? '' : formatBar(context.ratio, 10, screen);
  const share = formatPercent(context.ratio);
  const isAssumed = context.window.basis === 'assumed';
  const text = isAssumed ? markValue('estimated', share, screen) : share;
  return bar === '' ? text : `${bar} ${padStart(text, 5)}`;
}
