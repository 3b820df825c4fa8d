// Reads built transcripts back for the tests' expectations: plain JSON, no reader of ours.
import {
  type BuildOptions,
  buildTranscript,
  buildTranscriptSet,
} from '../../src/samples/build-transcript.ts';

// biome-ignore lint/suspicious/noExplicitAny: expectations look into records of many shapes
export type AnyRecord = Record<string, any>;

export const SESSION = '5f0c0e0a-0000-4000-8000-000000000001';
export const HEAD = `session ${SESSION} cwd /w/app branch main version 2.1.251\n`;
export const OLD_HEAD = `session ${SESSION} cwd /w/app branch main version 2.1.39\n`;

/** Records of the file whose path ends like this; of the first file when no ending is given. */
export function recordsOf(
  table: string,
  ending = '.jsonl',
  options: BuildOptions = {},
): AnyRecord[] {
  const file = buildTranscript(table, options).find(({ path }) => path.endsWith(ending));
  if (!file) throw new Error(`no file ends in ${ending}`);
  return file.lines.map((line) => JSON.parse(line));
}

export function onlyRecord(table: string, head = HEAD): AnyRecord {
  const records = recordsOf(head + table);
  if (records.length !== 1) throw new Error(`expected one record, have ${records.length}`);
  return records[0] as AnyRecord;
}

export function callsOf(table: string) {
  return buildTranscriptSet(table).calls;
}
