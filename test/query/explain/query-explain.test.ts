// What is said of sessions of which something is missing, and of those with subagents, forks and
// compactions.
import { afterEach, describe, expect, it } from 'vitest';
import { type ExplainLab, explainTable, openExplainLab, SESSION } from './explain-lab.ts';

const HEAD = `session ${SESSION} cwd /w/app branch main version 2.1.197
at who model in w5m w1h read out tools text`;

/** The second call comes two hours later and writes 40,100 tokens again. */
const IDLE = `${HEAD}
09:00:00 user Begin.
+5s call claude-opus-4-8 0 40000 0 0 50 - One.
+5s call claude-opus-4-8 0 100 0 40000 50 - Two.
+2h call claude-opus-4-8 0 40300 0 0 50 - Three.`;
const EXCESS = 40_100 * (6_250 - 500);

let lab: ExplainLab | null = null;
afterEach(() => {
  lab?.close();
  lab = null;
});

describe('a session', () => {
  it('with a rebuilt cache', async () => {
    const answer = await explainTable(IDLE);
    expect(answer).toMatchObject({
      kind: 'explain',
      formatVersion: 1,
      sessionId: SESSION,
      content: { files: 1, goneFiles: 0 },
      avoidable: {
        costNanoUsd: EXCESS,
        measured: { findings: 1, costNanoUsd: EXCESS, notOwnNanoUsd: 0, unpricedCalls: 0 },
        estimated: { findings: 0, costNanoUsd: 0 },
      },
    });
    const [finding] = answer.findings;
    expect(finding).toMatchObject({ rank: 1, kind: 'idle', tokens: 40_100, reason: null });
    expect(finding?.ratio).toBeCloseTo(EXCESS / (answer.sum.costNanoUsd ?? 0), 12);
    // 120 min with a life of 5 min: a message every 4 min, 29 in between, each reading 40,100 tokens.
    const kept = ((29 * 40_100 * 500) / 1e9).toFixed(2);
    expect(finding?.fix).toContain(`about $${kept} in 29 short messages`);
    expect(finding?.calls).toEqual([finding?.dearest]);
    expect(finding?.dearest).toMatchObject({ callNumber: 3, costNanoUsd: EXCESS });
  });

  it('without a price has tokens and a reason', async () => {
    const answer = await explainTable(IDLE.replaceAll('claude-opus-4-8', 'claude-x-9'));
    expect(answer.sum).toMatchObject({ costNanoUsd: null, unpricedCalls: 3 });
    expect(answer.avoidable).toMatchObject({
      costNanoUsd: null,
      measured: { costNanoUsd: null, ratio: null, unpricedCalls: 1, tokens: 40_100 },
    });
    expect(answer.findings[0]).toMatchObject({
      costNanoUsd: null,
      ratio: null,
      reason: 'unpriced',
      tokens: 40_100,
    });
  });

  it('with one priced model and one without', async () => {
    const answer = await explainTable(
      IDLE.replace('+2h call claude-opus-4-8', '+2h call claude-x-9'),
    );
    expect(answer.sum).toMatchObject({ unpricedCalls: 1 });
    expect(answer.findings[0]).toMatchObject({ kind: 'idle', costNanoUsd: null });
  });

  it('without final output counts has the same findings', async () => {
    const answer = await explainTable(IDLE.replaceAll(' 50 - ', ' 50 - final=no '));
    expect(answer.sum.finalCalls).toBe(0);
    expect(answer.avoidable.costNanoUsd).toBe(EXCESS);
  });

  it('whose transcript is gone keeps what was measured', async () => {
    lab = openExplainLab();
    const pasted = IDLE.replace('user Begin.', `user ${'A pasted log line. '.repeat(2_000)}`);
    await lab.take(pasted);
    expect(lab.explain().avoidable.estimated.findings).toBe(1);
    lab.lab.remove('projects');
    await lab.lab.ingest();
    expect(lab.explain()).toMatchObject({
      avoidable: { measured: { costNanoUsd: EXCESS }, estimated: { findings: 0 } },
      content: { files: 1, goneFiles: 1 },
    });
  });

  it('of one call, and one of none, have no finding', async () => {
    const one = await explainTable(IDLE.split('\n').slice(0, 4).join('\n'));
    expect(one).toMatchObject({ sum: { calls: 1 }, findings: [], avoidable: { costNanoUsd: 0 } });
    const none = await explainTable(IDLE.split('\n').slice(0, 3).join('\n'));
    expect(none).toMatchObject({ sum: { calls: 0 }, findings: [], alternatives: [] });
  });

  it('that a compaction and a subagent began anew is lean', async () => {
    const answer = await explainTable(`${HEAD}
09:00:00 user Begin.
+5s call claude-opus-4-8 0 90000 0 0 50 Task:Explore One.
agent a1b2c3d Explore
+5s call claude-haiku-4-5-20251001 0 12000 0 0 50 - Looking.
+5s call claude-haiku-4-5-20251001 0 100 0 12000 50 - Found.
end Found it.
+5s call claude-opus-4-8 0 400 0 90000 50 - Two.
+5s compact manual 90400
+5s call claude-opus-4-8 0 9000 0 15000 50 - Three.`);
    expect(answer.sum.calls).toBe(5);
    expect(answer.findings).toEqual([]);
  });

  it("finds what a subagent's cache lost, in its own chain", async () => {
    const answer = await explainTable(`${HEAD}
09:00:00 user Begin.
+5s call claude-opus-4-8 0 20000 0 0 50 Task:general-purpose One.
agent a1b2c3d general-purpose
+5s call claude-opus-4-8 0 30000 0 0 50 - Looking.
+5s call claude-opus-4-8 0 30100 0 0 50 - Found.
end Found it.
+5s call claude-opus-4-8 0 400 0 20000 50 - Two.`);
    expect(answer.findings).toMatchObject([
      {
        kind: 'unexplained',
        isOwn: false,
        costNanoUsd: 30_000 * (6_250 - 500),
        calls: [{ agentId: 'a1b2c3d', callNumber: 2 }],
      },
    ]);
    expect(answer.avoidable.measured.notOwnNanoUsd).toBe(30_000 * (6_250 - 500));
    expect(answer.alternatives).toMatchObject([
      { kind: 'smaller-subagents', models: ['claude-opus-4-8'], calls: 2 },
    ]);
  });

  it('that is a fork pays for its own calls only', async () => {
    const FORK = '5f0c0e0a-0000-4000-8000-000000000002';
    lab = openExplainLab();
    const pasted = `user ${'A pasted log line. '.repeat(2_000)}`;
    await lab.take(`${HEAD}
09:00:00 ${pasted}
+5s call claude-opus-4-8 0 40000 0 0 50 - One.
+5s call claude-opus-4-8 0 100 0 40000 50 - Two.
+1m fork ${FORK} from ${SESSION}
+5s user Another way.
+5s call claude-opus-4-8 0 100 0 40100 50 - Three.
+5s call claude-opus-4-8 0 100 0 40200 50 - Four.`);
    const [origin, fork] = [lab.explain(SESSION), lab.explain(FORK)];
    const kinds = (answer: typeof fork) =>
      answer.findings.map(({ kind, calls }) => [kind, calls.length]);
    expect(kinds(origin)).toEqual([['large-paste', 2]]);
    expect(kinds(fork)).toEqual([['large-paste', 2]]);
    expect(fork.findings[0]?.calls.map(({ insertedTokens }) => insertedTokens)).toEqual([0, 0]);
    const share = fork.findings[0]?.tokens ?? 0;
    expect(fork.findings[0]?.costNanoUsd).toBe(2 * share * 500);
  });

  it('that should have begun afresh says so beside the sums', async () => {
    const grown = Array.from({ length: 24 }, (_, index) => {
      const context = 10_000 + index * 6_000;
      const prompt = index === 12 ? '+5s user Something else now.\n' : '';
      return `${prompt}+5s call claude-opus-4-8 0 6000 0 ${context} 50 - Step ${index}.`;
    });
    const answer = await explainTable(`${HEAD}
09:00:00 user Begin.
+5s call claude-opus-4-8 0 10000 0 0 50 - First.
${grown.join('\n')}`);
    expect(answer.alternatives).toMatchObject([{ kind: 'fresh-start', turn: 2 }]);
    expect(answer.findings).toEqual([]);
    expect(answer.avoidable.costNanoUsd).toBe(0);
  });
});

it('refuses an id that no session has', async () => {
  lab = openExplainLab();
  await lab.take(IDLE);
  expect(() => lab?.explain('nope')).toThrow(/no session id starts with "nope"/);
});
