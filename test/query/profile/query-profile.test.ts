import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProfileAnswer, ProfileFlow } from '../../../src/query/profile/profile-answer.ts';
import { PROFILE_FORMATS } from '../../../src/views/profile/formats.ts';
import { propertyRuns } from '../../property/runs.ts';
import { fileSets } from '../../property/transcripts.ts';
import { openLab } from '../../store/lab.ts';
import {
  askProfile,
  expectExactSums,
  inLab,
  ledgerSum,
  profileContext,
  profileOf,
} from './profile-lab.ts';
import { MIXED, MIXED_TABLE } from './scenes.ts';

describe('a session with everything', () => {
  test('sums to the ledger, to the token and the nano-dollar', async () => {
    await inLab(MIXED_TABLE, (lab) => {
      const answer = askProfile(profileContext(lab), MIXED);
      expectExactSums(answer, ledgerSum(lab, MIXED));
      expect(answer.calls).toHaveLength(9);
    });
  });

  test('splits each call by what it was sent newly, re-read and answered', async () => {
    const { calls } = await profileOf(MIXED_TABLE);
    for (const call of calls) {
      expect(tokensOf(call, 'context-read')).toBe(call.cacheReadTokens);
      expect(tokensOf(call, 'context-sent') + tokensOf(call, 'new')).toBe(
        call.inputTokens + call.cacheWrite5mTokens + call.cacheWrite1hTokens,
      );
      expect(tokensOf(call, 'answer')).toBe(call.outputTokens);
    }
    const [first, second] = calls;
    // The first call's own text is a few words: all else is what no transcript holds.
    expect(tokensOf(first, 'context-sent')).toBeGreaterThan(17_900);
    const read = second?.parts.find(({ kind, name }) => kind === 'tool-result' && name === 'Read');
    expect(read).toMatchObject({ flow: 'new', target: '/w/app/src/a.ts' });
    expect(read?.tokens).toBeGreaterThan(1_000);
  });

  test('a cost is split at what each kind of token costs', async () => {
    const { calls } = await profileOf(MIXED_TABLE);
    // Opus 4.8: 0.5 $ per million cache reads, 25 $ per million output tokens.
    const second = calls[1];
    expect(costOf(second, 'context-read')).toBe(18_000 * 500);
    expect(costOf(second, 'answer')).toBe(240 * 25_000);
    const searching = calls.find(({ parts }) => parts.some(({ flow }) => flow === 'search'));
    expect(searching?.model).toBe('claude-haiku-4-5');
    expect(costOf(searching, 'search')).toBe(2 * 10_000_000);
  });

  test('a call without a price has parts without a cost, and is listed', async () => {
    const { unpriced, calls, sum } = await profileOf(MIXED_TABLE);
    expect(unpriced).toEqual([{ model: 'claude-x-9', calls: 1, tokens: 9_075 }]);
    const call = calls.find(({ model }) => model === 'claude-x-9');
    expect(call?.costNanoUsd).toBe(null);
    expect(new Set(call?.parts.map(({ costNanoUsd }) => costNanoUsd))).toEqual(new Set([null]));
    expect(sum).toMatchObject({ calls: 9, unpricedCalls: 1 });
  });

  test('a subagent stands below the tool call that started it', async () => {
    const { chains, calls } = await profileOf(MIXED_TABLE);
    const [main, agent] = chains;
    expect(main).toMatchObject({ kind: 'main', startedBy: null });
    expect(agent).toMatchObject({ kind: 'subagent', agentType: 'Explore' });
    const asking = calls[agent?.startedBy?.call ?? -1];
    expect(asking).toMatchObject({ chain: 0, number: 4, turn: 2 });
    expect(asking?.parts[agent?.startedBy?.part ?? -1]).toMatchObject({
      flow: 'answer',
      kind: 'tool-use',
      name: 'Agent',
    });
  });

  test('compactions and collapses of the cache know their call', async () => {
    const { chains, cacheEvents, calls } = await profileOf(MIXED_TABLE);
    const at = chains[0]?.compactions[0]?.beforeCall ?? -1;
    expect(calls[at]).toMatchObject({ model: 'claude-x-9', chain: 0 });
    expect(cacheEvents.map(({ call, cause }) => [calls[call]?.number, cause])).toContainEqual([
      6,
      'compaction',
    ]);
  });

  test('tools have their time', async () => {
    const { tools, calls } = await profileOf(MIXED_TABLE);
    expect(tools.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Read', 'Bash', 'Edit', 'Grep', 'Agent']),
    );
    for (const { startMs, endMs, call } of tools) {
      expect(endMs).toBeGreaterThanOrEqual(startMs);
      expect(calls[call]).toBeDefined();
    }
    expect(tools.find(({ name }) => name === 'Grep')?.isError).toBe(true);
  });
});

describe('privacy', () => {
  const TABLE = `
session ${MIXED} cwd /w/app
09:00:00  user  A prompt with PRIVATEWORD in it
at        who   model            in  w5m  w1h   read   out  tools                text
09:00:04  call  claude-opus-4-8  4   0    8000  0      90   Read:src/acme.ts     An answer, PRIVATEWORD.
`;
  const texts = (answer: ProfileAnswer): string[] => [
    JSON.stringify(answer),
    ...PROFILE_FORMATS.filter(({ isBinary }) => !isBinary).map(({ render }) =>
      String(render(answer, { weight: 'tokens' })),
    ),
  ];

  test('no prompt or answer is in any export, not even as a title', async () => {
    for (const text of texts(await profileOf(TABLE))) {
      expect(text).not.toContain('PRIVATEWORD');
      expect(text).toContain('claude-opus-4-8'.slice(7, 11));
    }
  });

  test('redacted: no path and no title, the same figures', async () => {
    const table = `${TABLE}ai-title About acme\n`;
    const open = await profileOf(table);
    const redacted = await profileOf(table, undefined, true);
    expect(texts(open)[0]).toContain('acme');
    for (const text of texts(redacted)) expect(text).not.toMatch(/acme|\/w\//);
    expect(redacted.sum).toEqual(open.sum);
    expect(redacted.calls[0]?.parts.map(({ tokens }) => tokens)).toEqual(
      open.calls[0]?.parts.map(({ tokens }) => tokens),
    );
  });
});

describe('where little is known', () => {
  test('a session without a call is an empty profile', async () => {
    const answer = await profileOf(`session ${MIXED} cwd /w\n09:00:00  user  Hello\n`);
    expect(answer).toMatchObject({ calls: [], sum: { calls: 0, totalTokens: 0, costNanoUsd: 0 } });
    for (const { render } of PROFILE_FORMATS) {
      expect(() => render(answer, { weight: 'cost' })).not.toThrow();
    }
  });

  test('a session of one call', async () => {
    const answer = await profileOf(`
      session ${MIXED} cwd /w
      09:00:00  user  Hello
      09:00:04  call  claude-opus-4-8  4 0 0 0 9 - Hi.
    `);
    expect(answer.calls).toHaveLength(1);
    expect(answer.calls[0]).toMatchObject({ totalTokens: 13, contextTokens: 4 });
  });

  test('a transcript that is gone leaves figures without blocks', async () => {
    await inLab(MIXED_TABLE, async (lab) => {
      lab.remove('projects');
      await lab.ingest();
      const answer = askProfile(profileContext(lab), MIXED);
      expectExactSums(answer, ledgerSum(lab, MIXED));
      expect(answer.callsWithoutBlocks).toBe(9);
      const kinds = new Set(answer.calls.flatMap(({ parts }) => parts.map(({ kind }) => kind)));
      expect(kinds).toContain('output');
    });
  });

  test('calls that a fork repeats are counted where they were made', async () => {
    const fork = '5f0c0e0a-0000-4000-8000-000000000002';
    const table = `
      session ${MIXED} cwd /w
      09:00:00  user  Hello
      09:00:04  call  claude-opus-4-8  4 0 0 0 9 - Hi.
      fork ${fork} from ${MIXED}
      10:00:05  user  And now?
      10:00:09  call  claude-opus-4-8  4 0 0 40 9 - Done.
    `;
    await inLab(table, (lab) => {
      const answer = askProfile(profileContext(lab), fork);
      expectExactSums(answer, ledgerSum(lab, fork));
      expect(answer).toMatchObject({ copiedCalls: 1, sum: { calls: 1 } });
    });
  });
});

test('whatever transcripts hold, the parts sum to the ledger', async () => {
  await fc.assert(
    fc.asyncProperty(fileSets(), async (files) => {
      const lab = openLab();
      try {
        for (const { path, bytes } of files) lab.write(path, bytes);
        await lab.ingest();
        const ids = lab.store.db
          .prepare('SELECT session_id FROM session')
          .pluck()
          .all() as string[];
        for (const id of ids) {
          expectExactSums(askProfile(profileContext(lab), id), ledgerSum(lab, id));
        }
      } finally {
        lab.close();
      }
    }),
    propertyRuns(25),
  );
});

function tokensOf(call: ProfileAnswer['calls'][number] | undefined, flow: ProfileFlow): number {
  const parts = call?.parts.filter((part) => part.flow === flow) ?? [];
  return parts.reduce((sum, { tokens }) => sum + tokens, 0);
}

function costOf(call: ProfileAnswer['calls'][number] | undefined, flow: ProfileFlow): number {
  const parts = call?.parts.filter((part) => part.flow === flow) ?? [];
  return parts.reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0), 0);
}
