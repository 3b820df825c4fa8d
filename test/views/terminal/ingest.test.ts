// What an ingest did, on a terminal.
import { expect, it } from 'vitest';
import {
  answerIngest,
  type EventCounts,
  type IngestCounts,
} from '../../../src/query/ingest/ingest-answer.ts';
import { renderIngest } from '../../../src/views/terminal/ingest.ts';
import { golden, screenOf } from './screens.ts';

const NOTHING: IngestCounts = {
  filesSeen: 42,
  filesRead: 0,
  bytesParsed: 0,
  linesRead: 0,
  callsAdded: 0,
  callsChanged: 0,
  faults: 0,
  vanishedFiles: 0,
  unreadable: [],
  durationMs: 30,
};
const NO_EVENTS: EventCounts = {
  filesRead: 0,
  bytesRead: 0,
  eventsAdded: 0,
  filesFolded: 0,
  filesLeft: 0,
  unreadable: [],
  durationMs: 0,
};
const render = (changes: Partial<IngestCounts>, events: Partial<EventCounts> = {}) =>
  renderIngest(
    answerIngest({ calls: { ...NOTHING, ...changes }, events: { ...NO_EVENTS, ...events } }, false),
    screenOf(60),
  );

it('is one line when there was nothing to do', () => {
  expect(render({})).toMatch(/^The ledger was up to date · 42 transcripts +<1 s\n$/);
});

it('tells what was read and added', () => {
  const counts = {
    filesRead: 2,
    bytesParsed: 1_250_000,
    linesRead: 1204,
    callsAdded: 1,
    callsChanged: 3,
    vanishedFiles: 1,
    durationMs: 2100,
  };
  const events = { filesRead: 2, eventsAdded: 3_456, filesFolded: 1, durationMs: 1_000 };
  expect(render(counts, events)).toBe(
    golden(`
The ledger is up to date · 1 call added                  3 s

  transcripts     42 seen, 2 read
  read            1.3 MB in 1,204 lines
  calls           1 added, 3 changed
  session events  3,456 from 2 transcripts; 1 transcript
                  measured again
  deleted         1 transcript gone since the last time;
                  their calls stay
  faults          0 lines
  not readable    0 files or folders
`),
  );
});

it.each([
  ['faults', { filesRead: 1, faults: 2 }],
  ['what could not be read', { unreadable: [{ path: '/p', code: 'EACCES' }] }],
])('points to the doctor for %s', (_, changes) => {
  expect(render(changes)).toContain('telltale doctor');
});
