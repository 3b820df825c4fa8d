// The overview's answer: what it sums, which sessions it shows, what it finds worth a look.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/query/overview/findings.ts';
import { queryOverview } from '../../../src/query/overview/overview.ts';
import { SUMS_OF_SPAN } from '../../../src/store/readers/window-calls.ts';
import type { RootReport } from '../../../src/transcript/roots.ts';
import {
  type Fixture,
  fiveHourHit,
  instant,
  openTestLedger,
  type TestLedger,
} from '../window/ledger.ts';
import { SCENE, SCENE_ROOTS } from './scene.ts';

const NOW = '2026-11-21 18:46';
const DAY_MS = 86_400_000;
const open = (fixture: Partial<Fixture> & Pick<Fixture, 'calls'>) =>
  openTestLedger({ now: NOW, ...fixture });
const kinds = (findings: readonly Finding[]) => findings.map((finding) => finding.kind);

describe('sums', () => {
  it('every span sums its own days, and the sparkline its last 24', () => {
    const answer = queryOverview(
      open({
        calls: [
          { at: '2026-10-28 23:59', usd: 64 },
          { at: '2026-10-29 00:00', usd: 32 },
          { at: '2026-11-01 00:00', usd: 16 },
          { at: '2026-11-14 23:59', usd: 8 },
          { at: '2026-11-15 00:00', usd: 4 },
          { at: '2026-11-20 23:59', usd: 2 },
          { at: '2026-11-21 00:00', usd: 1 },
        ],
      }),
    );
    const usd = [answer.today, answer.last7Days, answer.week, answer.month].map(
      (span) => (span.totals.costNanoUsd ?? 0) / 1e9,
    );
    expect(usd).toEqual([1, 7, 7, 31]);
    const daily = answer.dailyNanoUsd.map((nano) => nano / 1e9);
    expect(daily).toEqual([32, 0, 0, 16, ...Array(12).fill(0), 8, 4, 0, 0, 0, 0, 2, 1].slice(-24));
    expect(daily).toHaveLength(24);
  });

  it('days of a zone with half-hour offset and of a clock change add up', () => {
    const calls = Array.from({ length: 24 * 20 }, (_, index) => ({
      at: new Date(instant('2026-10-20 00:00') + index * 3_600_000).toISOString().slice(0, -1),
      usd: 0.01,
    }));
    for (const timezone of ['Asia/Kolkata', 'Europe/Berlin', 'America/New_York']) {
      const answer = queryOverview(open({ calls, now: '2026-11-09 01:00', timezone }));
      const days = answer.dailyNanoUsd.reduce((sum, day) => sum + day, 0);
      expect(Math.round(days / 1e7), timezone).toBe(calls.length);
    }
  });

  it('compares the billing period with the plan', () => {
    const calls = [
      { at: '2026-11-16 12:00', usd: 50 },
      { at: '2026-11-18 12:00', usd: 30 },
    ];
    expect(queryOverview(open({ calls })).plan).toBeNull();
    const plan = { monthlyUsd: 20, renewalDay: 17 };
    expect(queryOverview(open({ calls, plan })).plan).toMatchObject({
      fromDay: '2026-11-17',
      nextDay: '2026-12-17',
      ratio: 1.5,
    });
    const free = queryOverview(open({ calls, plan: { monthlyUsd: 0 } })).plan;
    expect(free?.ratio).toBeNull();
  });
});

describe('recent sessions', () => {
  it('are the newest first, with state, cost and context', () => {
    const { recent, projects, sessions } = queryOverview(openTestLedger(SCENE));
    expect({ projects, sessions }).toEqual({ projects: 3, sessions: 4 });
    expect(
      recent.map(({ state, project, context }) => [
        state,
        project?.name ?? null,
        context.tokens === null ? context.reason : Math.round(context.ratio * 100),
      ]),
    ).toEqual([
      ['active', 'api-gateway', 16],
      // The call of its subagent is newer, and is no part of its context.
      ['active', 'web', 32],
      ['idle', 'infra', 83],
      ['idle', null, 9],
    ]);
    expect(recent[1]).toMatchObject({
      costNanoUsd: 4.2e9,
      calls: 3,
      unpricedCalls: 1,
      finalCalls: 2,
    });
  });

  it('a context is not known after a compaction and before any call', () => {
    const calls = [
      { at: '2026-11-21 18:00', session: 'a' },
      { at: '2026-11-21 18:00', session: 'b', chain: 1 },
    ];
    const events = [{ at: '2026-11-21 18:01', kind: 'compaction', session: 'a', data: {} }];
    const answer = queryOverview(open({ calls, events }));
    const contexts = answer.recent.map((session) => [session.sessionId, session.context]);
    expect(Object.fromEntries(contexts)).toEqual({
      a: { tokens: null, reason: 'compacted-since' },
      b: { tokens: null, reason: 'no-call' },
    });
  });
});

describe('findings', () => {
  it('none on a well machine', () => {
    expect(queryOverview(open({ calls: [{ at: '2026-11-21 18:00' }] })).findings).toEqual([]);
  });

  it('a named folder that is not there; a usual one may be missing', () => {
    const usual: RootReport = { ...SCENE_ROOTS[1], source: 'XDG' } as RootReport;
    const { findings } = queryOverview(open({ calls: [] }), [...SCENE_ROOTS, usual]);
    expect(findings).toEqual([
      { kind: 'root-missing', path: '/srv/shared/.claude', why: 'missing' },
    ]);
  });

  it('models without a price, this month', () => {
    const calls = [
      { at: '2026-10-01 12:00', usd: null, model: 'claude-old-1' },
      { at: '2026-11-02 12:00', usd: null, model: 'claude-x-9' },
      { at: '2026-11-21 12:00', usd: null, model: 'claude-x-9' },
      { at: '2026-11-21 12:00', usd: null, model: 'claude-y-9' },
    ];
    expect(queryOverview(open({ calls })).findings).toEqual([
      {
        kind: 'unpriced',
        sinceDay: '2026-11-01',
        models: [
          { model: 'claude-x-9', calls: 2 },
          { model: 'claude-y-9', calls: 1 },
        ],
      },
    ]);
  });

  it('lines that could not be read; salvaged ones are none', () => {
    const ledger = open({ calls: [] });
    const insert = ledger.store.db.prepare("INSERT INTO fault VALUES (?, ?, ?, 10, '')");
    insert.run(1, 0, 'bad-json');
    insert.run(1, 10, 'bad-json');
    insert.run(2, 0, 'oversize');
    insert.run(3, 0, 'glued');
    expect(queryOverview(ledger).findings).toEqual([{ kind: 'parse-faults', faults: 3, files: 2 }]);
  });

  it('the newest rate-limit hit of the last 7 days', () => {
    const events = [
      fiveHourHit('2026-11-14 18:00', null),
      fiveHourHit('2026-11-20 18:00', '2026-11-20 20:00'),
      { at: '2026-11-21 10:00', kind: 'api-error', data: { error: 'overloaded' } },
    ];
    expect(queryOverview(open({ calls: [], events })).findings).toEqual([
      {
        kind: 'rate-limit',
        atMs: instant('2026-11-20 18:00'),
        limit: 'five_hour',
        resetsAtMs: instant('2026-11-20 20:00'),
      },
    ]);
    const old = [fiveHourHit('2026-11-14 18:00', null)];
    expect(queryOverview(open({ calls: [], events: old })).findings).toEqual([]);
  });

  it('low coverage of the last 7 days, below 90 %', () => {
    const calls = Array.from({ length: 10 }, (_, index) => ({
      at: '2026-11-20 12:00',
      final: index >= 2,
    }));
    expect(queryOverview(open({ calls })).findings).toEqual([
      { kind: 'low-coverage', days: 7, calls: 10, finalCalls: 8 },
    ]);
    expect(queryOverview(open({ calls: calls.slice(1) })).findings).toHaveLength(1);
    expect(queryOverview(open({ calls: [...calls.slice(1), ...calls.slice(9)] })).findings).toEqual(
      [],
    );
  });

  it('the most urgent come first', () => {
    const calls = [{ at: '2026-11-21 18:00', usd: null, final: false }];
    const events = [fiveHourHit('2026-11-21 18:00', null)];
    const ledger = open({ calls, events });
    ledger.store.db.prepare("INSERT INTO fault VALUES (1, 0, 'bad-json', 10, '')").run();
    expect(kinds(queryOverview(ledger, SCENE_ROOTS).findings)).toEqual([
      'root-missing',
      'parse-faults',
      'unpriced',
      'rate-limit',
      'low-coverage',
    ]);
  });
});

describe('transcripts about to be deleted', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  function makeRoot(settings: string | null): string {
    const root = mkdtempSync(join(tmpdir(), 'telltale-root-'));
    folders.push(root);
    mkdirSync(join(root, 'projects'));
    if (settings !== null) writeFileSync(join(root, 'settings.json'), settings);
    return root;
  }

  function addFiles(
    ledger: TestLedger,
    root: string,
    ages: readonly number[],
    state = 'present',
  ): void {
    const insert = ledger.store.db.prepare(
      `INSERT INTO file (path, root, kind, state, device, inode, size_bytes, mtime_ms, cursor,
         head_hash, edge_hash, first_seen_ms, rewrites)
       VALUES (?, ?, 'main', ?, 1, 1, 1, ?, 1, '', '', 1, 0)`,
    );
    ages.forEach((days, index) => {
      insert.run(`${root}/${state}-${index}`, root, state, instant(NOW) - days * DAY_MS);
    });
  }

  it.each<[story: string, settings: string | null, count: number | null]>([
    ['30 days without a setting', null, 2],
    ['a shorter setting', '{"cleanupPeriodDays": 20}', 4],
    ['a longer setting', '{"cleanupPeriodDays": 365}', null],
    ['a broken settings file', '{"cleanupPeriodDays": ', 2],
    ['0 is refused by Claude Code', '{"cleanupPeriodDays": 0}', 2],
    ['another type', '{"cleanupPeriodDays": "365"}', 2],
  ])('%s', (_story, settings, count) => {
    const ledger = open({ calls: [] });
    // Overdue, within 3 days, not yet, and two younger ones.
    addFiles(ledger, makeRoot(settings), [40, 28, 26, 18, 1]);
    addFiles(ledger, makeRoot(null), [40], 'vanished');
    const { findings } = queryOverview(ledger);
    if (count === null) expect(findings).toEqual([]);
    else expect(findings).toMatchObject([{ kind: 'expiring', count, withinDays: 3 }]);
  });

  it('each root by its own setting', () => {
    const ledger = open({ calls: [] });
    addFiles(ledger, makeRoot('{"cleanupPeriodDays": 365}'), [40]);
    addFiles(ledger, makeRoot(null), [29]);
    expect(queryOverview(ledger).findings).toMatchObject([
      { kind: 'expiring', count: 1, firstMs: instant(NOW) + DAY_MS },
    ]);
  });
});

it('sums of days are answered from the sums of quarters', () => {
  const { store } = open({ calls: [] });
  const plan = store.db.prepare(`EXPLAIN QUERY PLAN ${SUMS_OF_SPAN}`).all(1, 2);
  expect(plan).toMatchObject([
    { detail: expect.stringMatching(/^SEARCH quarter_sum USING PRIMARY KEY \(quarter>/) },
  ]);
});
