// A call row of a table: tokens, lines, ids and options as they stand in the records.
import { describe, expect, it } from 'vitest';
import { type AnyRecord, callsOf, HEAD, OLD_HEAD, recordsOf } from './parse-lines.ts';

const assistants = (table: string): AnyRecord[] =>
  recordsOf(table).filter(({ type }) => type === 'assistant');
const call = (row: string, head = HEAD): AnyRecord =>
  assistants(`${head}09:00:04 call ${row}`)[0] as AnyRecord;

describe('a call row', () => {
  it('puts each cell where the API puts it', () => {
    const record = call('claude-opus-4-8 4 11 700 22k 90 - I look at the test.');
    expect(record).toMatchObject({
      type: 'assistant',
      isSidechain: false,
      sessionId: '5f0c0e0a-0000-4000-8000-000000000001',
      cwd: '/w/app',
      gitBranch: 'main',
      version: '2.1.251',
      timestamp: '2026-11-20T09:00:04.000Z',
      effort: 'high',
    });
    expect(record.message).toMatchObject({
      model: 'claude-opus-4-8',
      stop_reason: 'end_turn',
      content: [{ type: 'text', text: 'I look at the test.' }],
      usage: {
        input_tokens: 4,
        cache_creation_input_tokens: 711,
        cache_read_input_tokens: 22_000,
        cache_creation: { ephemeral_5m_input_tokens: 11, ephemeral_1h_input_tokens: 700 },
        output_tokens: 90,
        service_tier: 'standard',
        speed: 'standard',
        iterations: [{ type: 'message', output_tokens: 90 }],
      },
    });
    expect(record.message.id).toMatch(/^msg_01\w{22}$/);
    expect(record.requestId).toMatch(/^req_011\w{21}$/);
  });

  it('follows the header for the order of cells', () => {
    const [record] = assistants(
      `${HEAD}at who out read id model text\n09:00 call 7 5000 msg_x claude-haiku-4-5 Hello there`,
    );
    expect(record?.message).toMatchObject({
      id: 'msg_x',
      model: 'claude-haiku-4-5',
      content: [{ text: 'Hello there' }],
    });
    expect(record?.message.usage).toMatchObject({
      output_tokens: 7,
      cache_read_input_tokens: 5000,
      input_tokens: 3,
    });
  });

  it('has defaults for everything, and keeps the model of the call before', () => {
    const table = `${HEAD}09:00 call\n+1m call claude-sonnet-5\n+1m call - 5`;
    expect(assistants(table).map(({ message }) => message.model)).toEqual([
      'claude-opus-5',
      'claude-sonnet-5',
      'claude-sonnet-5',
    ]);
    expect(callsOf(table)[0]?.tokens).toEqual({
      inputTokens: 3,
      cacheReadTokens: 0,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 0,
      outputTokens: 20,
    });
  });

  it('streams several lines with the same final usage in new versions', () => {
    const records = assistants(`${HEAD}09:00 call - 4 0 0 0 500 Bash,Read lines=4`);
    expect(records).toHaveLength(4);
    expect(new Set(records.map(({ message }) => message.id)).size).toBe(1);
    expect(new Set(records.map(({ uuid }) => uuid)).size).toBe(4);
    expect(records.map(({ message }) => message.usage.output_tokens)).toEqual([500, 500, 500, 500]);
    expect(records.map(({ message }) => message.content[0].type)).toEqual([
      'thinking',
      'text',
      'tool_use',
      'tool_use',
    ]);
    expect(records[1]?.parentUuid).toBe(records[0]?.uuid);
  });

  it('streams placeholders before the last line in old versions', () => {
    const records = assistants(`${OLD_HEAD}09:00 call claude-opus-4-6 4 0 0 0 500 lines=3`);
    expect(records.map(({ message }) => message.usage.output_tokens)).toEqual([1, 2, 500]);
    expect(records.map(({ message }) => message.stop_reason)).toEqual([null, null, null]);
    expect(records.map(({ message }) => 'iterations' in message.usage)).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('never gets its final count with final=no', () => {
    const row = '09:00 call claude-opus-4-6 4 0 0 0 2 final=no';
    expect(assistants(OLD_HEAD + row)[0]?.message).toMatchObject({
      stop_reason: null,
      usage: { output_tokens: 2 },
    });
    const later = assistants(HEAD + row)[0]?.message;
    expect([later.stop_reason, 'iterations' in later.usage]).toEqual([null, false]);
    expect(callsOf(OLD_HEAD + row)[0]).toMatchObject({ isFinal: false });
  });

  it('takes the output of each line from outs, and counts the largest', () => {
    const table = `${OLD_HEAD}09:00 call - 4 outs=500,1,1`;
    expect(assistants(table).map(({ message }) => message.usage.output_tokens)).toEqual([
      500, 1, 1,
    ]);
    expect(callsOf(table)[0]?.tokens.outputTokens).toBe(500);
  });

  it.each([
    ['id=msg_a req=req_a', (r: AnyRecord) => [r.message.id, r.requestId], ['msg_a', 'req_a']],
    ['req=none', (r: AnyRecord) => ['requestId' in r], [false]],
    ['req=null', (r: AnyRecord) => [r.requestId], [null]],
    ['stop=null', (r: AnyRecord) => [r.message.stop_reason], [null]],
    ['stop=max_tokens', (r: AnyRecord) => [r.message.stop_reason], ['max_tokens']],
    ['iterations=none', (r: AnyRecord) => ['iterations' in r.message.usage], [false]],
    ['iterations=null', (r: AnyRecord) => [r.message.usage.iterations], [null]],
    ['iterations=empty', (r: AnyRecord) => r.message.usage.iterations, []],
    ['speed=fast', (r: AnyRecord) => [r.message.usage.speed], ['fast']],
    [
      'geo=us tier=batch',
      (r: AnyRecord) => [r.message.usage.inference_geo, r.message.usage.service_tier],
      ['us', 'batch'],
    ],
    ['tier=null', (r: AnyRecord) => [r.message.usage.service_tier], [null]],
    ['search=3', (r: AnyRecord) => [r.message.usage.server_tool_use.web_search_requests], [3]],
    [
      'w1h=9 split=none',
      (r: AnyRecord) => [
        'cache_creation' in r.message.usage,
        r.message.usage.cache_creation_input_tokens,
      ],
      [false, 9],
    ],
    [
      'w1h=9 split=zero',
      (r: AnyRecord) => [
        r.message.usage.cache_creation.ephemeral_1h_input_tokens,
        r.message.usage.cache_creation_input_tokens,
      ],
      [0, 9],
    ],
    [
      'session=other branch=fix cwd=/w/x version=2.1.300',
      (r: AnyRecord) => [r.sessionId, r.gitBranch, r.cwd, r.version],
      ['other', 'fix', '/w/x', '2.1.300'],
    ],
    ['sidechain=yes agent=a1', (r: AnyRecord) => [r.isSidechain, r.agentId], [true, 'a1']],
    ['time=none', (r: AnyRecord) => ['timestamp' in r], [false]],
    ['thinking=yes', (r: AnyRecord) => [r.message.content[0].type], ['thinking']],
    ['in=7 | a=b is text', (r: AnyRecord) => [r.message.content[0].text], ['a=b is text']],
  ])('understands %s', (options, look, expected) => {
    expect(look(call(options))).toEqual(expected);
  });

  it('leaves out what the oldest versions did not write', () => {
    const record = call('w1h=9', `session s cwd /w/app version 1.0.17\n`);
    expect(record.message.usage).not.toHaveProperty('cache_creation');
    expect(record).not.toHaveProperty('entrypoint');
    expect(callsOf('session s version 1.0.17\n09:00 call w1h=9')[0]?.tokens).toMatchObject({
      cacheWrite5mTokens: 9,
      cacheWrite1hTokens: 0,
    });
  });

  it('writes advisor calls into the iterations and into the log', () => {
    const table = `${HEAD}09:00 call claude-sonnet-5 1 advisor=claude-fable-5:1/2/3/4/5`;
    expect(assistants(table)[0]?.message.usage.iterations).toMatchObject([
      { type: 'message', input_tokens: 1 },
      {
        type: 'advisor_message',
        model: 'claude-fable-5',
        input_tokens: 1,
        cache_creation_input_tokens: 5,
        cache_read_input_tokens: 4,
        output_tokens: 5,
      },
    ]);
    expect(callsOf(table).map(({ model, part }) => [model, part])).toEqual([
      ['claude-sonnet-5', 0],
      ['claude-fable-5', 1],
    ]);
  });

  it('counts neither synthetic nor all-zero lines', () => {
    expect(callsOf(`${HEAD}09:00 call <synthetic>\n+1s call claude-opus-5 0 0 0 0 0`)).toEqual([]);
  });
});

describe('the tools of a call', () => {
  it('get their results after the message', () => {
    const records = recordsOf(`${HEAD}09:00 call - 1 0 0 0 9 Bash:make,Read:src/a.ts*500,Edit!`);
    const uses = records
      .flatMap(({ message }) => message.content)
      .filter(({ type }) => type === 'tool_use');
    expect(uses.map(({ name }) => name)).toEqual(['Bash', 'Read', 'Edit']);
    expect(uses[0].input.command).toBe('make');
    expect(uses[1].input.file_path).toBe('/w/app/src/a.ts');
    const results = records.filter(({ type }) => type === 'user');
    expect(results.map(({ message }) => message.content[0].tool_use_id)).toEqual(
      uses.map(({ id }) => id),
    );
    expect(results[1]?.toolUseResult.file.content).toHaveLength(500);
    expect(results.map(({ message }) => message.content[0].is_error)).toEqual([
      false,
      undefined,
      true,
    ]);
    expect(results[2]?.toolUseResult).toMatch(/^Error: /);
    expect(results[0]?.sourceToolAssistantUUID).toBe(records[0]?.uuid);
  });

  it.each([
    ['results=no', ['assistant', 'assistant']],
    ['interleave=yes', ['assistant', 'user', 'assistant', 'user']],
    ['', ['assistant', 'assistant', 'user', 'user']],
    ['lines=1', ['assistant', 'user', 'user']],
  ])('with "%s" stand as %j', (options, types) => {
    expect(
      recordsOf(`${HEAD}09:00 call - 1 0 0 0 9 Bash,Grep ${options}`).map(({ type }) => type),
    ).toEqual(types);
  });
});
