// What events were read with, and what they were folded with: a change of either asks for new work.
// Knows names and versions only.
import type { SavedFold } from '../../metrics/kit/fold-events.ts';
import type { Marker } from '../../model/session-event/session-event.ts';
import { hashBytes } from '../../shared/hash.ts';
import { READER_VERSION } from '../../transcript/session-events/event-reader.ts';

/** Changes when the same bytes give other events: transcripts at hand are then read again. */
export function readerFingerprint(markers: readonly Marker[]): string {
  const marks = markers.map(({ id, on, fingerprint }) => [id, on, fingerprint]).sort(byFirst);
  return `${READER_VERSION}:${hashOf(marks)}`;
}

/** Changes when the same events may give other readings: they are then folded again. */
export function foldsFingerprint(folds: readonly SavedFold[]): string {
  const parts = folds.map((fold) => [fold.id, fold.version, optionsOf(fold)]).sort(byFirst);
  return hashOf(parts);
}

/** A metric tells what it was made with. */
function optionsOf(fold: SavedFold): readonly unknown[] {
  const { options = {} } = fold as { readonly options?: Readonly<Record<string, number>> };
  return Object.entries(options).sort(byFirst);
}

function byFirst(a: readonly unknown[], b: readonly unknown[]): number {
  return String(a[0]) < String(b[0]) ? -1 : 1;
}

function hashOf(value: unknown): string {
  return hashBytes(Buffer.from(JSON.stringify(value)));
}
