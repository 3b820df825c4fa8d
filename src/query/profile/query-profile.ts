// The question "where did a session's tokens and money go", as one profile. Knows whom to ask and in which
// order; how a call is shared out stands beside it.
import { calibrateTrace } from '../../model/audit/calibrate-trace.ts';
import type { SessionTrace, TraceCall } from '../../model/trace/session-trace.ts';
import { totalTokens } from '../../shared/tokens.ts';
import type { SessionRow } from '../../store/readers/sessions.ts';
import { readCacheEvents } from '../cache/read-cache-events.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { identifySession } from '../sessions/describe-session.ts';
import { findSessionHere, type SessionWish } from '../sessions/find-session-here.ts';
import { sumCalls } from '../sessions/sums.ts';
import { readSessionTrace } from '../trace/read-session-trace.ts';
import { timesOfTools } from './call-times.ts';
import { type DerivedProfile, deriveProfile } from './derive-profile.ts';
import { placeChains } from './place-chains.ts';
import type {
  ProfileAnswer,
  ProfileCacheEvent,
  ProfileChain,
  ProfileSession,
  ProfileTool,
  UnpricedModel,
} from './profile-answer.ts';
import { safeTarget } from './safe-target.ts';
import { createNameTeller, type NameTeller } from './tell-names.ts';

export interface ProfileQuestion {
  readonly wish: SessionWish;
  /** Names of the person's own are numbered. */
  readonly redact: boolean;
}

/** Throws as findSessionHere does. */
export function queryProfile(asked: QueryContext, question: ProfileQuestion): ProfileAnswer {
  const context = atOneMoment(asked);
  const row = findSessionHere(context, question.wish);
  const trace = readSessionTrace(context, row.id);
  const names = createNameTeller(question.redact);
  const profile = deriveProfile(trace, calibrateTrace(trace), names, context.book);
  return {
    kind: 'profile',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    session: sessionOf(context, row, names),
    isRedacted: question.redact,
    sum: sumCalls(ownCalls(trace).map(sumRow)),
    unpriced: unpricedOf(trace, names),
    copiedCalls: allCalls(trace).length - ownCalls(trace).length,
    callsWithoutBlocks: ownCalls(trace).filter(hasNoBlocks).length,
    turns: trace.turns.map(({ turn, atMs }) => ({ turn, atMs })),
    chains: chainsOf(trace, profile, names),
    calls: profile.calls,
    tools: toolsOf(trace, profile, names),
    cacheEvents: cacheEventsOf(context, row.id, profile),
  };
}

function sessionOf(context: QueryContext, row: SessionRow, names: NameTeller): ProfileSession {
  const identity = identifySession(context, row);
  const { sessionId, shortId, title, titleSource, project, firstAtMs, lastAtMs } = identity;
  const isOwnTitle = title !== null && titleSource !== 'first-prompt';
  return {
    sessionId,
    shortId,
    title: isOwnTitle && !names.isRedacted ? names.clean(title) : null,
    project:
      project === null || names.isRedacted
        ? null
        : { name: names.clean(project.name), path: names.clean(project.path) },
    firstAtMs,
    lastAtMs,
  };
}

function allCalls({ chains }: SessionTrace): TraceCall[] {
  return chains.flatMap(({ calls }) => calls);
}

/** Copies are counted for the session that made them. */
function ownCalls(trace: SessionTrace): TraceCall[] {
  return allCalls(trace).filter(({ isCopy }) => !isCopy);
}

function sumRow({ tokens, costNanoUsd, isOutputFinal }: TraceCall) {
  return {
    ...tokens,
    calls: 1,
    finalCalls: isOutputFinal ? 1 : 0,
    unpricedCalls: costNanoUsd === null ? 1 : 0,
    costNanoUsd,
  };
}

function hasNoBlocks({ inputs, outputs }: TraceCall): boolean {
  return inputs.length + outputs.length === 0;
}

function unpricedOf(trace: SessionTrace, names: NameTeller): UnpricedModel[] {
  const models = new Map<string, UnpricedModel>();
  for (const { model, tokens, costNanoUsd } of ownCalls(trace)) {
    if (costNanoUsd !== null) continue;
    const known = models.get(model) ?? { model: names.clean(model), calls: 0, tokens: 0 };
    const sum = known.tokens + totalTokens(tokens);
    models.set(model, { ...known, calls: known.calls + 1, tokens: sum });
  }
  return [...models.values()].sort((a, b) => b.tokens - a.tokens);
}

function chainsOf(
  trace: SessionTrace,
  { calls, places }: DerivedProfile,
  names: NameTeller,
): ProfileChain[] {
  const starts = placeChains(trace);
  return trace.chains.map(({ kind, agentId, agentType, compactions }, at): ProfileChain => {
    const start = starts[at] ?? null;
    return {
      kind,
      agentId: agentId === null ? null : names.clean(agentId),
      agentType: agentType === null ? null : names.tellAgent(agentType),
      startedBy: start === null ? null : findUse(calls, start.chain, start.toolUseId),
      compactions: compactions.map(({ beforeCall, atMs, trigger, preTokens }) => ({
        beforeCall: nextOwn(places[at] ?? [], beforeCall),
        atMs,
        trigger: trigger === null ? null : names.clean(trigger),
        preTokens,
      })),
    };
  });
}

function findUse(
  calls: ProfileAnswer['calls'],
  chain: number,
  toolUseId: string,
): ProfileChain['startedBy'] {
  for (const [call, { chain: of, parts }] of calls.entries()) {
    if (of !== chain) continue;
    const part = parts.findIndex(
      (one) => one.flow === 'answer' && one.kind === 'tool-use' && one.toolUseId === toolUseId,
    );
    if (part >= 0) return { call, part };
  }
  return null;
}

/** The first from there on that is no copy. */
function nextOwn(places: readonly (number | null)[], from: number): number | null {
  return places.slice(from).find((place) => place !== null) ?? null;
}

function toolsOf(
  trace: SessionTrace,
  { places }: DerivedProfile,
  names: NameTeller,
): ProfileTool[] {
  const tools = trace.chains.flatMap((chain, at) =>
    timesOfTools(chain).flatMap(({ use, toolUseId, call, ...time }): ProfileTool[] => {
      const place = places[at]?.[call] ?? null;
      if (place === null) return [];
      const target = safeTarget(use.name, use.target);
      const name = use.name === null ? 'tool' : names.tellTool(use.name);
      return [
        {
          call: place,
          name,
          target: target === null ? null : names.tell(target.kind, target.text),
          toolUseId: names.clean(toolUseId),
          ...time,
        },
      ];
    }),
  );
  return tools.sort((a, b) => a.startMs - b.startMs);
}

function cacheEventsOf(
  context: QueryContext,
  sessionRowId: number,
  { calls }: DerivedProfile,
): ProfileCacheEvent[] {
  const places = new Map(calls.map(({ callId }, at) => [callId, at]));
  const events = readCacheEvents(context, [sessionRowId]).get(sessionRowId) ?? [];
  return events.flatMap((event): ProfileCacheEvent[] => {
    const call = places.get(event.callId);
    if (call === undefined) return [];
    const { atMs, cause, isExpected, rewrittenTokens, excessNanoUsd } = event;
    return [{ call, atMs, cause, isExpected, rewrittenTokens, excessNanoUsd }];
  });
}
