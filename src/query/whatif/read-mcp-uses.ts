// What the tools of MCP servers cost in some sessions. Knows which transcripts to look into; one that is
// gone has nothing to see, and what a block costs is the model's.
import { calibrateTrace } from '../../model/audit/calibrate-trace.ts';
import { billableUsage } from '../../model/billable-usage.ts';
import { splitMcpName } from '../../model/guard/mcp-tool.ts';
import type { TraceCall } from '../../model/trace/session-trace.ts';
import { type AnsweredRates, deriveMcpUse } from '../../model/whatif/derive-mcp-use.ts';
import type { McpUse } from '../../model/whatif/whatif-session.ts';
import type { PriceBook } from '../../pricing/book.ts';
import { priceCall, ratesPaid } from '../../pricing/cost.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { nearestName } from '../../shared/nearest.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { maskLine } from '../../shared/secrets.ts';
import { truncateEnd } from '../../shared/width.ts';
import { readMcpTools } from '../../store/readers/whatif-calls.ts';
import { ratesOfCall } from '../audit/rates-of-call.ts';
import type { QueryContext } from '../context.ts';
import { readSessionTrace } from '../trace/read-session-trace.ts';

export interface McpUses {
  /** Servers that were looked at. */
  readonly servers: readonly string[];
  /** By session.id. */
  readonly uses: ReadonlyMap<number, readonly McpUse[]>;
}

/**
 * Transcripts are read only where a tool of such a server was called: of the server asked for, or with
 * `all` of every one. Throws `usage` for a server that none of the sessions called.
 */
export function readMcpUses(
  context: QueryContext,
  sessionRowIds: readonly number[],
  wanted: string | undefined,
  all: boolean,
): McpUses {
  if (wanted === undefined && !all) return { servers: [], uses: new Map() };
  const called = readMcpTools(context.store.db, sessionRowIds).flatMap(({ session, name }) => {
    const server = splitMcpName(name)?.server;
    return server === undefined ? [] : [{ session, server }];
  });
  const known = [...new Set(called.map(({ server }) => server))].sort();
  if (wanted !== undefined && !known.includes(wanted)) throw unknownServer(wanted, known);
  const servers = wanted === undefined ? known : [wanted];
  const sessions = called.filter(({ server }) => servers.includes(server));
  const uses = new Map<number, readonly McpUse[]>();
  for (const session of new Set(sessions.map((one) => one.session))) {
    const trace = readSessionTrace(context, session);
    const calibrated = calibrateTrace(trace);
    const ratesOf = (call: TraceCall) => answeredRates(call, context.book);
    const own = servers.map((server) => deriveMcpUse(server, trace, calibrated, ratesOf));
    uses.set(
      session,
      own.map((use) => ({ ...use, server: maskLine(use.server) })),
    );
  }
  return { servers: servers.map(maskLine), uses };
}

function answeredRates(call: TraceCall, book: PriceBook): AnsweredRates | null {
  const rates = ratesOfCall(call, book);
  const usage = billableUsage({ ...call.tokens, webSearches: 0 }, call.flags);
  const paid = ratesPaid(priceCall(usage, call.model, call.atMs, book));
  return rates === null || paid === null ? null : { ...rates, output: paid.output };
}

function unknownServer(wanted: string, known: readonly string[]): TelltaleError {
  const near = nearestName(wanted, known);
  return new TelltaleError('usage', {
    what: `no tool of an MCP server "${oneLine(truncateEnd(wanted, 60))}" was called`,
    ...(known.length === 0
      ? {}
      : { why: `called were: ${known.slice(0, 10).map(maskLine).join(', ')}` }),
    next:
      near === null
        ? 'See what fills a context, by tool: telltale audit'
        : `telltale whatif --without-mcp ${maskLine(near)}`,
  });
}
