// Lines of a table that begin, end and switch files: sessions, subagents, forks, resumes.
import { describe, expect, it } from 'vitest';
import { buildTranscript, buildTranscriptSet } from '../../src/samples/build-transcript.ts';
import { callsOf, HEAD, OLD_HEAD, recordsOf, SESSION } from './parse-lines.ts';

const pathsOf = (table: string): string[] => buildTranscript(table).map(({ path }) => path);

describe('sessions', () => {
  it('stand in the folder of their working directory', () => {
    expect(pathsOf('session s1 cwd /home/ana/my.app\n09:00 user a')).toEqual([
      'projects/-home-ana-my-app/s1.jsonl',
    ]);
  });

  it('shorten long folder names with a hash', () => {
    const [path] = pathsOf(`session s1 cwd /${'x'.repeat(300)}\n09:00 user a`);
    expect(path?.split('/')[1]).toMatch(/^-x{199}-[0-9a-z]+$/);
  });

  it('start afresh: a second one inherits nothing', () => {
    const records = recordsOf(
      'session s1 cwd /w/a branch fix\nsession s2\n09:00 user a',
      's2.jsonl',
    );
    expect(records[0]).toMatchObject({ cwd: '/w/app', gitBranch: 'main', parentUuid: null });
  });

  it('change cwd, branch and version on the way', () => {
    const records = recordsOf(
      `${HEAD}09:00 user a\ncwd /w/b\nbranch fix\nversion 2.1.300\n+1s user b`,
    );
    expect(records.map((r) => [r.cwd, r.gitBranch, r.version])).toEqual([
      ['/w/app', 'main', '2.1.251'],
      ['/w/b', 'fix', '2.1.300'],
    ]);
    expect(pathsOf(`${HEAD}cwd /w/b\n09:00 user b`)).toEqual([`projects/-w-app/${SESSION}.jsonl`]);
  });

  it('go on in the same file after a resume', () => {
    const records = recordsOf(
      'session s1 cwd /w/a\n09:00 user a\nsession s2 cwd /w/b\n09:01 user b\nresume s1 branch fix\n09:02 user c',
      's1.jsonl',
    );
    expect(records.map(({ message }) => message.content)).toEqual(['a', 'c']);
    expect(records[1]).toMatchObject({
      sessionId: 's1',
      cwd: '/w/a',
      gitBranch: 'fix',
      parentUuid: records[0]?.uuid,
    });
  });
});

describe('forks', () => {
  const table = `${HEAD}09:00 user a\n+1s call - 5 id=msg_a\n+1m user b\nai-title T\nfork s2 from ${SESSION} at 09:00:30 branch other\n10:00 call - 6 id=msg_b`;

  it('copy the records up to a moment under another session id', () => {
    const origin = recordsOf(table);
    const fork = recordsOf(table, 's2.jsonl');
    expect(fork.map(({ uuid }) => uuid).slice(0, 2)).toEqual(
      origin.map(({ uuid }) => uuid).slice(0, 2),
    );
    expect(fork.slice(0, 2)).toEqual(
      origin.slice(0, 2).map((record) => ({ ...record, sessionId: 's2', gitBranch: 'other' })),
    );
    expect(fork[2]).toMatchObject({
      sessionId: 's2',
      parentUuid: fork[1]?.uuid,
      message: { id: 'msg_b' },
    });
    expect(fork).toHaveLength(3);
  });

  it('log a copied call once', () => {
    expect(callsOf(table).map(({ messageId, sessionId }) => [messageId, sessionId])).toEqual([
      ['msg_a', SESSION],
      ['msg_b', 's2'],
    ]);
  });

  it('say where they came from with mark=yes', () => {
    const marked = recordsOf(`${HEAD}09:00 user a\nfork s2 from ${SESSION} mark=yes`, 's2.jsonl');
    expect(marked[0]?.forkedFrom).toEqual({ sessionId: SESSION, messageUuid: marked[0]?.uuid });
  });
});

describe('subagents', () => {
  const rows =
    '09:00 call claude-opus-5 2 tools=Agent:Explore\n+1s agent a1b2 Explore options Find it\n+1s call claude-haiku-4-5 5 8k out=30\n+5s end Found.\n+1s call - 2';

  it('have a file, metadata and a result in the parent', () => {
    const table = HEAD + rows.replace('options ', '');
    expect(pathsOf(table)).toEqual([
      `projects/-w-app/${SESSION}.jsonl`,
      `projects/-w-app/${SESSION}/subagents/agent-a1b2.jsonl`,
      `projects/-w-app/${SESSION}/subagents/agent-a1b2.meta.json`,
    ]);
    const [prompt, call] = recordsOf(table, 'agent-a1b2.jsonl');
    expect(prompt).toMatchObject({
      type: 'user',
      isSidechain: true,
      agentId: 'a1b2',
      sessionId: SESSION,
      parentUuid: null,
      message: { content: 'Find it' },
    });
    expect(call).toMatchObject({
      isSidechain: true,
      agentId: 'a1b2',
      attributionAgent: 'Explore',
      message: { model: 'claude-haiku-4-5' },
    });
    const parent = recordsOf(table);
    const use = parent[0]?.message.content[0];
    expect(use).toMatchObject({ name: 'Agent', input: { subagent_type: 'Explore' } });
    expect(parent[1]).toMatchObject({
      timestamp: '2026-11-20T09:00:07.000Z',
      message: { content: [{ tool_use_id: use.id }] },
      toolUseResult: {
        status: 'completed',
        agentId: 'a1b2',
        agentType: 'Explore',
        totalTokens: 8035,
        resolvedModel: 'claude-haiku-4-5',
        usage: { output_tokens: 30 },
      },
    });
    expect(recordsOf(table, '.meta.json')[0]).toMatchObject({
      agentType: 'Explore',
      toolUseId: use.id,
      requestShape: 'foreground',
    });
    expect(parent[2]?.message.model).toBe('claude-opus-5');
  });

  it('run in the background', () => {
    const parent = recordsOf(HEAD + rows.replace('options', 'background=yes'));
    expect(parent[1]?.toolUseResult).toMatchObject({
      isAsync: true,
      status: 'async_launched',
      agentId: 'a1b2',
    });
  });

  it('are copied into the parent as progress, usage included', () => {
    const table = OLD_HEAD + rows.replace('options', 'progress=yes').replace('Agent:', 'Task:');
    const copies = recordsOf(table).filter(({ data }) => data?.type === 'agent_progress');
    const originals = recordsOf(table, 'agent-a1b2.jsonl');
    expect(copies.map(({ data }) => data.message.message)).toEqual(
      originals.map(({ message }) => message),
    );
    expect(copies[1]?.data.message.requestId).toBe(originals[1]?.requestId);
    expect(callsOf(table).filter(({ agentId }) => agentId === 'a1b2')).toHaveLength(1);
  });

  it.each([
    ['layout=old', 'projects/-w-app/agent-a1b2.jsonl', 3],
    ['meta=no', `projects/-w-app/${SESSION}/subagents/agent-a1b2.jsonl`, 2],
  ])('with %s', (option, path, files) => {
    const paths = pathsOf(HEAD + rows.replace('options', option));
    expect(paths).toContain(path);
    expect(paths).toHaveLength(files);
  });

  it('may leave no trace in the parent', () => {
    const parent = recordsOf(
      `${HEAD}09:00 user a\n+1s agent acompact-12ab compact result=no\n+1s call\n+1s end`,
    );
    expect(parent).toHaveLength(1);
  });
});

describe('a set', () => {
  const table = `${HEAD}09:00 user a\n+1s call - 1 0 0 0 1 Bash,Agent\n+1s agent a1 Explore\n+1s call\n+1s end`;

  it('is the same for the same seed and differs for another', () => {
    const textOf = (seed: string) =>
      buildTranscript(table, { seed })
        .map(({ text }) => text)
        .join('');
    expect(textOf('x')).toBe(textOf('x'));
    expect(textOf('x')).not.toBe(textOf('y'));
  });

  it('joins its lines to the text', () => {
    for (const { text, lines, path } of buildTranscriptSet(table).files) {
      expect(text).toBe(path.endsWith('.json') ? lines[0] : `${lines.join('\n')}\n`);
    }
  });
});
