// The transcripts that an event stream is read from: of a session of the ledger, or below a path that was
// named. Knows files and whose they are; reads no event.
import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { SessionEvent } from '../../model/session-event/session-event.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { readSessionFiles } from '../../store/readers/sessions-detail.ts';
import { readThreadEvents, readThreadRows } from '../../store/readers/threads.ts';
import { readPlacedLines } from '../../transcript/conversation/read-lines.ts';
import { discoverTranscripts, originOf } from '../../transcript/discover.ts';
import type { QueryContext } from '../context.ts';

export interface EventFile {
  readonly path: string;
  readonly sessionId: string;
  readonly agentId: string | null;
  /** What the ledger keeps of it, for when it is gone: without ids and text. Left out: nothing. */
  readonly stored?: () => readonly SessionEvent[];
}

/** Its own transcript first, then its subagents'. Files that are gone are among them. */
export function filesOfSession(
  context: QueryContext,
  session: { readonly id: number; readonly sessionId: string },
): EventFile[] {
  const { id, sessionId } = session;
  const { db } = context.store;
  const threads = new Map(readThreadRows(db, { sessions: [id] }).map((row) => [row.path, row]));
  // Another session's file may hold this one's history, which a resume copied.
  return readSessionFiles(db, id)
    .filter(({ path, kind }) => kind !== 'main' || basename(path) === `${sessionId}.jsonl`)
    .map(({ path }) => {
      const file = { path, sessionId, agentId: originOf(path).agentId };
      const fileId = threads.get(path)?.fileId;
      return fileId === undefined ? file : { ...file, stored: () => readThreadEvents(db, fileId) };
    });
}

/** Whether a word is a path: it has what no session id has, and is there unless it can be nothing else. */
export function isPathWord(word: string, cwd: string): boolean {
  if (!/^[0-9a-z-]+$/i.test(word)) return true;
  return !/^[0-9a-f-]+$/i.test(word) && kindOf(resolve(cwd, word)) !== null;
}

/**
 * A transcript, or all in a folder, in the order of their paths.
 * @throws TelltaleError 'no-transcript' when there is none
 */
export function filesBelow(word: string, cwd: string): EventFile[] {
  const path = resolve(cwd, word);
  const kind = kindOf(path);
  if (kind === 'file') return [placeFile(path)];
  const found = kind === 'folder' ? discoverTranscripts(path, path).files : [];
  if (found.length > 0) {
    return found
      .map((file) => file.path)
      .sort()
      .map(placeFile);
  }
  throw new TelltaleError('no-transcript', {
    what: `${oneLine(path)} ${kind === null ? 'is not there' : 'holds no transcript'}`,
    next: 'Name a transcript (.jsonl), a folder with some, or a session: telltale sessions',
  });
}

function kindOf(path: string): 'file' | 'folder' | null {
  try {
    const there = statSync(path);
    if (there.isDirectory()) return 'folder';
    return there.isFile() ? 'file' : null;
  } catch {
    return null;
  }
}

function placeFile(path: string): EventFile {
  const { sessionId, isSubagent, agentId } = originOf(path);
  return { path, sessionId: isSubagent ? (parentOf(path) ?? sessionId) : sessionId, agentId };
}

/** Bytes at the start of a subagent's transcript that name its session. */
const HEAD_BYTES = 256 * 1024;

/** Records of a subagent bear its parent's id, wherever the file lies. */
function parentOf(path: string): string | null {
  try {
    for (const { line } of readPlacedLines(path, { to: HEAD_BYTES })) {
      const named = /"sessionId":"([^"\\]{1,100})"/.exec(line.toString('latin1'));
      if (named?.[1] !== undefined) return named[1];
    }
  } catch {
    // The stream tells of a file that cannot be read.
  }
  return null;
}
