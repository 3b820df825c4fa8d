// Takes whole lines apart into records: several on one line, broken ones, blank ones. Knows where a
// record starts and ends; not what it means, nor how bytes came from the disk.
import { skipSpace } from './json-scan.ts';
import { createRecordParser } from './parse-record.ts';
import type { PieceBuilder } from './piece-builder.ts';
import type { FileOrigin } from './reading.ts';
import { createRecordScanner, createRecordView, topAt } from './record-view.ts';

const OPEN_BRACE = 123;
const TYPE = topAt('type');
/** Places tried when a line is broken and a whole record may stand further right. */
const MAX_SALVAGE_TRIES = 200;
/** Record starts seen at the beginning of real lines. */
const RECORD_START = /\{"(?:type|parentUuid|uuid|sessionId|isSidechain|leafUuid)"\s*:/g;

export interface LineParser {
  /** Takes the line `[start, end)` whose first byte is at `offset` in the file. */
  takeLine(text: Buffer, start: number, end: number, offset: number): void;
  /** Whether the unfinished line is a whole record all the same; it is then taken. */
  takeTail(text: Buffer, start: number, end: number, offset: number): boolean;
}

export function createLineParser(builder: PieceBuilder, origin: FileOrigin): LineParser {
  const view = createRecordView();
  const scan = createRecordScanner(view, countUnknownField);
  const parseRecord = createRecordParser(view, builder, origin);

  function countUnknownField(text: Buffer, start: number, end: number): void {
    const name = text.toString('latin1', start, Math.min(end, start + 64));
    builder.countShape(`field ${name.replace(/[^\w.-]/g, '?')}`, false);
  }

  function takeLine(text: Buffer, start: number, end: number, offset: number): void {
    let at = skipSpace(text, start, end);
    if (at >= end) return;
    builder.countLine();
    let isFirst = true;
    while (at < end) {
      const after = text[at] === OPEN_BRACE ? scan(text, at, end) : -1;
      if (after < 0) {
        at = salvage(text, at, end, offset - start);
        if (at < 0) return;
        isFirst = false;
        continue;
      }
      if (!isFirst)
        fault('glued', offset - start + at, end - at, 'a second record on one line; both count');
      parseRecord(text, offset - start + at);
      at = skipSpace(text, after, end);
      isFirst = false;
    }
  }

  /** The next place on a broken line where a whole record starts, or −1. Notes the fault. */
  function salvage(text: Buffer, from: number, end: number, shift: number): number {
    const detail = text[from] === OPEN_BRACE ? 'the record breaks off' : 'not a JSON object';
    fault('bad-json', shift + from, end - from, detail);
    const rest = text.toString('latin1', from + 1, end);
    let tries = 0;
    for (const match of rest.matchAll(RECORD_START)) {
      if (++tries > MAX_SALVAGE_TRIES) return -1;
      const at = from + 1 + match.index;
      const after = scan(text, at, end);
      if (after < 0 || (view.top[TYPE] as number) < 0) continue;
      const next = skipSpace(text, after, end);
      if (next >= end || text[next] === OPEN_BRACE) return at;
    }
    return -1;
  }

  function fault(
    kind: 'bad-json' | 'glued',
    offset: number,
    sizeBytes: number,
    detail: string,
  ): void {
    builder.addFault({ offset, kind, sizeBytes, detail });
  }

  function takeTail(text: Buffer, start: number, end: number, offset: number): boolean {
    const at = skipSpace(text, start, end);
    if (at >= end || text[at] !== OPEN_BRACE) return false;
    const after = scan(text, at, end);
    if (after < 0 || skipSpace(text, after, end) < end) return false;
    builder.countLine();
    parseRecord(text, offset - start + at);
    return true;
  }

  return { takeLine, takeTail };
}
