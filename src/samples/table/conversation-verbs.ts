// Table rows that write user and system lines of the current file. Each is one entry of the list;
// the shapes are the writer's.

import type { Draft } from '../writer/draft.ts';
import {
  writeCompaction,
  writeFinalError,
  writeLocalCommand,
  writeRetry,
  writeStopHooks,
  writeSynthetic,
  writeTurnDuration,
} from '../writer/system-records.ts';
import {
  writeCommandOutput,
  writeInterrupt,
  writeMeta,
  writePrompt,
  writeSlashCommand,
  writeTaskNotification,
} from '../writer/user-records.ts';
import {
  type Desk,
  ENVELOPE_OPTIONS,
  recordTime,
  type Statement,
  type Verb,
  withEnvelope,
} from './desk.ts';
import { type Grammar, TableError } from './grammar.ts';
import { parseChoice, parseCount, parseDuration, parseTime } from './values.ts';

export type Write = (draft: Draft, atMs: number | null, statement: Statement, desk: Desk) => void;

export const CONVERSATION_VERBS: readonly Verb[] = [
  row('user', 'a prompt', { options: ['mode', 'origin'], text: true }, (draft, atMs, { args }) => {
    const { values } = args;
    writePrompt(draft, {
      atMs,
      text: args.text ?? 'Go on.',
      permissionMode: values.get('mode'),
      origin: values.get('origin'),
    });
  }),
  row('meta', 'a user line of the harness', { text: true }, (draft, atMs, { args }) => {
    writeMeta(draft, atMs, args.text ?? '<system-reminder>Stay in the folder.</system-reminder>');
  }),
  row('command', 'a slash command', { words: ['name'], text: true }, (draft, atMs, { args }) => {
    writeSlashCommand(draft, atMs, args.values.get('name') ?? '', args.text ?? '');
  }),
  row('stdout', 'the output of a slash command', { text: true }, (draft, atMs, { args }) => {
    writeCommandOutput(draft, atMs, args.text ?? '');
  }),
  row(
    'interrupt',
    'the mark of an interrupted request',
    { words: ['during?'] },
    (draft, atMs, { args, line }) => {
      writeInterrupt(draft, atMs, parseChoice(args, 'during', line, ['tool', 'stream']) === 'tool');
    },
  ),
  row(
    'notification',
    'the end of a background task',
    { words: ['status'], text: true },
    (draft, atMs, { args, line }) => {
      const status =
        parseChoice(args, 'status', line, ['completed', 'stopped', 'failed']) ?? 'completed';
      writeTaskNotification(draft, atMs, status, args.text ?? 'The task ended');
    },
  ),
  row(
    'compact',
    'a compaction: boundary and summary',
    { words: ['trigger', 'pre'], options: ['post', 'took'] },
    (draft, atMs, { args, line }) => {
      const trigger = parseChoice(args, 'trigger', line, ['auto', 'manual']) ?? 'auto';
      const { values } = args;
      const postTokens = values.has('post') ? parseCount(args, 'post', line) : undefined;
      const durationMs = values.has('took')
        ? parseDuration(values.get('took') ?? '', line)
        : undefined;
      writeCompaction(draft, {
        atMs,
        trigger,
        preTokens: parseCount(args, 'pre', line),
        postTokens,
        durationMs,
      });
    },
  ),
  row(
    'error',
    'a failed request as the user sees it',
    { words: ['code'], options: ['status', 'resets', 'type'], text: true },
    (draft, atMs, statement, desk) => {
      const { args, line } = statement;
      const resets = args.values.get('resets');
      const resetsAt =
        resets === undefined ? undefined : Math.floor(parseTime(resets, desk, line) / 1000);
      const status = args.values.has('status') ? parseCount(args, 'status', line) : undefined;
      const text = args.text ?? 'API Error: the request failed';
      writeFinalError(draft, {
        atMs,
        code: args.values.get('code') ?? 'unknown',
        text,
        status,
        resetsAt,
        limitType: args.values.get('type'),
      });
    },
  ),
  row(
    'synthetic',
    'a line without a request behind it',
    { text: true },
    (draft, atMs, { args }) => {
      writeSynthetic(draft, atMs, args.text ?? 'No response requested.', {});
    },
  ),
  row(
    'retry',
    'an entry of the retry log',
    { options: ['status', 'attempt'] },
    (draft, atMs, { args, line }) => {
      writeRetry(
        draft,
        atMs,
        parseCount(args, 'status', line, 529),
        parseCount(args, 'attempt', line, 1),
      );
    },
  ),
  row(
    'turn',
    'the end of a turn with its duration',
    { words: ['duration'] },
    (draft, atMs, { args, line }) => {
      writeTurnDuration(draft, atMs, parseDuration(args.values.get('duration') ?? '', line));
    },
  ),
  row(
    'stop-hooks',
    'the summary of Stop hooks',
    { words: ['count?'] },
    (draft, atMs, { args, line }) => {
      writeStopHooks(draft, atMs, parseCount(args, 'count', line, 1));
    },
  ),
  row('local', 'the echo of a local command', { text: true }, (draft, atMs, { args }) => {
    writeLocalCommand(draft, atMs, args.text ?? '');
  }),
];

/** A verb that appends to the current file, with the row's own session, branch and so on. */
export function row(name: string, writes: string, grammar: Grammar, write: Write): Verb {
  const options = [...(grammar.options ?? []), ...ENVELOPE_OPTIONS];
  return {
    name,
    writes,
    time: 'optional',
    grammar: { ...grammar, options },
    run: (desk, statement) => {
      if (desk.lastMs === 0 && statement.atMs === null) {
        throw new TableError(statement.line, `"${name}" needs a time before it, such as 09:00:00`);
      }
      const atMs = recordTime(desk, statement);
      withEnvelope(desk, statement, (draft) => write(draft, atMs, statement, desk));
    },
  };
}
