// Whose context a call continues, and which of the waiting input it was sent: told by the records that it
// follows. Abandoned branches (rewind, a new try) were billed but are not in later contexts. Pure.
import type { BlockOfRecord } from './block-event.ts';
import type { GatheredEvents } from './gather-events.ts';

export interface PlaceQuestion {
  readonly gathered: GatheredEvents;
  /** Position of the call of a message of this chain; null: it has none. */
  readonly callOfMessage: (messageId: string) => number | null;
  readonly parentOf: (call: number) => number | null;
  /** The call before in the same segment. */
  readonly previous: number | null;
  readonly pending: readonly BlockOfRecord[];
}

export interface CallPlace {
  readonly parent: number | null;
  readonly sent: readonly BlockOfRecord[];
  readonly unsent: readonly BlockOfRecord[];
}

export function placeOfCall(
  { parentUuid }: { readonly parentUuid: string | null },
  question: PlaceQuestion,
): CallPlace {
  const { pending, previous } = question;
  const { path, end } = walkUp(parentUuid, question);
  // Records that nothing leads to tell nothing: the context is taken to go on.
  if (end === 'lost') return { parent: previous, sent: pending, unsent: [] };
  const parent = end === 'root' ? null : end;
  const isRewound = parent !== previous || parent === null;
  const way: SentQuestion = { ...question, path, parent, isRewound, prompts: promptsOf(pending) };
  const sent: BlockOfRecord[] = [];
  const unsent: BlockOfRecord[] = [];
  for (const event of pending) {
    const wasSent = isOnTheWay(event, way);
    (wasSent ? sent : unsent).push(event);
  }
  return { parent, sent, unsent };
}

interface Walk {
  readonly path: ReadonlySet<string>;
  /** The first call met; 'root': the beginning of a conversation; 'lost': a record that is not there. */
  readonly end: number | 'root' | 'lost';
}

/** Cycles exist (before Claude Code 2.1.30), so no record is visited twice. */
function walkUp(from: string | null, { gathered, callOfMessage }: PlaceQuestion): Walk {
  const path = new Set<string>();
  let uuid = from;
  while (uuid !== null) {
    const parent = gathered.parents.get(uuid);
    if (parent === undefined || path.has(uuid)) return { path, end: 'lost' };
    const messageId = gathered.messageOf.get(uuid);
    const call = messageId === undefined ? null : callOfMessage(messageId);
    if (call !== null) return { path, end: call };
    path.add(uuid);
    uuid = parent;
  }
  return { path, end: 'root' };
}

interface SentQuestion extends PlaceQuestion {
  readonly path: ReadonlySet<string>;
  readonly parent: number | null;
  /** Something of before is not in its context. */
  readonly isRewound: boolean;
  /** Records that begin a turn, of the waiting ones. */
  readonly prompts: ReadonlySet<string>;
}

/**
 * Results of parallel tools and attachments hang beside the way to the call and are sent; a prompt beside
 * it, with all that hangs on it, was taken back. After a rewind only what hangs on the call's past counts.
 */
function isOnTheWay(event: BlockOfRecord, question: SentQuestion): boolean {
  const { gathered, callOfMessage, path, isRewound, prompts } = question;
  const visited = new Set<string>();
  let uuid = event.uuid;
  while (uuid !== null && !path.has(uuid)) {
    if (visited.has(uuid)) return true;
    visited.add(uuid);
    const messageId = gathered.messageOf.get(uuid);
    const call = messageId === undefined ? null : callOfMessage(messageId);
    if (call !== null) return !isRewound || isInPast(call, question);
    if (prompts.has(uuid)) return false;
    uuid = gathered.parents.get(uuid) ?? null;
  }
  return true;
}

function promptsOf(pending: readonly BlockOfRecord[]): ReadonlySet<string> {
  const uuids = pending.flatMap(({ startsTurn, uuid }) =>
    startsTurn && uuid !== null ? [uuid] : [],
  );
  return new Set(uuids);
}

function isInPast(call: number, { parent, parentOf }: SentQuestion): boolean {
  for (let at = parent; at !== null; at = parentOf(at)) {
    if (at === call) return true;
    if (at < call) return false;
  }
  return false;
}
