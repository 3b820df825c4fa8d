// The demo's calendar: which story happens when, where and with which model. Times are relative to
// now, so that the newest sessions are always of the last minutes and hours.

import { HOUR_MS, MINUTE_MS } from '../play/stage.ts';
import type { Title } from '../play/turns.ts';
import type { Random } from '../random.ts';
import * as stories from './stories.ts';
import { type DemoTask, TASKS } from './tasks.ts';
import * as troubles from './troubles.ts';

const DAY_MS = 24 * HOUR_MS;

export interface Act {
  readonly task: DemoTask;
  readonly story: stories.Story;
  readonly model: string;
  readonly version: string;
  /** Where in time: its first record, or its last one. */
  readonly when: { readonly startMs: number } | { readonly endMs: number };
  readonly title: Title['kind'];
  readonly inWorktree?: boolean;
}

const OPUS = 'claude-opus-5';
const SONNET = 'claude-sonnet-5';
const FABLE = 'claude-fable-5';
const HAIKU = 'claude-haiku-4-5-20251001';

/** Sessions of the last hours, from the one that runs to the one that went cold. */
function today(nowMs: number): Act[] {
  const version = '2.1.288';
  const ended = (ms: number) => ({ endMs: nowMs - ms });
  return [
    {
      task: RETRY_TASK,
      story: stories.running,
      model: OPUS,
      version,
      when: ended(20_000),
      title: 'ai-title',
      inWorktree: true,
    },
    {
      task: taskOf('Add dark mode'),
      story: stories.ordinary,
      model: SONNET,
      version,
      when: ended(3 * MINUTE_MS),
      title: 'custom-title',
    },
    {
      task: taskOf('Rotate secrets'),
      story: stories.withAgents,
      model: OPUS,
      version,
      when: ended(14 * MINUTE_MS),
      title: 'ai-title',
    },
    {
      task: REFUND_TASK,
      story: troubles.hurried,
      model: SONNET,
      version,
      when: ended(80 * MINUTE_MS),
      title: 'ai-title',
    },
    {
      task: taskOf('Find the goroutine leak'),
      story: stories.modelSwitches,
      model: OPUS,
      version,
      when: ended(150 * MINUTE_MS),
      title: 'ai-title',
    },
    {
      task: taskOf('Bundle size report'),
      story: stories.shortQuestion,
      model: HAIKU,
      version,
      when: ended(4 * HOUR_MS),
      title: 'none',
    },
  ];
}

/** One of each special kind, on its day of the last four weeks. */
const SPECIAL: readonly (readonly [
  daysAgo: number,
  hour: number,
  title: string,
  story: stories.Story,
  model: string,
])[] = [
  [1, 8, 'Speed up the cart page', stories.idleRebuilds, OPUS],
  [2, 9, 'Test the token bucket', stories.unknownModel, SONNET],
  [3, 10, 'Size the cache cluster', stories.forkPair, OPUS],
  [5, 9, 'Try HTTP/3', troubles.troubled, OPUS],
  [6, 9, 'Flaky screenshot tests', stories.rateLimited, OPUS],
  [8, 8, 'Prepare for translations', stories.longWithCompaction, OPUS],
  [9, 13, 'Invoices are off by a cent', stories.advised, SONNET],
  [12, 9, 'Drift in the staging state', stories.manualCompaction, FABLE],
  [13, 10, 'New tax rules', stories.withAgents, FABLE],
  [16, 8, 'Make the export idempotent', stories.idleRebuilds, SONNET],
  [20, 10, 'Add per-tenant rate limits', stories.withAgents, OPUS],
];

const RETRY_TASK: DemoTask = {
  project: 'api-gateway',
  branch: 'retry-fix',
  title: 'Fix flaky retry test',
  prompt: 'TestRetryDeadline fails about every fifth run on CI. Find out why and fix it.',
};

const REFUND_TASK: DemoTask = {
  project: 'web',
  branch: 'refunds',
  title: 'Add a refund button',
  prompt: 'Add a refund button to the order page; ask for confirmation and show the result.',
};

const STORY_TITLES: readonly string[] = [
  ...SPECIAL.map(([, , title]) => title),
  ...['Add dark mode', 'Rotate secrets', 'Find the goroutine leak', 'Bundle size report'],
];

/** Tasks without a story of their own: 13, so that steps of 5 pass through all of them. */
const PLAIN_TASKS = TASKS.filter((task) => !STORY_TITLES.includes(task.title));

export function programme(nowMs: number, random: Random): Act[] {
  const midnightMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const dayAt: DayAt = (daysAgo, hour) => ({
    startMs: midnightMs - daysAgo * DAY_MS + Math.round(hour * HOUR_MS),
  });
  const special = SPECIAL.map(([daysAgo, hour, title, story, model]): Act => {
    const task = taskOf(title);
    return {
      task,
      story,
      model,
      version: versionOf(daysAgo),
      when: dayAt(daysAgo, hour),
      title: 'ai-title',
    };
  });
  const old: Act = {
    task: taskOf('Type hints for the core'),
    story: stories.oldClient,
    model: 'claude-opus-4-6',
    version: '2.1.39',
    when: dayAt(25, 9),
    title: 'summary',
  };
  return [old, ...ordinaryDays(dayAt, random), ...special, ...today(nowMs)];
}

/** A plain session on each working day, its task from every project in turn. */
function ordinaryDays(dayAt: DayAt, random: Random): Act[] {
  const acts: Act[] = [];
  for (let daysAgo = 27; daysAgo >= 1; daysAgo--) {
    const weekday = new Date(dayAt(daysAgo, 0).startMs).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    const task = PLAIN_TASKS[(acts.length * 5) % PLAIN_TASKS.length] as DemoTask;
    const inWorktree = task.project === 'api-gateway' && task.branch !== 'main';
    acts.push({
      task,
      story: stories.ordinary,
      model: random.pick([OPUS, OPUS, SONNET, SONNET, SONNET, FABLE]),
      version: versionOf(daysAgo),
      when: dayAt(daysAgo, random.int(50, 70) / 4 + random.real() / 4),
      title: random.pick(['ai-title', 'ai-title', 'custom-title', 'none']),
      inWorktree: inWorktree && daysAgo < 10,
    });
  }
  return acts;
}

type DayAt = (daysAgo: number, hour: number) => { readonly startMs: number };

function versionOf(daysAgo: number): string {
  if (daysAgo > 20) return '2.1.240';
  return daysAgo > 10 ? '2.1.251' : '2.1.270';
}

function taskOf(title: string): DemoTask {
  const found = TASKS.find((task) => task.title === title);
  if (!found) throw new Error(`no demo task is called "${title}"`);
  return found;
}
