// Sessions in the form that a replay under other choices takes: calls by chain, collapses, turns and what
// a fresh context holds. Knows where each comes from; replays nothing.
import type { CacheEvent } from '../../model/cache/cache-event.ts';
import { CHAIN } from '../../model/derive-call.ts';
import type { RateBand } from '../../model/rotation/rotation-session.ts';
import type {
  McpUse,
  WhatIfCall,
  WhatIfChain,
  WhatIfSession,
} from '../../model/whatif/whatif-session.ts';
import { promptTokens } from '../../shared/tokens.ts';
import { readTurningPoints } from '../../store/readers/sessions-events.ts';
import { type WhatIfCallRow, whatIfCallReader } from '../../store/readers/whatif-calls.ts';
import { findingsOfCalls } from '../cache/read-cache-events.ts';
import type { QueryContext } from '../context.ts';
import { bandReader } from '../rotation/call-rates.ts';
import { type FreshSize, readFreshSize } from '../rotation/fresh-size.ts';
import { toRotationSession } from '../rotation/query-rotation.ts';
import { groupBy } from '../sessions/group-by.ts';

/** Sessions are looked at so many at a time, so that memory stays bounded; more would read no faster. */
const BATCH = 400;

/** One after the other, in the order of the ids. `mcp`: what is known of MCP servers, by session.id. */
export function* readWhatIfSessions(
  context: QueryContext,
  sessionRowIds: readonly number[],
  mcp: ReadonlyMap<number, readonly McpUse[]>,
): Generator<WhatIfSession> {
  const { db } = context.store;
  const fresh = readFreshSize(context);
  const readCalls = whatIfCallReader(db);
  const bandsOf = bandReader(context.book);
  for (let from = 0; from < sessionRowIds.length; from += BATCH) {
    const ids = sessionRowIds.slice(from, from + BATCH);
    const calls = new Map(ids.map((id) => [id, readCalls(id)]));
    const followed = new Map([...calls].map(([id, rows]) => [id, rows.filter(isOfAChain)]));
    const findings = findingsOfCalls(context, ids, followed);
    const points = groupBy(readTurningPoints(db, ids), (point) => point.id);
    for (const id of ids) {
      const events = findings.get(id)?.events ?? [];
      const collapses = new Map(events.map((event) => [event.callId, event]));
      const chains = chainsOf(calls.get(id) ?? [], collapses);
      const main = (followed.get(id) ?? []).filter(({ chain }) => chain === CHAIN.main);
      const bands = main.map((call) => bandsOf(call) ?? NO_PRICE);
      yield {
        chains,
        rotation: toRotationSession(main, points.get(id) ?? [], fresh ?? ownFirstCall(main)),
        ratesOf: (index) => bands[index] ?? NO_PRICE,
        startTokens: startOf(main, collapses, fresh),
        mcp: mcp.get(id) ?? [],
      };
    }
  }
}

/** A call that costs nothing whatever it is sent adds nothing to any saving. */
const NO_PRICE: readonly RateBand[] = [
  {
    abovePromptTokens: 0,
    rates: { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
  },
];

type TimedRow = WhatIfCallRow & { readonly atMs: number };

/** As the search for collapses takes them. */
function isOfAChain(row: WhatIfCallRow): row is TimedRow {
  const isFollowed =
    row.chain === CHAIN.main || (row.chain === CHAIN.subagent && row.agentId !== null);
  return row.atMs !== null && row.part === 0 && isFollowed;
}

/** What follows nothing stands in a chain of single calls. */
function chainsOf(
  rows: readonly WhatIfCallRow[],
  collapses: ReadonlyMap<string, CacheEvent>,
): WhatIfChain[] {
  const main: WhatIfCall[] = [];
  const single: WhatIfCall[] = [];
  const agents = new Map<string, WhatIfCall[]>();
  for (const row of rows) {
    if (!isOfAChain(row)) single.push(row);
    else if (row.agentId === null) main.push(row);
    else {
      const chain = agents.get(row.agentId);
      if (chain === undefined) agents.set(row.agentId, [row]);
      else chain.push(row);
    }
  }
  return [
    toChain('main', main, collapses),
    ...[...agents.values()].map((calls) => toChain('subagent', calls, collapses)),
    ...(single.length === 0 ? [] : [toChain('single', single, NO_COLLAPSES)]),
  ];
}

const NO_COLLAPSES: ReadonlyMap<string, CacheEvent> = new Map();

function toChain(
  kind: WhatIfChain['kind'],
  calls: readonly WhatIfCall[],
  collapses: ReadonlyMap<string, CacheEvent>,
): WhatIfChain {
  const own = new Map<number, CacheEvent>();
  if (collapses.size > 0) {
    calls.forEach(({ messageId }, index) => {
      const event = collapses.get(messageId);
      if (event !== undefined) own.set(index, event);
    });
  }
  return { kind, calls, collapses: own };
}

function ownFirstCall([first]: readonly WhatIfCall[]): FreshSize | null {
  if (first === undefined) return null;
  return { tokens: promptTokens(first), basis: 'own-first-call', sessions: 1 };
}

/** A session that began as a copy was sent all of that at once: the usual size stands for its own. */
function startOf(
  [first]: readonly WhatIfCall[],
  collapses: ReadonlyMap<string, CacheEvent>,
  fresh: FreshSize | null,
): number {
  if (first === undefined) return 0;
  const own = promptTokens(first);
  const isCopy = collapses.get(first.messageId)?.cause === 'fork';
  return isCopy && fresh !== null ? Math.min(own, fresh.tokens) : own;
}
