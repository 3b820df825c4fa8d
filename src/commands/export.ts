// `telltale export`: a session as a profile, or as a stream of its events, for other programs. Knows its
// words and flags; the questions, the formats and the file are others'.
import { resolve } from 'node:path';
import { checkTarget, writeOutput } from '../actions/output/write-output.ts';
import type { ProfileAnswer } from '../query/profile/profile-answer.ts';
import { queryProfile } from '../query/profile/query-profile.ts';
import { TelltaleError } from '../shared/errors.ts';
import { formatJson } from '../shared/json.ts';
import { quoteWord } from '../shared/shell-words.ts';
import { formatOfFile, PROFILE_FORMATS } from '../views/profile/formats.ts';
import { EVENT_FORMAT, isEventFile } from '../views/profile/ndjson-events.ts';
import {
  PROFILE_WEIGHTS,
  type ProfileFormat,
  type ProfileWeight,
} from '../views/profile/profile-format.ts';
import { exportNotes, renderExportMade } from '../views/terminal/export.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { textOption } from './kit/option-values.ts';
import { runEventExport } from './kit/run-event-export.ts';

const FORMAT_IDS = [...PROFILE_FORMATS.map(({ id }) => id), EVENT_FORMAT.id];

export default defineCommand({
  name: 'export',
  summary: 'write a session as a profile for speedscope and others, or its events',
  topic: 'Profiler',
  description:
    'Tokens and API-equivalent cost of one session as a flame graph: session, turn, call, then what ' +
    'was sent and answered, by kind or tool and file; subagents stand below the tool call that ' +
    'started them. The parts sum to what the ledger has of the session, to the token and the ' +
    'nano-dollar. Without an id it is the session that the command is run in, else this ' +
    "folder's newest. No prompt, answer or file content is exported: names, paths and figures only. " +
    'With --format ndjson it is the stream of events instead: prompts, answers, thinking, tool calls ' +
    'and their results, one JSON object a line, also of transcripts that the ledger does not know; ' +
    'their text only with --with-text.',
  arguments: [
    {
      name: 'id',
      summary: 'session id or its beginning; for ndjson also a transcript, or a folder with some',
    },
  ],
  options: [
    {
      flags: '-f, --format <name>',
      summary: 'what to write; taken from the end of the file name if left out',
      choices: FORMAT_IDS,
    },
    {
      flags: '-w, --weight <what>',
      summary: 'what a width stands for, or is shown first; tokens if left out',
      choices: PROFILE_WEIGHTS,
    },
    { flags: '-o, --output <file>', summary: 'write this file; printed if left out, or with -' },
    { flags: '--force', summary: 'replace the file if it is there already' },
    {
      flags: '--redact',
      summary: 'number paths, programs, addresses and names of your own; no title',
    },
    {
      flags: '--with-text',
      summary: 'ndjson: with the words, inputs and results; known secrets are masked',
    },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale export -o session.html', shows: 'flame graph and context, for any browser' },
    {
      line: 'telltale export 4f2a --format speedscope -o session.speedscope.json',
      shows: 'tokens and cost for speedscope',
    },
    {
      line: 'telltale export 4f2a --format folded --weight cost',
      shows: 'folded stacks in nano-dollars',
    },
    {
      line: 'telltale export 4f2a --format ndjson | jq -r .payload.tool_name',
      shows: 'the tools that a session called',
    },
  ],
  run: runExport,
});

async function runExport(invocation: Invocation): Promise<ExitCode> {
  const { options } = invocation;
  const cwd = resolve(invocation.cwd ?? process.cwd());
  if (wantsEvents(invocation)) return await runEventExport(invocation, cwd);
  refuse(
    options.withText === true,
    'only the stream of events has text',
    '--format ndjson --with-text',
  );
  const wish = wishOf(invocation);
  const target = wish.file === null ? null : resolve(cwd, wish.file);
  const force = options.force === true;
  // Before anything is worked out: a file that cannot be written costs no time.
  if (target !== null) checkTarget(target, force);
  const context = await invocation.openLedger({ timezone: textOption(options.timezone) });
  const answer = queryProfile(
    { ...context, command: sameLine(wish, options) },
    {
      wish: {
        wanted: invocation.args.id,
        cwd,
        runningSessionId: invocation.env.CLAUDE_CODE_SESSION_ID,
      },
      redact: options.redact === true,
    },
  );
  const content =
    wish.format === null
      ? formatJson(answer)
      : wish.format.render(answer, { weight: wish.weight ?? 'tokens' });
  if (target === null) {
    print(invocation, answer, content);
    return 0;
  }
  writeOutput(target, content, force);
  const made = {
    format: wish.format?.id ?? 'json',
    file: wish.file ?? target,
    sizeBytes: Buffer.byteLength(content),
    openWith: wish.format?.openWith ?? 'any reader of JSON; it is one document',
  };
  invocation.out(renderExportMade(answer, made, invocation.screen));
  return 0;
}

function wantsEvents({ options }: Invocation): boolean {
  const named = textOption(options.format);
  if (named !== undefined || options.json === true) return named === EVENT_FORMAT.id;
  const file = textOption(options.output) ?? '';
  return isEventFile(file) && formatOfFile(file) === null;
}

/** What was typed, without the id: for the lines that a wrong one is answered with. */
function sameLine({ format, weight, file }: Wish, options: Invocation['options']): string {
  const words = [
    'export',
    format === null ? '--json' : `--format ${format.id}`,
    weight === undefined ? '' : `--weight ${weight}`,
    file === null ? '' : `--output ${quoteWord(file)}`,
    options.force === true ? '--force' : '',
    options.redact === true ? '--redact' : '',
  ];
  return words.filter((word) => word !== '').join(' ');
}

function print(invocation: Invocation, answer: ProfileAnswer, content: string | Uint8Array): void {
  if (typeof content === 'string') invocation.out(content);
  else if (invocation.outBytes !== undefined) invocation.outBytes(content);
  else throw new Error('bytes cannot be printed here');
  for (const note of exportNotes(answer)) invocation.err(`telltale: ${note}\n`);
}

interface Wish {
  /** Null: the answer itself, as JSON. */
  readonly format: ProfileFormat | null;
  readonly weight: ProfileWeight | undefined;
  /** As it was typed; null: print. */
  readonly file: string | null;
}

function wishOf({ options, screen }: Invocation): Wish {
  const output = textOption(options.output);
  const file = output === undefined || output === '-' ? null : output;
  const weight = PROFILE_WEIGHTS.find((one) => one === options.weight);
  if (options.json === true) {
    refuse(options.format !== undefined, '--json and --format exclude each other', '--json');
    refuse(weight !== undefined, '--json holds both weights', '--json');
    return { format: null, weight, file };
  }
  const format = chooseFormat(textOption(options.format), file);
  refuse(
    weight !== undefined && !format.takesWeight,
    `--weight does not go with ${format.id}, which holds all figures`,
    `--format ${format.id}`,
  );
  refuse(
    format.isBinary && file === null && screen.interactive,
    `${format.id} is no text and would garble the terminal`,
    `--format ${format.id} -o session${format.extensions[0] ?? ''}`,
  );
  return { format, weight, file };
}

function chooseFormat(named: string | undefined, file: string | null): ProfileFormat {
  const format =
    named === undefined
      ? file === null
        ? null
        : formatOfFile(file)
      : PROFILE_FORMATS.find(({ id }) => id === named);
  if (format != null) return format;
  throw new TelltaleError('usage', {
    what:
      file === null
        ? 'export needs a format'
        : `the name ${file} does not tell in which format it is to be written`,
    why: `there are ${FORMAT_IDS.join(', ')}`,
    next: 'telltale export --format html -o session.html',
  });
}

function refuse(isWrong: boolean, what: string, next: string): void {
  if (isWrong) throw new TelltaleError('usage', { what, next: `telltale export ${next}` });
}
