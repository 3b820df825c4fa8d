// A made-up week of work that shows most of what the overview and the window screens can say: the
// fixture of their golden files.
import type { OverviewAnswer } from '../../../src/query/overview/overview.ts';
import { type Fixture, type FixtureCall, fiveHourHit } from '../window/ledger.ts';

export const SCENE_NOW = '2026-11-21 18:46';

const SESSIONS = [
  {
    id: '4f2a91c3-0000-4000-8000-000000000001',
    project: '/home/u/work/api-gateway',
    title: 'Fix flaky retry test',
    last: '2026-11-21 18:45:46',
  },
  {
    id: '77ab0c12-0000-4000-8000-000000000002',
    project: '/home/u/work/web',
    title: 'Add dark mode to the settings page and remember it per device',
    last: '2026-11-21 18:41',
  },
  {
    id: '90cd1e34-0000-4000-8000-000000000003',
    project: '/home/u/work/infra',
    title: '鍵を回転させる',
    last: '2026-11-21 18:32',
  },
  { id: 'b1ef2a56-0000-4000-8000-000000000004', last: '2026-11-19 09:00' },
];
const [GATEWAY, WEB, INFRA, OTHER] = SESSIONS.map((session) => session.id);

/** Days of two windows each, a cut-off on 12 November, and the running window. */
export const SCENE: Fixture = {
  now: SCENE_NOW,
  sessions: SESSIONS,
  calls: [
    ...[3, 4, 5, 6, 9, 10, 11, 13, 16, 17, 18, 19, 20].flatMap((day) => workDay(day)),
    ...[9, 10, 11].map((hour) => call(`2026-11-12 ${pad(hour)}:20`, 6.5, GATEWAY)),
    call('2026-11-21 16:10', 4.12, GATEWAY, { read: 150_000, write: 6000 }),
    call('2026-11-21 17:55', 1.8, WEB, { read: 300_000, write: 10_000 }),
    call('2026-11-21 18:20', 0.66, INFRA, { read: 100_000, model: 'claude-opus-4-6' }),
    call('2026-11-21 18:30', 0.66, INFRA, { read: 161_000, model: 'claude-opus-4-6' }),
    call('2026-11-21 18:40', null, WEB, { model: 'claude-x-9', chain: 1 }),
    call('2026-11-21 18:41', 2.4, WEB, { read: 312_000, final: false }),
    { at: null, usd: 0.25, session: OTHER ?? '' },
  ],
  events: [{ ...fiveHourHit('2026-11-12 11:40', '2026-11-12 13:30'), session: GATEWAY ?? '' }],
};

export const SCENE_ROOTS: OverviewAnswer['roots'] = [
  {
    path: '/home/u/.claude',
    realPath: '/home/u/.claude',
    source: '~/.claude',
    taken: true,
    state: 'taken',
    why: 'has projects/',
    projectsDir: '/home/u/.claude/projects',
  },
  {
    path: '/srv/shared/.claude',
    realPath: null,
    source: 'roots.extra',
    taken: false,
    state: 'missing',
    why: 'missing',
    projectsDir: null,
  },
];

function workDay(day: number): FixtureCall[] {
  const size = 1 + (day % 4);
  return [8, 9, 15, 16].map((hour) =>
    call(`2026-11-${pad(day)} ${pad(hour)}:30`, size * (hour / 12), day % 2 ? GATEWAY : OTHER),
  );
}

function call(
  at: string,
  usd: number | null,
  session: string | undefined,
  more: Partial<FixtureCall> = {},
): FixtureCall {
  return { at, usd, session: session ?? '', read: 90_000, write: 4000, output: 1200, ...more };
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
