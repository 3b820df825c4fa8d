// The text of one block, read again from its place in the transcript. Knows that a file may have changed
// since: what is no longer the same block is not shown as it.
import type { TraceBlock, TraceFile } from '../../model/trace/session-trace.ts';
import { isObject } from '../conversation/json-fields.ts';
import { readPlacedLines } from '../conversation/read-lines.ts';
import { blocksOfRecord } from './blocks-of-record.ts';
import { hashText } from './read-blocks.ts';

/**
 * Null: the file is gone, or another text stands there now. Empty for pictures and hidden thinking. A
 * tool use is the JSON of its input. Not cleaned for a screen.
 */
export function readBlockText(file: TraceFile, block: TraceBlock): string | null {
  if (file.state === 'vanished') return null;
  try {
    for (const { offset, line } of readPlacedLines(file.path, { from: block.offset })) {
      if (offset !== block.offset) return null;
      const record: unknown = JSON.parse(line.toString('utf8'));
      const draft = isObject(record) ? blocksOfRecord(record)[block.index] : undefined;
      if (draft === undefined || draft.kind !== block.kind) return null;
      return hashText(draft.text) === block.hash ? draft.text : null;
    }
  } catch {
    // A file that cannot be read, or is no transcript any more, holds no text of this block.
  }
  return null;
}
