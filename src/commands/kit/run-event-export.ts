// `telltale export --format ndjson`: the events of a session or of transcripts, written as they are read.
// Knows which flags go with it; the stream itself is the query's.
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { checkTarget, writeOutputPieces } from '../../actions/output/write-output.ts';
import type { EventStream } from '../../query/export-events/event-line.ts';
import {
  type EventFile,
  filesBelow,
  filesOfSession,
  isPathWord,
} from '../../query/export-events/find-event-files.ts';
import { queryEventStream } from '../../query/export-events/query-event-stream.ts';
import { findSessionHere } from '../../query/sessions/find-session-here.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { EVENT_FORMAT, renderEventLine } from '../../views/profile/ndjson-events.ts';
import { eventNotes, renderEventsMade } from '../../views/terminal/export-events.ts';
import type { ExitCode } from './define-command.ts';
import type { Invocation } from './invocation.ts';
import { textOption } from './option-values.ts';

export async function runEventExport(invocation: Invocation, cwd: string): Promise<ExitCode> {
  const { options } = invocation;
  checkFlags(options);
  const output = textOption(options.output);
  const target = output === undefined || output === '-' ? null : resolve(cwd, output);
  const force = options.force === true;
  if (target !== null) checkTarget(target, force);
  const stream = queryEventStream({
    ...(await findFiles(invocation, cwd)),
    withText: options.withText === true,
    redact: options.redact === true,
  });
  if (target === null) {
    await print(invocation, stream);
    for (const note of eventNotes(stream.tally())) invocation.err(`telltale: ${note}\n`);
    return 0;
  }
  const sizeBytes = writeOutputPieces(target, piecesOf(stream), force);
  const made = { file: output ?? target, sizeBytes, openWith: EVENT_FORMAT.openWith };
  invocation.out(renderEventsMade(stream, made, invocation.screen));
  return 0;
}

function checkFlags(options: Invocation['options']): void {
  const wrong =
    options.json === true
      ? '--json and --format exclude each other'
      : textOption(options.weight) !== undefined
        ? '--weight does not go with ndjson, which holds no weights'
        : options.withText === true && options.redact === true
          ? '--redact and --with-text exclude each other: a text may say anything'
          : null;
  if (wrong === null) return;
  throw new TelltaleError('usage', { what: wrong, next: 'telltale export --format ndjson' });
}

async function findFiles(
  invocation: Invocation,
  cwd: string,
): Promise<{ files: readonly EventFile[]; sessionId: string | null }> {
  const wanted = invocation.args.id;
  // A path needs no ledger: the transcripts are read as they are.
  if (wanted !== undefined && wanted.trim() !== '' && isPathWord(wanted, cwd)) {
    return { files: filesBelow(wanted, cwd), sessionId: null };
  }
  const { timezone } = invocation.options;
  const context = await invocation.openLedger({ timezone: textOption(timezone) });
  const session = findSessionHere(
    { ...context, command: 'export --format ndjson' },
    { wanted, cwd, runningSessionId: invocation.env.CLAUDE_CODE_SESSION_ID },
  );
  return { files: filesOfSession(context, session), sessionId: session.sessionId };
}

/** Lines are gathered up to this many characters: a write for each would cost more than the rest. */
const PIECE_CHARS = 64 * 1024;

function* piecesOf({ lines }: EventStream): Generator<string> {
  let piece = '';
  for (const line of lines) {
    piece += renderEventLine(line);
    if (piece.length < PIECE_CHARS) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** Rests between pieces, so that a reader who has closed the pipe is heard of. */
async function print(invocation: Invocation, stream: EventStream): Promise<void> {
  for (const piece of piecesOf(stream)) {
    invocation.out(piece);
    await setImmediate();
  }
}
