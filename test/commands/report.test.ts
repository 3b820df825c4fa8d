import { describe, expect, it } from 'vitest';
import type { Invocation, OpenLedgerOptions } from '../../src/commands/kit/invocation.ts';
import report from '../../src/commands/report.ts';
import { querySessionReport } from '../../src/query/report/session-report.ts';
import { openZone } from '../../src/shared/zone.ts';
import { reportLedger } from '../query/report/report-ledger.ts';
import { NOW_MS } from '../query/sessions/ledger-builder.ts';

const ledger = reportLedger();

async function run(options: Record<string, unknown> = {}): Promise<{ code: number; out: string }> {
  let out = '';
  const invocation = {
    args: {},
    options,
    env: {},
    now: () => NOW_MS,
    out: (text: string) => {
      out += text;
    },
    err: () => {},
    screen: { width: 80, color: false, unicode: true, plain: false, interactive: false },
    openLedger: (wanted?: OpenLedgerOptions) =>
      Promise.resolve({ ...ledger.context, zone: openZone(wanted?.timezone ?? 'UTC') }),
  } as unknown as Invocation;
  return { code: await report.run(invocation), out };
}

describe('telltale report --sessions', () => {
  it('reports on sessions by project with --sessions', async () => {
    const { code, out } = await run({ sessions: true });
    expect([code, out.split('\n')[0]]).toEqual([
      0,
      expect.stringMatching(/^5 sessions in 4 projects/),
    ]);
  });

  it('prints the answer unchanged with --json, and passes its flags on', async () => {
    const whole = await run({ sessions: true, json: true });
    const answer = querySessionReport(ledger.context, { limit: 20 });
    expect(JSON.parse(whole.out)).toEqual(JSON.parse(JSON.stringify(answer)));
    const options = {
      sessions: true,
      json: true,
      project: 'api',
      since: '40h',
      limit: '3',
      timezone: 'Asia/Tokyo',
    };
    expect(JSON.parse((await run(options)).out)).toMatchObject({
      kind: 'session-report',
      formatVersion: 1,
      timezone: 'Asia/Tokyo',
      limit: 3,
      filter: { project: 'api', sinceMs: NOW_MS - 40 * 3_600_000 },
    });
  });

  it.each(['0', '-1', 'many', ''])('refuses --limit %s', async (limit) => {
    await expect(run({ sessions: true, limit })).rejects.toMatchObject({
      code: 'usage',
      exitCode: 64,
    });
  });
});
