// Writes the handoff of one session: asks for the answer, renders it, puts it where it belongs and
// leaves it for the next session of the folder. Knows the order; each step is another file's.
import { existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { livePaths } from '../../live/live-paths.ts';
import { writePending } from '../../live/pending-handoff.ts';
import type { QueryContext } from '../../query/context.ts';
import type { HandoffAnswer } from '../../query/handoff/handoff-answer.ts';
import { queryHandoff } from '../../query/handoff/query-handoff.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { makeFolder } from '../../shared/make-folder.ts';
import { readSessionByRowId, type SessionRow } from '../../store/readers/sessions.ts';
import { renderHandoff } from '../../views/report/handoff.ts';
import { renderExcerpt } from '../../views/report/handoff-excerpt.ts';
import { readGitFacts } from './git-facts.ts';
import { handoffFolder } from './handoff-folder.ts';
import { storeHandoff } from './handoff-store.ts';
import { sealHandoff } from './seal-handoff.ts';

export interface MakeHandoffOptions {
  readonly reason: 'request' | 'threshold' | 'pre-compact' | 'session-end';
  readonly nowMs: number;
  readonly stateDir: string;
  /** Only there, a new file, and nothing is left for the next session. */
  readonly outFile?: string;
}

export interface MadeHandoff {
  readonly path: string;
  readonly answer: HandoffAnswer;
  readonly text: string;
}

/**
 * @throws TelltaleError `unknown-session`; `target-exists` and `output-unwritable` for `outFile`;
 *   `no-transcript` when there is nothing to hand over and nobody asked for it
 */
export function makeHandoff(
  context: QueryContext,
  sessionRowId: number,
  options: MakeHandoffOptions,
): MadeHandoff {
  const { answer, text } = composeHandoff(context, sessionRowId);
  const row = readSessionByRowId(context.store.db, sessionRowId);
  if (row === undefined) throw new Error(`session ${sessionRowId} is gone`);
  if (options.reason !== 'request' && answer.work === null) throw nothingToHandOver(answer);
  if (options.outFile !== undefined) {
    writeNew(options.outFile, text);
    const file = { path: options.outFile, isPending: false };
    return { path: options.outFile, answer: { ...answer, file }, text };
  }
  const path = storeHandoff(folderOf(context, row, options.stateDir), {
    sessionId: row.sessionId,
    text,
    stamp: stampOf(context, options.nowMs),
  });
  const isPending = leavePending(row, path, { answer, text }, options);
  return { path, answer: { ...answer, file: { path, isPending } }, text };
}

/** The same without writing anything. */
export function composeHandoff(
  context: QueryContext,
  sessionRowId: number,
): Pick<MadeHandoff, 'answer' | 'text'> {
  const row = readSessionByRowId(context.store.db, sessionRowId);
  const folder = row?.lastCwd ?? row?.firstCwd ?? null;
  const git = folder === null ? null : readGitFacts(folder);
  const answer = queryHandoff(context, sessionRowId, git);
  return { answer, text: sealHandoff(renderHandoff(answer)) };
}

function folderOf(context: QueryContext, row: SessionRow, stateDir: string): string {
  const { folder } = context.settings.handoff;
  return handoffFolder({ stateDir, folder }, row.projectPath);
}

/** `20261121-0905` */
function stampOf({ zone }: QueryContext, nowMs: number): string {
  return `${zone.dayKey(nowMs).replaceAll('-', '')}-${zone.hourMinute(nowMs).replace(':', '')}`;
}

/** For the folder the session was started in: a worktree's work is not its repository's. */
function leavePending(
  row: SessionRow,
  path: string,
  { answer, text }: Pick<MadeHandoff, 'answer' | 'text'>,
  { nowMs, stateDir }: MakeHandoffOptions,
): boolean {
  const projectPath = row.firstCwd ?? row.projectPath;
  if (projectPath === null || answer.work === null) return false;
  writePending(livePaths(stateDir).pendingDir, {
    sessionId: row.sessionId,
    projectPath,
    path,
    atMs: nowMs,
    excerpt: renderExcerpt(answer),
    sizeBytes: Buffer.byteLength(text),
  });
  return true;
}

function writeNew(path: string, text: string): void {
  try {
    makeFolder(dirname(path), 0o755);
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    const { code } = cause as { code?: unknown };
    const next = 'name another file, or print it: telltale handoff -o -';
    if (code === 'EEXIST' && existsSync(path)) {
      const why = 'a handoff never overwrites a file';
      throw new TelltaleError('target-exists', {
        what: `${path} is there already`,
        why,
        next,
        cause,
      });
    }
    const what = `${path} cannot be written (${String(code ?? cause)})`;
    throw new TelltaleError('output-unwritable', { what, next, cause });
  }
}

function nothingToHandOver({ shortId, reason }: HandoffAnswer): TelltaleError {
  return new TelltaleError('no-transcript', {
    what: `session ${shortId} holds nothing to hand over`,
    why: reason === 'transcript-gone' ? 'its transcript is gone' : 'it has no conversation yet',
    next: 'telltale sessions lists the others',
  });
}
