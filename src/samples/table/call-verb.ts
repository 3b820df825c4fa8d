// The table's main row: one API call. Knows its columns and options and turns them into a call.
import type { TokenCounts } from '../../shared/tokens.ts';
import { writeCall } from '../writer/call.ts';
import { THINKING_FORMS } from '../writer/call-content.ts';
import { startsAgent } from '../writer/tools.ts';
import type { AdvisorCall } from '../writer/usage.ts';
import {
  type Desk,
  ENVELOPE_OPTIONS,
  recordTime,
  type Statement,
  type Verb,
  withEnvelope,
} from './desk.ts';
import { type Arguments, type Grammar, TableError } from './grammar.ts';
import {
  parseChoice,
  parseCount,
  parseDuration,
  parseNullable,
  parseSwitch,
  parseTools,
} from './values.ts';

export const DEFAULT_COLUMNS = ['model', 'in', 'w5m', 'w1h', 'read', 'out', 'tools', 'text'];

/** Names the header may use, and what they stand for. */
export const COLUMN_ALIASES: Readonly<Record<string, string>> = {
  write5m: 'w5m',
  write1h: 'w1h',
  input: 'in',
  output: 'out',
};

const OPTIONS = [
  ...DEFAULT_COLUMNS.filter((column) => column !== 'text'),
  ...ENVELOPE_OPTIONS,
  'id',
  'req',
  'lines',
  'outs',
  'final',
  'stop',
  'iterations',
  'advisor',
  'split',
  'speed',
  'geo',
  'tier',
  'search',
  'thinking',
  'results',
  'interleave',
  'gap',
  'effort',
  'failure',
  'said',
];

/** Columns a header line may name, besides `at`, `who` and `text`. */
export const CALL_OPTIONS: readonly string[] = OPTIONS;

/** A call row's grammar follows the last header line. */
export function callGrammar(columns: readonly string[]): Grammar {
  const words = columns.filter((column) => column !== 'text').map((column) => `${column}?`);
  return { words, options: OPTIONS, text: true };
}

export const CALL_VERB: Verb = {
  name: 'call',
  writes: 'one API call: its assistant lines and the results of its tools',
  time: 'needed',
  grammar: callGrammar(DEFAULT_COLUMNS),
  run: (desk, statement) =>
    withEnvelope(desk, statement, (draft) => {
      const { args, line } = statement;
      const model = args.values.get('model') ?? draft.facts.model;
      if (model !== '<synthetic>') draft.facts.model = model;
      const written = writeCall(draft, { ...callSpec(desk, statement), model });
      const agentTools = written.tools.filter((open) => startsAgent(open.tool.name));
      if (parseSwitch(args, 'results', line) === false) {
        desk.waiting.set(draft.path, [...(desk.waiting.get(draft.path) ?? []), ...written.tools]);
      }
      const open = desk.openAgentTools.get(draft) ?? [];
      if (agentTools.length > 0 && parseSwitch(args, 'results', line) !== false) {
        desk.openAgentTools.set(draft, [...open, ...agentTools]);
      }
    }),
};

function callSpec(desk: Desk, statement: Statement) {
  const { args, line } = statement;
  const text = (name: string) => args.values.get(name);
  return {
    atMs: recordTime(desk, statement),
    tokens: tokensOf(args, line),
    text: args.text,
    tools: parseTools(text('tools'), line).map((tool) => ({
      ...tool,
      failure: text('failure'),
      said: text('said'),
    })),
    thinking: thinkingOf(args, line),
    lineCount: args.values.has('lines')
      ? Math.max(1, parseCount(args, 'lines', line))
      : outputsOf(args, line)?.length,
    outputs: outputsOf(args, line),
    isFinal: parseSwitch(args, 'final', line),
    messageId: text('id'),
    requestId: text('req'),
    stopReason: parseNullable(args, 'stop'),
    iterations: parseChoice(args, 'iterations', line, ['none', 'null', 'empty']),
    advisors: advisorsOf(text('advisor'), line),
    split: parseChoice(args, 'split', line, ['given', 'none', 'zero']),
    speed: parseNullable(args, 'speed'),
    geo: parseNullable(args, 'geo'),
    tier: parseNullable(args, 'tier'),
    webSearches: parseCount(args, 'search', line),
    withResults: parseSwitch(args, 'results', line),
    interleave: parseSwitch(args, 'interleave', line),
    effort: text('effort'),
    lineGapMs: args.values.has('gap') ? parseDuration(text('gap') ?? '', line) : undefined,
  };
}

/** `yes`: as the version writes it; or one of the forms. */
function thinkingOf(args: Arguments, line: number) {
  const form = THINKING_FORMS.find((name) => name === args.values.get('thinking'));
  return form ?? parseSwitch(args, 'thinking', line);
}

/** Absent cells: 3 input and 20 output tokens, no cache. */
function tokensOf(args: Arguments, line: number): TokenCounts {
  return {
    inputTokens: parseCount(args, 'in', line, 3),
    cacheReadTokens: parseCount(args, 'read', line),
    cacheWrite5mTokens: parseCount(args, 'w5m', line),
    cacheWrite1hTokens: parseCount(args, 'w1h', line),
    outputTokens: parseCount(args, 'out', line, 20),
  };
}

/** `outs=1,1,500`: the output count of each line. */
function outputsOf(args: Arguments, line: number): number[] | undefined {
  const word = args.values.get('outs');
  if (word === undefined) return undefined;
  const outputs = word.split(',').map(Number);
  if (outputs.every((output) => Number.isInteger(output) && output >= 0)) return outputs;
  throw new TableError(line, `outs "${word}" is no list of counts; expected such as 1,1,500`);
}

/** `advisor=claude-fable-5:4/0/900/12000/300;…`: model, then in/w5m/w1h/read/out. */
function advisorsOf(word: string | undefined, line: number): AdvisorCall[] {
  if (word === undefined) return [];
  return word.split(';').map((part) => {
    const [model = '', counts = ''] = part.split(':');
    const numbers = counts.split('/').map(Number);
    const [
      inputTokens = 0,
      cacheWrite5mTokens = 0,
      cacheWrite1hTokens = 0,
      cacheReadTokens = 0,
      outputTokens = 0,
    ] = numbers;
    if (model === '' || numbers.length !== 5 || numbers.some(Number.isNaN)) {
      throw new TableError(
        line,
        `advisor "${part}" cannot be read; expected model:in/w5m/w1h/read/out`,
      );
    }
    return {
      model,
      tokens: {
        inputTokens,
        cacheReadTokens,
        cacheWrite5mTokens,
        cacheWrite1hTokens,
        outputTokens,
      },
    };
  });
}
