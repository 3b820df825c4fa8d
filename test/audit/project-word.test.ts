// A word after --project finds the same projects in every command: a list of sessions and a report by
// session, asked alike, hold the same sessions.
import { describe, expect, it } from 'vitest';
import { querySessions } from '../../src/query/sessions/list-sessions.ts';
import { usageRows } from '../../src/query/usage/answer.ts';
import { queryUsage } from '../../src/query/usage/query-usage.ts';
import { testLedger } from '../query/usage/ledger.ts';

describe('--project means the same in every command', () => {
  const context = testLedger([
    { at: '2026-07-01T10:00:00Z', input: 1, session: 'a', project: '/home/me/web' },
    { at: '2026-07-02T10:00:00Z', input: 1, session: 'b', project: '/home/me/web-api' },
  ]);

  it.each(['web', '-home-me-web', '/home/me', '/home/me/web/', 'api'])('%s', (project) => {
    const usage = usageRows(queryUsage(context, { groupBy: 'session', project }));
    const list = querySessions(context, { project, limit: 10, order: 'desc' }).sessions;
    expect(list.map(({ sessionId }) => sessionId).sort()).toEqual(
      usage.map(({ key }) => key).sort(),
    );
    expect(usage.length).toBe(project === '/home/me' ? 2 : 1);
  });
});
