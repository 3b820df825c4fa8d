// What `telltale export` says beside a stream of events: how much it holds and what could not be read. Every
// value comes from the answer.
import type { EventStream, EventTally } from '../../query/export-events/event-line.ts';
import { formatCount } from '../../shared/format.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { type ExportMade, formatSize } from './export.ts';
import { renderHeading, renderKeyValues, wrapText } from './layout.ts';
import { adaptSigns } from './marks.ts';
import type { Screen } from './screen.ts';

/** Once the last line is written. */
export function renderEventsMade(
  stream: EventStream,
  made: Omit<ExportMade, 'format'>,
  screen: Screen,
): string {
  const tally = stream.tally();
  const values = renderKeyValues(
    [
      ['file', made.file],
      ['format', `ndjson, ${formatSize(made.sizeBytes)}`],
      [
        'holds',
        `${formatCount(tally.events, 'event')} of ${formatCount(tally.files, 'transcript')}`,
      ],
      ['text', stream.withText ? 'with it; known secrets are masked' : 'without it'],
      ['open with', made.openWith.replace('FILE', made.file)],
    ],
    screen,
  );
  const notes = eventNotes(tally).flatMap((note) =>
    wrapText(adaptSigns(note, screen), screen.width - 2).map((line) => `  ${line}\n`),
  );
  const said = notes.length === 0 ? '' : `\n${notes.join('')}`;
  return `${renderHeading('Exported: the events', null, screen)}\n${values}${said}`;
}

/** What a reader of the lines must know beside them, one sentence each without a full stop. */
export function eventNotes({ badLines, goodLines, missing, stored }: EventTally): string[] {
  const notes: string[] = [];
  if (badLines > 0) {
    const all = formatCount(badLines + goodLines, 'line');
    notes.push(`${badLines} of ${all} could not be understood: no event comes from them`);
  }
  for (const path of stored) {
    notes.push(`${oneLine(path)} is gone: its events are the ledger's, without ids and text`);
  }
  for (const path of missing) notes.push(`${oneLine(path)} is gone or cannot be read: left out`);
  return notes;
}
