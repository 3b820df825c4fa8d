// From what a person typed to one session: newest, exact id or prefix. Never guesses: several
// matches are listed to choose from, none gives the ids that come close.
import { TelltaleError } from '../../shared/errors.ts';
import { formatAge } from '../../shared/format.ts';
import { nearestName } from '../../shared/nearest.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { truncateEnd } from '../../shared/width.ts';
import {
  countSessions,
  readSessionIds,
  readSessions,
  readSessionsByPrefix,
  type SessionRow,
} from '../../store/readers/sessions.ts';
import type { QueryContext } from '../context.ts';
import { identifySession } from './describe-session.ts';

const MAX_CANDIDATES = 10;
const MAX_SUGGESTIONS = 3;

/**
 * The session with this id or prefix of an id; without one the session with the newest activity.
 * Throws `unknown-session` or `ambiguous-session`, both with the command lines to choose from.
 */
export function findSession(context: QueryContext, wanted: string | undefined): SessionRow {
  const { db } = context.store;
  const prefix = wanted?.trim() ?? '';
  if (prefix === '') {
    const [newest] = readSessions(db, { limit: 1 });
    if (newest === undefined) throw emptyLedger();
    return newest;
  }
  const matches = readSessionsByPrefix(db, prefix, MAX_CANDIDATES + 1);
  const [only] = matches;
  if (only === undefined) throw unknownSession(context, prefix);
  if (matches.length > 1) throw ambiguousSession(context, prefix, matches);
  return only;
}

function emptyLedger(): TelltaleError {
  return new TelltaleError('unknown-session', {
    what: 'the ledger holds no session yet',
    why: 'no transcript was found, or none has a conversation',
    next: 'telltale doctor shows where transcripts are looked for; telltale demo shows samples',
  });
}

function ambiguousSession(
  context: QueryContext,
  prefix: string,
  matches: readonly SessionRow[],
): TelltaleError {
  const shown = matches.slice(0, MAX_CANDIDATES);
  const count = matches.length > MAX_CANDIDATES ? `more than ${MAX_CANDIDATES}` : matches.length;
  return new TelltaleError('ambiguous-session', {
    what: `"${oneLine(prefix)}" is the start of ${count} session ids`,
    next: `choose one:\n${choices(context, shown)}`,
  });
}

function unknownSession(context: QueryContext, prefix: string): TelltaleError {
  const { db } = context.store;
  if (countSessions(db, {}) === 0) return emptyLedger();
  const close = closeSessions(context, prefix);
  const rows = close.length > 0 ? close : readSessions(db, { limit: MAX_SUGGESTIONS });
  const heading = close.length > 0 ? 'the nearest' : 'the newest are';
  return new TelltaleError('unknown-session', {
    what: `no session id starts with "${oneLine(truncateEnd(prefix, 60))}"`,
    next: `${heading}:\n${choices(context, rows)}\n  or list more: telltale sessions`,
  });
}

/** Sessions whose id begins with the known start that is nearest to the mistyped one. */
function closeSessions(context: QueryContext, prefix: string): SessionRow[] {
  if (prefix.length < 4 || prefix.length > 64) return [];
  const { db } = context.store;
  const starts = readSessionIds(db).map((id) => id.slice(0, prefix.length));
  const start = nearestName(prefix, starts);
  return start === null ? [] : readSessionsByPrefix(db, start, MAX_SUGGESTIONS);
}

/** One command line per session, and below it what a person knows it by. */
function choices(context: QueryContext, rows: readonly SessionRow[]): string {
  return rows
    .map((row) => {
      const { sessionId, title, project, lastAtMs } = identifySession(context, row);
      const age = lastAtMs === null ? 'time unknown' : formatAge(context.now() - lastAtMs);
      const facts = [truncateEnd(title ?? 'untitled', 40), project?.name ?? 'no project', age];
      return `  telltale ${context.command ?? 'show'} ${sessionId}\n      ${facts.join(' · ')}`;
    })
    .join('\n');
}
