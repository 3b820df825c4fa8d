// A marker from a list of phrases. Knows how the phrases of the program and of the user become one list.
import type { Marker } from '../../model/session-event/session-event.ts';
import { hashBytes } from '../../shared/hash.ts';
import type { CustomPhrase } from '../kit/metric.ts';
import { customFinder, findPhrases, type Phrase, phraseFinder } from './phrase-finder.ts';

export interface PhraseMarkerOptions {
  readonly id: string;
  readonly on: Marker['on'];
  readonly phrases: readonly Phrase[];
  readonly custom?: readonly CustomPhrase[];
  /** Raise when what counts as one's own words changes: texts are then looked at again. */
  readonly version: number;
}

export function createMarker({
  id,
  on,
  phrases,
  custom = [],
  version,
}: PhraseMarkerOptions): Marker {
  const finders = [
    ...phrases.map(phraseFinder),
    ...custom.flatMap((phrase) => customFinder(phrase) ?? []),
  ];
  const lists = [
    phrases.map(({ name, pattern }) => [name, pattern.source]),
    custom.map(({ text, mode, category, intent }) => [text, mode, category, intent]),
  ];
  return {
    id,
    on,
    find: (text) => findPhrases(text, finders),
    fingerprint: `${version}.${hashBytes(new TextEncoder().encode(JSON.stringify(lists)))}`,
  };
}
