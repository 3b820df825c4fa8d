// One session has one severity, whoever tells it: list, page, quality, history. Over generated sessions and,
// where they are, real ones; with learning on and off.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import history from '../../../src/commands/history.ts';
import type { CommandDefinition } from '../../../src/commands/kit/define-command.ts';
import { openLedger } from '../../../src/commands/kit/open-ledger.ts';
import quality from '../../../src/commands/quality.ts';
import sessions from '../../../src/commands/sessions.ts';
import show from '../../../src/commands/show.ts';
import type { HistoryListAnswer } from '../../../src/query/history/history-answer.ts';
import type {
  QualityOverviewAnswer,
  QualitySessionAnswer,
} from '../../../src/query/quality/quality-answer.ts';
import { ledgerSubject } from '../../../src/query/report/ledger-threads.ts';
import { queryPeriods } from '../../../src/query/report/query-periods.ts';
import type { SessionsAnswer } from '../../../src/query/sessions/list-sessions.ts';
import type { SessionAnswer } from '../../../src/query/sessions/session-answer.ts';
import { demoSessions } from '../../../src/samples/demo-sessions.ts';
import { makeHome, type TestHome } from '../../commands/home.ts';
import { CORPUS, NO_CORPUS } from '../../store/corpus-folder.ts';

const LIMIT = '500';

/** What each command says in JSON, of the config folder that `env` names. */
function ask(home: TestHome, env: Readonly<Record<string, string>>) {
  return async <Answer>(
    command: CommandDefinition,
    options: Record<string, unknown> = {},
    args: Record<string, string> = {},
  ): Promise<Answer> => {
    const { out } = await home.run(command, { args, options: { json: true, ...options }, env });
    return JSON.parse(out) as Answer;
  };
}

/** Each session's part in a range that holds all of it. */
async function readReport(home: TestHome, env: Readonly<Record<string, string>>) {
  const place = {
    HOME: home.path,
    USERPROFILE: home.path,
    TELLTALE_HOME: join(home.path, 'state'),
  };
  const world = { env: { ...place, ...env }, now: Date.now, onProgress: noop, onNotice: noop };
  const { context } = await openLedger(world, { withEvents: true });
  try {
    const question = { from: '2020-01-01', to: '2099-12-31', correlations: false };
    const { periods } = queryPeriods(context, ledgerSubject(context, {}), question);
    const [range] = periods;
    if (range === undefined || range.list.length === 0) throw new Error('nothing reported');
    return range.list;
  } finally {
    context.store.close();
  }
}

const noop = (): void => {};

async function compareAll(home: TestHome, env: Readonly<Record<string, string>>) {
  const tell = ask(home, env);
  const list = await tell<SessionsAnswer>(sessions, { limit: LIMIT });
  const told = await tell<HistoryListAnswer>(history, { limit: LIMIT }, { action: 'list' });
  const overview = await tell<QualityOverviewAnswer>(quality, { limit: LIMIT });
  const inHistory = new Map(told.sessions.map((one) => [one.sessionId, one.severity]));
  const standingOut = new Map(overview.standingOut.map((one) => [one.sessionId, one.severity]));
  for (const one of list.sessions) {
    const args = { id: one.sessionId };
    const page = await tell<SessionAnswer>(show, {}, args);
    const own = await tell<QualitySessionAnswer>(quality, {}, args);
    const { severity } = one.quality;
    expect(page.quality, one.sessionId).toEqual(one.quality);
    expect(own.severity, one.sessionId).toBe(severity);
    expect(own.task, one.sessionId).toBe(one.quality.task);
    expect(own.reason, one.sessionId).toBe(one.quality.reason);
    expect(inHistory.get(one.sessionId) ?? null, one.sessionId).toBe(severity);
    if (standingOut.has(one.sessionId)) expect(standingOut.get(one.sessionId)).toBe(severity);
    const worst = own.metrics.find(({ metric }) => metric === one.quality.worst?.metric);
    expect(worst?.severity ?? null).toBe(one.quality.worst?.severity ?? null);
    expect(worst?.percentile ?? null).toBe(one.quality.worst?.percentile ?? null);
  }
  for (const part of await readReport(home, env)) {
    const own = list.sessions.find(({ sessionId }) => sessionId === part.sessionId);
    expect(part.severity, `report of ${part.sessionId}`).toBe(own?.quality.severity);
  }
  const severities = list.sessions.map((one) => one.quality.severity);
  for (const level of ['ok', 'warn', 'critical'] as const) {
    expect(overview.severities[level]).toBe(severities.filter((one) => one === level).length);
  }
  return { list, overview, severities };
}

describe('generated sessions', () => {
  let home: TestHome;
  beforeAll(() => {
    home = makeHome();
    for (const { path, text } of demoSessions({ nowMs: Date.now() })) {
      const file = join(home.path, '.claude', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  });
  afterAll(() => home.remove());

  it.each([
    ['learned', '10'],
    ['with learning off', '0'],
    ['while learning', '1000'],
  ])('%s', { timeout: 60_000 }, async (_, wanted) => {
    const env = { TELLTALE_QUALITY_BASELINE_SESSIONS: wanted };
    const { list, overview, severities } = await compareAll(home, env);
    expect(list.sessions.length).toBeGreaterThan(10);
    expect(overview.measuredSessions).toBe(list.sessions.length);
    expect(overview.learning.learnedMetrics > 0).toBe(wanted === '10');
    expect(overview.learning.learningMetrics > 0).toBe(wanted !== '0');
    if (wanted === '1000') expect(new Set(severities)).toEqual(new Set(['ok']));
    else expect(severities.some((one) => one === 'warn' || one === 'critical')).toBe(true);
  });
});

describe.skipIf(CORPUS === null)(`real sessions${NO_CORPUS}`, () => {
  let home: TestHome;
  beforeAll(() => {
    home = makeHome();
  });
  afterAll(() => home.remove());

  it.each(['0', '3'])('with a baseline of %s', { timeout: 120_000 }, async (wanted) => {
    const env = {
      CLAUDE_CONFIG_DIR: CORPUS ?? '',
      TELLTALE_QUALITY_BASELINE_SESSIONS: wanted,
    };
    const { severities } = await compareAll(home, env);
    expect(severities.filter((one) => one !== null).length).toBeGreaterThan(1);
  });
});
