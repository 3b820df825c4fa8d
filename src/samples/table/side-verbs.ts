// Table lines that write what stands around a conversation: hooks, attachments, queue, snapshots,
// titles, modes, raw lines. Each is one entry of the list; the shapes are the writer's.
import type { Draft } from '../writer/draft.ts';
import {
  writeAttachment,
  writeBashProgress,
  writeCostState,
  writeFlat,
  writeHook,
  writeLastPrompt,
  writeQueueOperation,
  writeSnapshot,
  writeSummary,
  writeToolsChange,
  writeWaiting,
} from '../writer/side-records.ts';
import { currentDraft, momentOf, type Statement, type Verb } from './desk.ts';
import { type Grammar, TableError } from './grammar.ts';
import { parseChoice, parseCount, parseDuration } from './values.ts';

type Write = (draft: Draft, atMs: number, statement: Statement) => void;

export const SIDE_VERBS: readonly Verb[] = [
  side('hook', 'a hook that ran', { words: ['name'], text: true }, (draft, atMs, { args }) => {
    writeHook(draft, atMs, args.values.get('name') ?? '', args.text ?? 'node hooks/check.mjs');
  }),
  side(
    'bash-progress',
    'output of a running command (old versions)',
    { words: ['elapsed?'], options: ['chars'] },
    (draft, atMs, { args, line }) => {
      const elapsed = args.values.get('elapsed');
      writeBashProgress(
        draft,
        atMs,
        elapsed === undefined ? 2 : parseDuration(elapsed, line) / 1000,
        parseCount(args, 'chars', line, 260),
      );
    },
  ),
  side('waiting', 'the wait for a task (old versions)', { text: true }, (draft, atMs, { args }) => {
    writeWaiting(draft, atMs, args.text ?? 'Look around');
  }),
  side('attachment', 'an attachment', { words: ['type'], text: true }, (draft, atMs, { args }) => {
    writeAttachment(draft, atMs, args.values.get('type') ?? '', { content: args.text ?? '' });
  }),
  side(
    'tools',
    'tools, MCP servers or subagent types that came or went',
    { words: ['what'], options: ['added', 'removed'] },
    (draft, atMs, { args, line }) => {
      const what = parseChoice(args, 'what', line, ['tools', 'mcp-instructions', 'agents']);
      const names = (key: string) => args.values.get(key)?.split(',') ?? [];
      writeToolsChange(draft, atMs, what ?? 'tools', names('added'), names('removed'));
    },
  ),
  side(
    'queue',
    'a change of the prompt queue',
    { words: ['operation'], text: true },
    (draft, atMs, { args, line }) => {
      const operation =
        parseChoice(args, 'operation', line, ['enqueue', 'dequeue', 'remove', 'popAll']) ??
        'enqueue';
      writeQueueOperation(draft, atMs, operation, args.text ?? '');
    },
  ),
  side('snapshot', 'a file-history snapshot', { words: ['path?'] }, (draft, atMs, { args }) => {
    writeSnapshot(draft, atMs, args.values.get('path') ?? '');
  }),
  side('summary', 'a title of old versions', { text: true }, (draft, _atMs, { args }) =>
    writeSummary(draft, args.text ?? ''),
  ),
  side('last-prompt', 'the last prompt, shortened', { text: true }, (draft, _atMs, { args }) =>
    writeLastPrompt(draft, args.text ?? ''),
  ),
  flat('custom-title', 'customTitle'),
  flat('ai-title', 'aiTitle'),
  flat('agent-name', 'agentName'),
  flat('mode', 'mode'),
  flat('permission-mode', 'permissionMode'),
  side(
    'pr-link',
    'the pull request of the session',
    { words: ['number', 'url'] },
    (draft, _atMs, { args, line }) => {
      writeFlat(draft, 'pr-link', {
        prNumber: parseCount(args, 'number', line),
        prUrl: args.values.get('url'),
      });
    },
  ),
  side(
    'cost-state',
    "Claude Code's own cost of the session",
    { words: ['usd'], options: ['model'] },
    (draft, _atMs, { args, line }) => {
      const usd = Number(args.values.get('usd'));
      if (!Number.isFinite(usd))
        throw new TableError(
          line,
          `usd "${args.values.get('usd')}" is no amount; expected such as 1.25`,
        );
      const model = args.values.get('model');
      writeCostState(draft, usd, model === undefined ? {} : { [model]: { costUSD: usd } });
    },
  ),
  side(
    'raw',
    'the text as a line of its own, unchanged',
    { text: true },
    (draft, _atMs, { args }) => {
      draft.lines.push(args.text ?? '');
    },
  ),
];

function flat(name: string, field: string): Verb {
  return side(name, `the session's ${name}`, { text: true }, (draft, _atMs, { args }) =>
    writeFlat(draft, name, { [field]: args.text ?? '' }),
  );
}

function side(name: string, writes: string, grammar: Grammar, write: Write): Verb {
  return {
    name,
    writes,
    time: 'optional',
    grammar,
    run: (desk, statement) =>
      write(currentDraft(desk, statement.line), momentOf(desk, statement), statement),
  };
}
