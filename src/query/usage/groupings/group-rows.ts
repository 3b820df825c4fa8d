// Which grouping answers which question: what it needs from the ledger, and where its rows stand in
// the answer. Knows the groupings by name only.
import type { UsageCell, UsageDimension } from '../../../store/readers/usage-cells.ts';
import {
  USAGE_TIME_GROUPS,
  type UsageGroup,
  type UsageRowsOf,
  type UsageTimeGroup,
} from '../answer.ts';
import type { UsageQuestion } from '../question.ts';
import { groupByAgent } from './agent.ts';
import { groupByBranch } from './branch.ts';
import { groupByModel } from './model.ts';
import { groupByProject } from './project.ts';
import type { GroupingScope } from './scope.ts';
import { groupBySession } from './session.ts';
import { groupByProjectAndTime, groupByTime } from './time.ts';

export function groupRows(
  { groupBy, byProject }: UsageQuestion,
  cells: readonly UsageCell[],
  scope: GroupingScope,
): UsageRowsOf {
  if (isTimeGroup(groupBy)) {
    if (byProject) return { groupBy, projects: groupByProjectAndTime(groupBy, cells, scope) };
    return timeRows(groupBy, cells, scope);
  }
  switch (groupBy) {
    case 'session': {
      const sessions = groupBySession(cells, scope);
      return { groupBy, sessions, session: sessions };
    }
    case 'project':
      return { groupBy, project: groupByProject(cells, scope) };
    case 'model':
      return { groupBy, model: groupByModel(cells, scope) };
    case 'branch':
      return { groupBy, branch: groupByBranch(cells, scope) };
    case 'agent':
      return { groupBy, agent: groupByAgent(cells, scope) };
  }
}

export function isTimeGroup(groupBy: UsageGroup): groupBy is UsageTimeGroup {
  return (USAGE_TIME_GROUPS as readonly string[]).includes(groupBy);
}

/** What the ledger has to keep apart for this question. */
export function dimensionsOf({ groupBy, byProject }: UsageQuestion): readonly UsageDimension[] {
  if (isTimeGroup(groupBy)) return byProject ? ['quarter', 'session'] : ['quarter'];
  return DIMENSIONS[groupBy];
}

const DIMENSIONS: Readonly<Record<Exclude<UsageGroup, UsageTimeGroup>, readonly UsageDimension[]>> =
  {
    session: ['session'],
    project: ['session'],
    model: [],
    branch: ['branch', 'session'],
    agent: ['agent', 'session'],
  };

function timeRows(
  groupBy: UsageTimeGroup,
  cells: readonly UsageCell[],
  scope: GroupingScope,
): UsageRowsOf {
  const rows = groupByTime(groupBy, cells, scope);
  const project = scope.projectFolder === null ? {} : { project: scope.projectFolder };
  switch (groupBy) {
    case 'daily':
      return { groupBy, daily: rows.map((row) => ({ date: row.key, ...project, ...row })) };
    case 'weekly':
      return { groupBy, weekly: rows.map((row) => ({ week: row.key, ...row })) };
    case 'monthly':
      return { groupBy, monthly: rows.map((row) => ({ month: row.key, ...row })) };
  }
}
