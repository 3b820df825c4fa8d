// One session as a profile sees it: the ledger's calls joined with the blocks of its transcripts. Knows
// which rows and files are asked; how they fit together is the model's business.
import { closeSync, fstatSync, openSync } from 'node:fs';
import { basename } from 'node:path';
import { effortOf } from '../../model/effort.ts';
import { LINE_FLAG } from '../../model/flags.ts';
import type { BlockEvent } from '../../model/trace/block-event.ts';
import { buildSessionTrace, type PlacedCall } from '../../model/trace/build-session-trace.ts';
import { gatherEvents } from '../../model/trace/gather-events.ts';
import type {
  ChainKind,
  SessionTrace,
  TraceCompaction,
  TraceFile,
  TraceTurn,
} from '../../model/trace/session-trace.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { promptTokens } from '../../shared/tokens.ts';
import {
  type ProfileCallRow,
  readCallsOfMessages,
  readProfileCalls,
} from '../../store/readers/profile-calls.ts';
import { readSessionByRowId } from '../../store/readers/sessions.ts';
import { readAgents, readSessionFiles } from '../../store/readers/sessions-detail.ts';
import {
  readCopiedMessages,
  readTraceMarks,
  type TraceMarkRow,
} from '../../store/readers/trace-rows.ts';
import { readAgentStart } from '../../transcript/trace/read-agent-start.ts';
import { readBlocks } from '../../transcript/trace/read-blocks.ts';
import type { QueryContext } from '../context.ts';

export interface TraceOptions {
  /** False: no transcript is read; calls have no blocks and turns no prompts. */
  readonly withBlocks?: boolean;
}

/** By row id of the ledger's session. A session without calls has an empty main chain. */
export function readSessionTrace(
  context: QueryContext,
  sessionRowId: number,
  { withBlocks = true }: TraceOptions = {},
): SessionTrace {
  const { db } = context.store;
  const sessionId = readSessionByRowId(db, sessionRowId)?.sessionId ?? '';
  const files = filesOf(readSessionFiles(db, sessionRowId));
  const gathered = gatherEvents(withBlocks ? eventsOf(files, sessionId) : []);
  const own = readProfileCalls(db, [sessionRowId]);
  const known = new Set(own.map(({ messageId }) => messageId));
  const copied = [...readCopiedMessages(db, sessionRowId), ...gathered.messageIds].filter(
    (messageId) => !known.has(messageId),
  );
  const copies = copied.length === 0 ? [] : readCallsOfMessages(db, [...new Set(copied)]);
  const marks = readTraceMarks(db, sessionRowId);
  const startedBy = new Map([...gathered.startedBy, ...(withBlocks ? startsOf(files) : [])]);
  return {
    rowId: sessionRowId,
    sessionId,
    files,
    ...buildSessionTrace({
      calls: [...own, ...copies].map((row) => placeCall(row, sessionRowId)),
      gathered,
      turns: marks.filter(({ kind }) => kind === 'prompt').map(turnOf),
      compactions: marks.filter(({ kind }) => kind === 'compaction').map(compactionOf),
      isWhole:
        withBlocks && files.every(({ kind, state }) => kind !== 'main' || state === 'present'),
      agentTypes: new Map(readAgents(db, sessionRowId).map(({ agentId, type }) => [agentId, type])),
      startedBy,
    }),
    unnamedReads: gathered.unnamedReads,
  };
}

/** A file may have gone since the ledger last looked, or may not be read any more. */
function filesOf(rows: ReturnType<typeof readSessionFiles>): TraceFile[] {
  return rows.map(({ path, kind, state }) => ({
    path,
    kind: kind === 'main' ? 'main' : 'subagent',
    state: state === 'present' && isReadable(path) ? 'present' : 'vanished',
  }));
}

function isReadable(path: string): boolean {
  try {
    const file = openSync(path, 'r');
    try {
      return fstatSync(file).isFile();
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

function* eventsOf(files: readonly TraceFile[], sessionId: string): Generator<BlockEvent> {
  for (const [index, file] of files.entries()) {
    if (file.state === 'vanished') continue;
    // Another session's file may hold records of this one, such as the history that a resume copied.
    const isOwn = file.kind === 'subagent' || basename(file.path) === `${sessionId}.jsonl`;
    for (const event of readBlocks(file.path, index)) {
      if (isOwn || event.type === 'link' || event.sessionId === sessionId) yield event;
    }
  }
}

function* startsOf(files: readonly TraceFile[]): Generator<[string, string]> {
  for (const { path, kind, state } of files) {
    const agentId = /^agent-(.+)\.jsonl$/.exec(basename(path))?.[1];
    if (kind !== 'subagent' || state === 'vanished' || agentId === undefined) continue;
    const toolUseId = readAgentStart(path);
    if (toolUseId !== null) yield [agentId, toolUseId];
  }
}

/** call.chain, as the ledger stores it. */
const KINDS: readonly ChainKind[] = ['main', 'subagent', 'compaction', 'helper'];

function placeCall(row: ProfileCallRow, sessionRowId: number): PlacedCall {
  const { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, outputTokens } =
    row;
  const tokens = {
    inputTokens,
    cacheReadTokens,
    cacheWrite5mTokens,
    cacheWrite1hTokens,
    outputTokens,
  };
  const { messageId, part, atMs, model, version, flags, webSearches, costNanoUsd } = row;
  const facts = {
    callId: oneLine(part === 0 ? messageId : `${messageId}#${part}`),
    messageId,
    part,
    isCopy: row.session !== sessionRowId,
    atMs,
    model,
    version,
    effort: effortOf(flags),
    isFast: (flags & LINE_FLAG.fast) !== 0,
    flags,
    tokens,
    webSearches,
    contextTokens: promptTokens(tokens),
    costNanoUsd,
    isOutputFinal: (flags & LINE_FLAG.final) !== 0,
  };
  return { facts, kind: KINDS[row.chain] ?? 'helper', agentId: row.agentId };
}

function turnOf({ atMs }: TraceMarkRow, at: number): TraceTurn {
  return { turn: at + 1, atMs, prompt: null };
}

function compactionOf({ atMs, data }: TraceMarkRow): TraceCompaction {
  const { trigger, preTokens } = parseData(data);
  return {
    beforeCall: 0,
    atMs,
    trigger: typeof trigger === 'string' ? trigger : null,
    preTokens: typeof preTokens === 'number' ? preTokens : null,
    kept: [],
  };
}

function parseData(data: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(data ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
