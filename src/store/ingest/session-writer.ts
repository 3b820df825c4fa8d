// Keeps the `session` and `project` tables equal to what the files say of them. Every
// choice is an order on the files' own facts, so the order of reading does not matter.
import { greatest, least, type SessionFacts } from '../../model/session-facts.ts';
import { projectPathOf } from '../../transcript/project-path.ts';
import type { Sqlite } from '../sqlite.ts';

export interface SessionWriter {
  touch(sessionId: number): void;
  flush(): void;
}

interface FileFacts {
  readonly fileId: number;
  readonly kind: 'main' | 'subagent';
  readonly openedMs: number | null;
  readonly path: string;
  readonly facts: SessionFacts;
}

export function createSessionWriter(db: Sqlite): SessionWriter {
  const touched = new Set<number>();
  const statements = prepareStatements(db);
  const projects = new Map<string, number>();

  function projectId(cwd: string): number {
    const known = projects.get(cwd);
    if (known !== undefined) return known;
    const path = projectPathOf(cwd);
    statements.addProject.run(path);
    const id = statements.findProject.get(path) as number;
    projects.set(cwd, id);
    return id;
  }

  function flushSession(sessionId: number): void {
    const files = readFacts(statements.facts, sessionId);
    if (files.length === 0) return;
    const all = mergeFiles(files);
    const title = titleOf(files, (uuid) => readSummary(statements.summary, uuid));
    statements.update.run({
      id: sessionId,
      project: keepProject(statements, sessionId, all.firstCwd, projectId),
      ...all,
      title: title?.text ?? null,
      titleSource: title?.source ?? null,
    });
  }

  return {
    touch: (sessionId) => touched.add(sessionId),
    flush() {
      for (const sessionId of touched) flushSession(sessionId);
      touched.clear();
    },
  };
}

type Statements = ReturnType<typeof prepareStatements>;

function prepareStatements(db: Sqlite) {
  return {
    facts: db.prepare(
      `SELECT file.id AS fileId, file.kind, file.opened_ms AS openedMs, file.path, facts
       FROM file_session JOIN file ON file.id = file_session.file_id
       WHERE file_session.session_id = ?`,
    ),
    current: db.prepare(
      'SELECT first_cwd AS firstCwd, project_id AS projectId FROM session WHERE id = ?',
    ),
    addProject: db.prepare('INSERT OR IGNORE INTO project (path) VALUES (?)'),
    findProject: db.prepare('SELECT id FROM project WHERE path = ?').pluck(),
    summary: db.prepare("SELECT data FROM event WHERE kind = 'summary' AND uuid = ?").pluck(),
    update: db.prepare(
      `UPDATE session SET project_id = :project, first_cwd = :firstCwd, last_cwd = :lastCwd,
         last_branch = :lastBranch, version = :version, title = :title, title_source = :titleSource,
         prompt_file_id = :promptFileId, prompt_offset = :promptOffset, first_ms = :firstMs,
         last_ms = :lastMs WHERE id = :id`,
    ),
  };
}

/** A project, once found, stays: the folder of a worktree may be gone at a later look. */
function keepProject(
  statements: Statements,
  sessionId: number,
  firstCwd: string | null,
  projectId: (cwd: string) => number,
): number | null {
  if (firstCwd === null) return null;
  const current = statements.current.get(sessionId) as
    | { firstCwd: string | null; projectId: number | null }
    | undefined;
  if (current?.projectId != null && current.firstCwd === firstCwd) return current.projectId;
  return projectId(firstCwd);
}

function readFacts(statement: Statements['facts'], sessionId: number): FileFacts[] {
  const rows = statement.all(sessionId) as (Omit<FileFacts, 'facts'> & { facts: string })[];
  return rows
    .map((row) => ({ ...row, facts: JSON.parse(row.facts) as SessionFacts }))
    .sort(compareFiles);
}

/** Main transcripts before subagents', then the file that opened first. */
function compareFiles(a: FileFacts, b: FileFacts): number {
  if (a.kind !== b.kind) return a.kind === 'main' ? -1 : 1;
  const byTime = (a.openedMs ?? Number.MAX_SAFE_INTEGER) - (b.openedMs ?? Number.MAX_SAFE_INTEGER);
  return byTime || (a.path < b.path ? -1 : 1);
}

function compareNewest(a: FileFacts, b: FileFacts): number {
  return (b.facts.lastMs ?? 0) - (a.facts.lastMs ?? 0) || compareFiles(a, b);
}

type Merged = Pick<
  SessionFacts,
  'firstMs' | 'lastMs' | 'firstCwd' | 'lastCwd' | 'lastBranch' | 'version' | 'promptOffset'
> & { promptFileId: number | null };

/** Times over all files; the rest from the main file that opened first, or that was active last. */
function mergeFiles(files: readonly FileFacts[]): Merged {
  const main = files.filter((file) => file.kind === 'main');
  const leading = main.length > 0 ? main : files;
  const newest = [...leading].sort(compareNewest);
  const pick = <Key extends keyof SessionFacts>(
    from: readonly FileFacts[],
    key: Key,
  ): SessionFacts[Key] | null => from.find((file) => file.facts[key] !== null)?.facts[key] ?? null;
  const prompt = main.find((file) => file.facts.promptOffset !== null);
  return {
    firstMs: files.reduce<number | null>((ms, file) => least(ms, file.facts.firstMs), null),
    lastMs: files.reduce<number | null>((ms, file) => greatest(ms, file.facts.lastMs), null),
    firstCwd: pick(leading, 'firstCwd') ?? pick(files, 'firstCwd'),
    lastCwd: pick(newest, 'lastCwd'),
    lastBranch: pick(newest, 'lastBranch'),
    version: pick(newest, 'version'),
    promptFileId: prompt?.fileId ?? null,
    promptOffset: prompt?.facts.promptOffset ?? null,
  };
}

type Title = { text: string; source: 'custom-title' | 'ai-title' | 'summary' };

/** The name a person gave beats the one Claude Code made up, which beats an old summary. */
function titleOf(
  files: readonly FileFacts[],
  summaryOf: (leafUuid: string) => string | null,
): Title | null {
  const newest = [...files].sort(compareNewest);
  for (const { facts } of newest) {
    if (facts.customTitle !== null) return { text: facts.customTitle, source: 'custom-title' };
  }
  for (const { facts } of newest) {
    if (facts.aiTitle !== null) return { text: facts.aiTitle, source: 'ai-title' };
  }
  for (const { facts } of newest) {
    const summary = facts.lastUuid === null ? null : summaryOf(facts.lastUuid);
    if (summary !== null) return { text: summary, source: 'summary' };
  }
  return null;
}

function readSummary(statement: Statements['summary'], leafUuid: string): string | null {
  const texts = (statement.all(leafUuid) as string[]).map(
    (data) => (JSON.parse(data) as { summary: string }).summary,
  );
  return texts.sort()[0] ?? null;
}
