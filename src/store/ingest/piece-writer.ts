// Writes a parsed piece and its file's new cursor, all in the caller's transaction. Knows the
// tables that belong to a file; calls and sessions are derived by their own writers.
import type { LedgerLine } from '../../model/derive-call.ts';
import { mergeFacts, type SessionFacts } from '../../model/session-facts.ts';
import type { AgentMeta } from '../../transcript/discover.ts';
import { type Piece, TOOL_STRIDE, USAGE_STRIDE } from '../../transcript/piece.ts';
import type { Sqlite } from '../sqlite.ts';
import type { CallWriter } from './call-writer.ts';
import { createEarlierLines, type EarlierLines } from './earlier-lines.ts';
import type { Ids } from './ids.ts';
import { prepareStatements, type Statements } from './piece-statements.ts';
import type { SessionWriter } from './session-writer.ts';

export interface PieceTarget {
  readonly fileId: number;
  /** The file was rewritten since it was first read: its archive may hold lines that it still has. */
  readonly isRewritten: boolean;
  /** The same bytes were read before: what was made of them then goes. */
  readonly isReread: boolean;
  readonly headHash: string;
  readonly edgeHash: string;
}

export interface PieceWriter {
  write(piece: Piece, target: PieceTarget): void;
  /** What the file beside a subagent's transcript says. */
  writeAgent(meta: AgentMeta): void;
  /** Puts the lines of a file that changed in place aside: a call once seen is never lost. */
  archive(fileId: number): void;
  /** Before a file is read from its beginning. */
  reset(fileId: number): void;
}

export function createPieceWriter(
  db: Sqlite,
  ids: Ids,
  calls: CallWriter,
  sessions: SessionWriter,
): PieceWriter {
  const statements = prepareStatements(db);
  let earlier: EarlierLines | null = null;

  function touchFile(fileId: number): void {
    for (const messageId of statements.messagesOf.all(fileId) as string[])
      calls.touchMessage(messageId);
    for (const sessionId of statements.sessionsOf.all(fileId) as number[])
      sessions.touch(sessionId);
  }

  function removeEarlier(piece: Piece, fileId: number): void {
    earlier ??= createEarlierLines(db);
    for (const messageId of earlier.remove(fileId, piece.from, piece.to))
      calls.touchMessage(messageId);
  }

  return {
    write(piece, target) {
      if (isOpenedLate(statements, piece, target.fileId)) touchFile(target.fileId);
      const openedMs = writeCursor(statements, piece, target);
      if (target.isReread) removeEarlier(piece, target.fileId);
      writeUsage(statements, piece, target, openedMs, ids, calls);
      writeTools(statements, piece, ids);
      writeEvents(statements, piece, target.fileId, ids, sessions);
      writeAgents(statements, piece, ids);
      writeFacts(statements, piece, target.fileId, ids, sessions);
      writeHealth(statements, piece, target.fileId);
    },
    writeAgent(meta) {
      writeAgent(statements, meta, ids.sessionId(meta.sessionId));
    },
    archive(fileId) {
      touchFile(fileId);
      for (const statement of statements.archive) statement.run(fileId);
    },
    reset(fileId) {
      for (const sessionId of statements.sessionsOf.all(fileId) as number[])
        sessions.touch(sessionId);
      statements.resetCursor.run(fileId);
      for (const remove of statements.removeOfFile) remove.run(fileId);
    },
  };
}

/** Whether the file tells its first time only now: it decides who owns a call, also earlier ones. */
function isOpenedLate(statements: Statements, piece: Piece, fileId: number): boolean {
  if (piece.from === 0 || piece.openedMs === null) return false;
  return statements.openedMs.get(fileId) === null;
}

function writeCursor(statements: Statements, piece: Piece, target: PieceTarget): number | null {
  return statements.cursor.get(
    piece.to,
    target.headHash,
    target.edgeHash,
    piece.openedMs,
    target.fileId,
  ) as number | null;
}

function writeUsage(
  statements: Statements,
  piece: Piece,
  target: PieceTarget,
  openedMs: number | null,
  ids: Ids,
  calls: CallWriter,
): void {
  for (let at = 0; at < piece.usage.length; at += USAGE_STRIDE) {
    const line = readLine(piece, at, target.fileId, openedMs);
    if (target.isRewritten && statements.removeArchived.run(line).changes > 0)
      calls.touchMessage(line.messageId);
    insertLine(statements.line, line, ids);
    calls.touchLine(line);
  }
}

function readLine(piece: Piece, at: number, fileId: number, openedMs: number | null): LedgerLine {
  const { usage, strings } = piece;
  const number = (column: number): number => usage[at + column] as number;
  const text = (column: number): string => strings[number(column)] as string;
  const optional = (column: number): string | null => (number(column) < 0 ? null : text(column));
  return {
    offset: number(0),
    part: number(1),
    messageId: text(2),
    requestId: optional(3),
    sessionKey: text(4),
    model: text(5),
    branch: optional(6),
    version: optional(7),
    agentId: optional(8),
    atMs: number(9) < 0 ? null : number(9),
    flags: number(10),
    inputTokens: number(11),
    cacheReadTokens: number(12),
    cacheWrite5mTokens: number(13),
    cacheWrite1hTokens: number(14),
    outputTokens: number(15),
    webSearches: number(16),
    fileId,
    openedMs,
  };
}

function insertLine(insert: Statements['line'], line: LedgerLine, ids: Ids): void {
  insert.run(
    line.messageId,
    line.fileId,
    line.offset,
    line.part,
    line.requestId,
    line.atMs,
    ids.sessionId(line.sessionKey),
    ids.nameId(line.model),
    line.branch === null ? null : ids.nameId(line.branch),
    line.version === null ? null : ids.nameId(line.version),
    line.agentId === null ? null : ids.nameId(line.agentId),
    line.flags,
    line.inputTokens,
    line.cacheReadTokens,
    line.cacheWrite5mTokens,
    line.cacheWrite1hTokens,
    line.outputTokens,
    line.webSearches,
  );
}

function writeTools(statements: Statements, piece: Piece, ids: Ids): void {
  const { tools, strings } = piece;
  for (let at = 0; at < tools.length; at += TOOL_STRIDE) {
    const name = strings[tools[at + 2] as number] as string;
    statements.tool.run(
      strings[tools[at] as number],
      strings[tools[at + 1] as number],
      ids.nameId(name),
    );
  }
}

/** Row ids begin with 1. */
const NO_SESSION = 0;

function writeEvents(
  statements: Statements,
  piece: Piece,
  fileId: number,
  ids: Ids,
  sessions: SessionWriter,
): void {
  for (const event of piece.events) {
    // The file that an old summary stands in need not be a session at all.
    const isSummary = event.kind === 'summary';
    const session = isSummary ? NO_SESSION : ids.sessionId(piece.strings[event.session] as string);
    statements.event.run(
      fileId,
      event.offset,
      event.kind,
      session,
      event.atMs,
      event.uuid,
      event.data,
    );
    if (!isSummary || event.uuid === null) continue;
    for (const leaf of statements.leafSessions.all(event.uuid) as number[]) sessions.touch(leaf);
  }
}

function writeAgents(statements: Statements, piece: Piece, ids: Ids): void {
  for (const agent of piece.agents) {
    writeAgent(statements, agent, ids.sessionId(piece.strings[agent.session] as string));
  }
}

function writeAgent(
  statements: Statements,
  agent: Pick<AgentMeta, 'agentId' | 'type' | 'parentAgentId' | 'toolUseId'>,
  session: number,
): void {
  statements.agent.run({
    agentId: agent.agentId,
    session,
    type: agent.type,
    parent: agent.parentAgentId,
    toolUse: agent.toolUseId,
  });
}

function writeFacts(
  statements: Statements,
  piece: Piece,
  fileId: number,
  ids: Ids,
  sessions: SessionWriter,
): void {
  for (const entry of piece.facts) {
    const session = ids.sessionId(piece.strings[entry.session] as string);
    const stored = statements.readFacts.get(fileId, session) as string | undefined;
    const earlier = stored === undefined ? null : (JSON.parse(stored) as SessionFacts);
    const facts = earlier === null ? entry.facts : mergeFacts(earlier, entry.facts);
    statements.facts.run(fileId, session, JSON.stringify(facts));
    sessions.touch(session);
  }
}

function writeHealth(statements: Statements, piece: Piece, fileId: number): void {
  for (const { shape, known, count } of piece.shapes)
    statements.shape.run(fileId, shape, known ? 1 : 0, count);
  for (const fault of piece.faults) {
    statements.fault.run(fileId, fault.offset, fault.kind, fault.sizeBytes, fault.detail);
  }
}
