// From all lines that carry one message to the calls they are lines of: which belong together, which
// line wins, who owns the call, when it was. Pure; every choice is a total order on the lines
// themselves, so the order in which files were read never matters.
import { LINE_FLAG } from './flags.ts';

/** A usage line as the ledger keeps it. Token counts as in TokenCounts. */
export interface LedgerLine {
  /** `message.id`, or a stand-in where there was none. */
  readonly messageId: string;
  readonly fileId: number;
  /** Byte offset of the record in its file. */
  readonly offset: number;
  /** 0 the message itself, n its n-th advisor entry. */
  readonly part: number;
  readonly requestId: string | null;
  /** Epoch milliseconds; null when the line tells no time. */
  readonly atMs: number | null;
  /** The session id the record names. */
  readonly sessionKey: string;
  /** First time in the line's file: a fork's file opens later than the file it was copied from. */
  readonly openedMs: number | null;
  readonly model: string;
  readonly branch: string | null;
  readonly version: string | null;
  readonly agentId: string | null;
  /** LINE_FLAG bits. */
  readonly flags: number;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly outputTokens: number;
  readonly webSearches: number;
}

/** What part of a session made a call. Part of the stored format. */
export const CHAIN = { main: 0, subagent: 1, compaction: 2, helper: 3 } as const;

export interface DerivedCall<Line extends LedgerLine = LedgerLine> {
  readonly messageId: string;
  readonly requestId: string | null;
  readonly part: number;
  /** Gives model and usage, whole. */
  readonly winner: Line;
  /** Gives session, file, branch, version and agent. */
  readonly owner: Line;
  /** Time of the earliest line; null when no line tells a time. */
  readonly atMs: number | null;
  readonly chain: (typeof CHAIN)[keyof typeof CHAIN];
  /** The winner's billing bits, the owner's place, `final` if any line is final. */
  readonly flags: number;
  /** Every line seen, the winner first. */
  readonly lines: readonly Line[];
  /** Sessions it was seen in; more than one: it was copied by a fork, a resume or /btw. */
  readonly sessionCount: number;
}

/** The calls in all lines of one message id, ordered by part, then by request id. */
export function deriveCalls<Line extends LedgerLine>(lines: readonly Line[]): DerivedCall<Line>[] {
  const first = lines[0];
  if (first === undefined) return [];
  if (isPlain(first, lines)) return [deriveCall(lines)];
  const calls: DerivedCall<Line>[] = [];
  for (const request of splitByRequest(lines)) {
    for (const part of splitByPart(request)) calls.push(deriveCall(part));
  }
  return calls.sort(compareCalls);
}

/** One call for sure: by far the most frequent case. */
function isPlain(first: LedgerLine, lines: readonly LedgerLine[]): boolean {
  if (lines.length === 1) return true;
  if (!isVendorId(first.messageId)) return false;
  for (const line of lines) if (line.part !== 0) return false;
  return true;
}

function compareCalls(a: DerivedCall, b: DerivedCall): number {
  return a.part - b.part || compareText(a.requestId, b.requestId);
}

/** Ids that Anthropic's API gives (also through Bedrock and Vertex) name one response each. */
function isVendorId(messageId: string): boolean {
  return messageId.startsWith('msg_');
}

/**
 * Vendor ids stand for one call whatever the request id: `/btw` logs replay messages under new ones.
 * Other ids (gateways) may repeat, so different request ids of the main chain are different calls;
 * a line without a request id, or a sidechain line with one the main chain does not know, is a
 * copy of the first.
 */
function splitByRequest<Line extends LedgerLine>(lines: readonly Line[]): Line[][] {
  if (isVendorId((lines[0] as Line).messageId)) return [[...lines]];
  const named = lines.filter((line) => line.requestId !== null);
  const main = named.filter((line) => (line.flags & LINE_FLAG.sidechain) === 0);
  const anchors = main.length > 0 ? main : named;
  const groups = new Map<string | null, Line[]>();
  for (const line of [...anchors].sort(compareOwners)) groups.set(line.requestId, []);
  const fallback = groups.keys().next().value ?? null;
  for (const line of lines) {
    const key = groups.has(line.requestId) ? line.requestId : fallback;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  return [...groups.values()];
}

function splitByPart<Line extends LedgerLine>(lines: readonly Line[]): Line[][] {
  const parts = new Map<number, Line[]>();
  for (const line of lines) {
    const part = parts.get(line.part);
    if (part === undefined) parts.set(line.part, [line]);
    else part.push(line);
  }
  return [...parts.values()];
}

function deriveCall<Line extends LedgerLine>(lines: readonly Line[]): DerivedCall<Line> {
  let winner = lines[0] as Line;
  let owner = winner;
  let atMs = winner.atMs;
  let final = winner.flags;
  let gone = winner.flags;
  for (const line of lines) {
    if (compareLines(line, winner) > 0) winner = line;
    if (compareOwners(line, owner) < 0) owner = line;
    if (line.atMs !== null && (atMs === null || line.atMs < atMs)) atMs = line.atMs;
    final |= line.flags;
    gone &= line.flags;
  }
  const others = lines.length === 1 ? lines : [...lines].sort((a, b) => compareLines(b, a));
  return {
    messageId: winner.messageId,
    requestId: winner.requestId ?? requestIdOf(others),
    part: winner.part,
    winner,
    owner,
    atMs,
    chain: chainOf(owner),
    flags: callFlags(winner.flags, owner.flags, final, gone),
    lines: others,
    sessionCount: countSessions(lines),
  };
}

/**
 * Which line's usage is the call's: positive when `a` beats `b`. The largest output (earlier lines
 * hold a placeholder), then the larger total, then the later line.
 */
export function compareLines(a: LedgerLine, b: LedgerLine): number {
  return (
    a.outputTokens - b.outputTokens ||
    totalOf(a) - totalOf(b) ||
    (a.atMs ?? -1) - (b.atMs ?? -1) ||
    comparePlaces(b, a) ||
    a.offset - b.offset ||
    compareWords(a, b)
  );
}

/**
 * Which line tells where the call belongs: negative when `a` comes first. Main chain before
 * subagent, a record before a copy of it, the file that opened first, then the earliest line.
 */
export function compareOwners(a: LedgerLine, b: LedgerLine): number {
  return comparePlaces(a, b) || a.offset - b.offset || compareWords(a, b);
}

function comparePlaces(a: LedgerLine, b: LedgerLine): number {
  return (
    placeRank(a.flags) - placeRank(b.flags) ||
    (a.openedMs ?? Number.MAX_SAFE_INTEGER) - (b.openedMs ?? Number.MAX_SAFE_INTEGER) ||
    (a.atMs ?? Number.MAX_SAFE_INTEGER) - (b.atMs ?? Number.MAX_SAFE_INTEGER) ||
    compareText(a.sessionKey, b.sessionKey) ||
    compareText(a.agentId, b.agentId)
  );
}

/** Whatever is left to tell two lines apart, so that only lines that say the same are equal. */
function compareWords(a: LedgerLine, b: LedgerLine): number {
  return (
    compareText(a.requestId, b.requestId) ||
    compareText(a.model, b.model) ||
    compareText(a.branch, b.branch) ||
    compareText(a.version, b.version) ||
    a.flags - b.flags ||
    a.part - b.part ||
    a.inputTokens - b.inputTokens ||
    a.cacheReadTokens - b.cacheReadTokens ||
    a.cacheWrite5mTokens - b.cacheWrite5mTokens ||
    a.cacheWrite1hTokens - b.cacheWrite1hTokens ||
    a.outputTokens - b.outputTokens ||
    a.webSearches - b.webSearches ||
    a.fileId - b.fileId
  );
}

function placeRank(flags: number): number {
  return (
    (flags & LINE_FLAG.sidechain ? 4 : 0) +
    (flags & LINE_FLAG.progress ? 2 : 0) +
    (flags & LINE_FLAG.copy ? 1 : 0)
  );
}

function compareText(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

function totalOf(line: LedgerLine): number {
  return (
    line.inputTokens +
    line.cacheReadTokens +
    line.cacheWrite5mTokens +
    line.cacheWrite1hTokens +
    line.outputTokens
  );
}

function requestIdOf(lines: readonly LedgerLine[]): string | null {
  for (const line of lines) if (line.requestId !== null) return line.requestId;
  return null;
}

/** Compaction and prompt suggestions run as agents with these id prefixes (2.0 to 2.1.3x). */
function chainOf(owner: LedgerLine): DerivedCall['chain'] {
  if ((owner.flags & LINE_FLAG.sidechain) === 0) return CHAIN.main;
  if (owner.agentId?.startsWith('acompact-') === true) return CHAIN.compaction;
  if (owner.agentId?.startsWith('aprompt_suggestion-') === true) return CHAIN.helper;
  return CHAIN.subagent;
}

const PLACE_FLAGS = LINE_FLAG.sidechain | LINE_FLAG.progress | LINE_FLAG.copy;

function callFlags(winner: number, owner: number, any: number, all: number): number {
  const usageFlags = winner & ~(PLACE_FLAGS | LINE_FLAG.gone | LINE_FLAG.final);
  return usageFlags | (owner & PLACE_FLAGS) | (any & LINE_FLAG.final) | (all & LINE_FLAG.gone);
}

function countSessions(lines: readonly LedgerLine[]): number {
  const first = (lines[0] as LedgerLine).sessionKey;
  if (lines.every((line) => line.sessionKey === first)) return 1;
  return new Set(lines.map((line) => line.sessionKey)).size;
}
