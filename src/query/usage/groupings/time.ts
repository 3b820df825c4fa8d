// Usage by local day, week or month, also within each project. Knows how quarters of an hour fold
// into days of the zone; calls without a time stand in a row of their own, always the last.
import { QUARTER_MS } from '../../../model/quarter.ts';
import { startOfWeek } from '../../../shared/zone.ts';
import type { UsageCell } from '../../../store/readers/usage-cells.ts';
import { readSessionProjects } from '../../../store/readers/usage-names.ts';
import type {
  DayRow,
  InstanceRow,
  MonthRow,
  UsageRow,
  UsageTimeGroup,
  WeekRow,
} from '../answer.ts';
import { compareText } from '../figures.ts';
import { projectFolderOf } from '../filters.ts';
import { bucketsBy, rowOf } from '../fold.ts';
import { firstQuarterOf } from '../period.ts';
import type { GroupingScope } from './scope.ts';

/** Key of the row of calls without a readable time. */
export const UNKNOWN_PERIOD = 'unknown';
export const NO_PROJECT = '(no project)';

/** One row per day, week or month that has calls. */
export function groupByTime(
  groupBy: UsageTimeGroup,
  cells: readonly UsageCell[],
  scope: GroupingScope,
): UsageRow[] {
  const buckets = bucketsBy(cells, scope.models, periodKeys(groupBy, scope));
  const known = [...buckets.keys()].filter((key) => key !== UNKNOWN_PERIOD).sort(compareText);
  if (scope.order === 'desc') known.reverse();
  const keys = buckets.has(UNKNOWN_PERIOD) ? [...known, UNKNOWN_PERIOD] : known;
  return keys.map((key) => {
    const label = key === UNKNOWN_PERIOD ? 'unknown date' : key;
    return rowOf(key, label, buckets.get(key) ?? new Map());
  });
}

/** The rows of each project under its folder name, in the order of the paths. */
export function groupByProjectAndTime(
  groupBy: UsageTimeGroup,
  cells: readonly UsageCell[],
  scope: GroupingScope,
): Record<string, InstanceRow[]> {
  const byPath = cellsByPath(cells, readSessionProjects(scope.db));
  const projects: Record<string, InstanceRow[]> = {};
  for (const path of [...byPath.keys()].sort((a, b) => compareText(a ?? '', b ?? ''))) {
    const project = freeName(projects, path === null ? NO_PROJECT : projectFolderOf(path));
    const rows = groupByTime(groupBy, byPath.get(path) ?? [], scope);
    projects[project] = rows.map((row) => ({
      ...withPeriodKey(groupBy, row),
      project,
      projectDirectory: path,
    }));
  }
  return projects;
}

/** The row with ccusage's name for its period. */
function withPeriodKey(groupBy: UsageTimeGroup, row: UsageRow): DayRow | WeekRow | MonthRow {
  if (groupBy === 'daily') return { date: row.key, ...row };
  return groupBy === 'weekly' ? { week: row.key, ...row } : { month: row.key, ...row };
}

function cellsByPath(
  cells: readonly UsageCell[],
  paths: ReadonlyMap<number, string>,
): Map<string | null, UsageCell[]> {
  const byPath = new Map<string | null, UsageCell[]>();
  for (const cell of cells) {
    const path = paths.get(cell.sessionId ?? 0) ?? null;
    const same = byPath.get(path);
    if (same === undefined) byPath.set(path, [cell]);
    else same.push(cell);
  }
  return byPath;
}

/** Asks the zone once per day: cells come mostly in the order of time. */
function periodKeys(
  groupBy: UsageTimeGroup,
  { zone, weekStart }: GroupingScope,
): (cell: UsageCell) => string {
  let from = 0;
  let to = 0;
  let key = UNKNOWN_PERIOD;
  return ({ quarter }) => {
    if (quarter === null) return UNKNOWN_PERIOD;
    if (quarter >= from && quarter < to) return key;
    const day = zone.dayKey(quarter * QUARTER_MS);
    from = firstQuarterOf(day, zone);
    to = firstQuarterOf(zone.addDays(day, 1), zone);
    if (groupBy === 'daily') key = day;
    else key = groupBy === 'weekly' ? startOfWeek(day, weekStart) : day.slice(0, -3);
    return key;
  };
}

/** Two paths can have the same folder name: /a-b and /a/b. */
function freeName(taken: Readonly<Record<string, unknown>>, name: string): string {
  let free = name;
  for (let n = 2; Object.hasOwn(taken, free); n++) free = `${name} (${n})`;
  return free;
}
