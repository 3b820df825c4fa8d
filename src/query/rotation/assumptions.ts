// What the replay of a fresh start takes for granted, in sentences. Knows the words; the replay itself is
// the model's.
import type { WriteKind } from '../../model/rotation/rotation-session.ts';
import { formatCount, formatInteger } from '../../shared/format.ts';
import { type FreshSize, HANDOFF_TOKENS } from './fresh-size.ts';

/** Sentences without a full stop. */
export function readAssumptions(
  fresh: FreshSize,
  writeKind: WriteKind,
  isPriced: boolean,
): readonly string[] {
  return [
    `A fresh session starts with ${formatInteger(fresh.tokens)} tokens: ${BASIS[fresh.basis](fresh)}`,
    `A handoff of ${formatInteger(HANDOFF_TOKENS)} tokens replaces the history`,
    WRITES[writeKind],
    'Every later call gives the same output and adds as much to the context as it did',
    'Nothing that was left behind is read again',
    'From the next compaction on nothing changes',
    isPriced
      ? 'Each call costs what its model cost on its day'
      : 'A call has no price, so turns are judged by weighted tokens: input 1, cache read 0.1, write 1.25 or 2 (1 h), output 5',
  ];
}

const BASIS: Readonly<Record<FreshSize['basis'], (fresh: FreshSize) => string>> = {
  'finished-sessions': ({ sessions }) =>
    `the median first call of your newest ${formatCount(sessions, 'finished session')}`,
  'own-first-call': () =>
    'the first call of this session, as there are fewer than 3 finished ones to learn from',
};

const WRITES: Readonly<Record<WriteKind, string>> = {
  '5m': 'Its first call writes all of that to the cache for 5 minutes, as this session does',
  '1h': 'Its first call writes all of that to the cache for 1 hour, as this session does',
  none: 'Its first call sends all of that as uncached input: this session uses no cache',
};
