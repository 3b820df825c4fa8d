// Sessions as the search for avoidable costs is given them, written by hand for its tests.
import type { WasteFinding } from '../../../src/model/audit/waste-finding.ts';
import type { CacheEvent } from '../../../src/model/cache/cache-event.ts';
import type {
  ExplainCall,
  ExplainSession,
  SentBill,
} from '../../../src/model/explain/explain-session.ts';

/** Opus 5 in nano-USD per token: a 5-minute write, a read. */
export const WRITE = 6_250;
export const READ = 500;

export function billed(freshTokens: number, readTokens: number): SentBill {
  const [freshNanoUsd, readNanoUsd] = [freshTokens * WRITE, readTokens * READ];
  return {
    freshNanoUsd,
    readNanoUsd,
    freshRate: WRITE,
    readRate: READ,
    insertRate: WRITE,
    carryRate: READ,
  };
}

export function callOf(number: number, changes: Partial<ExplainCall> = {}): ExplainCall {
  return {
    callId: `msg_${number}`,
    number,
    parent: number === 1 ? null : number - 2,
    isAdvisor: false,
    isOwn: true,
    atMs: number * 60_000,
    model: 'claude-opus-5',
    version: '2.1.197',
    effort: 'high',
    isFast: false,
    contextTokens: 50_000,
    bill: billed(1_000, 49_000),
    ...changes,
  };
}

export function eventOf(number: number, changes: Partial<CacheEvent> = {}): CacheEvent {
  return {
    callId: `msg_${number}`,
    previousCallId: number === 1 ? null : `msg_${number - 1}`,
    callIndex: number - 1,
    agentId: null,
    atMs: number * 60_000,
    model: 'claude-opus-5',
    version: '2.1.197',
    cause: 'idle',
    alsoPresent: [],
    isExpected: false,
    gapMs: 74 * 60_000,
    ttl: '1h',
    previousContextTokens: 50_000,
    readTokens: 0,
    writtenTokens: 51_000,
    rewrittenTokens: 50_000,
    excessNanoUsd: 50_000 * (WRITE - READ),
    costNanoUsd: 400_000_000,
    between: [],
    evidence: ['74 min since the call before, TTL 1 h'],
    ...changes,
  };
}

export function wasteOf(changes: Partial<WasteFinding> = {}): WasteFinding {
  const places = changes.places ?? [placeOf(2, 4_000)];
  return {
    kind: 'repeated-read',
    subject: '/w/app/src/dashboard.ts',
    count: 2,
    tokens: places.reduce((sum, { tokens }) => sum + tokens, 0),
    insertNanoUsd: null,
    carryNanoUsd: null,
    ...changes,
    places,
  };
}

/** Which calls hold it is told by their parents. */
export function placeOf(number: number, tokens: number) {
  return { callId: `msg_${number}`, atMs: number * 60_000, toolUseId: null, tokens, laterCalls: 0 };
}

export function sessionOf(parts: Partial<ExplainSession> & { calls?: ExplainCall[] }) {
  const calls = parts.calls ?? [1, 2, 3, 4, 5, 6].map((number) => callOf(number));
  return { chains: [{ agentId: null, calls }], events: [], waste: [], ...parts };
}
