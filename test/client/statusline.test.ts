// The status line as it stands in the terminal of the real client, and the heartbeats it leaves.
import { describe, expect, test } from 'vitest';
import { type Script, say, tokens } from './rig/script.ts';
import { openStage, type Stage } from './rig/stage.ts';
import { hasTmux } from './rig/terminal.ts';

const MAIN = [
  say('First answer.', tokens(12, { cacheRead: 249_996 })),
  say('Second answer.', tokens(12, { cacheRead: 499_996 })),
];

interface HeartbeatRow {
  readonly costNanoUsd: number | null;
  readonly windowTokens: number | null;
  readonly fiveHourPercent: number | null;
  readonly sevenDayPercent: number | null;
}

describe.skipIf(!hasTmux)('in a terminal (tmux)', () => {
  test('model, context and cost, kept up to date', async () => {
    const stage = await openStage({ main: MAIN });
    const terminal = await stage.open();
    await terminal.ask('First question.', /First answer/);
    const first = statusLine(await terminal.waitFor(/\b25 % of 1M/));
    expect(first).toMatch(/opus/i);
    // 249,996 cache reads at $0.50 a million are most of it.
    expect(first).toMatch(/ \$0\.1\d/);
    expect(first).not.toMatch(/\b5h\b/);
    // The engine's part comes with a refresh while nothing happens.
    const idle = statusLine(await terminal.waitFor(/cold in \d:\d\d/));
    expect(idle).toMatch(/\$0\.1\d · next ~\$0\.1\d, cold in [1-4]:\d\d then ~\$\d/);
    expect(idle).toMatch(/health \d+/);

    await terminal.ask('Second question.', /Second answer/);
    const second = statusLine(await terminal.waitFor(/\b50 % of 1M/));
    expect(second).toMatch(/\$0\.3\d · next ~\$0\.2\d/);
    await terminal.leave();

    const last = (await heartbeats(stage)).at(-1);
    expect(last).toMatchObject({ windowTokens: 1_000_000, fiveHourPercent: null });
    expect(last?.costNanoUsd).toBeGreaterThan(370_000_000);
  });

  test('plan limits, with the credentials of a subscription', async () => {
    const script: Script = { main: MAIN, limits: { fiveHourPercent: 31, sevenDayPercent: 12 } };
    const stage = await openStage(script, { auth: 'subscription' });
    const terminal = await stage.open();
    await terminal.ask('First question.', /First answer/);
    const line = statusLine(await terminal.waitFor(/\b31 %/));
    expect(line).toMatch(/5h 31 % \S+ · wk 12 %/);
    await terminal.leave();
    const last = (await heartbeats(stage)).at(-1);
    expect(last).toMatchObject({ fiveHourPercent: 31, sevenDayPercent: 12 });
  });
});

/** Below the input, so the last line with money in it. */
function statusLine(screen: string): string {
  const lines = screen.split('\n').filter((line) => line.includes('$'));
  const line = lines.at(-1);
  if (line === undefined) throw new Error(`no status line:\n${screen}`);
  return line;
}

async function heartbeats(stage: Stage): Promise<HeartbeatRow[]> {
  expect((await stage.telltale('ingest')).code).toBe(0);
  return stage.rows<HeartbeatRow>(
    `SELECT cost_nano_usd AS costNanoUsd, window_tokens AS windowTokens,
            five_hour_percent AS fiveHourPercent, seven_day_percent AS sevenDayPercent
     FROM heartbeat ORDER BY last_ms, id`,
  );
}
