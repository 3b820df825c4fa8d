// Usage by git branch, call by call: the branch at that moment. Calls without one, or made on a
// detached head, stand in a row of their own.

import type { UsageCell } from '../../../store/readers/usage-cells.ts';
import { readNames, readSessionProjects } from '../../../store/readers/usage-names.ts';
import type { BranchRow } from '../answer.ts';
import { compareText } from '../figures.ts';
import { bucketsBy, orderByCost, rowOf, spanOf } from '../fold.ts';
import type { GroupingScope } from './scope.ts';

/** No branch can have this name: git allows no blanks. */
export const NOT_ATTRIBUTABLE = '(not attributable)';

export function groupByBranch(cells: readonly UsageCell[], scope: GroupingScope): BranchRow[] {
  const names = readNames(scope.db, idsOf(cells));
  const paths = readSessionProjects(scope.db);
  const branchOf = (cell: UsageCell) => attributable(names.get(cell.branchId ?? 0));
  const projects = new Map<string | null, Set<string>>();
  for (const cell of cells) {
    const branch = branchOf(cell);
    const seen = projects.get(branch) ?? new Set();
    const path = paths.get(cell.sessionId ?? 0);
    projects.set(branch, path === undefined ? seen : seen.add(path));
  }
  const rows = [...bucketsBy(cells, scope.models, branchOf)].map(
    ([branch, bucket]): BranchRow => ({
      branch,
      projectDirectories: [...(projects.get(branch) ?? [])].sort(compareText),
      ...spanOf(bucket),
      ...(branch === null
        ? rowOf(NOT_ATTRIBUTABLE, 'not attributable', bucket)
        : rowOf(branch, branch, bucket)),
    }),
  );
  return orderByCost(rows, scope.order);
}

/** Claude Code writes '' outside a repository and HEAD on a detached head. */
function attributable(branch: string | undefined): string | null {
  return branch === undefined || branch === '' || branch === 'HEAD' ? null : branch;
}

function idsOf(cells: readonly UsageCell[]): Set<number> {
  const ids = new Set<number>();
  for (const cell of cells) if (cell.branchId !== null) ids.add(cell.branchId);
  return ids;
}
