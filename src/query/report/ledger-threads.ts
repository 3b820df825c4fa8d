// Main threads of the ledger as reports take them, with those of transcripts that are gone. Reads rows;
// measures nothing.
import { TelltaleError } from '../../shared/errors.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { readProjects } from '../../store/readers/sessions.ts';
import { readThreadEvents, readThreadRows } from '../../store/readers/threads.ts';
import type { QueryContext } from '../context.ts';
import { findProjects } from '../usage/filters.ts';
import type { ReportSubject } from './report-question.ts';

const SHORT_ID_LENGTH = 8;
const LEDGER = {
  kind: 'ledger',
  path: null,
  files: null,
  subagentFiles: null,
  unreadable: [],
} as const;

/** @throws TelltaleError `usage` for a project that is not known */
export function ledgerSubject(
  { store }: QueryContext,
  filter: { readonly project?: string | undefined },
): ReportSubject {
  const { db } = store;
  const wanted = filter.project === undefined ? null : projectPaths(db, filter.project);
  const rows = readThreadRows(db, { main: true }).filter(
    ({ projectPath }) => wanted === null || (projectPath !== null && wanted.has(projectPath)),
  );
  const starts = countStarts(rows.map(({ sessionId }) => sessionId));
  const threads = rows.map((row) => ({
    sessionId: oneLine(row.sessionId),
    shortId: oneLine(shortIdOf(row.sessionId, starts)),
    projectPath: row.projectPath,
    firstMs: row.firstMs,
    lastMs: row.lastMs,
    read: () => ({
      events: readThreadEvents(db, row.fileId),
      copiedUntilMs: row.copiedUntilMs,
      copies: new Set<never>(),
    }),
  }));
  return { threads, source: LEDGER, project: filter.project ?? null };
}

function projectPaths(db: QueryContext['store']['db'], word: string): Set<string> {
  const found = findProjects(readProjects(db), word);
  if (found.length > 0) return new Set(found.map(({ path }) => path));
  throw new TelltaleError('usage', {
    what: `no project has "${word}" in its path`,
    next: 'see all with: telltale usage project',
  });
}

function countStarts(ids: readonly string[]): Map<string, number> {
  const starts = new Map<string, number>();
  for (const id of ids) {
    const start = id.slice(0, SHORT_ID_LENGTH);
    starts.set(start, (starts.get(start) ?? 0) + 1);
  }
  return starts;
}

/** 8 characters, the whole id where sessions share them. */
function shortIdOf(id: string, starts: ReadonlyMap<string, number>): string {
  const start = id.slice(0, SHORT_ID_LENGTH);
  return (starts.get(start) ?? 0) > 1 ? id : start;
}
