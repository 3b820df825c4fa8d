// Table rows for what is said and thought, for results that come late, and for lines that a reader must
// survive. Each is one entry of the list; what a row means for a metric is not known here.
import { type CallSpec, type OpenTool, writeCall, writeToolResult } from '../writer/call.ts';
import { THINKING_FORMS, thinkingBlock } from '../writer/call-content.ts';
import { type Draft, type Json, writeRecord } from '../writer/draft.ts';
import { writeAttachment } from '../writer/side-records.ts';
import { toolResult } from '../writer/tools.ts';
import { writePrompt } from '../writer/user-records.ts';
import { row } from './conversation-verbs.ts';
import type { Desk, Verb } from './desk.ts';
import { TableError } from './grammar.ts';
import { parseChoice, parseCount, parseSwitch } from './values.ts';

export const SPEECH_VERBS: readonly Verb[] = [
  row(
    'says',
    'a message of the assistant: text with \\n as line break',
    { options: ['model', 'id'], text: true },
    (draft, atMs, { args }) => {
      const text = withBreaks(args.text ?? 'Done.');
      writeMessage(draft, atMs, { text, messageId: args.values.get('id') }, args.values);
    },
  ),
  row(
    'thinks',
    'a message with a thinking block only: visible, empty or redacted',
    { words: ['form?'], options: ['model', 'id', 'chars', 'signature'], text: true },
    (draft, atMs, { args, line }) => {
      const form = parseChoice(args, 'form', line, THINKING_FORMS) ?? 'visible';
      const chars = args.values.has('chars')
        ? 'x'.repeat(parseCount(args, 'chars', line))
        : undefined;
      const text = args.text === undefined ? chars : withBreaks(args.text);
      const signatureChars = parseCount(args, 'signature', line, 96);
      const content = [thinkingBlock(draft, { form, text, signatureChars })];
      writeMessage(draft, atMs, { content, messageId: args.values.get('id') }, args.values);
    },
  ),
  row(
    'asks',
    'a prompt with \\n as line break, image=yes with a picture',
    { options: ['mode', 'origin', 'image'], text: true },
    (draft, atMs, { args, line }) => {
      writePrompt(draft, {
        atMs,
        text: withBreaks(args.text ?? ''),
        permissionMode: args.values.get('mode'),
        origin: args.values.get('origin'),
        image: parseSwitch(args, 'image', line),
      });
    },
  ),
  row(
    'queued',
    'a prompt typed while the agent worked',
    { text: true },
    (draft, atMs, { args }) => {
      writeAttachment(draft, atMs, 'queued_command', {
        prompt: args.text ?? '',
        commandMode: 'prompt',
      });
    },
  ),
  row(
    'result',
    'the result of the oldest tool called with results=no: ok, error or rejected',
    { words: ['how?'], text: true },
    (draft, atMs, { args, line }, desk) => {
      const how = parseChoice(args, 'how', line, ['ok', 'error', 'rejected']) ?? 'ok';
      const open = takeWaiting(desk, draft, line);
      const outcome = { fails: how === 'error', rejected: how === 'rejected' };
      const tool = { ...open.tool, ...outcome, failure: args.text, said: args.text };
      const world = { cwd: draft.facts.cwd, random: draft.random };
      writeToolResult(draft, open, toolResult(tool, open.input, world), atMs);
    },
  ),
  row(
    'bad',
    'a line that cannot be understood: json, type, message or block',
    { words: ['what'] },
    (draft, atMs, { args, line }) => {
      writeBad(draft, atMs, parseChoice(args, 'what', line, BAD) ?? 'json');
    },
  ),
  row('repeat', 'the last line again', { words: ['times?'] }, (draft, _atMs, { args, line }) => {
    const last = draft.lines.at(-1) ?? '';
    for (let i = 0; i < parseCount(args, 'times', line, 1); i++) draft.lines.push(last);
  }),
];

const BAD = ['json', 'type', 'message', 'block'] as const;

function writeMessage(
  draft: Draft,
  atMs: number | null,
  content: Partial<CallSpec>,
  values: ReadonlyMap<string, string>,
): void {
  const model = values.get('model') ?? draft.facts.model;
  draft.facts.model = model;
  const tokens = {
    inputTokens: 3,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: 20,
  };
  writeCall(draft, { ...content, atMs, model, tokens });
}

function writeBad(draft: Draft, atMs: number | null, what: (typeof BAD)[number]): void {
  switch (what) {
    case 'json':
      draft.lines.push('{"type":"assistant","message":{"content":[{"type":"te');
      break;
    case 'type':
      writeRecord(draft, { type: 'hologram', atMs, body: {} });
      break;
    case 'message':
      writeRecord(draft, { type: 'assistant', atMs, body: {} });
      break;
    case 'block':
      writeMessage(draft, atMs, { content: [UNKNOWN_BLOCK] }, new Map());
      break;
  }
}

const UNKNOWN_BLOCK: Json = { type: 'hologram', data: 'x' };

function takeWaiting(desk: Desk, draft: Draft, line: number): OpenTool {
  const [first, ...rest] = desk.waiting.get(draft.path) ?? [];
  if (first === undefined) {
    throw new TableError(line, 'no tool waits for a result; expected a call with results=no above');
  }
  desk.waiting.set(draft.path, rest);
  return first;
}

function withBreaks(text: string): string {
  return text.replaceAll('\\n', '\n');
}
