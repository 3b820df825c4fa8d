// Takes lines apart into records: several on one line, broken ones, blank ones, unfinished ones.
// Knows where a record starts and ends; not what it means, nor how bytes came from the disk.
import { skipSpace } from './json-scan.ts';
import { createRecordParser } from './parse-record.ts';
import type { PieceBuilder } from './piece-builder.ts';
import type { FileOrigin } from './reading.ts';
import { createRecordScanner, createRecordView, topAt } from './record-view.ts';

const OPEN_BRACE = 123;
const TYPE = topAt('type');
/** Places tried when a line is broken and a whole record may stand further right. */
const MAX_SALVAGE_TRIES = 200;
/** Bytes of an unknown field's name that are kept. */
const MAX_FIELD_BYTES = 64;
/** Record starts seen at the beginning of real lines. */
const RECORD_START = /\{"(?:type|parentUuid|uuid|sessionId|isSidechain|leafUuid)"\s*:/g;

/** A line, or the part of one that is left. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
  /** Place of `start` in the file. */
  readonly offset: number;
  /** A whole record of the same line was taken before: an earlier look ended behind it. */
  readonly isContinued: boolean;
}

export interface LineParser {
  takeLine(text: Buffer, line: LineRange): void;
  /**
   * Takes the whole records at the start of a line that has no end yet; returns the position after
   * the last one. What follows is held until it is finished.
   */
  takeTail(text: Buffer, line: LineRange): number;
}

export function createLineParser(builder: PieceBuilder, origin: FileOrigin): LineParser {
  const view = createRecordView();
  const scan = createRecordScanner(view);
  const parseRecord = createRecordParser(view, builder, origin);

  function countUnknownFields(text: Buffer): void {
    for (let i = 0; i < view.unknown.length; i += 2) {
      const start = view.unknown[i] as number;
      const end = Math.min(view.unknown[i + 1] as number, start + MAX_FIELD_BYTES);
      const name = text.toString('latin1', start, end).replace(/[^\w.-]/g, '?');
      builder.countShape(`field ${name}`, false);
    }
  }

  /** Takes the records from `line.start` on while they are whole; returns where that ends. */
  function takeRecords(text: Buffer, line: LineRange): number {
    const shift = line.offset - line.start;
    let isFirst = !line.isContinued;
    let after = line.start;
    for (;;) {
      const at = skipSpace(text, after, line.end);
      const next = at < line.end && text[at] === OPEN_BRACE ? scan(text, at, line.end) : -1;
      if (next < 0) return after;
      after = next;
      if (isFirst) builder.countLine();
      else fault('glued', shift + at, after - at, 'a second record on one line; both count');
      countUnknownFields(text);
      parseRecord(text, shift + at);
      isFirst = false;
    }
  }

  function takeLine(text: Buffer, line: LineRange): void {
    let rest = line;
    for (;;) {
      const after = takeRecords(text, rest);
      const broken = skipSpace(text, after, line.end);
      if (broken >= line.end) return;
      if (after === line.start && !line.isContinued) builder.countLine();
      const salvaged = salvage(text, broken, line.end, line.offset - line.start);
      if (salvaged < 0) return;
      rest = {
        ...line,
        start: salvaged,
        offset: line.offset - line.start + salvaged,
        isContinued: true,
      };
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

  return { takeLine, takeTail: takeRecords };
}
