// The question "what fills the context of this session, and what of it was carried for nothing". Knows
// what is gathered; sizes and waste are the model's findings.
import { type CalibratedTrace, calibrateTrace } from '../../model/audit/calibrate-trace.ts';
import { deriveWaste } from '../../model/audit/derive-waste.ts';
import type { WasteFinding } from '../../model/audit/waste-finding.ts';
import type { SessionTrace, TraceChain } from '../../model/trace/session-trace.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { formatCount } from '../../shared/format.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { readModelSums } from '../../store/readers/sessions.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { identifySession } from '../sessions/describe-session.ts';
import { findSessionHere, type SessionWish } from '../sessions/find-session-here.ts';
import { type CallSum, sumCalls } from '../sessions/sums.ts';
import { readSessionTrace } from '../trace/read-session-trace.ts';
import type { AuditAnswer, AuditContent, AuditedWaste, AuditFinding } from './audit-answer.ts';
import {
  auditContext,
  auditSegments,
  type CalibratedMain,
  restShare,
  segmentsOf,
} from './audit-context.ts';
import { ratesOfCall } from './rates-of-call.ts';
import { weighContent } from './weigh-content.ts';

export interface AuditWish extends SessionWish {
  /** At most so many findings; the sums are over all. */
  readonly limit: number;
  /** From 1; null: the whole session. */
  readonly segment: number | null;
}

/** Throws as findSession does, and `usage` for a segment that is not there. */
export function queryAudit(asked: QueryContext, wish: AuditWish): AuditAnswer {
  const context = atOneMoment(asked);
  const row = findSessionHere(context, wish);
  const identity = identifySession(context, row);
  const sum = sumCalls(readModelSums(context.store.db, [row.id]));
  const trace = readSessionTrace(context, row.id);
  const calibrated = calibrateTrace(trace);
  const main = mainOf(trace, calibrated);
  const segments = auditSegments(main);
  const segment = checkSegment(wish.segment, segmentsOf(main.chain), identity.shortId);
  const waste = deriveWaste(trace, calibrated, (call) => ratesOfCall(call, context.book));
  return {
    kind: 'audit',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    ...identity,
    sum,
    copiedCalls: main.chain.calls.filter(({ isCopy }) => isCopy).length,
    content: contentOf(trace, main),
    askedSegment: wish.segment,
    context: auditContext(main, segment),
    segments,
    rest: restShare(main),
    densities: [...calibrated.densities].map(([model, density]) => ({
      model: oneLine(model),
      ...density,
    })),
    toolResults: weighContent(main.chain, 'tool-result', segment, calibrated.tokens),
    attachments: weighContent(main.chain, 'attachment', segment, calibrated.tokens),
    waste: sumWaste(inSegment(waste, main.chain, segment), wish.limit, sum),
  };
}

/** The main chain is always the first; one without any block is one whose transcript is gone. */
function mainOf(trace: SessionTrace, calibrated: CalibratedTrace): CalibratedMain {
  const chain = trace.chains[0] as TraceChain;
  const hasBlocks = chain.calls.some(({ inputs, outputs }) => inputs.length + outputs.length > 0);
  return { chain, calibrated: calibrated.chains[0] ?? { categories: [], calls: [] }, hasBlocks };
}

function contentOf({ files, chains }: SessionTrace, main: CalibratedMain): AuditContent {
  const goneFiles = files.filter(({ state }) => state === 'vanished').length;
  return { files: files.length, goneFiles, reason: reasonOf(chains, main) };
}

function reasonOf(chains: SessionTrace['chains'], main: CalibratedMain): AuditContent['reason'] {
  if (main.hasBlocks) return null;
  if (main.chain.calls.length > 0) return 'transcript-gone';
  return chains.some(({ calls }) => calls.length > 0) ? 'subagents-only' : 'no-calls';
}

/** The chain's own number of the n-th segment that has calls. */
function checkSegment(
  wanted: number | null,
  segments: readonly number[],
  shortId: string,
): number | null {
  if (wanted === null) return null;
  const segment = segments[wanted - 1];
  if (segment !== undefined) return segment;
  throw new TelltaleError('usage', {
    what: `--segment got ${wanted}`,
    why: `the main chain of ${shortId} has ${formatCount(segments.length, 'segment')}`,
    next: `telltale audit ${shortId}`,
  });
}

/** Only what came in the segment; the costs of a finding that spans several are shared by tokens. */
function inSegment(
  findings: readonly WasteFinding[],
  { calls }: TraceChain,
  segment: number | null,
): WasteFinding[] {
  if (segment === null) return [...findings];
  const ids = new Set(calls.filter((call) => call.segment === segment).map((call) => call.callId));
  return findings.flatMap((finding) => {
    const places = finding.places.filter(({ callId }) => ids.has(callId));
    const tokens = places.reduce((sum, place) => sum + place.tokens, 0);
    if (places.length === 0) return [];
    const share = tokens / finding.tokens;
    const part = (cost: number | null): number | null =>
      cost === null ? null : Math.floor(cost * share);
    return [
      {
        ...finding,
        places,
        tokens,
        insertNanoUsd: part(finding.insertNanoUsd),
        carryNanoUsd: part(finding.carryNanoUsd),
      },
    ];
  });
}

function sumWaste(
  findings: readonly WasteFinding[],
  limit: number,
  { costNanoUsd: session }: CallSum,
): AuditedWaste {
  const ratioOf = (cost: number | null): number | null =>
    cost === null || session === null || session === 0 ? null : cost / session;
  const all: AuditFinding[] = findings.map((finding) => {
    const cost = addKnown([finding.insertNanoUsd, finding.carryNanoUsd]);
    return { ...finding, costNanoUsd: cost, ratio: ratioOf(cost) };
  });
  const costNanoUsd = all.length === 0 ? 0 : addKnown(all.map((finding) => finding.costNanoUsd));
  return {
    costNanoUsd,
    ratio: ratioOf(costNanoUsd),
    tokens: all.reduce((sum, { tokens }) => sum + tokens, 0),
    leftOut: Math.max(0, all.length - limit),
    findings: all.slice(0, limit),
  };
}

/** Null: not one of them is known. */
function addKnown(costs: readonly (number | null)[]): number | null {
  const known = costs.filter((cost) => cost !== null);
  return known.length === 0 ? null : known.reduce((sum, cost) => sum + cost, 0);
}
