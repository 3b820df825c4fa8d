// Copies of a conversation under another session id: forks, branches, and resumes of old versions.
// Uuids, message ids and times stay; that is what a ledger has to see through.
import { appendJson, type Draft, type Json, noteTime } from './draft.ts';

export interface CopyOptions {
  /** Records after this moment are left behind; all are copied when absent. */
  readonly untilMs?: number | undefined;
  /** Mark each record with where it came from. */
  readonly mark: boolean;
}

/** Copies the records that have a uuid; flat lines and subagents' files are not copied. */
export function copyConversation(from: Draft, to: Draft, options: CopyOptions): void {
  for (const line of from.lines) {
    const record: Json = JSON.parse(line);
    const atMs = typeof record.timestamp === 'string' ? Date.parse(record.timestamp) : null;
    if (typeof record.uuid !== 'string') continue;
    if (options.untilMs !== undefined && atMs !== null && atMs > options.untilMs) continue;
    appendJson(to, { ...record, ...identity(record, to, options) });
    to.lastUuid = record.uuid;
    if (typeof record.promptId === 'string') to.promptId = record.promptId;
    if (atMs !== null) noteTime(to, atMs);
  }
}

function identity(record: Json, to: Draft, options: CopyOptions): Json {
  const { sessionId, branch } = to.facts;
  const origin = { sessionId: record.sessionId, messageUuid: record.uuid };
  return { sessionId, gitBranch: branch, ...(options.mark ? { forkedFrom: origin } : {}) };
}
