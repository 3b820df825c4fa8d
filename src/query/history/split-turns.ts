// A thread's events in turns: what was copied from elsewhere, what came before the first prompt, and one
// stretch per prompt. Knows where turns begin; counts nothing.
import type { SessionEvent, UserEvent } from '../../model/session-event/session-event.ts';

export interface EventTurn {
  /** From 1; 0: before the first prompt. */
  readonly turn: number;
  readonly opener: UserEvent | null;
  /** With the prompt. */
  readonly events: readonly SessionEvent[];
}

export interface ThreadTurns {
  /** Known, but not counted: the session began with them as a copy. */
  readonly copied: readonly SessionEvent[];
  readonly turns: readonly EventTurn[];
}

/** `events` in the order of the thread. Those of inlined subagents are not the thread's own. */
export function splitTurns(
  events: Iterable<SessionEvent>,
  copiedUntilMs: number | null,
): ThreadTurns {
  const own = [...events].filter((event) => event.chain === null);
  const copied = countCopied(own, copiedUntilMs);
  const turns: { turn: number; opener: UserEvent | null; events: SessionEvent[] }[] = [];
  let count = 0;
  for (const event of own.slice(copied)) {
    if (event.kind === 'user' && event.origin === 'human') {
      count += 1;
      turns.push({ turn: count, opener: event, events: [event] });
      continue;
    }
    const last = turns.at(-1);
    if (last === undefined) turns.push({ turn: 0, opener: null, events: [event] });
    else last.events.push(event);
  }
  return { copied: own.slice(0, copied), turns: withoutIdleStart(turns) };
}

/** Lines and notices before the first prompt are no turn; they are counted with the one that follows. */
function withoutIdleStart(turns: readonly EventTurn[]): readonly EventTurn[] {
  const [start, first, ...rest] = turns;
  if (start === undefined || first === undefined || start.opener !== null) return turns;
  if (start.events.some(({ kind }) => WORK.has(kind))) return turns;
  return [{ ...first, events: [...start.events, ...first.events] }, ...rest];
}

const WORK: ReadonlySet<SessionEvent['kind']> = new Set(['assistant', 'thinking', 'tool_call']);

/**
 * Events in front that are no newer than the copy; those without a time go with their neighbours, and so do
 * lines: a fork's file begins with notes of its own.
 */
function countCopied(events: readonly SessionEvent[], copiedUntilMs: number | null): number {
  if (copiedUntilMs === null) return 0;
  const first = events.findIndex(
    ({ kind, atMs }) => kind !== 'lines' && atMs !== null && atMs > copiedUntilMs,
  );
  return first === -1 ? events.length : first;
}
