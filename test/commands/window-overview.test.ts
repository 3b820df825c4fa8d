// The commands `window` and the overview, run on a ledger in memory: flags to questions, JSON unchanged.
import { describe, expect, it } from 'vitest';
import type { CommandDefinition } from '../../src/commands/kit/define-command.ts';
import type { Invocation } from '../../src/commands/kit/invocation.ts';
import overview from '../../src/commands/overview.ts';
import window from '../../src/commands/window.ts';
import { queryBlocks } from '../../src/query/window/blocks-document.ts';
import { queryWindowHistory } from '../../src/query/window/history.ts';
import { queryWindow } from '../../src/query/window/window.ts';
import { openZone } from '../../src/shared/zone.ts';
import { SCENE } from '../query/overview/scene.ts';
import { type Fixture, openTestLedger } from '../query/window/ledger.ts';

const ledger = openTestLedger(SCENE);

async function run(
  command: CommandDefinition,
  options: Record<string, unknown>,
  fixture: Fixture = SCENE,
  env: Invocation['env'] = {},
): Promise<string> {
  let text = '';
  const invocation = {
    args: {},
    options,
    env: { HOME: '/nowhere', ...env },
    now: () => 0,
    out: (more: string) => {
      text += more;
    },
    err: () => {},
    screen: { width: 80, color: false, unicode: true, plain: false, interactive: false },
    openLedger: async (opening?: { timezone?: string | undefined }) => ({
      ...openTestLedger(fixture),
      zone: openZone(opening?.timezone ?? 'UTC'),
    }),
  } as unknown as Invocation;
  expect(await command.run(invocation)).toBe(0);
  return text;
}

/** What a script reads: what the answer is after printing and reading it. */
const printed = (answer: unknown) => JSON.parse(JSON.stringify(answer));

describe('telltale window', () => {
  it('shows the running window', async () => {
    expect(await run(window, {})).toContain('At this rate');
    expect(JSON.parse(await run(window, { json: true }))).toEqual(printed(queryWindow(ledger)));
  });

  it('lists past windows when asked, or when a flag only makes sense for a list', async () => {
    const all = JSON.parse(await run(window, { history: true, json: true }));
    expect(all).toEqual(printed(queryWindowHistory(ledger)));
    const since = { since: '2026-11-20', json: true };
    expect(JSON.parse(await run(window, since))).toEqual(
      printed(queryWindowHistory(ledger, { sinceDay: '2026-11-20' })),
    );
    expect(await run(window, { recent: true, order: 'desc' })).toContain('5-hour windows:');
  });

  it('prints the blocks document', async () => {
    const text = await run(window, { blocks: true, json: true, active: true, order: 'desc' });
    expect(JSON.parse(text)).toEqual(printed(queryBlocks(ledger, { active: true })));
  });

  it('takes days in the zone that was asked for', async () => {
    const options = { since: 'today', json: true, history: true, timezone: 'Asia/Tokyo' };
    const { windows, timezone } = JSON.parse(await run(window, options));
    expect(timezone).toBe('Asia/Tokyo');
    expect(windows).toHaveLength(1);
  });

  it('refuses a date it cannot read', async () => {
    await expect(run(window, { since: 'nonsense' })).rejects.toMatchObject({ code: 'bad-date' });
  });
});

describe('telltale', () => {
  it('shows how things stand', async () => {
    expect(await run(overview, {})).toContain('telltale · 3 projects · 4 sessions');
    const answer = JSON.parse(await run(overview, { json: true }));
    expect(answer).toMatchObject({ formatVersion: 1, kind: 'overview', sessions: 4 });
    expect(Object.values(answer)).not.toContain(undefined);
  });

  it('says where it looked when there is nothing', async () => {
    const empty = { now: SCENE.now, calls: [] };
    const text = await run(overview, {}, empty, { CLAUDE_CONFIG_DIR: '/nowhere/else' });
    expect(text).toContain('/nowhere/else');
    expect(text).toContain('telltale demo');
    expect(text).toContain('telltale doctor');
  });
});
