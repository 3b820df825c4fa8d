// `telltale steps` and `telltale digest` as commands: how they read a moment and a limit, what a script is
// given, and that they are no failure where there is nothing.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import digest from '../../src/commands/digest.ts';
import steps from '../../src/commands/steps.ts';
import usage from '../../src/commands/usage.ts';
import type { DigestAnswer } from '../../src/query/digest/digest-answer.ts';
import type { StepsAnswer } from '../../src/query/steps/steps-answer.ts';
import type { UsageAnswer } from '../../src/query/usage/answer.ts';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { makeHome, type TestHome, type Words } from './home.ts';

const NOW_MS = Date.parse('2026-11-21T18:46:00Z');
const SESSION = '5f0c0000-0000-4000-8000-000000000001';
const CALLS = `
session ${SESSION} cwd /w/api-gateway
at      who   model            in  w5m  w1h  read  out
now-30h user  Yesterday
now-30h call  claude-opus-4-8  4   0    9k   0     90   id=msg_1
now-2h  user  Today
now-2h  call  -                4   0    9k   0     90   id=msg_2
now-40m call  -                4   0    500  9k    90   id=msg_3
now-80s call  -                4   0    500  9k    90   id=msg_4
`;

let home: TestHome;
beforeEach(() => {
  home = makeHome();
});
afterEach(() => home.remove());

const write = (): void => {
  for (const { path, text } of buildTranscript(CALLS, { nowMs: NOW_MS })) {
    home.write(`.claude/${path}`, text);
  }
};
const run = (command: typeof steps, { options = {}, ...words }: Words = {}) =>
  home.run(command, {
    ...words,
    options: { timezone: 'UTC', ...options },
    overrides: { now: () => NOW_MS },
  });
async function stepIds(options: Words['options']): Promise<string[]> {
  const { out } = await run(steps, { options: { json: true, ...options } });
  return (JSON.parse(out) as StepsAnswer).steps.map(({ callId }) => callId);
}

describe('a moment', () => {
  // The home's ledger has the real clock, so spans are counted from that: all of these are far back.
  it.each([
    ['2026-11-21', ['msg_2', 'msg_3', 'msg_4']],
    ['2026-11-21T18:00', ['msg_3', 'msg_4']],
    ['2026-11-20', ['msg_1', 'msg_2', 'msg_3', 'msg_4']],
  ])('--since %s', async (since, expected) => {
    write();
    expect(await stepIds({ since })).toEqual(expected);
  });

  it.each([...['   ', '-1h', 'garbage', '5x']])(
    '--since "%s" is refused, by both',
    async (since) => {
      write();
      await expect(run(steps, { options: { since } })).rejects.toThrow(/is not a date/);
      await expect(run(digest, { options: { since } })).rejects.toThrow(/is not a date/);
    },
  );

  it.each(['90s', '30m', '2h', '1d'])('--since %s is understood, by both', async (since) => {
    write();
    expect((await run(steps, { options: { since } })).code).toBe(0);
    expect((await run(digest, { options: { since } })).code).toBe(0);
  });
});

describe('a limit', () => {
  it('leaves the newest, the newest last', async () => {
    write();
    expect(await stepIds({ limit: '2' })).toEqual(['msg_3', 'msg_4']);
    expect(await stepIds({ limit: '2', order: 'desc' })).toEqual(['msg_4', 'msg_3']);
  });

  it.each(['0', '-1', '1.5', 'many'])('%s is refused', async (limit) => {
    await expect(run(steps, { options: { limit } })).rejects.toThrow(/--limit/);
  });
});

it('a digest sums to what usage says of the same days', async () => {
  write();
  const since = '2026-11-20';
  const [page, table] = await Promise.all([
    run(digest, { options: { since, json: true } }),
    run(usage, { args: { group: 'daily' }, options: { since, json: true } }),
  ]);
  const { sum } = JSON.parse(page.out) as DigestAnswer;
  const { totals } = JSON.parse(table.out) as UsageAnswer;
  expect(sum.calls).toBe(4);
  expect(sum.costNanoUsd).toBe(Math.round(totals.totalCost * 1e9));
  expect(sum.totalTokens).toBe(totals.totalTokens);
});

it('is no failure where there is nothing', async () => {
  for (const command of [steps, digest]) {
    const { code, out } = await run(command);
    expect(code).toBe(0);
    expect(out).toContain('The ledger holds no call yet.');
    const json = JSON.parse((await run(command, { options: { json: true } })).out);
    expect(json).toMatchObject({ kind: command.name, formatVersion: 1, knownCalls: 0 });
  }
  await expect(run(steps, { args: { id: 'zzz' } })).rejects.toThrow(/no session yet/);
});
