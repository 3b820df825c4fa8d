// `telltale export --format ndjson` as a person uses it: of a session, of a path, with and without text,
// into a file, and every wrong line.
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import exportCommand from '../../src/commands/export.ts';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { TelltaleError } from '../../src/shared/errors.ts';
import { openStore } from '../../src/store/open-store.ts';
import { ingestEvents } from '../../src/store/session-events/ingest-events.ts';
import { MIXED, MIXED_TABLE } from '../query/profile/scenes.ts';
import { type Json, SESSION, script } from '../transcript/conversation/script.ts';
import { makeHome, type TestHome, type Words } from './home.ts';

const KEY = 'sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789';
const SCRIPT = script()
  .prompt(`deploy with ${KEY}`)
  .says('On it.')
  .tool('Bash', { command: `curl -H "x: ${KEY}"`, env: { API_TOKEN: 'hunter22222' } })
  .tool('Edit', { file_path: '/w/app/src/a.ts', new_string: 'x' }, { content: 'no', isError: true })
  .tool('Edit', { file_path: '/w/app/src/a.ts', new_string: 'x' }, { content: 'ok' })
  .text();

let home: TestHome;
beforeAll(() => {
  home = makeHome();
  for (const { path, text } of buildTranscript(MIXED_TABLE)) home.write(`.claude/${path}`, text);
  home.write(`.claude/projects/-w-app/${SESSION}.jsonl`, SCRIPT);
  home.write('elsewhere/one.jsonl', SCRIPT);
  home.write('elsewhere/deep/two.jsonl', `${SCRIPT}not json\n`);
  home.write('elsewhere/notes.txt', 'x');
});
afterAll(() => home.remove());

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly lines: readonly Json[];
}

async function run(id: string | undefined, words: Words = {}): Promise<Outcome> {
  let err = '';
  const overrides = {
    err: (text: string) => {
      err += text;
    },
  };
  const options = { format: 'ndjson', ...words.options };
  const args = id === undefined ? {} : { id };
  const { code, out } = await home.run(exportCommand, { args, overrides, ...words, options });
  const lines = out.startsWith('{')
    ? out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Json)
    : [];
  return { code, out, err, lines };
}

async function failure(id: string | undefined, options: Json = {}): Promise<TelltaleError> {
  try {
    await run(id, { options });
  } catch (error) {
    if (error instanceof TelltaleError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

const HEAD = [
  'kind',
  'session_id',
  'timestamp',
  'uuid',
  'agent_id',
  'model',
  'version',
  'branch',
  'effort',
  'permission_mode',
  'payload',
];

/** Without text: every field of every kind. */
const PAYLOADS: Readonly<Record<string, readonly string[]>> = {
  user: ['origin', 'chars'],
  assistant: ['chars'],
  thinking: ['chars', 'signature_chars', 'is_redacted'],
  tool_call: ['tool_name', 'tool_use_id', 'call', 'path', 'repeats_call'],
  tool_result: ['tool_name', 'tool_use_id', 'call', 'is_error', 'is_rejected', 'chars'],
  system: ['subkind', 'trigger'],
};

describe('the stream', () => {
  test('of a session has one shape, and its subagents behind it', async () => {
    const { code, lines, err } = await run(MIXED.slice(0, 8));
    expect([code, err]).toEqual([0, '']);
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(HEAD);
      expect(Object.keys(line.payload as Json)).toEqual(PAYLOADS[line.kind as string]);
      expect(line.session_id).toBe(MIXED);
      expect(line.timestamp).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    }
    const agents = lines.map(({ agent_id }) => agent_id);
    const first = agents.indexOf('ae10');
    expect(first).toBeGreaterThan(5);
    expect(new Set(agents.slice(first))).toEqual(new Set(['ae10']));
    const kinds = new Set(lines.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['assistant', 'system', 'tool_call', 'tool_result', 'user']);
  });

  test('of a transcript tells what happened in it', async () => {
    const { lines } = await run('elsewhere/one.jsonl');
    expect(lines.map(({ kind, payload }) => [kind, payload])).toMatchObject([
      ['user', { origin: 'human' }],
      ['assistant', { chars: 6 }],
      ['tool_call', { tool_name: 'Bash', call: 0, path: null, repeats_call: null }],
      ['tool_result', { tool_name: 'Bash', call: 0, is_error: false }],
      ['tool_call', { tool_name: 'Edit', call: 1, path: '/w/app/src/a.ts', repeats_call: null }],
      ['tool_result', { call: 1, is_error: true, chars: 2 }],
      ['tool_call', { tool_name: 'Edit', call: 2, repeats_call: 1 }],
      ['tool_result', { call: 2, is_error: false }],
    ]);
    expect(lines[2]).toMatchObject({
      session_id: 'one',
      agent_id: null,
      model: 'claude-opus-4-8',
      version: '2.1.197',
      branch: 'retry-fix',
      effort: null,
    });
    const [call, result] = lines.slice(2, 4).map(({ payload }) => payload as Json);
    expect(call?.tool_use_id).toBe(result?.tool_use_id);
  });

  test('of a folder has all transcripts in it, and says what could not be understood', async () => {
    const { lines, err } = await run('./elsewhere');
    expect([...new Set(lines.map(({ session_id }) => session_id))]).toEqual(['two', 'one']);
    expect(err).toBe('telltale: 1 of 17 lines could not be understood: no event comes from them\n');
  });

  test.each(['elsewhere', './elsewhere', 'elsewhere/'])('%s is a folder', async (id) => {
    expect((await run(id)).lines).toHaveLength(16);
  });

  test('without a word is that of the newest session', async () => {
    for (const id of [undefined, '', ' ']) {
      expect((await run(id)).lines[0]).toMatchObject({ session_id: SESSION });
    }
  });

  test('of a path needs no ledger', async () => {
    const openLedger = () => {
      throw new Error('it was opened');
    };
    const options = { format: 'ndjson' };
    const args = { id: 'elsewhere/one.jsonl' };
    const { out } = await home.run(exportCommand, { args, options, overrides: { openLedger } });
    expect(out.split('\n')).toHaveLength(9);
  });

  test('tells a record of several transcripts of a session once', async () => {
    const agent = SCRIPT.replaceAll('"isSidechain":false', '"isSidechain":true,"agentId":"a7"');
    home.write(`.claude/projects/-w-app/${SESSION}/subagents/agent-a7.jsonl`, agent);
    const { lines } = await run(SESSION);
    expect(lines).toHaveLength(8);
    expect(lines.every(({ agent_id }) => agent_id === null)).toBe(true);
    rmSync(join(home.path, `.claude/projects/-w-app/${SESSION}/subagents`), { recursive: true });
  });
});

describe('text', () => {
  test('is left out', async () => {
    const { out } = await run('elsewhere/one.jsonl');
    expect(out).not.toMatch(/deploy|On it|curl|hunter|sk-ant/);
  });

  test('is there with --with-text, without the secrets that are known by their shape', async () => {
    const { out, lines } = await run('elsewhere/one.jsonl', { options: { withText: true } });
    const payloads = lines.map(({ payload }) => payload as Json);
    expect(payloads[0]?.text).toMatch(/^deploy with sk-ant-.{0,12}…$/);
    expect(payloads[1]?.text).toBe('On it.');
    expect(payloads[4]?.input).toEqual({ file_path: '/w/app/src/a.ts', new_string: 'x' });
    expect(payloads[5]?.text).toBe('no');
    expect(out).toContain('curl');
    expect(out).not.toContain(KEY);
    expect(out).not.toContain('hunter22222');
  });
});

describe('--redact', () => {
  test('numbers paths and tools of your own, and leaves the branch out', async () => {
    const { lines, out } = await run('elsewhere/one.jsonl', { options: { redact: true } });
    expect(lines[4]).toMatchObject({
      branch: null,
      payload: { path: 'path-1', tool_name: 'Edit' },
    });
    expect(out).not.toMatch(/src\/a|retry-fix/);
  });
});

describe('a file', () => {
  test('is written as it comes, private, and told of', async () => {
    const { out } = await run(SESSION, { options: { format: undefined, output: 'events.ndjson' } });
    const file = join(home.path, 'events.ndjson');
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(9);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(out).toContain('8 events of 1 transcript');
    expect(out).toContain('events.ndjson');
    expect((await failure(SESSION, { output: 'events.ndjson' })).code).toBe('target-exists');
  });

  test('is not written when there is nothing to read', async () => {
    const error = await failure('elsewhere/none.jsonl', { output: 'none.ndjson' });
    expect([error.code, error.exitCode]).toEqual(['no-transcript', 2]);
    expect(() => statSync(join(home.path, 'none.ndjson'))).toThrow();
  });
});

describe('what is not there', () => {
  test.each([
    ['a path', 'elsewhere/none.jsonl', 'no-transcript', 'is not there'],
    ['a folder without transcripts', './state', 'no-transcript', 'holds no transcript'],
    ['a session', 'zzzz', 'unknown-session', 'zzzz'],
  ])('%s fails', async (_what, id, code, words) => {
    mkdirSync(join(home.path, 'state'), { recursive: true });
    const error = await failure(id);
    expect([error.code, error.exitCode]).toEqual([code, 2]);
    expect(error.message).toContain(words);
  });
});

describe('a session whose transcript is gone', () => {
  const write = (id: string): string =>
    home.write(`.claude/projects/-w-app/${id}.jsonl`, SCRIPT.replaceAll(SESSION, id));

  test('fails where the ledger has no events of it', async () => {
    const id = 'c0ffee00-0000-4000-8000-000000000009';
    const path = write(id);
    expect((await run(id)).lines).toHaveLength(8);
    rmSync(path);
    const error = await failure(id);
    expect([error.code, error.exitCode]).toEqual(['no-transcript', 2]);
  });

  test('has what the ledger keeps, and says so', async () => {
    const id = 'decade00-0000-4000-8000-000000000009';
    const path = write(id);
    const present = await run(id);
    const store = openStore({ stateDir: join(home.path, 'state'), now: Date.now });
    const roots = [{ path: join(home.path, '.claude') }];
    await ingestEvents({ store, roots, now: Date.now, folds: [], markers: [] });
    store.close();
    rmSync(path);
    const gone = await run(id, { options: { withText: true } });
    expect(gone.err).toContain(`${id}.jsonl is gone: its events are the ledger's`);
    expect(gone.lines).toEqual(present.lines.map(withoutIds));
  });

  const withoutIds = (line: Json): Json => {
    const payload = line.payload as Json;
    const known = 'tool_use_id' in payload ? { ...payload, tool_use_id: null } : payload;
    return { ...line, uuid: null, payload: known };
  };
});

test.each<[string, Json, RegExp]>([
  ['--json', { json: true }, /exclude each other/],
  ['--weight', { weight: 'cost' }, /--weight does not go with ndjson/],
  ['--with-text and --redact', { withText: true, redact: true }, /exclude each other/],
  ['--with-text without ndjson', { withText: true, format: 'csv' }, /only the stream of events/],
])('%s is a wrong line', async (_what, options, message) => {
  const error = await failure(SESSION, options);
  expect([error.code, error.message]).toEqual(['usage', expect.stringMatching(message)]);
});

test('the profile as lines has a name of its own', async () => {
  const { lines } = await run(MIXED, { options: { format: 'profile-ndjson' } });
  expect(lines[0]).toMatchObject({ type: 'session' });
  expect(lines.at(-1)).toMatchObject({ type: 'end' });
});
