// From what a person typed to one call: message id, request id, a prefix of either, `#n` for an
// advisor entry. Never guesses: several matches are listed to choose from.
import { TelltaleError } from '../../shared/errors.ts';
import { formatUsd } from '../../shared/format.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { truncateEnd } from '../../shared/width.ts';
import {
  type CallRow,
  readCallsByPrefix,
  readCallsOfMessage,
  readNewestCalls,
} from '../../store/readers/call.ts';
import type { QueryContext } from '../context.ts';

const MAX_CANDIDATES = 10;
const MAX_SUGGESTIONS = 3;
const SHORTEST_START = 8;

/** Throws `unknown-call` or `ambiguous-call`, both with the command lines to choose from. */
export function findCall(context: QueryContext, wanted: string): CallRow {
  const { prefix, part } = parseCallId(wanted);
  if (prefix === '') throw unknownCall(context, wanted);
  const { db } = context.store;
  const exact = readCallsOfMessage(db, prefix);
  const found = exact.length > 0 ? exact : readCallsByPrefix(db, prefix, MATCH_LIMIT);
  const calls = found.filter((call) => call.part === part);
  const [only] = calls;
  if (only !== undefined && calls.length === 1) return only;
  if (only !== undefined) throw ambiguousCall(context, wanted, calls);
  throw found.length > 0 ? unknownPart(context, found) : unknownCall(context, wanted);
}

/** A message has few parts, so this many rows hold more calls than are ever listed. */
const MATCH_LIMIT = 200;

/** `msg_01AB` or `msg_01AB#1`. */
export function callIdOf(call: { readonly messageId: string; readonly part: number }): string {
  return oneLine(call.part === 0 ? call.messageId : `${call.messageId}#${call.part}`);
}

function parseCallId(wanted: string): { prefix: string; part: number } {
  const match = /^(.*)#(\d{1,4})$/.exec(wanted.trim());
  if (match === null) return { prefix: wanted.trim(), part: 0 };
  return { prefix: match[1] ?? '', part: Number(match[2]) };
}

function ambiguousCall(
  context: QueryContext,
  wanted: string,
  calls: readonly CallRow[],
): TelltaleError {
  const count = calls.length > MAX_CANDIDATES ? `more than ${MAX_CANDIDATES}` : calls.length;
  return new TelltaleError('ambiguous-call', {
    what: `"${oneLine(wanted)}" stands for ${count} calls`,
    next: `choose one:\n${choices(context, calls.slice(0, MAX_CANDIDATES))}`,
  });
}

function unknownPart(context: QueryContext, found: readonly CallRow[]): TelltaleError {
  const messageId = oneLine(found[0]?.messageId ?? '');
  return new TelltaleError('unknown-call', {
    what: `${messageId} has no such part`,
    next: `its parts are:\n${choices(context, found.slice(0, MAX_CANDIDATES))}`,
  });
}

function unknownCall(context: QueryContext, wanted: string): TelltaleError {
  const { db } = context.store;
  const newest = readNewestCalls(db, MAX_SUGGESTIONS);
  if (newest.length === 0) {
    return new TelltaleError('unknown-call', {
      what: 'the ledger holds no call yet',
      next: 'telltale doctor shows where transcripts are looked for; telltale demo shows samples',
    });
  }
  const close = closeCalls(context, parseCallId(wanted).prefix);
  const heading = close.length > 0 ? 'the nearest' : 'the newest are';
  return new TelltaleError('unknown-call', {
    what: `no message id or request id starts with "${oneLine(truncateEnd(wanted, 60))}"`,
    next: `${heading}:\n${choices(context, close.length > 0 ? close : newest)}`,
  });
}

/** Calls that share the longest start with the mistyped id. */
function closeCalls(context: QueryContext, prefix: string): CallRow[] {
  for (let length = Math.min(prefix.length - 1, 40); length >= SHORTEST_START; length -= 2) {
    const calls = readCallsByPrefix(context.store.db, prefix.slice(0, length), MAX_SUGGESTIONS);
    if (calls.length > 0) return calls;
  }
  return [];
}

/** One command line per call and what it was; where a message id repeats, the request id tells calls apart. */
function choices(context: QueryContext, calls: readonly CallRow[]): string {
  const ids = calls.map(callIdOf);
  return calls
    .map((call, index) => {
      const isRepeated = ids.filter((id) => id === ids[index]).length > 1;
      const id = isRepeated && call.requestId !== null ? oneLine(call.requestId) : ids[index];
      const time = call.atMs === null ? 'time unknown' : context.zone.dateTime(call.atMs);
      const facts = [oneLine(call.model), time, formatUsd(call.costNanoUsd)];
      return `  telltale call ${id?.includes('#') ? `'${id}'` : id}\n      ${facts.join(' · ')}`;
    })
    .join('\n');
}
