// From what a person typed to one stored handoff: the newest, or the newest of a session. Never guesses
// between sessions.
import { basename } from 'node:path';
import { TelltaleError } from '../../shared/errors.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { truncateEnd } from '../../shared/width.ts';
import type { StoredHandoff } from './handoff-store.ts';

/**
 * `wanted`: the beginning of a session id or of a file name; undefined: the newest.
 *
 * @throws TelltaleError `unknown-handoff`, `ambiguous-session`
 */
export function findHandoff(
  handoffs: readonly StoredHandoff[],
  wanted: string | undefined,
): StoredHandoff {
  const prefix = wanted?.trim().toLowerCase() ?? '';
  const found = handoffs.filter((handoff) => prefix === '' || isNamed(handoff, prefix));
  const [newest] = found;
  if (newest === undefined) throw unknown(handoffs, prefix);
  const sessions = new Set(found.map(({ sessionId, path }) => sessionId ?? path));
  if (prefix !== '' && sessions.size > 1) throw ambiguous([...sessions], prefix);
  return newest;
}

function isNamed({ sessionId, path }: StoredHandoff, prefix: string): boolean {
  const name = basename(path).toLowerCase();
  return (sessionId ?? '').toLowerCase().startsWith(prefix) || name.startsWith(prefix);
}

function unknown(handoffs: readonly StoredHandoff[], prefix: string): TelltaleError {
  const shown = oneLine(truncateEnd(prefix, 60));
  return new TelltaleError('unknown-handoff', {
    what: prefix === '' ? 'there is no handoff yet' : `no handoff belongs to "${shown}"`,
    next:
      handoffs.length === 0
        ? 'write one: telltale handoff'
        : 'telltale handoffs --all lists them, archived ones too',
  });
}

function ambiguous(sessions: readonly string[], prefix: string): TelltaleError {
  const shown = sessions.slice(0, 10).map((id) => `  telltale handoffs show ${oneLine(id)}`);
  return new TelltaleError('ambiguous-session', {
    what: `"${oneLine(prefix)}" is the start of ${sessions.length} sessions with a handoff`,
    next: `choose one:\n${shown.join('\n')}`,
  });
}
