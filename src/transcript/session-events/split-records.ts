// Takes a line apart into records, as the ledger's reader does: mostly one, sometimes several glued
// together, sometimes a broken one with a whole one further right. Knows where records begin and end.
import { skipSpace } from '../json-scan.ts';
import { type RecordView, topAt } from '../record-view.ts';

const OPEN_BRACE = 123;
const TYPE = topAt('type');
/** Places tried when a line is broken and a whole record may stand further right. */
const MAX_SALVAGE_TRIES = 200;
/** More of them in one line are no accident. */
const MAX_BROKEN_PIECES = 100;
/** Record starts seen at the beginning of real lines. */
const RECORD_START = /\{"(?:type|parentUuid|uuid|sessionId|isSidechain|leafUuid)"\s*:/g;

type Scan = (text: Buffer, from: number, end: number) => number;

/** Both are told where in the line it begins. */
export interface Splitting {
  /** A whole record; the view is filled from it. */
  readonly take: (at: number) => void;
  /** A piece that is none. */
  readonly broken: (at: number) => void;
}

export function splitRecords(
  line: Buffer,
  scan: Scan,
  view: RecordView,
  { take, broken }: Splitting,
): void {
  let at = skipSpace(line, isMarked(line) ? 3 : 0, line.length);
  let pieces = 0;
  while (at < line.length) {
    const after = line[at] === OPEN_BRACE ? scan(line, at, line.length) : -1;
    if (after >= 0) {
      take(at);
      at = skipSpace(line, after, line.length);
      continue;
    }
    broken(at);
    if (++pieces > MAX_BROKEN_PIECES) return;
    at = salvage(line, at, scan, view);
    if (at < 0) return;
  }
}

/** The position after the last whole record at the start of a line that has no end yet; 0: there is none. */
export function wholeLength(line: Buffer, scan: Scan): number {
  let after = 0;
  for (;;) {
    const at = skipSpace(line, after === 0 && isMarked(line) ? 3 : after, line.length);
    const next = at < line.length && line[at] === OPEN_BRACE ? scan(line, at, line.length) : -1;
    if (next < 0) return after;
    after = next;
  }
}

/** A byte order mark, which some editors put before the first line. */
function isMarked(line: Buffer): boolean {
  return line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf;
}

/** The next place behind a broken one at which a whole record begins, or −1. */
function salvage(line: Buffer, from: number, scan: Scan, view: RecordView): number {
  const rest = line.toString('latin1', from + 1);
  let tries = 0;
  for (const match of rest.matchAll(RECORD_START)) {
    if (++tries > MAX_SALVAGE_TRIES) return -1;
    const at = from + 1 + match.index;
    const after = scan(line, at, line.length);
    if (after < 0 || (view.top[TYPE] as number) < 0) continue;
    const next = skipSpace(line, after, line.length);
    if (next >= line.length || line[next] === OPEN_BRACE) return at;
  }
  return -1;
}
