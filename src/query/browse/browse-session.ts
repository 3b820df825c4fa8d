// The question "what happened in this session, from prompt to block": joins the trace with the rebuilds and
// the tools of its calls. Refuses to know how any of it is shown.
import type { CacheEvent } from '../../model/cache/cache-event.ts';
import type { SessionTrace, TraceCall, TraceChain } from '../../model/trace/session-trace.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { maskLine } from '../../shared/secrets.ts';
import { totalTokens } from '../../shared/tokens.ts';
import { readToolNames } from '../../store/readers/tool-names.ts';
import { readCacheEvents } from '../cache/read-cache-events.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { identifySession } from '../sessions/describe-session.ts';
import { findSession } from '../sessions/find-session.ts';
import { costLevelOf } from '../steps/cost-levels.ts';
import { readSessionTrace } from '../trace/read-session-trace.ts';
import type { BrowseAnswer, BrowsedCall, BrowsedChain } from './browse-answer.ts';
import { describeTurns } from './describe-turns.ts';
import { sumBrowsed, sumRebuilds } from './sum-browsed.ts';

export interface BrowseOptions {
  /** False: transcripts are not read, which is fast; calls have no blocks and turns no words. */
  readonly withBlocks: boolean;
}

/** One session by id or prefix, the newest without one. Throws as findSession does. */
export function browseSession(
  asked: QueryContext,
  wanted: string | undefined,
  options: BrowseOptions,
): BrowseAnswer {
  const context = atOneMoment(asked);
  const row = findSession(context, wanted);
  const { sessionId, shortId, title, project, branch, firstAtMs, lastAtMs } = identifySession(
    context,
    row,
  );
  const trace = readSessionTrace(context, row.id, options);
  const calls = describeCalls(context, trace);
  const sum = sumBrowsed(calls);
  return {
    kind: 'browse',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    sessionId,
    shortId,
    title,
    project,
    branch,
    firstAtMs,
    lastAtMs,
    sum,
    copiedCalls: calls.length - sum.calls,
    rebuilds: sumRebuilds(calls),
    compactions: trace.chains[0]?.compactions.length ?? 0,
    blocks: options.withBlocks ? coverageOf(trace) : 'not-read',
    files: trace.files.map((file) => ({ ...file, path: oneLine(file.path) })),
    turns: describeTurns(trace, calls),
    calls,
  };
}

function coverageOf({ files }: SessionTrace): BrowseAnswer['blocks'] {
  const present = files.filter(({ state }) => state === 'present').length;
  if (present === 0) return 'gone';
  return present === files.length ? 'read' : 'partly';
}

/** In the order of time; calls without one stay behind the chain's call before. */
function describeCalls(context: QueryContext, trace: SessionTrace): BrowsedCall[] {
  const events = readCacheEvents(context, [trace.rowId]).get(trace.rowId) ?? [];
  const rebuilds = new Map(events.map((event) => [event.callId, event]));
  const tools = toolsOf(context, trace);
  const placed = trace.chains.flatMap((chain) => {
    let atMs = Number.NEGATIVE_INFINITY;
    return chain.calls.map((call, index) => {
      atMs = call.atMs ?? atMs;
      const toolNames = tools.get(call.messageId) ?? [];
      return { atMs, call: describeCall(chain, index, call, { rebuilds, toolNames }) };
    });
  });
  return placed.sort((a, b) => compareTimes(a.atMs, b.atMs)).map(({ call }) => call);
}

function compareTimes(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

interface CallFacts {
  readonly rebuilds: ReadonlyMap<string, CacheEvent>;
  readonly toolNames: readonly string[];
}

function describeCall(
  chain: TraceChain,
  index: number,
  call: TraceCall,
  { rebuilds, toolNames }: CallFacts,
): BrowsedCall {
  const { callId, turn, isCopy, atMs, effort, isFast, tokens, contextTokens } = call;
  const { webSearches, costNanoUsd, isOutputFinal, segment, inputs, outputs } = call;
  const before = chain.calls[index - 1];
  return {
    callId,
    turn,
    chain: chainOf(chain),
    isCopy,
    atMs,
    gapMs: gapOf(call, before),
    model: oneLine(call.model),
    version: call.version === null ? null : oneLine(call.version),
    effort,
    isFast,
    tokens,
    totalTokens: totalTokens(tokens),
    contextTokens,
    webSearches,
    costNanoUsd,
    costLevel: costLevelOf(costNanoUsd),
    isOutputFinal,
    segment,
    startsSegment: before !== undefined && before.segment < segment,
    // Of a copy it is the other session's.
    rebuild: isCopy ? null : (rebuilds.get(callId) ?? null),
    toolNames: call.part === 0 ? toolNames : [],
    inputs,
    outputs,
  };
}

function chainOf({ kind, agentId, agentType }: TraceChain): BrowsedChain {
  return {
    kind,
    agentId: agentId === null ? null : oneLine(agentId),
    agentType: agentType === null ? null : maskLine(agentType),
  };
}

/** An advisor's entry is within the call before it: no time has passed. */
function gapOf(call: TraceCall, before: TraceCall | undefined): number | null {
  if (before === undefined || call.part > 0) return null;
  return call.atMs === null || before.atMs === null ? null : call.atMs - before.atMs;
}

function toolsOf({ store }: QueryContext, { chains }: SessionTrace): Map<string, string[]> {
  const ids = new Set(chains.flatMap(({ calls }) => calls.map(({ messageId }) => messageId)));
  const tools = new Map<string, string[]>();
  for (const { messageId, name } of readToolNames(store.db, [...ids])) {
    const names = tools.get(messageId) ?? [];
    names.push(maskLine(name));
    tools.set(messageId, names);
  }
  return tools;
}
