// Generated transcripts in small domains: the same few messages, sessions and times over and over, so
// that forks, resumes, replays, placeholders and ties come up in every case; and broken lines.
import fc from 'fast-check';
import { agentProgress, assistant, usage, user } from '../transcript/records.ts';

export interface GeneratedFile {
  /** Below the config folder. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** Makes a counterexample show its bytes as text. */
export function generatedFile(path: string, bytes: Buffer): GeneratedFile {
  const show = (): string => `${path} ${JSON.stringify(bytes.toString())}`;
  return { path, bytes, [fc.toStringMethod]: show } as GeneratedFile;
}

const SESSIONS = ['s1', 's2', 's3'];
const MESSAGES = ['msg_1', 'msg_2', 'msg_3', 'msg_4'];
const PATHS = [
  'projects/-a/s1.jsonl',
  'projects/-a/s2.jsonl',
  'projects/-b/s3.jsonl',
  'projects/-a/s1/subagents/agent-a1.jsonl',
  'projects/-b/agent-a2.jsonl',
];

const session = fc.constantFrom(...SESSIONS);
const uuid = fc.constantFrom('u1', 'u2', 'u3', 'u4', 'u5');
const request = fc.constantFrom('req_1', 'req_1', 'req_2', null);
const time = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.nat(20).map((n) => new Date(Date.UTC(2026, 6, 1, 10, 0, n)).toISOString()),
  },
  { weight: 1, arbitrary: fc.constant(null) },
);
const agent = fc.constantFrom('a1', 'a2', 'acompact-9');
const title = fc.constantFrom('One', 'Zwei "2"', '三', 'Größe \\ "L"');

/** `ids`: the message ids to draw from. */
export function calls(ids: readonly string[] = MESSAGES): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .record({
      id: fc.constantFrom(...ids),
      requestId: request,
      session,
      uuid,
      at: time,
      model: fc.constantFrom('claude-opus-4-8', 'claude-opus-4-8', 'claude-haiku-4-5', 'gpt-x'),
      stop: fc.constantFrom('end_turn', null),
      usage: fc.record({
        out: fc.nat(3),
        read: fc.nat(3),
        advised: fc.constantFrom(0, 0, 0, 1, 2),
      }),
      hasTool: fc.boolean(),
      place: fc.constantFrom('main', 'main', 'main', 'side', 'fork', 'bg'),
      agentId: agent,
      cwd: fc.constantFrom('/w/a', '/w/b'),
      branch: fc.constantFrom('main', 'fix'),
    })
    .map((fields) => assistant(callFields(fields)));
}

interface CallChoice {
  readonly id: string;
  readonly requestId: string | null;
  readonly session: string;
  readonly uuid: string;
  readonly at: string | null;
  readonly model: string;
  readonly stop: string | null;
  readonly usage: { readonly out: number; readonly read: number; readonly advised: number };
  readonly hasTool: boolean;
  readonly place: string;
  readonly agentId: string;
  readonly cwd: string;
  readonly branch: string;
}

function callFields(choice: CallChoice): Parameters<typeof assistant>[0] {
  const { out, read, advised } = choice.usage;
  const advisor = { type: 'advisor_message', model: 'claude-opus-4-8', input_tokens: 5 };
  const iterations = Array.from({ length: advised }, () => advisor);
  const name = choice.uuid < 'u3' ? 'Agent' : 'Bash';
  const input = { subagent_type: choice.uuid === 'u1' ? 'Explore' : 'Plan' };
  const block = { type: 'tool_use', id: `toolu_${choice.uuid}`, name, input };
  return {
    ...choice,
    usage: usage({
      output_tokens: out,
      cache_read_input_tokens: read,
      ...(advised > 0 ? { iterations } : {}),
    }),
    content: choice.hasTool ? [block] : [],
    top: {
      cwd: choice.cwd,
      gitBranch: choice.branch,
      ...(choice.place === 'side' ? { isSidechain: true, agentId: choice.agentId } : {}),
      ...(choice.place === 'fork' ? { forkedFrom: { sessionId: 's1' } } : {}),
      ...(choice.place === 'bg' ? { sessionKind: 'bg' } : {}),
    },
  };
}

const others: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  fc
    .tuple(session, uuid, time, fc.constantFrom('Do it', '<command-name>/x', '日本'))
    .map(([sessionId, id, timestamp, text]) => user(text, { sessionId, uuid: id, timestamp })),
  fc.tuple(session, uuid, agent).map(([sessionId, id, agentId]) => ({
    ...user([{ type: 'tool_result', tool_use_id: `toolu_${id}` }], { sessionId, uuid: id }),
    toolUseResult: { agentId, agentType: 'Plan', totalTokens: 7 },
  })),
  fc.tuple(session, title).map(([sessionId, customTitle]) => ({
    type: 'custom-title',
    sessionId,
    customTitle,
  })),
  fc
    .tuple(session, title)
    .map(([sessionId, aiTitle]) => ({ type: 'ai-title', sessionId, aiTitle })),
  fc.tuple(uuid, title).map(([leafUuid, summary]) => ({ type: 'summary', summary, leafUuid })),
  fc.tuple(session, uuid, time).map(([sessionId, id, timestamp]) => ({
    type: 'system',
    subtype: 'compact_boundary',
    sessionId,
    uuid: id,
    timestamp,
    compactMetadata: { trigger: 'auto', preTokens: 167_000 },
  })),
  fc.tuple(session, fc.nat(9)).map(([sessionId, totalCostUSD]) => ({
    type: 'cost-state',
    sessionId,
    totalCostUSD,
  })),
  fc.constantFrom({ type: 'hologram', sessionId: 's2', beam: 1 }, { type: 'mode', mode: 'plan' }),
);

export function records(ids?: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  return fc.oneof(
    { weight: 5, arbitrary: calls(ids) },
    {
      weight: 1,
      arbitrary: fc.tuple(calls(ids), agent, uuid).map(([call, id, tool]) => ({
        ...agentProgress(call, id),
        parentToolUseID: `toolu_${tool}`,
      })),
    },
    { weight: 3, arbitrary: others },
  );
}

const ending = fc.constantFrom('\n', '\n', '\n', '\n', '\r\n', '\n\n', ' \n', '', ' ');

/** A record with its line end, or something broken. */
const pieces = (ids?: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc
        .tuple(records(ids), ending)
        .map(([each, end]) => `${JSON.stringify(each)}${end}`),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(records(ids), fc.nat(300), ending).map(([each, at, end]) => {
        const text = JSON.stringify(each);
        return `${text.slice(0, 1 + (at % (text.length - 1)))}${end}`;
      }),
    },
    { weight: 1, arbitrary: fc.constantFrom('\n', 'oops\n', '\0\0\0\0\n', '[1]\n', '   ') },
  );

function contents(ids?: readonly string[]): fc.Arbitrary<Buffer> {
  return fc
    .tuple(fc.constantFrom('', '', '', '\uFEFF'), fc.array(pieces(ids), { maxLength: 9 }))
    .map(([mark, parts]) => Buffer.from(`${mark}${parts.join('')}`));
}

/** One to five files, each with a few lines. */
export function fileSets(ids: readonly string[] = MESSAGES): fc.Arbitrary<GeneratedFile[]> {
  return fc
    .subarray(PATHS, { minLength: 1 })
    .chain((paths) =>
      fc.tuple(...paths.map((path) => contents(ids).map((bytes) => generatedFile(path, bytes)))),
    );
}
