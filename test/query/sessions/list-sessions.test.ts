import { describe, expect, it } from 'vitest';
import { querySessions, type SessionsQuestion } from '../../../src/query/sessions/list-sessions.ts';
import { BUSY, EMPTY, exampleLedger, FORK, HOSTILE, JAPANESE } from './example-ledger.ts';
import { at, buildLedger, NOW_MS } from './ledger-builder.ts';

const ledger = exampleLedger();
const ask = (question: Partial<SessionsQuestion>) =>
  querySessions(ledger.context, { limit: 20, order: 'desc', ...question });
const ids = (question: Partial<SessionsQuestion>) =>
  ask(question).sessions.map((session) => session.sessionId);

describe('querySessions', () => {
  const CASES: [story: string, question: Partial<SessionsQuestion>, ids: string[]][] = [
    ['newest first, without a time last', {}, [BUSY, FORK, JAPANESE, HOSTILE, EMPTY]],
    ['the newest two, oldest first', { limit: 2, order: 'asc' }, [FORK, BUSY]],
    ['active', { activeOnly: true }, [BUSY]],
    ['one project, whatever the case', { project: 'API-Gate' }, [BUSY, FORK]],
    ['no such project', { project: 'nothing' }, []],
    ['a percent sign is no wildcard', { project: '%' }, []],
    ['since', { sinceMs: at('12:00:00') }, [BUSY, FORK, JAPANESE]],
    ['since, one millisecond later', { sinceMs: at('12:00:00') + 1 }, [BUSY, FORK]],
    ['since and active', { activeOnly: true, sinceMs: at('10:00:00') }, [BUSY]],
  ];
  it.each(CASES)('%s', (_story, question, expected) => {
    expect(ids(question)).toEqual(expected);
  });

  it('says how many match and how many there are', () => {
    const answer = ask({ limit: 1, project: 'api' });
    expect([answer.sessions.length, answer.matchingSessions, answer.knownSessions]).toEqual([
      1, 2, 5,
    ]);
  });

  it('counts copied calls and prompts for one session only', () => {
    const [busy, fork] = ask({}).sessions;
    expect([busy?.calls, busy?.turns]).toEqual([44, 2]);
    expect([fork?.calls, fork?.turns]).toEqual([1, 1]);
  });

  it('sums to the ledger, whatever the session', () => {
    const sum = (pick: (session: ReturnType<typeof ask>['sessions'][number]) => number) =>
      ask({}).sessions.reduce((total, session) => total + pick(session), 0);
    const stored = ledger.db
      .prepare(
        'SELECT COUNT(*) AS calls, SUM(cost_nano_usd) AS cost, SUM(output_tokens) AS output FROM call',
      )
      .get();
    expect({
      calls: sum((session) => session.calls),
      cost: sum((session) => session.costNanoUsd ?? 0),
      output: sum((session) => session.tokens.outputTokens),
    }).toEqual(stored);
  });

  it('keeps unknown apart from zero', () => {
    const [busy, , japanese, hostile, empty] = ask({}).sessions;
    expect([busy?.finalCalls, busy?.unpricedCalls]).toEqual([43, 0]);
    expect(japanese?.unpricedCalls).toBe(1);
    expect(japanese?.costNanoUsd).toBe(90_000 * 2000);
    expect(hostile?.costNanoUsd).toBeNull();
    expect(empty).toMatchObject({
      calls: 0,
      costNanoUsd: 0,
      state: 'unknown',
      title: null,
      project: null,
    });
  });

  it('lets no escape sequence through', () => {
    expect(JSON.stringify(ask({}))).not.toMatch(/\\u001b|\\u009b|\\u0007|\u202e|\u009b/);
    expect(ask({}).sessions[3]).toMatchObject({
      title: 'click here',
      branch: 'main',
      project: { name: 'evil', path: '/home/ana/evil' },
    });
  });

  it('is active for exactly ten minutes', () => {
    const small = buildLedger();
    small.session('a', { lastMs: NOW_MS - 600_000 });
    small.session('b', { lastMs: NOW_MS - 600_001 });
    small.session('c', { lastMs: NOW_MS + 5_000 });
    const { sessions } = querySessions(small.context, { limit: 9, order: 'desc' });
    expect(sessions.map(({ sessionId, state }) => `${sessionId} ${state}`)).toEqual([
      'c active',
      'a active',
      'b idle',
    ]);
  });

  it('by --active means what goes on or waits, whatever the age, but nothing that ended', () => {
    const small = buildLedger();
    const hook = (session: string, agoMs: number, event: string, data = '{}') =>
      small.db
        .prepare('INSERT INTO hook_event (session_id, at_ms, event, data) VALUES (?, ?, ?, ?)')
        .run(session, NOW_MS - agoMs, event, data);
    const MINUTE = 60_000;
    small.session('fresh', { lastMs: NOW_MS - MINUTE });
    small.session('asks', { lastMs: NOW_MS - 50 * MINUTE });
    hook('asks', 50 * MINUTE, 'Notification', '{"notificationType":"permission_prompt"}');
    small.session('rests', { lastMs: NOW_MS - 40 * MINUTE });
    hook('rests', 40 * MINUTE, 'Stop');
    small.session('ended', { lastMs: NOW_MS - 2 * MINUTE });
    hook('ended', 2 * MINUTE, 'SessionEnd', '{"reason":"other"}');
    small.session('old', { lastMs: NOW_MS - 60 * MINUTE });
    const { sessions, matchingSessions } = querySessions(small.context, {
      limit: 9,
      order: 'desc',
      activeOnly: true,
    });
    expect(sessions.map(({ sessionId, activity }) => `${sessionId} ${activity.kind}`)).toEqual([
      'fresh active',
      'asks waiting-permission',
    ]);
    expect(matchingSessions).toBe(2);
  });

  it('tells the health and the activity of each', () => {
    const { sessions } = ask({});
    expect(sessions.map(({ activity }) => activity.kind)).toEqual([
      'active',
      'quiet',
      'quiet',
      'quiet',
      'unknown',
    ]);
    expect(sessions[0]?.health.healthPercent).toBeTypeOf('number');
    expect(sessions[4]?.health).toMatchObject({ healthPercent: null, level: 'unknown' });
  });

  it('answers on an empty ledger', () => {
    const answer = querySessions(buildLedger().context, { limit: 20, order: 'desc' });
    expect([answer.sessions, answer.knownSessions]).toEqual([[], 0]);
  });

  it('gives the whole id where eight characters are shared', () => {
    const small = buildLedger();
    small.session('aaaaaaaa-1');
    small.session('aaaaaaaa-2');
    small.session('bbbbbbbb-1');
    const { sessions } = querySessions(small.context, { limit: 9, order: 'desc' });
    expect(sessions.map((session) => session.shortId)).toEqual([
      'aaaaaaaa-1',
      'aaaaaaaa-2',
      'bbbbbbbb',
    ]);
  });

  it('names a project by the last part of its path, on Windows too', () => {
    const small = buildLedger();
    small.session('w', { project: 'D:\\work\\oh-my-posh' });
    const { sessions } = querySessions(small.context, { limit: 9, order: 'desc' });
    expect(sessions[0]?.project).toEqual({ name: 'oh-my-posh', path: 'D:\\work\\oh-my-posh' });
  });
});
