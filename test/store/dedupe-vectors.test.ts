// One case per way in which a call can stand in transcripts more than once, or oddly: what the
// ledger holds afterwards. Where other tools were measured on the same case and went wrong, the
// case says so: ccusage 20.0.24, CodeBurn 0.9.15, ccstatusline, first-line-wins, no dedupe.
import { afterEach, describe, expect, it } from 'vitest';
import { LINE_FLAG } from '../../src/model/flags.ts';
import { agentProgress, assistant, line, spaced, stream, usage } from '../transcript/records.ts';
import { type Lab, openLab } from './lab.ts';

/** input, cache read, 5m write, 1h write, output */
type Tokens = readonly [number, number, number, number, number];

interface Vector {
  readonly name: string;
  /** What other tools say, where known. */
  readonly others?: string;
  /** Path below the config folder → its lines. A plain list is one main transcript. */
  readonly files: string | Readonly<Record<string, string>>;
  readonly calls: readonly Tokens[];
}

const MAIN = 'projects/-w/s1.jsonl';
const AGENT = 'projects/-w/s1/subagents/agent-a1.jsonl';
const cached = (overrides: Record<string, unknown>): string =>
  line(assistant({ usage: usage({ output_tokens: 7, ...overrides }) }));
const split = (w5m: unknown, w1h: unknown): Record<string, unknown> => ({
  ephemeral_5m_input_tokens: w5m,
  ephemeral_1h_input_tokens: w1h,
});
const side = { isSidechain: true, agentId: 'a1' };
const inner = (output: number): Record<string, unknown> =>
  assistant({ id: 'msg_agent', requestId: 'req_a', usage: usage({ output_tokens: output }) });

const VECTORS: readonly Vector[] = [
  {
    name: 'stream lines 1, 1, 500: the largest output is the call’s',
    others: 'first line wins: 1; every line: 502; ccstatusline: none, as no stop_reason stands',
    files: stream(1) + stream(1) + stream(500),
    calls: [[3, 0, 0, 0, 500]],
  },
  {
    name: 'stream lines 500, 1, 1',
    others: 'CodeBurn: 1, as the last line wins there',
    files: stream(500) + stream(1) + stream(1),
    calls: [[3, 0, 0, 0, 500]],
  },
  {
    name: 'stream lines 1, 500, 1 over two files',
    files: { [MAIN]: stream(1) + stream(500), 'projects/-w/s2.jsonl': stream(1) },
    calls: [[3, 0, 0, 0, 500]],
  },
  {
    name: 'equal outputs: the larger total, taken whole and never the maximum of each field',
    files:
      line(assistant({ usage: usage({ input_tokens: 900, cache_read_input_tokens: 0 }) })) +
      line(assistant({ usage: usage({ input_tokens: 1, cache_read_input_tokens: 1000 }) })),
    calls: [[1, 1000, 0, 0, 10]],
  },
  {
    name: 'no message id and an empty request id: two records are two calls',
    files:
      line(assistant({ id: null, requestId: '', top: { uuid: 'u-one' } })) +
      line(assistant({ id: null, requestId: '', top: { uuid: 'u-two' } })),
    calls: [
      [3, 0, 0, 0, 10],
      [3, 0, 0, 0, 10],
    ],
  },
  {
    name: 'requestId null on two copies',
    others: 'ccusage: 0, it drops the line',
    files: stream(40, { requestId: null }) + stream(40, { requestId: null }),
    calls: [[3, 0, 0, 0, 40]],
  },
  {
    name: 'requestId absent on two copies',
    files: line(assistant({ top: { requestId: undefined } })).repeat(2),
    calls: [[3, 0, 0, 0, 10]],
  },
  {
    name: 'requestId absent on one line of two: no requestId matches any',
    others: 'keyed on both ids: 2 calls',
    files: stream(1, { top: { requestId: undefined } }) + stream(90),
    calls: [[3, 0, 0, 0, 90]],
  },
  {
    name: 'a sidechain replay under a new requestId',
    others: 'keyed on both ids: 2 calls',
    files: stream(80) + stream(80, { requestId: 'req_replay', top: side }),
    calls: [[3, 0, 0, 0, 80]],
  },
  {
    name: 'a main-chain copy under a new requestId: a vendor id names one response',
    files: stream(80) + stream(80, { requestId: 'req_2' }),
    calls: [[3, 0, 0, 0, 80]],
  },
  {
    name: 'a Bedrock and a Vertex id under two requestIds each',
    files: ['msg_bdrk_1', 'msg_vrtx_1']
      .flatMap((id) => [stream(5, { id }), stream(6, { id, requestId: 'req_2' })])
      .join(''),
    calls: [
      [3, 0, 0, 0, 6],
      [3, 0, 0, 0, 6],
    ],
  },
  {
    name: 'a gateway’s id under two requestIds is two calls',
    others: 'keyed on message.id alone: 1 call',
    files:
      stream(5, { id: 'chatcmpl-1' }) +
      stream(6, { id: 'chatcmpl-1' }) +
      stream(9, { id: 'chatcmpl-1', requestId: 'req_2' }),
    calls: [
      [3, 0, 0, 0, 6],
      [3, 0, 0, 0, 9],
    ],
  },
  {
    name: 'a gateway’s id with and without requestId is one call',
    files:
      stream(5, { id: 'gen-1', requestId: null }) + stream(8, { id: 'gen-1', requestId: 'req_9' }),
    calls: [[3, 0, 0, 0, 8]],
  },
  {
    name: 'a gateway’s id replayed by a sidechain under an unknown requestId is one call',
    files:
      stream(5, { id: 'gen-1' }) + stream(5, { id: 'gen-1', requestId: 'req_side', top: side }),
    calls: [[3, 0, 0, 0, 5]],
  },
  {
    name: 'no message id: the requestId is the key',
    files: stream(5, { id: null }) + stream(11, { id: null, uuid: 'u2' }),
    calls: [[3, 0, 0, 0, 11]],
  },
  {
    name: 'neither message id nor requestId: the line’s uuid is the key',
    files:
      stream(5, { id: null, requestId: null, uuid: 'u1' }) +
      stream(5, { id: null, requestId: null, uuid: 'u1' }) +
      stream(5, { id: null, requestId: null, uuid: 'u2' }),
    calls: [
      [3, 0, 0, 0, 5],
      [3, 0, 0, 0, 5],
    ],
  },
  {
    name: 'JSON with blanks after its colons',
    others: 'ccusage: 0, it looks for "usage":{',
    files: `${spaced(assistant())}\n`,
    calls: [[3, 0, 0, 0, 10]],
  },
  {
    name: 'version null',
    others: 'ccusage: 0',
    files: line(assistant({ top: { version: null } })),
    calls: [[3, 0, 0, 0, 10]],
  },
  {
    name: 'a write total beside a split of 0 and 0 is a 5-minute write',
    others: 'ccusage: 0 written tokens',
    files: cached({ cache_creation_input_tokens: 1_000_000, cache_creation: split(0, 0) }),
    calls: [[3, 0, 1_000_000, 0, 7]],
  },
  {
    name: 'a write total without a split is a 5-minute write',
    files: cached({ cache_creation_input_tokens: 800 }),
    calls: [[3, 0, 800, 0, 7]],
  },
  {
    name: 'a write total of 0 beside a real split: the split counts (before 2.1.152)',
    others: 'total alone: 0 written tokens',
    files: cached({ cache_creation_input_tokens: 0, cache_creation: split(200, 300) }),
    calls: [[3, 0, 200, 300, 7]],
  },
  {
    name: 'no write total beside a real split',
    files: cached({ cache_creation_input_tokens: null, cache_creation: split(200, 300) }),
    calls: [[3, 0, 200, 300, 7]],
  },
  {
    name: 'a split smaller than its total: the rest is a 5-minute write',
    files: cached({ cache_creation_input_tokens: 1000, cache_creation: split(200, 300) }),
    calls: [[3, 0, 700, 300, 7]],
  },
  {
    name: 'a split that is null',
    files: cached({ cache_creation_input_tokens: 50, cache_creation: null }),
    calls: [[3, 0, 50, 0, 7]],
  },
  {
    name: 'a <synthetic> line is no call, whatever its usage says',
    others: 'ccusage: its tokens stand in the totals but in no model',
    files: stream(500, { model: '<synthetic>' }),
    calls: [],
  },
  {
    name: 'usage of zero throughout is no call',
    files: line(
      assistant({
        usage: usage({
          input_tokens: 0,
          output_tokens: 0,
          cache_creation: split(0, 0),
          server_tool_use: { web_search_requests: 0 },
        }),
      }),
    ),
    calls: [],
  },
  {
    name: 'no usage, usage null and usage of a wrong kind are no calls',
    files:
      line(assistant({ usage: undefined })) +
      line(assistant({ usage: null, id: 'msg_2' })) +
      line(assistant({ usage: 'many', id: 'msg_3' })) +
      line(assistant({ usage: [1, 2], id: 'msg_4' })),
    calls: [],
  },
  {
    name: 'a resumed copy in a second file, under its own session id',
    others: 'deduped inside each file only: 2 calls',
    files: { [MAIN]: stream(70), 'projects/-w/s2.jsonl': stream(70, { session: 's2' }) },
    calls: [[3, 0, 0, 0, 70]],
  },
  {
    name: 'usage only in agent_progress: the agent’s own file is gone',
    others: 'CodeBurn and most of ccusage’s reports: 0 calls',
    files: line(agentProgress(inner(30))),
    calls: [[3, 0, 0, 0, 30]],
  },
  {
    name: 'usage in agent_progress and in the agent’s own file',
    others: 'without a common key: 2 calls',
    files: {
      [MAIN]: line(agentProgress(inner(1))),
      [AGENT]: line({ ...inner(30), ...side }),
    },
    calls: [[3, 0, 0, 0, 30]],
  },
  {
    name: 'an advisor’s iteration is a call of its own; other iterations are never added',
    others: 'CodeBurn 0.9.15: the advisor is missing',
    files: line(
      assistant({
        usage: usage({
          iterations: [
            { type: 'message', input_tokens: 400, output_tokens: 5 },
            {
              type: 'advisor_message',
              model: 'claude-opus-4-8',
              input_tokens: 1_000_000,
              output_tokens: 20,
            },
            { type: 'fallback', input_tokens: 21_874, output_tokens: 1 },
          ],
        }),
      }),
    ).repeat(2),
    calls: [
      [3, 0, 0, 0, 10],
      [1_000_000, 0, 0, 0, 20],
    ],
  },
  {
    name: 'two advisors of one call are two calls',
    files: line(
      assistant({
        usage: usage({
          iterations: [
            { type: 'advisor_message', model: 'claude-opus-4-8', input_tokens: 5 },
            { type: 'advisor_message', model: 'claude-opus-4-8', input_tokens: 6 },
          ],
        }),
      }),
    ),
    calls: [
      [3, 0, 0, 0, 10],
      [5, 0, 0, 0, 0],
      [6, 0, 0, 0, 0],
    ],
  },
  {
    name: 'counts that are null, text, negative, true, nested or missing are 0',
    others: 'NaN in tools that add whatever stands there',
    files: [
      { input_tokens: null, cache_read_input_tokens: '900' },
      { input_tokens: -5, cache_read_input_tokens: true },
      { input_tokens: undefined, cache_read_input_tokens: { n: 4 } },
      { input_tokens: [7], cache_read_input_tokens: '-' },
    ]
      .map((odd, i) => line(assistant({ id: `msg_${i}`, usage: usage(odd) })))
      .join(''),
    calls: [
      [0, 0, 0, 0, 10],
      [0, 0, 0, 0, 10],
      [0, 0, 0, 0, 10],
      [0, 0, 0, 0, 10],
    ],
  },
  {
    name: 'counts with a fraction or an exponent are cut to whole ones; beyond a trillion they are 0',
    files:
      `${JSON.stringify(assistant()).replace('"input_tokens":3', '"input_tokens":1.5e3')}\n` +
      `${JSON.stringify(assistant({ id: 'msg_2' })).replace('"input_tokens":3', '"input_tokens":7.9')}\n` +
      `${JSON.stringify(assistant({ id: 'msg_3' })).replace('"input_tokens":3', '"input_tokens":1e400')}\n` +
      `${JSON.stringify(assistant({ id: 'msg_4' })).replace('"input_tokens":3', '"input_tokens":99999999999999999999')}\n` +
      `${JSON.stringify(assistant({ id: 'msg_5' })).replace('"input_tokens":3', '"input_tokens":9999999999')}\n`,
    calls: [
      [1500, 0, 0, 0, 10],
      [7, 0, 0, 0, 10],
      [0, 0, 0, 0, 10],
      [0, 0, 0, 0, 10],
      [9_999_999_999, 0, 0, 0, 10],
    ],
  },
  {
    name: 'toolUseResult usage and totals are never added',
    files:
      stream(10) +
      line({
        type: 'user',
        sessionId: 's1',
        message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1' }] },
        toolUseResult: { totalTokens: 9999, usage: usage({ output_tokens: 9000 }) },
      }),
    calls: [[3, 0, 0, 0, 10]],
  },
];

describe('a call that stands in transcripts more than once, or oddly', () => {
  let lab: Lab;
  afterEach(() => lab.close());

  it.each(VECTORS.map((vector) => [vector.name, vector] as const))('%s', async (_, vector) => {
    lab = openLab();
    const files = typeof vector.files === 'string' ? { [MAIN]: vector.files } : vector.files;
    for (const [path, text] of Object.entries(files)) lab.write(path, text);
    await lab.ingest();
    expect(callsOf(lab)).toEqual(vector.calls);
  });

  it('is marked provisional only while no line has a stop_reason or iterations', async () => {
    lab = openLab();
    lab.write(
      MAIN,
      stream(1, { id: 'msg_1' }) +
        stream(1, { id: 'msg_2' }) +
        stream(9, { id: 'msg_2', stop: 'end_turn' }) +
        line(assistant({ id: 'msg_3', usage: usage({ iterations: [] }) })) +
        line(assistant({ id: 'msg_4', usage: usage({ iterations: null }) })),
    );
    await lab.ingest();
    const final = lab.store.db
      .prepare(`SELECT message_id, flags & ${LINE_FLAG.final} <> 0 FROM call ORDER BY 1`)
      .raw()
      .all();
    expect(final).toEqual([
      ['msg_1', 0],
      ['msg_2', 1],
      ['msg_3', 1],
      ['msg_4', 0],
    ]);
  });

  it('belongs to the file that was first, at the time of its first line', async () => {
    lab = openLab();
    const copy = { session: 's0', at: '2026-07-01T10:00:00.000Z' };
    lab.write(
      'projects/-w/s0.jsonl',
      stream(9, { ...copy, id: 'new', at: '2026-07-02T00:00:00Z' }),
    );
    lab.append('projects/-w/s0.jsonl', stream(9, copy));
    lab.write(MAIN, stream(1, { at: '2026-07-01T10:00:00.000Z' }));
    lab.append(MAIN, stream(9, { at: '2026-07-01T10:00:04.000Z' }));
    await lab.ingest();
    const call = lab.store.db
      .prepare(
        `SELECT session.session_id AS session, at_ms AS atMs, output_tokens AS output,
           line_count AS lines, session_count AS sessions
         FROM call JOIN session ON session.id = call.session_id WHERE message_id = 'msg_1'`,
      )
      .get();
    const atMs = Date.parse('2026-07-01T10:00:00.000Z');
    expect(call).toEqual({ session: 's1', atMs, output: 9, lines: 3, sessions: 2 });
  });
});

function callsOf(lab: Lab): unknown[] {
  return lab.store.db
    .prepare(
      `SELECT input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens,
         output_tokens FROM call ORDER BY message_id, part, request_id`,
    )
    .raw()
    .all();
}
