// The scanner sees in every record what JSON.parse sees: on all real lines this machine has, and on
// generated ones full of nesting, escapes, blanks and fields it has never met.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { originOf } from '../../src/transcript/discover.ts';
import { propertyRuns } from '../property/runs.ts';
import { CORPUS, NO_CORPUS } from '../store/corpus-folder.ts';
import { type OracleFacts, type OracleReading, readByOracle, withoutEmpty } from './oracle.ts';
import { type Reading, readBytes, readFile } from './read-bytes.ts';
import { agentProgress, assistant, user } from './records.ts';

describe.skipIf(CORPUS === null)(`on the real transcripts${NO_CORPUS}`, () => {
  it('the reader equals JSON.parse on every line', () => {
    const paths = readdirSync(join(CORPUS ?? '', 'projects'), { recursive: true })
      .map((path) => join(CORPUS ?? '', 'projects', String(path)))
      .filter((path) => path.endsWith('.jsonl'));
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) {
      const origin = originOf(path);
      const wanted = readByOracle(readFileSync(path), origin.sessionId, origin.agentId);
      expect(visible(readFile(path)), basename(path)).toEqual(wanted);
    }
  });
});

describe('on generated records', () => {
  it('the reader equals JSON.parse, whatever stands around what it reads', () => {
    fc.assert(
      fc.property(fc.array(oddLine, { minLength: 1, maxLength: 6 }), (lines) => {
        const bytes = Buffer.from(lines.join('\n'));
        const wanted = readByOracle(bytes, 'own', null);
        expect(visible(readBytes(bytes))).toEqual(wanted);
      }),
      propertyRuns(300),
    );
  });
});

const SIGNALS = ['command', 'notice', 'tools', 'start'];

/** The part of a reading that the oracle knows. */
function visible(reading: Reading): OracleReading {
  const kinds = Object.entries(reading.shapes)
    .map(([shape, count]) => [shape.replace(/^\?/, ''), count] as const)
    .filter(([shape]) => !shape.startsWith('field ') && !shape.startsWith('(bad'));
  const facts = Object.entries(reading.facts).map(([session, all]) => {
    const { lastUuid: _, promptOffset: __, ...rest } = all;
    return [session, rest as unknown as OracleFacts] as const;
  });
  return {
    usage: [...reading.usage],
    tools: [...reading.tools],
    kinds: Object.fromEntries(kinds),
    facts: withoutEmpty(Object.fromEntries(facts)),
    openedMs: reading.openedMs,
    signals: reading.events
      .filter(({ kind }) => SIGNALS.includes(kind))
      .map(({ offset, kind, data }) => ({ offset, kind, data })),
  };
}

/** Text with everything that could end a string too early, or not at all. */
const tricky = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom(
    '"',
    '\\',
    '\\"',
    '\\\\',
    '{"type":"assistant"}',
    '}]}',
    '\n',
    '\u2028',
    '\u0000',
    '😀',
    '日本語',
    '"usage":{',
  ),
);
const noise = fc.object({ key: tricky, maxDepth: 3, maxKeys: 4 });
const mixed = fc.oneof(fc.jsonValue({ maxDepth: 2 }), tricky);
const tokens = fc.oneof(
  { weight: 6, arbitrary: fc.nat(900_000) },
  { weight: 1, arbitrary: fc.constantFrom(null, -1, '12', 1.5, 1e12, 1e13, 1e21, true, [], {}) },
);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
  fc.oneof({ weight: 5, arbitrary: value }, fc.constant(null), fc.constant(undefined));

const iteration = fc.record(
  {
    type: fc.constantFrom('message', 'advisor_message', null),
    model: maybe(fc.constantFrom('claude-opus-4-8', 'm"odd')),
    input_tokens: tokens,
    output_tokens: tokens,
  },
  { requiredKeys: [] },
);

const usages = fc.record(
  {
    input_tokens: tokens,
    cache_creation_input_tokens: tokens,
    cache_read_input_tokens: tokens,
    output_tokens: tokens,
    cache_creation: maybe(
      fc.record(
        { ephemeral_5m_input_tokens: tokens, ephemeral_1h_input_tokens: tokens },
        { requiredKeys: [] },
      ),
    ),
    server_tool_use: maybe(
      fc.record({ web_search_requests: tokens, web_fetch_requests: fc.nat(3) }),
    ),
    service_tier: maybe(fc.constantFrom('standard', 'batch', 'priority')),
    inference_geo: maybe(fc.constantFrom('us', 'global', '')),
    speed: maybe(fc.constantFrom('fast', 'standard')),
    iterations: maybe(fc.array(iteration, { maxLength: 3 })),
    output_tokens_details: noise,
  },
  { requiredKeys: [] },
);

const block = fc.oneof(
  fc.record({
    type: fc.constant('tool_use'),
    id: maybe(fc.constantFrom('toolu_1', 't"2')),
    name: maybe(fc.constantFrom('Bash', 'Read')),
    input: noise,
  }),
  fc.record({ type: fc.constant('text'), text: tricky }),
  fc.record({ type: fc.constant('thinking'), thinking: tricky, signature: tricky }),
  noise,
  mixed,
);

const assistants = fc
  .record({
    id: maybe(fc.constantFrom('msg_1', 'msg_"2', '')),
    requestId: maybe(fc.constantFrom('req_1', 'req_é')),
    model: maybe(fc.constantFrom('claude-opus-4-8', '<synthetic>', 'モデル')),
    stop: maybe(fc.constantFrom('end_turn', 'tool_use')),
    at: maybe(
      fc.constantFrom(
        '2026-07-01T10:00:00.000Z',
        '2026-07-01T10:00:00Z',
        '2026-07-01T12:00:00.500+02:00',
        '2026-13-45T99:00:00.000Z',
        '2026-02-30T10:00:00.000Z',
        '1969-07-01T10:00:00.000Z',
        'yesterday',
        '',
        '24 chars but no date....',
      ),
    ),
    session: maybe(fc.constantFrom('s1', 's2')),
    usage: fc.oneof(maybe(usages), mixed),
    content: fc.oneof(fc.array(block, { maxLength: 4 }), mixed),
    top: fc.record(
      {
        extra: noise,
        cwd: maybe(tricky),
        version: maybe(fc.constantFrom('2.1.200', 'v')),
        gitBranch: maybe(tricky),
        isSidechain: fc.constantFrom(true, false, null, 'true'),
        agentId: maybe(fc.constantFrom('a1', 'a2')),
        forkedFrom: maybe(noise),
        sessionKind: fc.constantFrom('bg', 'fg', null),
        effort: maybe(fc.constantFrom('low', 'high', 'max', 'turbo', '', 3)),
      },
      { requiredKeys: [] },
    ),
    message: fc.record({ diagnostics: noise }, { requiredKeys: [] }),
  })
  .map((fields) => assistant(fields));

const titles = fc.record({
  type: fc.constantFrom('custom-title', 'ai-title'),
  customTitle: maybe(tricky),
  aiTitle: maybe(tricky),
  sessionId: maybe(fc.constantFrom('s1', 's2')),
});
const others = fc.record(
  {
    type: fc.oneof(fc.constantFrom('system', 'progress', 'attachment'), tricky, mixed),
    subtype: maybe(fc.constantFrom('compact_boundary', 'turn_duration')),
    data: fc.oneof(noise, mixed),
    sessionId: maybe(fc.constantFrom('s1', 's2')),
    timestamp: maybe(fc.constantFrom('2026-07-01T10:00:00.000Z', 'x')),
  },
  { requiredKeys: ['type'] },
);

const names = fc.oneof(fc.array(fc.constantFrom('Lint', 'mcp__ci__run'), { maxLength: 2 }), mixed);
const hook = {
  hookEvent: maybe(fc.constantFrom('SessionStart', 'Stop')),
  hookName: maybe(fc.constantFrom('SessionStart:resume', 'SessionStart', 'SessionStart:a b')),
};
const attachments = fc
  .record({
    type: fc.constantFrom('deferred_tools_delta', 'agent_listing_delta', 'hook_success', 'file'),
    addedNames: maybe(names),
    removedTypes: maybe(names),
    content: tricky,
    ...hook,
  })
  .map((attachment) => ({ ...user('x'), type: 'attachment', message: null, attachment }));
const hookProgress = fc
  .record({ type: fc.constantFrom('hook_progress', 'bash_progress'), ...hook })
  .map((data) => ({ ...user('x'), type: 'progress', message: null, data }));
const harness = fc
  .constantFrom(
    '<command-name>/model</command-name>\n<command-args>opus</command-args>',
    '<command-message>init is analyzing…</command-message>\n<command-name>/init</command-name>',
    '<command-message>no name</command-message>',
    '<task-notification>\n<status>completed</status></task-notification>',
    'say <command-name>/model</command-name>',
  )
  .chain((words) => fc.constantFrom<unknown>(words, [{ type: 'text', text: words }]))
  .map((content) => user(content, {}));

const records = fc.oneof(
  { weight: 1, arbitrary: attachments },
  { weight: 1, arbitrary: hookProgress },
  { weight: 1, arbitrary: harness },
  { weight: 5, arbitrary: assistants },
  { weight: 1, arbitrary: assistants.map((inner) => agentProgress(inner)) },
  { weight: 1, arbitrary: fc.tuple(mixed, noise).map(([text, top]) => user(text, top)) },
  { weight: 1, arbitrary: titles },
  { weight: 1, arbitrary: others },
);

/** The record's keys in another order, perhaps with blanks between its tokens. */
const oddLine = fc
  .tuple(records, fc.boolean(), fc.boolean(), fc.constantFrom('', ' ', '\t', '\r'))
  .map(([record, reversed, indented, tail]) => {
    const entries = Object.entries(record);
    const ordered = Object.fromEntries(reversed ? entries.reverse() : entries);
    const text = JSON.stringify(ordered, null, indented ? 2 : 0);
    return `${text.replaceAll('\n', indented ? ' \t' : '')}${tail}`;
  });
