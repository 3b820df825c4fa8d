// The ledger against the API: every call that was served to the real client is counted once and to the
// token, whatever happened on the way. Side requests and compactions stand in no transcript.
import { describe, expect, test } from 'vitest';
import { agent, bash, refuse, say, text, tokens, use } from './rig/script.ts';
import { ledgerCalls, servedCalls, sumCalls } from './rig/served-calls.ts';
import { openStage, type Stage } from './rig/stage.ts';
import { hasTmux } from './rig/terminal.ts';

/** The ledger is brought up to date, then held against what was served; how many calls it has. */
async function expectEqualToServed(stage: Stage): Promise<number> {
  expect((await stage.telltale('ingest')).code).toBe(0);
  const served = servedCalls(stage);
  expect(ledgerCalls(stage)).toEqual(served);
  const { totals } = await stage.ask<{ totals: Readonly<Record<string, number>> }>(
    'usage',
    'daily',
  );
  const sum = sumCalls(served);
  expect(totals).toMatchObject({
    inputTokens: sum.input,
    cacheReadTokens: sum.cacheRead,
    cacheCreationTokens: sum.cacheWrite5m + sum.cacheWrite1h,
    outputTokens: sum.output,
  });
  return served.length;
}

/** What the client itself says a run has cost; ours is in the same document as the tokens. */
async function expectCost(stage: Stage, costUsd: number): Promise<void> {
  const { totals } = await stage.ask<{ totals: { totalCost: number } }>('usage', 'daily');
  expect(totals.totalCost).toBeCloseTo(costUsd, 9);
}

describe('print mode', () => {
  test('tools: several in a turn, a failing one', async () => {
    const stage = await openStage({
      main: [
        use([bash('echo one')], tokens(31, { cacheRead: 0, cacheWrite5m: 19_001 })),
        use([bash('echo two'), bash('echo three')], tokens(47, { cacheWrite5m: 411 })),
        use([bash('exit 3')], tokens(29, { cacheWrite5m: 302, cacheWrite1h: 17 })),
        say('Done.', tokens(11, { cacheRead: 20_713 })),
      ],
    });
    const run = await stage.print('Run the commands.');
    expect(run.text).toBe('Done.');
    expect(await expectEqualToServed(stage)).toBe(4);
    await expectCost(stage, run.costUsd);
  });

  test('subagents: one, then two at once', async () => {
    const stage = await openStage({
      main: [
        use([agent('FIRST')], tokens(61)),
        use([agent('SECOND'), agent('THIRD')], tokens(73)),
        say('All have reported.', tokens(13)),
      ],
      agents: [
        {
          marker: 'FIRST',
          steps: [
            use([bash('echo first')], tokens(17, { cacheRead: 0, cacheWrite5m: 9_001 })),
            say('First report.', tokens(7, { cacheRead: 9_001 })),
          ],
        },
        {
          marker: 'SECOND',
          steps: [
            use([bash('echo second')], tokens(19, { cacheRead: 0, cacheWrite5m: 8_003 })),
            say('Second report.', tokens(5, { cacheRead: 8_003 })),
          ],
        },
        { marker: 'THIRD', steps: [say('Third report.', tokens(3, { cacheRead: 8_009 }))] },
      ],
    });
    const run = await stage.print('Ask the helpers.');
    expect(run.text).toBe('All have reported.');
    expect(await expectEqualToServed(stage)).toBe(8);
    expect(ledgerCalls(stage).filter(({ isAgent }) => isAgent)).toHaveLength(5);
    await expectCost(stage, run.costUsd);
  });

  test('faults: refused, overloaded and broken streams that are asked for again', async () => {
    const stage = await openStage({
      main: [
        refuse(429, 1),
        use([bash('echo after 429')], tokens(21)),
        refuse(529),
        refuse(529),
        use([bash('echo after 529')], tokens(23)),
        say('This text is cut in its first attempt.', tokens(37), { broken: { when: 'early' } }),
        use([bash('echo after the cut')], tokens(39)),
        say('An error comes within this.', tokens(41), { broken: { when: 'early', error: true } }),
        use([bash('echo after the error')], tokens(43)),
        refuse(500),
        say('All went well.', tokens(9)),
      ],
    });
    const run = await stage.print('Work through the weather.');
    expect(run.text).toBe('All went well.');
    expect(await expectEqualToServed(stage)).toBe(5);
  });

  test('an answer that breaks off after a whole block counts as far as it was told', async () => {
    const stage = await openStage({
      main: [
        use([bash('echo one'), bash('echo two')], tokens(333), { broken: { when: 'late' } }),
        use([text('It stops here.'), bash('echo no')], tokens(222), { broken: { when: 'late' } }),
        say('Gone on with.', tokens(10)),
      ],
    });
    const first = await stage.print('Break off.');
    expect(first.code).toBe(1);
    await stage.print('Go on.', { resume: first.sessionId });
    expect(await expectEqualToServed(stage)).toBe(3);
    // The stream had told one token when it broke off.
    expect(ledgerCalls(stage).map(({ output }) => output)).toEqual([1, 1, 10]);
  });

  test('resume: the same session goes on', async () => {
    const stage = await openStage({
      main: [say('First.', tokens(12)), use([bash('echo')], tokens(14)), say('Last.', tokens(16))],
    });
    const first = await stage.print('Begin.');
    const second = await stage.print('Go on.', { resume: first.sessionId });
    expect(second.sessionId).toBe(first.sessionId);
    expect(await expectEqualToServed(stage)).toBe(3);
  });

  test('fork: what was copied counts once', async () => {
    const stage = await openStage({
      main: [
        use([bash('echo')], tokens(12)),
        say('Trunk.', tokens(14)),
        say('Branch.', tokens(16)),
        say('Trunk again.', tokens(18)),
      ],
    });
    const trunk = await stage.print('Begin.');
    const branch = await stage.print('Branch off.', { resume: trunk.sessionId, isFork: true });
    await stage.print('Go on.', { resume: trunk.sessionId });
    expect(branch.sessionId).not.toBe(trunk.sessionId);
    expect(await expectEqualToServed(stage)).toBe(4);
    const copies = stage.rows<{ id: string }>(
      'SELECT message_id AS id FROM call WHERE session_count > 1',
    );
    expect(copies).toHaveLength(2);
  });

  test('a compaction by itself in the middle of a turn', async () => {
    const grow = (cacheRead: number) => use([bash('echo')], tokens(20, { cacheRead }));
    const stage = await openStage(
      {
        main: [grow(30_000), grow(60_000), grow(95_000), grow(18_000), say('Done.', tokens(9))],
        summaries: [say('<summary>It grew.</summary>', tokens(60, { cacheRead: 95_000 }))],
      },
      { env: { CLAUDE_CODE_AUTO_COMPACT_WINDOW: '100000' } },
    );
    await stage.print('Grow.', { args: ['--model', 'claude-haiku-4-5-20251001'] });
    expect(stage.api.exchanges.filter(({ kind }) => kind === 'compaction')).toHaveLength(1);
    expect(await expectEqualToServed(stage)).toBe(5);
  });
});

describe.skipIf(!hasTmux)('interactive mode (tmux)', () => {
  test('/compact and /clear', async () => {
    const stage = await openStage({
      main: [
        use([bash('echo first')], tokens(41, { cacheRead: 0, cacheWrite5m: 20_011 })),
        say('The first thing is done.', tokens(9)),
        say('The second thing is done.', tokens(8, { cacheRead: 110_000 })),
        say('Going on from the summary.', tokens(7, { cacheWrite5m: 2_503 })),
        say('A new conversation.', tokens(6)),
      ],
      summaries: [say('<summary>Two things are done.</summary>', tokens(85))],
    });
    const terminal = await stage.open();
    await terminal.ask('Do the first thing.', /The first thing is done/);
    await terminal.ask('Do the second thing.', /The second thing is done/);
    await terminal.ask('/compact', /Compacted/);
    await terminal.ask('Go on after the summary.', /Going on from the summary/);
    await terminal.submit('/clear');
    await terminal.idle();
    await terminal.ask('Start anew.', /A new conversation/);
    await terminal.leave();
    expect(await expectEqualToServed(stage)).toBe(5);
    const sessions = new Set(stage.api.exchanges.map(({ sessionId }) => sessionId));
    expect(sessions.size).toBe(2);
  });

  test('an interrupt: the answer that was cut short counts nothing', async () => {
    const stage = await openStage({
      main: [
        use([bash('echo')], tokens(12)),
        say('One line has come.\nThe next one is never finished.', tokens(500), { stallMs: 8_000 }),
        say('And after the interrupt.', tokens(14)),
      ],
    });
    const terminal = await stage.open();
    await terminal.submit('Take your time.');
    await terminal.waitFor(/One line has come/);
    terminal.keys('Escape');
    await terminal.waitFor(/Interrupted/);
    await terminal.ask('Go on.', /And after the interrupt/);
    await terminal.leave();
    expect(await expectEqualToServed(stage)).toBe(2);
  });
});
