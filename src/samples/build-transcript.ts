// The fixture builder: a text table in, transcripts out. Knows how a table's lines are read; what
// each verb writes is in table/, what a record looks like in writer/.
import { createRandom } from './random.ts';
import type { SampleFile } from './sample-file.ts';
import {
  CALL_OPTIONS,
  CALL_VERB,
  COLUMN_ALIASES,
  callGrammar,
  DEFAULT_COLUMNS,
} from './table/call-verb.ts';
import { CONVERSATION_VERBS } from './table/conversation-verbs.ts';
import type { Desk, Verb } from './table/desk.ts';
import { cutToken, describe, parseArguments, TableError } from './table/grammar.ts';
import { SIDE_VERBS } from './table/side-verbs.ts';
import { SPEECH_VERBS } from './table/speech-verbs.ts';
import { STRUCTURE_VERBS } from './table/structure-verbs.ts';
import { isTime, parseDate, parseTime } from './table/values.ts';
import type { SampleCall } from './writer/draft.ts';

export interface BuiltFile extends SampleFile {
  readonly lines: readonly string[];
}

export interface BuildOptions {
  /** Ids follow from it; the same table and seed give the same bytes. */
  readonly seed?: string | number;
  /** Day of times such as 09:00 until a `date` line; UTC. */
  readonly date?: string;
  /** What `now` and `now-2h` mean. */
  readonly nowMs?: number;
}

/** Every verb a table line may begin with, after its time. */
export const TABLE_VERBS: readonly Verb[] = [
  CALL_VERB,
  ...CONVERSATION_VERBS,
  ...SPEECH_VERBS,
  ...SIDE_VERBS,
  ...STRUCTURE_VERBS,
];

/**
 * Builds transcripts from a table. One line is one thing; `#` begins a comment line.
 *
 * ```
 * session 5f0c0e0a-0000-4000-8000-000000000001 cwd /w/app branch main version 2.1.197
 * at        who   model            in  w5m  w1h  read   out  tools       text
 * 09:00:00  user                                                         Fix the flaky test
 * 09:00:04  call  claude-opus-4-8  4   0    700  22000  90   Bash,Read   I look at the test.
 * +20s      call  -                2   0    300  22700  40   -           lines=3 stop=null Fixed.
 * 09:05:00  compact auto 167000
 * ai-title Fix the flaky test
 * ```
 *
 * Times: `09:00`, `09:00:04.250`, `+20s` after the line before, `now-2h`, or an ISO timestamp.
 * `says`, `thinks` and `asks` write text with `\n` in it. `call` cells follow the last header line (its columns: see DEFAULT_COLUMNS); `-` or a missing cell
 * is the default (the model before, 3 in, 20 out, no cache); any column and option can be written
 * `name=value`: session branch cwd version entrypoint sidechain agent time id req lines outs final
 * stop iterations advisor split speed geo tier search thinking results interleave gap effort failure
 * said. Tools: `Bash`, `Read:src/a.ts`, `Grep*20k` (size of the result), `Grep:word>src` (where),
 * `Edit!` (fails, with `failure=`), `Edit!rejected` (by the person, who `said=`), `Edit^:src/a.ts` (same
 * input again). Results follow by themselves, or with `results=no` by `result` lines; those of `Agent` and `Task` come with the `end` of the next `agent` section.
 *
 * @throws TableError with the line number and what was expected.
 */
export function buildTranscript(table: string, options: BuildOptions = {}): BuiltFile[] {
  return buildTranscriptSet(table, options).files;
}

/** The same, with the calls a ledger must find in the files, each once. */
export function buildTranscriptSet(
  table: string,
  options: BuildOptions = {},
): { files: BuiltFile[]; calls: readonly SampleCall[] } {
  const desk = openDesk(options);
  table.split('\n').forEach((line, i) => {
    readLine(desk, line, i + 1);
  });
  if (desk.agents.length > 0) {
    throw new TableError(
      table.split('\n').length,
      `subagent ${desk.agents.at(-1)?.draft.agent?.id} is not ended; expected a line "end"`,
    );
  }
  const transcripts = desk.drafts.map(({ path, lines, lastMs }) => ({
    path,
    lines,
    text: `${lines.join('\n')}\n`,
    mtimeMs: lastMs,
  }));
  const extras = desk.extras.map((extra) => ({ ...extra, lines: [extra.text] }));
  return { files: [...transcripts, ...extras], calls: desk.log.calls };
}

function openDesk(options: BuildOptions): Desk {
  return {
    log: { calls: [] },
    random: createRandom(options.seed ?? 'table'),
    nowMs: options.nowMs,
    dayMs: parseDate(options.date ?? '2026-11-20', 0),
    lastMs: 0,
    columns: DEFAULT_COLUMNS,
    drafts: [],
    extras: [],
    current: null,
    agents: [],
    openAgentTools: new Map(),
    waiting: new Map(),
  };
}

function readLine(desk: Desk, text: string, line: number): void {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.startsWith('#')) return;
  const [first, afterFirst] = cutToken(trimmed);
  if (first === 'at') {
    desk.columns = readHeader(trimmed, line);
    return;
  }
  const timed = isTime(first) || !isVerb(first);
  const atMs = timed ? readTime(desk, first, line) : null;
  const [word, rest] = timed ? cutToken(afterFirst) : [first, afterFirst];
  const verb = findVerb(word, line);
  checkTime(verb, atMs, line);
  const grammar = verb.name === 'call' ? callGrammar(desk.columns) : verb.grammar;
  if (atMs !== null) desk.lastMs = atMs;
  verb.run(desk, { line, atMs, args: parseArguments(rest, grammar, line) });
}

function readTime(desk: Desk, word: string, line: number): number {
  if (!isTime(word)) {
    throw new TableError(
      line,
      `"${word}" is neither a time nor a verb; expected a time such as 09:00:00 or one of ${verbNames()}`,
    );
  }
  return parseTime(word, desk, line);
}

function readHeader(text: string, line: number): string[] {
  const names = text.split(/\s+/).map((name) => COLUMN_ALIASES[name] ?? name);
  const columns = names.filter((name) => name !== 'at' && name !== 'who');
  const unknown = columns.find((name) => name !== 'text' && !CALL_OPTIONS.includes(name));
  if (unknown === undefined) return columns;
  throw new TableError(
    line,
    `"${unknown}" is no column; expected at, who, text or one of ${CALL_OPTIONS.join(', ')}`,
  );
}

function findVerb(word: string, line: number): Verb {
  const verb = TABLE_VERBS.find((candidate) => candidate.name === word);
  if (verb) return verb;
  throw new TableError(line, `"${word}" is no verb; expected one of ${verbNames()}`);
}

function checkTime(verb: Verb, atMs: number | null, line: number): void {
  if (verb.time === 'needed' && atMs === null) {
    throw new TableError(line, `"${verb.name}" needs a time before it, such as 09:00:00`);
  }
  if (verb.time === 'none' && atMs !== null) {
    throw new TableError(
      line,
      `"${verb.name}" takes no time; expected "${verb.name} ${describe(verb.grammar)}"`,
    );
  }
}

function isVerb(word: string): boolean {
  return TABLE_VERBS.some((verb) => verb.name === word);
}

function verbNames(): string {
  return TABLE_VERBS.map((verb) => verb.name).join(', ');
}
