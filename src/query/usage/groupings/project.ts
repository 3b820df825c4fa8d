// Usage by project: the path of a session's first working directory, worktrees folded under their
// repository. Knows sessions and their projects only.

import { maskLine } from '../../../shared/secrets.ts';
import type { UsageCell } from '../../../store/readers/usage-cells.ts';
import { readSessionProjects } from '../../../store/readers/usage-names.ts';
import type { ProjectRow } from '../answer.ts';
import { lastPartOf } from '../filters.ts';
import { bucketsBy, orderByCost, rowOf, spanOf } from '../fold.ts';
import type { GroupingScope } from './scope.ts';
import { NO_PROJECT } from './time.ts';

export function groupByProject(cells: readonly UsageCell[], scope: GroupingScope): ProjectRow[] {
  const paths = new Map(
    [...readSessionProjects(scope.db)].map(([id, path]) => [id, path && maskLine(path)]),
  );
  const pathOf = (cell: UsageCell) => paths.get(cell.sessionId ?? 0) ?? null;
  const sessions = new Map<string | null, Set<number | null>>();
  for (const cell of cells) {
    const path = pathOf(cell);
    const seen = sessions.get(path);
    if (seen === undefined) sessions.set(path, new Set([cell.sessionId]));
    else seen.add(cell.sessionId);
  }
  const rows = [...bucketsBy(cells, scope.models, pathOf)].map(
    ([path, bucket]): ProjectRow => ({
      projectDirectory: path,
      sessions: sessions.get(path)?.size ?? 0,
      ...spanOf(bucket),
      ...(path === null
        ? rowOf(NO_PROJECT, 'no project', bucket)
        : rowOf(path, labelOf(path, paths.values()), bucket)),
    }),
  );
  return orderByCost(rows, scope.order);
}

/** The last part of the path, unless other projects end the same: then all of it. */
function labelOf(path: string, all: Iterable<string>): string {
  const last = lastPartOf(path);
  for (const other of all) if (other !== path && lastPartOf(other) === last) return path;
  return last;
}
