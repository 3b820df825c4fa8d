// Rows of calls → steps: names, levels, gaps, API times and causes. Shared by the feed and the digest, so
// that a call looks the same in both.
import { billableUsage } from '../../model/billable-usage.ts';
import { CHAIN } from '../../model/derive-call.ts';
import { effortOf } from '../../model/effort.ts';
import { LINE_FLAG } from '../../model/flags.ts';
import { priceCall } from '../../pricing/cost.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { maskLine } from '../../shared/secrets.ts';
import { promptTokens, type TokenCounts } from '../../shared/tokens.ts';
import { readSessionByRowId } from '../../store/readers/sessions.ts';
import { readAgentTypes, type StepRow } from '../../store/readers/steps.ts';
import type { CallSession } from '../call/call-answer.ts';
import { callIdOf } from '../call/find-call.ts';
import type { QueryContext } from '../context.ts';
import { identifySession } from '../sessions/describe-session.ts';
import { costLevelOf } from './cost-levels.ts';
import { readApiTimes } from './read-api-times.ts';
import { type Rebuilds, readRebuilds } from './read-rebuilds.ts';
import type { ApiTime, Step, StepChain } from './steps-answer.ts';

/** In the order of the rows. `known`: causes that were read already, of all the rows' sessions. */
export function describeSteps(
  context: QueryContext,
  rows: readonly StepRow[],
  known?: Rebuilds,
): Step[] {
  const sessions = [...new Set(rows.map(({ session }) => session))];
  const names = nameSessions(context, sessions);
  const types = typesOf(context, sessions);
  const rebuilds = known ?? readRebuilds(context, sessions);
  const times = readApiTimes(context, rows, (session) => names.get(session)?.id);
  return rows.map((row) => {
    const session = names.get(row.session)?.named;
    if (session === undefined) throw new Error(`session of call ${row.id} is not in the ledger`);
    return {
      ...ownFacts(context, row),
      session,
      chain: chainOf(row, types),
      apiTime: times.get(row.id) ?? noApiTime(row),
      ...gapOf(row),
      rebuild: row.part > 0 ? null : (rebuilds.get(row.session)?.get(row.messageId) ?? null),
    };
  });
}

interface NamedSession {
  /** As it stands in the ledger, for further questions. */
  readonly id: string;
  readonly named: CallSession;
}

/** By session.id. */
export function nameSessions(
  context: QueryContext,
  sessions: readonly number[],
): Map<number, NamedSession> {
  const names = new Map<number, NamedSession>();
  for (const id of sessions) {
    const row = readSessionByRowId(context.store.db, id);
    if (row === undefined) continue;
    const { sessionId, shortId, title, project } = identifySession(context, row);
    names.set(id, { id: row.sessionId, named: { sessionId, shortId, title, project } });
  }
  return names;
}

function ownFacts(context: QueryContext, row: StepRow) {
  const { costNanoUsd } = row;
  const usage = billableUsage(row, row.flags);
  const reason =
    costNanoUsd === null ? priceCall(usage, row.model, row.atMs, context.book).reason : null;
  return {
    callId: callIdOf(row),
    requestId: cleanOrNull(row.requestId),
    atMs: row.atMs,
    model: oneLine(row.model),
    version: cleanOrNull(row.version),
    branch: cleanOrNull(row.branch),
    effort: effortOf(row.flags),
    isFast: (row.flags & LINE_FLAG.fast) !== 0,
    contextTokens: promptTokens(row),
    tokens: tokensOf(row),
    isOutputFinal: (row.flags & LINE_FLAG.final) !== 0,
    webSearches: row.webSearches,
    costNanoUsd,
    unpricedReason: reason,
    costLevel: costLevelOf(costNanoUsd),
  };
}

function tokensOf(row: TokenCounts): TokenCounts {
  return {
    inputTokens: row.inputTokens,
    cacheReadTokens: row.cacheReadTokens,
    cacheWrite5mTokens: row.cacheWrite5mTokens,
    cacheWrite1hTokens: row.cacheWrite1hTokens,
    outputTokens: row.outputTokens,
  };
}

const CHAIN_KINDS: Readonly<Record<number, StepChain['kind']>> = {
  [CHAIN.main]: 'main',
  [CHAIN.subagent]: 'subagent',
  [CHAIN.compaction]: 'compaction',
};

function chainOf(row: StepRow, types: ReadonlyMap<string, string | null>): StepChain {
  const agentId = cleanOrNull(row.agentId);
  const type = row.agentId === null ? null : types.get(`${row.session} ${row.agentId}`);
  return {
    kind: CHAIN_KINDS[row.chain] ?? 'helper',
    agentId,
    agentType: cleanOrNull(type ?? null),
  };
}

/** By session.id and agent id. */
function typesOf({ store }: QueryContext, sessions: readonly number[]): Map<string, string | null> {
  const rows = readAgentTypes(store.db, sessions);
  return new Map(rows.map(({ session, agentId, type }) => [`${session} ${agentId}`, type]));
}

function gapOf(row: StepRow): Pick<Step, 'gapMs' | 'gapReason'> {
  const { atMs, previousAtMs, part, chain, agentId } = row;
  if (part > 0) return { gapMs: null, gapReason: 'advisor' };
  if (atMs === null) return { gapMs: null, gapReason: 'no-time' };
  if (chain === CHAIN.subagent && agentId === null) return { gapMs: null, gapReason: 'unnamed' };
  if (previousAtMs === null) return { gapMs: null, gapReason: 'first-of-chain' };
  return { gapMs: atMs - previousAtMs, gapReason: null };
}

function noApiTime({ atMs, part }: StepRow): ApiTime {
  return { ms: null, reason: atMs === null || part > 0 ? 'no-own-time' : 'no-heartbeat' };
}

function cleanOrNull(text: string | null): string | null {
  return text === null || text === '' ? null : maskLine(text);
}
