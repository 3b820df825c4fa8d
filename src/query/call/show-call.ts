// The question "where does this call's figure come from": derives the call anew from its lines and
// its price, and holds the result against the ledger. The rules are the model's and pricing's.
import { CHAIN, type DerivedCall, deriveCalls } from '../../model/derive-call.ts';
import { LINE_FLAG } from '../../model/flags.ts';
import { formatUsdExact } from '../../shared/format.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { type TokenCounts, totalTokens } from '../../shared/tokens.ts';
import { writtenOffset } from '../../store/archived-offset.ts';
import { type CallRow, readCallsOfMessage } from '../../store/readers/call.ts';
import { prepareLineReader, type StoredLine } from '../../store/readers/ledger-lines.ts';
import { readSessionsByPrefix } from '../../store/readers/sessions.ts';
import type { QueryContext } from '../context.ts';
import { identifySession } from '../sessions/describe-session.ts';
import type { CallAnswer, CallLine, CallSession } from './call-answer.ts';
import { explainOwner, explainWinner, flagWords } from './explain-choice.ts';
import { callIdOf, findCall } from './find-call.ts';
import { derivePrice } from './price-call.ts';

/** The provenance of one call. Throws as findCall does. */
export function queryCall(context: QueryContext, wanted: string): CallAnswer {
  const call = findCall(context, wanted);
  const { db } = context.store;
  const derived = deriveAgain(call, prepareLineReader(db)(call.messageId));
  const lines = [...derived.lines].sort(compareTimes);
  const numberOf = (line: StoredLine) => lines.indexOf(line) + 1;
  const priced = derivePrice(call, context.book);
  const timed = lines.find((line) => line.atMs !== null && line.atMs === derived.atMs);
  return {
    kind: 'call',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    ...identityOf(call),
    session: sessionOf(context, call),
    tokens: tokensOf(call),
    totalTokens: totalTokens(call),
    webSearches: call.webSearches,
    isOutputFinal: (call.flags & LINE_FLAG.final) !== 0,
    lines: lines.map(describeLine),
    winner: { line: numberOf(derived.winner), ...explainWinner(lines, derived.winner) },
    owner: { line: numberOf(derived.owner), ...explainOwner(lines, derived.owner) },
    timeLine: timed === undefined ? null : numberOf(timed),
    sessionCount: derived.sessionCount,
    ...priced,
    storedCostNanoUsd: call.costNanoUsd,
    findings: findDifferences(call, derived, priced.costNanoUsd),
    relatedCalls: relatedTo(context, call),
  };
}

/** The model's answer for the same lines that the ledger's row was made of. */
function deriveAgain(call: CallRow, lines: readonly StoredLine[]): DerivedCall<StoredLine> {
  const calls = deriveCalls(lines).filter((one) => one.part === call.part);
  const derived = calls.find((one) => one.requestId === call.requestId) ?? calls[0];
  if (derived === undefined) throw new Error(`call ${call.id} has no lines in the ledger`);
  return derived;
}

function identityOf(call: CallRow) {
  return {
    callId: callIdOf(call),
    messageId: oneLine(call.messageId),
    requestId: cleanOrNull(call.requestId),
    part: call.part,
    atMs: call.atMs,
    model: oneLine(call.model),
    chain: CHAIN_WORDS[call.chain] ?? 'helper',
    agentId: cleanOrNull(call.agentId),
    branch: cleanOrNull(call.branch),
    version: cleanOrNull(call.version),
  };
}

const CHAIN_WORDS: Readonly<Record<number, CallAnswer['chain']>> = {
  [CHAIN.main]: 'main',
  [CHAIN.subagent]: 'subagent',
  [CHAIN.compaction]: 'compaction',
  [CHAIN.helper]: 'helper',
};

function sessionOf(context: QueryContext, call: CallRow): CallSession {
  const [row] = readSessionsByPrefix(context.store.db, call.sessionId, 1);
  if (row === undefined) throw new Error(`session of call ${call.id} is not in the ledger`);
  const { sessionId, shortId, title, project } = identifySession(context, row);
  return { sessionId, shortId, title, project };
}

function tokensOf(call: TokenCounts): TokenCounts {
  return {
    inputTokens: call.inputTokens,
    cacheReadTokens: call.cacheReadTokens,
    cacheWrite5mTokens: call.cacheWrite5mTokens,
    cacheWrite1hTokens: call.cacheWrite1hTokens,
    outputTokens: call.outputTokens,
  };
}

function compareTimes(a: StoredLine, b: StoredLine): number {
  const earlier = (a.atMs ?? Number.MAX_SAFE_INTEGER) - (b.atMs ?? Number.MAX_SAFE_INTEGER);
  if (earlier !== 0) return earlier;
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.offset - b.offset;
}

function describeLine(line: StoredLine, index: number): CallLine {
  return {
    line: index + 1,
    path: oneLine(line.path),
    fileState: line.fileState === 'present' ? 'present' : 'vanished',
    offset: writtenOffset(line.offset),
    atMs: line.atMs,
    sessionId: oneLine(line.sessionKey),
    requestId: cleanOrNull(line.requestId),
    model: oneLine(line.model),
    outputTokens: line.outputTokens,
    totalTokens: totalTokens(line),
    flags: flagWords(line.flags),
  };
}

/** Each is a defect of the ledger or of its age: a person should hear of it. */
function findDifferences(
  call: CallRow,
  derived: DerivedCall<StoredLine>,
  costNanoUsd: number | null,
): string[] {
  const findings: string[] = [];
  const { winner, owner } = derived;
  const differs = (Object.keys(tokensOf(call)) as (keyof TokenCounts)[]).filter(
    (kind) => call[kind] !== winner[kind],
  );
  if (differs.length > 0)
    findings.push(`the ledger's ${differs.join(', ')} differ from the winner's`);
  if (call.model !== winner.model) findings.push("the ledger's model differs from the winner's");
  if (call.sessionId !== owner.sessionKey) findings.push("the ledger's session is not the owner's");
  if (call.atMs !== derived.atMs) findings.push("the ledger's time is not the first line's");
  if (call.costNanoUsd !== costNanoUsd) {
    const stored = formatUsdExact(call.costNanoUsd);
    findings.push(`the ledger holds ${stored}, the price gives ${formatUsdExact(costNanoUsd)}`);
  }
  return findings;
}

function relatedTo(context: QueryContext, call: CallRow): CallAnswer['relatedCalls'] {
  return readCallsOfMessage(context.store.db, call.messageId)
    .filter((other) => other.id !== call.id)
    .map((other) => ({
      callId: callIdOf(other),
      model: oneLine(other.model),
      costNanoUsd: other.costNanoUsd,
    }));
}

function cleanOrNull(text: string | null): string | null {
  return text === null || text === '' ? null : oneLine(text);
}
