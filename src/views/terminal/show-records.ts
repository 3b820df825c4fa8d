// Where the session page's figures come from: errors, times, copies, files. Knows how to say them;
// times are given in the answer's zone.
import type { SessionAnswer } from '../../query/sessions/session-answer.ts';
import { formatCount, formatDuration, formatInteger } from '../../shared/format.ts';
import { displayWidth, truncateMiddle } from '../../shared/width.ts';
import { openZone } from '../../shared/zone.ts';
import { formatBytes } from './doctor-values.ts';
import type { KeyValue } from './layout.ts';
import type { Screen } from './screen.ts';

const MAX_FILES = 6;
const MAX_COPIES = 4;
/** Cells that names and their gaps take in the page's list. */
const NAME_CELLS = 13;

const TITLE_SOURCES: Readonly<Record<string, string>> = {
  'custom-title': 'given by /rename',
  'ai-title': 'written by Claude Code',
  summary: "the transcript's summary",
  'first-prompt': 'the first prompt, read from the transcript',
};

export function errorLines(answer: SessionAnswer): KeyValue[] {
  const zone = openZone(answer.timezone);
  return answer.errors.map(({ error, status, count, lastAtMs }, index): KeyValue => {
    const code = status === null ? '' : ` (${status})`;
    const last = lastAtMs === null ? '' : `, last ${zone.dateTime(lastAtMs)}`;
    return [index === 0 ? 'errors' : '', `${error}${code} ${formatInteger(count)} ×${last}`];
  });
}

export function timeLines(answer: SessionAnswer): KeyValue[] {
  const { firstAtMs, lastAtMs, time } = answer;
  if (firstAtMs === null || lastAtMs === null) return [['time', 'no record has a time']];
  const zone = openZone(answer.timezone);
  const span = `${zone.dateTime(firstAtMs)} – ${zone.dateTime(lastAtMs)}, ${zone.name}`;
  if (time.activeMs === null) return [['time', span]];
  const cap = formatDuration(time.gapCapMs);
  const active = `${formatDuration(time.activeMs)} active (a gap counts as at most ${cap})`;
  return [
    ['time', span],
    ['', active],
  ];
}

export function provenanceLines(answer: SessionAnswer): KeyValue[] {
  const { from, to } = answer.copies;
  const texts = [
    ...from.map((copy) =>
      copyText(copy.calls, `copied from ${copy.sessionId.slice(0, 8)}`, 'there'),
    ),
    ...to.map((copy) => copyText(copy.calls, `copied to ${copy.sessionId.slice(0, 8)}`, 'here')),
  ];
  const shown = texts.slice(0, MAX_COPIES);
  if (texts.length > shown.length) shown.push(`${texts.length - shown.length} more in --json`);
  const copies = shown.map((text, index): KeyValue => [index === 0 ? 'copies' : '', text]);
  const source = answer.titleSource === null ? 'none found' : TITLE_SOURCES[answer.titleSource];
  return [...copies, ['title', source ?? answer.titleSource]];
}

function copyText(calls: number, what: string, where: string): string {
  return `${formatCount(calls, 'call')} ${what}, counted ${where}`;
}

export function fileLines(answer: SessionAnswer, screen: Screen): KeyValue[] {
  const { files } = answer;
  const lines = files.slice(0, MAX_FILES).map((file, index): KeyValue => {
    const state = file.state === 'vanished' ? 'vanished, was ' : '';
    const size = `  ${state}${formatBytes(file.sizeBytes)}`;
    const room = Math.max(12, screen.width - NAME_CELLS - displayWidth(size));
    const path = truncateMiddle(file.path, room, screen.unicode ? '…' : '..');
    const tone = file.state === 'vanished' ? 'dim' : undefined;
    return [
      index === 0 ? 'files' : '',
      [
        { text: path, tone },
        { text: size, tone: 'dim' },
      ],
    ];
  });
  const rest = files.length - lines.length;
  if (rest > 0) {
    const vanished = files.slice(MAX_FILES).filter((file) => file.state === 'vanished').length;
    const gone = vanished === 0 ? '' : `, ${formatInteger(vanished)} of them vanished`;
    lines.push(['', `${formatCount(rest, 'more file')}${gone}`]);
  }
  return lines;
}
