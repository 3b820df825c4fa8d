// The question "what is this one session": gathers what the ledger knows into one answer. Knows
// which reader answers what; what is estimated stands in answers of its own.
import { oneLine } from '../../shared/sanitize.ts';
import { maskLine } from '../../shared/secrets.ts';
import { promptTokens } from '../../shared/tokens.ts';
import type { SessionRow } from '../../store/readers/sessions.ts';
import {
  type ChainSumRow,
  type CopyRow,
  readAgents,
  readChainSums,
  readContexts,
  readCopiedFrom,
  readCopiedTo,
  readDearestCall,
  readLineTimes,
  readSessionFiles,
  readToolCounts,
} from '../../store/readers/sessions-detail.ts';
import { readOwnEvents, type SessionEventRow } from '../../store/readers/sessions-events.ts';
import { readCacheEvents } from '../cache/read-cache-events.ts';
import { sumByCause, sumExcess } from '../cache/sum-events.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import type { SessionQuality } from '../quality/quality-answer.ts';
import { readSessionQualities } from '../quality/session-quality.ts';
import { queryRotation } from '../rotation/query-rotation.ts';
import { deriveAgentTree } from './agent-tree.ts';
import { queryClientCost } from './client-cost.ts';
import { identifySession } from './describe-session.ts';
import { countErrors, readCompactions } from './event-data.ts';
import { findSession } from './find-session.ts';
import { readConditions } from './read-conditions.ts';
import type {
  Compaction,
  CopiedCalls,
  CostPart,
  CostSplit,
  DearestCall,
  SessionAnswer,
  SessionContext,
  SessionFile,
  SessionRebuilds,
  SessionTime,
} from './session-answer.ts';
import { sumByModel, sumCalls } from './sums.ts';

/** A longer silence than this is not work: it counts as so long. */
const GAP_CAP_MS = 5 * 60_000;

/** call.chain, as the ledger stores it. */
const CHAIN = { main: 0, subagent: 1, compaction: 2, helper: 3 } as const;

/** One session by id or prefix, the newest without one. Throws as findSession does. */
export function querySession(asked: QueryContext, wanted: string | undefined): SessionAnswer {
  const context = atOneMoment(asked);
  const row = findSession(context, wanted);
  const { db } = context.store;
  const sums = readChainSums(db, row.id);
  const events = readOwnEvents(db, row.id);
  const compactions = readCompactions(events);
  const sum = sumCalls(sums);
  const models = sumByModel(sums);
  const sent = promptTokens(sum.tokens);
  return {
    kind: 'session',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    ...identifySession(context, row),
    ...readConditions(context, [row])(row),
    version: row.version === null ? null : oneLine(row.version),
    time: timeOf(row, readLineTimes(db, row.id), events),
    sum,
    models,
    unpricedModels: models.filter((one) => one.unpricedCalls > 0).map((one) => one.model),
    turns: events.filter((event) => event.kind === 'prompt').length,
    quality: readSessionQualities(context, [row.id]).get(row.id) as SessionQuality,
    tools: toolsOf(context, row.id),
    compactions,
    cost: splitCost(sums, compactions.length),
    agents: deriveAgentTree(sums, readAgents(db, row.id)),
    cachedRatio: sent === 0 ? null : sum.tokens.cacheReadTokens / sent,
    rebuilds: rebuildsOf(context, row.id),
    finalRatio: sum.calls === 0 ? null : sum.finalCalls / sum.calls,
    context: contextOf(context, row.id, compactions),
    rotation: queryRotation(context, row.id),
    copies: {
      from: readCopiedFrom(db, row.id).map(cleanCopy),
      to: readCopiedTo(db, row.id).map(cleanCopy),
    },
    files: filesOf(context, row.id),
    errors: countErrors(events),
    client: queryClientCost(context, { ...row, costNanoUsd: sum.costNanoUsd }),
    dearestCall: dearestOf(context, row.id),
  };
}

function rebuildsOf(context: QueryContext, id: number): SessionRebuilds {
  const events = (readCacheEvents(context, [id]).get(id) ?? []).filter((one) => !one.isExpected);
  const sum = sumExcess(events);
  return {
    events: sum.events,
    excessNanoUsd: sum.excessNanoUsd,
    byCause: sumByCause(events)
      .map(({ cause, events: times, excessNanoUsd }) => ({ cause, events: times, excessNanoUsd }))
      .sort((a, b) => (b.excessNanoUsd ?? 0) - (a.excessNanoUsd ?? 0)),
  };
}

function dearestOf(context: QueryContext, id: number): DearestCall | null {
  const row = readDearestCall(context.store.db, id);
  if (row === undefined) return null;
  const callId = oneLine(row.part === 0 ? row.messageId : `${row.messageId}#${row.part}`);
  return { callId, costNanoUsd: row.costNanoUsd };
}

function timeOf(
  row: SessionRow,
  lineTimes: readonly number[],
  events: readonly SessionEventRow[],
): SessionTime {
  const times = [...lineTimes, ...events.flatMap(({ atMs }) => (atMs === null ? [] : [atMs]))];
  times.sort((a, b) => a - b);
  let activeMs = 0;
  for (let i = 1; i < times.length; i++) {
    activeMs += Math.min((times[i] as number) - (times[i - 1] as number), GAP_CAP_MS);
  }
  const isTimed = row.firstMs !== null && row.lastMs !== null;
  return {
    durationMs: isTimed ? (row.lastMs as number) - (row.firstMs as number) : null,
    activeMs: times.length === 0 ? null : activeMs,
    gapCapMs: GAP_CAP_MS,
  };
}

function toolsOf(context: QueryContext, id: number): SessionAnswer['tools'] {
  const counts = readToolCounts(context.store.db, id);
  return {
    total: counts.reduce((sum, tool) => sum + tool.count, 0),
    byName: counts.map(({ name, count }) => ({ name: maskLine(name), count })),
  };
}

function splitCost(sums: readonly ChainSumRow[], compactions: number): CostSplit {
  const part = (chain: number): CostPart => {
    const sum = sumCalls(sums.filter((one) => one.chain === chain));
    const { calls, finalCalls, unpricedCalls, totalTokens, costNanoUsd } = sum;
    const reason = costNanoUsd === null ? 'no-price' : null;
    return { calls, finalCalls, unpricedCalls, totalTokens, costNanoUsd, reason };
  };
  const compaction = part(CHAIN.compaction);
  // The request that wrote the summary is seldom in any transcript; its cost is unknown, not 0.
  const isUnseen = compactions > 0 && compaction.calls === 0;
  return {
    main: part(CHAIN.main),
    subagents: part(CHAIN.subagent),
    compaction: isUnseen
      ? { ...compaction, costNanoUsd: null, reason: 'not-in-transcripts' }
      : compaction,
    helpers: part(CHAIN.helper),
  };
}

function contextOf(
  context: QueryContext,
  id: number,
  compactions: readonly Compaction[],
): SessionContext {
  const rows = readContexts(context.store.db, id);
  const overCalls = rows.map((row) => row.contextTokens);
  const last = rows.at(-1);
  const compactionTimes = compactions.flatMap(({ atMs }) => (atMs === null ? [] : [atMs]));
  return {
    lastTokens: last?.contextTokens ?? null,
    peakTokens: overCalls.length === 0 ? null : overCalls.reduce((a, b) => Math.max(a, b)),
    lastModel: last === undefined ? null : oneLine(last.model),
    overCalls,
    compactionsAfterCall: compactionTimes.map(
      (atMs) => rows.filter((row) => row.atMs !== null && row.atMs < atMs).length,
    ),
  };
}

function filesOf(context: QueryContext, id: number): SessionFile[] {
  return readSessionFiles(context.store.db, id).map((file) => ({
    path: oneLine(file.path),
    kind: file.kind === 'main' ? 'main' : 'subagent',
    state: file.state === 'present' ? 'present' : 'vanished',
    sizeBytes: file.sizeBytes,
  }));
}

function cleanCopy(copy: CopyRow): CopiedCalls {
  return { sessionId: oneLine(copy.sessionId), calls: copy.calls };
}
