// What an ingest did, on a terminal: one line when there was nothing to do.
// Knows the counts; reads nothing itself.
import type { IngestAnswer } from '../../query/ingest/ingest-answer.ts';
import { formatCount, formatDuration, formatInteger } from '../../shared/format.ts';
import { formatBytes } from './doctor-values.ts';
import { renderHeading, renderKeyValues, renderNextSteps } from './layout.ts';
import type { Screen } from './screen.ts';

export function renderIngest(answer: IngestAnswer, screen: Screen): string {
  const { events } = answer;
  const isCurrent =
    answer.filesRead === 0 &&
    answer.vanishedFiles === 0 &&
    events.filesRead === 0 &&
    events.filesFolded === 0;
  const title = isCurrent
    ? `The ledger was up to date · ${formatCount(answer.filesSeen, 'transcript')}`
    : `The ledger is up to date · ${formatCount(answer.callsAdded, 'call')} added`;
  const heading = renderHeading(
    title,
    formatDuration(answer.durationMs + events.durationMs),
    screen,
  );
  const hasTrouble = answer.faults > 0 || answer.unreadable.length > 0;
  if (isCurrent && !hasTrouble) return heading;
  const facts = renderKeyValues(
    [
      [
        'transcripts',
        `${formatInteger(answer.filesSeen)} seen, ${formatInteger(answer.filesRead)} read`,
      ],
      ['read', `${formatBytes(answer.bytesParsed)} in ${formatCount(answer.linesRead, 'line')}`],
      [
        'calls',
        `${formatInteger(answer.callsAdded)} added, ${formatInteger(answer.callsChanged)} changed`,
      ],
      ['session events', eventWords(answer)],
      ['deleted', deletedWords(answer.vanishedFiles)],
      ['faults', formatCount(answer.faults, 'line')],
      ['not readable', formatCount(answer.unreadable.length, 'file or folder', 'files or folders')],
    ],
    screen,
  );
  const step = { about: 'Where the trouble is', command: 'telltale doctor' };
  return `${heading}\n${facts}${hasTrouble ? `\n${renderNextSteps([step], screen)}` : ''}`;
}

function eventWords({ events }: IngestAnswer): string {
  const { eventsAdded, filesRead, filesFolded } = events;
  const added = `${formatInteger(eventsAdded)} from ${formatCount(filesRead, 'transcript')}`;
  if (filesFolded === 0) return added;
  return `${added}; ${formatCount(filesFolded, 'transcript')} measured again`;
}

function deletedWords(files: number): string {
  if (files === 0) return 'none';
  return `${formatCount(files, 'transcript')} gone since the last time; their calls stay`;
}
