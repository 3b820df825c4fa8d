// Usage by the session that owns each call. Knows where a session's words come from; a call copied
// by forks or resumes counts in its owner only.

import { maskLine } from '../../../shared/secrets.ts';
import type { UsageCell } from '../../../store/readers/usage-cells.ts';
import { readUsageSessions, type UsageSession } from '../../../store/readers/usage-names.ts';
import type { SessionRow } from '../answer.ts';
import { projectFolderOf } from '../filters.ts';
import { bucketsBy, orderByCost, rowOf, spanOf } from '../fold.ts';
import type { GroupingScope } from './scope.ts';

export function groupBySession(cells: readonly UsageCell[], scope: GroupingScope): SessionRow[] {
  const buckets = bucketsBy(cells, scope.models, (cell) => cell.sessionId ?? 0);
  const sessions = readUsageSessions(scope.db, buckets.keys());
  const rows = [...buckets].map(([id, bucket]): SessionRow => {
    const session = sessions.get(id);
    const sessionId = session?.sessionId ?? `(session ${id})`;
    const span = spanOf(bucket);
    const title = session?.title ? maskLine(session.title) : null;
    const label = title ?? sessionId.slice(0, 8);
    return {
      sessionId,
      title,
      projectPath: folderOf(session),
      projectDirectory: session?.projectPath ? maskLine(session.projectPath) : null,
      ...span,
      ...rowOf(sessionId, label, bucket, {
        agent: 'claude',
        metadata: { lastActivity: span.lastActivity },
      }),
    };
  });
  return orderByCost(rows, scope.order);
}

/** The folder below `projects/` that holds the transcript: what ccusage calls the project. */
function folderOf(session: UsageSession | undefined): string {
  const { filePath, root, firstCwd } = session ?? {};
  if (filePath?.startsWith(root ?? '')) {
    const below = filePath.slice(root?.length ?? 0);
    const folder = /^[\\/]*projects[\\/]+([^\\/]+)[\\/]/.exec(below)?.[1];
    if (folder !== undefined) return folder;
  }
  return firstCwd ? projectFolderOf(firstCwd) : '';
}
