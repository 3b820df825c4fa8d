import { describe, expect, it } from 'vitest';
import call from '../../src/commands/call.ts';
import type { CommandDefinition, ExitCode } from '../../src/commands/kit/define-command.ts';
import type { Invocation, OpenLedgerOptions } from '../../src/commands/kit/invocation.ts';
import sessions from '../../src/commands/sessions.ts';
import show from '../../src/commands/show.ts';
import { querySessions } from '../../src/query/sessions/list-sessions.ts';
import { openZone } from '../../src/shared/zone.ts';
import { BUSY, exampleLedger } from '../query/sessions/example-ledger.ts';
import { NOW_MS } from '../query/sessions/ledger-builder.ts';

const ledger = exampleLedger();

interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly opened: OpenLedgerOptions | undefined;
}

async function run(
  command: CommandDefinition,
  options: Record<string, unknown> = {},
  args: Record<string, string> = {},
): Promise<Ran> {
  let out = '';
  let opened: OpenLedgerOptions | undefined;
  const invocation: Invocation = {
    args,
    options,
    env: {},
    now: () => NOW_MS,
    out: (text) => {
      out += text;
    },
    err: () => {},
    screen: { width: 80, color: false, unicode: true, plain: false, interactive: false },
    openLedger: async (wanted) => {
      opened = wanted;
      return { ...ledger.context, zone: openZone(wanted?.timezone ?? 'UTC') };
    },
    ingest: () => Promise.reject(new Error('these commands do not ingest by themselves')),
    withEnv: () => invocation,
  };
  const code = await command.run(invocation);
  return { code, out, opened };
}

describe('telltale sessions', () => {
  it('prints the table, and the answer unchanged with --json', async () => {
    const table = await run(sessions);
    expect([table.code, table.out.split('\n')[0]]).toEqual([
      0,
      expect.stringMatching(/^5 sessions/),
    ]);
    const json = await run(sessions, { json: true });
    const answer = querySessions(ledger.context, { limit: 20, order: 'desc' });
    expect(JSON.parse(json.out)).toEqual(JSON.parse(JSON.stringify(answer)));
    expect(JSON.parse(json.out)).toMatchObject({ kind: 'sessions', formatVersion: 1 });
  });

  it('passes its flags on', async () => {
    const options = {
      json: true,
      active: true,
      project: 'api',
      since: '2h',
      limit: '3',
      order: 'asc',
    };
    const answer = JSON.parse((await run(sessions, options)).out);
    expect(answer).toMatchObject({
      limit: 3,
      order: 'asc',
      filter: { activeOnly: true, project: 'api', sinceMs: NOW_MS - 2 * 3_600_000 },
    });
    expect((await run(sessions, { limit: 20 })).code).toBe(0);
  });

  it('reads dates in the zone that was asked for', async () => {
    const options = { json: true, since: '2026-11-21', timezone: 'Asia/Tokyo' };
    const ran = await run(sessions, options);
    expect(ran.opened?.timezone).toBe('Asia/Tokyo');
    expect(JSON.parse(ran.out)).toMatchObject({
      timezone: 'Asia/Tokyo',
      filter: { sinceMs: Date.parse('2026-11-20T15:00:00Z') },
    });
  });

  it.each(['0', '-1', 'many', '1.5', ''])('refuses --limit %s', async (limit) => {
    await expect(run(sessions, { limit })).rejects.toMatchObject({ code: 'usage', exitCode: 64 });
  });

  it('refuses a date that it cannot read', async () => {
    await expect(run(sessions, { since: 'soon' })).rejects.toMatchObject({ code: 'bad-date' });
  });
});

describe('telltale show', () => {
  it('shows the newest session, or the one that is named', async () => {
    expect((await run(show)).out).toContain('4f2a91c3');
    expect((await run(show, {}, { id: '9b1d' })).out).toContain('ダークモード');
    const json = JSON.parse((await run(show, { json: true })).out);
    expect(json).toMatchObject({ kind: 'session', formatVersion: 1, sessionId: BUSY });
  });

  it('gives times in the zone that was asked for', async () => {
    const { out } = await run(show, { timezone: 'Asia/Tokyo' });
    expect(out).toContain('2026-11-22 00:30 – 2026-11-22 03:42, Asia/Tokyo');
  });

  it.each([
    ['4f2a', 'ambiguous-session'],
    ['nope', 'unknown-session'],
  ])('refuses %s', async (id, code) => {
    await expect(run(show, {}, { id })).rejects.toMatchObject({ code, exitCode: 2 });
  });
});

describe('telltale call', () => {
  it('exits with 0 when the ledger holds the same, and with 1 when not', async () => {
    const good = await run(call, {}, { id: 'msg_fork1' });
    expect([good.code, good.out]).toEqual([
      0,
      expect.stringContaining('The ledger holds the same.'),
    ]);
    ledger.db.prepare("UPDATE call SET cost_nano_usd = 1 WHERE message_id = 'msg_fork1'").run();
    const bad = await run(call, {}, { id: 'msg_fork1' });
    expect([bad.code, bad.out]).toEqual([1, expect.stringContaining('telltale ingest --force')]);
    const json = await run(call, { json: true }, { id: 'msg_fork1' });
    expect([json.code, JSON.parse(json.out).findings.length]).toEqual([1, 1]);
  });

  it.each([
    ['msg_busy', 'ambiguous-call'],
    ['nope', 'unknown-call'],
  ])('refuses %s', async (id, code) => {
    await expect(run(call, {}, { id })).rejects.toMatchObject({ code, exitCode: 2 });
  });
});

describe('help', () => {
  it.each([sessions, show, call])('$name explains itself', (command) => {
    expect(command.summary).toMatch(/^[a-z].*[^.]$/);
    expect(command.description?.length).toBeGreaterThan(80);
    expect(command.examples?.every(({ line }) => line.startsWith(`telltale ${command.name}`))).toBe(
      true,
    );
    expect(command.options?.some(({ flags }) => flags === '--json')).toBe(true);
  });
});
