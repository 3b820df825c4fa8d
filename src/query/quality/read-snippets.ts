// A piece of the text of some records of a transcript, masked and on one line. Read when it is asked for and
// kept nowhere.
import type { Metric } from '../../metrics/kit/metric.ts';
import { maskLine } from '../../shared/secrets.ts';
import { truncateEnd } from '../../shared/width.ts';
import { readTranscriptEvents } from '../../transcript/session-events/read-transcript-events.ts';

/** Of a snippet. */
const MOST_CELLS = 160;
/** Of a text: keeps the patterns away from pasted megabytes. */
const MOST_UNITS = 64 * 1024;
/** Ends of sentences and lines. */
const SENTENCE_END = /(?<=[.!?])\s+|\n+/;

/** By the byte at which the record begins; what cannot be read is missing. */
export function readSnippets(
  path: string,
  offsets: readonly number[],
  metric: Metric,
): Map<number, string> {
  const snippets = new Map<number, string>();
  const markers = metric.markers ?? [];
  for (const offset of new Set(offsets)) {
    const text = readTextAt(path, offset, markers);
    if (text === null) continue;
    const sentences = text.slice(0, MOST_UNITS).split(SENTENCE_END);
    const hit = sentences.find((sentence) => markers.some(({ find }) => find(sentence).length > 0));
    const shown = maskLine(hit ?? sentences[0] ?? '');
    if (shown !== '') snippets.set(offset, truncateEnd(shown, MOST_CELLS, '…'));
  }
  return snippets;
}

function readTextAt(path: string, offset: number, markers: Metric['markers'] = []): string | null {
  try {
    for (const event of readTranscriptEvents(path, { markers, from: offset, withText: true })) {
      if (event.offset !== offset) break;
      if (event.text !== undefined) return event.text;
    }
  } catch {
    return null;
  }
  return null;
}
