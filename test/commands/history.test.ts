// `telltale history` as a command over real transcripts: filters, one session turn by turn, two side by side,
// both heatmaps, and what is said where the classifier is off.
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import history from '../../src/commands/history.ts';
import type {
  HistoryDiffAnswer,
  HistoryHeatmapAnswer,
  HistoryListAnswer,
  HistorySessionAnswer,
} from '../../src/query/history/history-answer.ts';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { CORPUS, NO_CORPUS } from '../store/corpus-folder.ts';
import { makeHome, type Outcome, type TestHome } from './home.ts';

const DATE = '2026-11-19';
const LOOP = '5f0c1111-0000-4000-8000-000000000001';
const LOOK = '5f0c2222-0000-4000-8000-000000000002';
const PLAN = '7a7a3333-0000-4000-8000-000000000003';
const KEY = 'sk-ant-api03-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA-bbbbbbbbbbbbbbbb';

/** Looks, then edits without looking and with failing commands; another that only looks; a plan. */
const TABLE = `
session ${LOOP} cwd /w/api branch main version 2.1.233
at       who  model           in  w5m  w1h  read   out  tools
09:00:00 user Where is the retry limit set?
09:00:10 call claude-opus-4-8 4   0    700  22000  90   Read:a.ts,Read:b.ts,Grep:retry
09:01:00 user fix the retry with ${KEY}
09:01:10 call -               4   0    300  22700  40   Edit:c.ts,Edit:d.ts,Edit:e.ts,Edit:f.ts
09:01:30 call -               4   0    300  23000  40   Bash!,Edit:c.ts,Edit:d.ts,Bash!
09:02:00 call claude-haiku-4-5 4  0    300  23000  40   Edit:e.ts,Edit:f.ts,Bash
09:05:00 compact auto 167000
09:06:00 user Thanks
09:06:05 call -               4   0    300  23000  40
ai-title A long morning

session ${LOOK} cwd /w/web branch main version 2.1.233
at       who  model           in  w5m  w1h  read   out  tools
11:00:00 user Explain how the theme is chosen
11:00:10 call claude-opus-4-8 4   0    700  22000  90   Read:a.ts,Read:b.ts,Read:c.ts,Read:d.ts
11:01:10 user And where are the colours?
11:01:20 call -               4   0    700  22000  90   Read:e.ts,Read:f.ts,Grep:colour,Read:g.ts,Read:h.ts,Read:i.ts

session ${PLAN} cwd /w/web branch main version 2.1.233
at       who  model           in  w5m  w1h  read   out  tools
permission plan
12:00:00 user Plan a second theme
12:00:10 call claude-sonnet-4-5 4 0    700  22000  90   Read:a.ts
`;

let home: TestHome;
beforeAll(() => {
  home = makeHome();
  for (const { path, text } of buildTranscript(TABLE, { date: DATE }))
    home.write(`.claude/${path}`, text);
});
afterAll(() => home.remove());

const ENV = { TELLTALE_QUALITY_BASELINE_SESSIONS: '0' };

function run(words: string, options: Record<string, unknown> = {}, env = {}): Promise<Outcome> {
  const [action, id, other] = words.split(' ');
  const args = {
    ...(action === undefined || action === '' ? {} : { action }),
    ...(id === undefined ? {} : { id }),
    ...(other === undefined ? {} : { other }),
  };
  return home.run(history, {
    args,
    options: { timezone: 'UTC', ...options },
    env: { ...ENV, ...env },
  });
}
async function answer<Answer>(
  words: string,
  options: Record<string, unknown> = {},
  env = {},
): Promise<Answer> {
  return JSON.parse((await run(words, { json: true, ...options }, env)).out) as Answer;
}
const list = async (options: Record<string, unknown>): Promise<string[]> =>
  (await answer<HistoryListAnswer>('list', options)).sessions.map(({ sessionId }) => sessionId);

const OFF = { TELLTALE_CLASSIFIER_ENABLED: 'false' };

describe('telltale history list', () => {
  test('is what is shown without a word, the most recent first', async () => {
    const shown = await answer<HistoryListAnswer>('');
    expect(shown).toMatchObject({ kind: 'history-list', formatVersion: 1, matchingSessions: 3 });
    expect(shown.sessions.map(({ sessionId }) => sessionId)).toEqual([PLAN, LOOK, LOOP]);
    expect(shown.sessions.map(({ task }) => task)).toEqual(['mixed', 'exploration', 'mixed']);
    expect(shown.sessions.map(({ severity }) => severity)).toEqual(['ok', 'ok', 'critical']);
    expect(shown.sessions[2]?.because.length).toBeGreaterThan(0);
    expect((await run('')).out).toMatch(/^3 sessions/);
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    ['a project', { project: 'web' }, [PLAN, LOOK]],
    ['since', { since: '2026-11-19T11:30Z' }, [PLAN]],
    ['until a moment', { until: '2026-11-19T10:00Z' }, [LOOP]],
    ['until a day, which counts whole', { until: '2026-11-19' }, [PLAN, LOOK, LOOP]],
    ['until the day before', { until: '2026-11-18' }, []],
    ['a severity', { severity: 'critical' }, [LOOP]],
    ['a model, by a part of its name', { model: 'haiku' }, [LOOP]],
    ['a model that two used', { model: 'opus' }, [LOOK, LOOP]],
    ['a permission mode in any letters', { permissionMode: 'PLAN' }, [PLAN]],
    ['a kind of work', { taskType: 'exploration' }, [LOOK]],
    ['all together', { model: 'opus', severity: 'ok', project: 'web' }, [LOOK]],
  ])('%s', async (_name, options, expected) => {
    expect(await list(options)).toEqual(expected);
  });

  test('says how many more there are, and how to see them', async () => {
    const { out } = await run('list', { limit: '1', project: 'web' });
    expect(out).toContain('1 of 2 sessions');
    expect(out).toContain('telltale history list --project web --limit 2');
  });

  test('a model that nobody used is a mistake, a mode is none', async () => {
    await expect(run('list', { model: 'gpt' })).rejects.toMatchObject({ code: 'usage' });
    expect((await run('list', { permissionMode: 'dontAsk' })).out).toContain(
      'None of the 3 sessions',
    );
  });
});

describe('telltale history show', () => {
  test('tells the session turn by turn', async () => {
    const shown = await answer<HistorySessionAnswer>(`show ${LOOP.slice(0, 8)}`);
    expect(shown).toMatchObject({ kind: 'history-session', formatVersion: 1, sessionId: LOOP });
    const turns = shown.timeline.filter(({ turn }) => turn > 0);
    expect(turns.map(({ task }) => task)).toEqual(['exploration', 'debug_loop', 'planning']);
    expect(turns.map(({ calls }) => calls)).toEqual([1, 3, 1]);
    expect(turns.map(({ toolCalls, errors }) => [toolCalls, errors])).toEqual([
      [3, 0],
      [11, 2],
      [0, 0],
    ]);
    expect(turns[1]?.tools.slice(0, 2)).toEqual([
      { tool: 'Edit', calls: 8, errors: 0 },
      { tool: 'Bash', calls: 3, errors: 2 },
    ]);
    const marks = turns.flatMap((turn) => turn.marks.map(({ kind, detail }) => [kind, detail]));
    expect(marks).toContainEqual(['compaction', 'auto']);
    expect(marks).toContainEqual(['model', 'claude-opus-4-8 → claude-haiku-4-5']);
    expect(turns.map(({ severity }) => severity)).toEqual(['ok', 'critical', 'critical']);
  });

  test('the values at the end of the last turn are those of the session', async () => {
    const shown = await answer<HistorySessionAnswer>(`show ${LOOP}`);
    const last = shown.timeline.at(-1)?.metrics ?? [];
    expect(last.length).toBeGreaterThan(5);
    for (const { metric, value, severity } of last) {
      const now = shown.metrics.find((one) => one.metric === metric);
      expect([metric, value, severity]).toEqual([
        metric,
        now?.reading.kind === 'value' ? now.reading.value : null,
        now?.severity,
      ]);
    }
    expect(shown.timeline.at(-1)?.severity).toBe(shown.severity);
  });

  test('shows no text unless asked, and then without secrets', async () => {
    const silent = await run(`show ${LOOP}`);
    expect(silent.out).not.toMatch(/retry|sk-ant/i);
    expect((await run(`show ${LOOP}`, { json: true })).out).not.toContain('fix the retry');
    const spoken = await run(`show ${LOOP}`, { withText: true });
    expect(spoken.out).toContain('fix the retry');
    expect(spoken.out).not.toContain(KEY);
  });

  test('an id that several have, or none, is answered with command lines', async () => {
    await expect(run('show 5f0c')).rejects.toMatchObject({
      code: 'ambiguous-session',
      next: expect.stringContaining(`telltale history show ${LOOP}`),
    });
    await expect(run('show zzzz')).rejects.toMatchObject({ code: 'unknown-session' });
  });
});

describe('telltale history diff', () => {
  test('puts two sessions side by side, the same bytes each time', async () => {
    const { out } = await run(`diff ${LOOP} ${LOOK}`);
    expect((await run(`diff ${LOOP} ${LOOK}`)).out).toBe(out);
    expect(out).toMatch(/^# 5f0c1111 beside 5f0c2222\n/);
    expect(out).toContain('| Edit | 8 | 0 | 0 | 0 |');
    expect(out).toContain('| debug_loop | 1 | 0 |');
    const json = await answer<HistoryDiffAnswer>(`diff ${LOOP} ${LOOK}`);
    expect([json.a.toolCalls, json.b.toolCalls]).toEqual([14, 10]);
    expect([json.a.compactions, json.b.compactions]).toEqual([1, 0]);
  });

  test('writes to a file, and over none unasked', async () => {
    const file = join(home.path, 'diff.md');
    const { out } = await run(`diff ${LOOP} ${LOOK}`, { output: 'diff.md' });
    expect(out).toBe(`written: ${file}\n`);
    expect(readFileSync(file, 'utf8')).toMatch(/^# 5f0c1111/);
    await expect(run(`diff ${LOOP} ${LOOK}`, { output: 'diff.md' })).rejects.toMatchObject({
      code: 'target-exists',
    });
    const printed = await run(`diff ${LOOP} ${LOOK}`, { output: '-' });
    expect(printed.out).toMatch(/^# /);
    expect(existsSync(join(home.path, '-'))).toBe(false);
    await run(`diff ${LOOK} ${LOOP}`, { output: 'diff.md', force: true });
    expect(readFileSync(file, 'utf8')).toMatch(/^# 5f0c2222/);
    rmSync(file);
  });

  test.each([
    ['diff', {}],
    [`diff ${LOOP}`, {}],
    [`show ${LOOP} ${LOOK}`, {}],
    [`list ${LOOP}`, {}],
    ['list', { output: 'list.md' }],
    ['list', { withText: true }],
    ['list', { force: true }],
    ['show', { severity: 'warn' }],
    [`diff ${LOOP} ${LOOK}`, { project: 'web' }],
    [`heatmap ${LOOP}`, { taskType: 'mixed' }],
    [`diff ${LOOP} ${LOOP.slice(0, 6)}`, {}],
  ])('%s is a mistake', async (words, options) => {
    await expect(run(words, options)).rejects.toMatchObject({ code: 'usage' });
    expect(existsSync(join(home.path, 'list.md'))).toBe(false);
  });
});

describe('telltale history heatmap', () => {
  test('counts for each tool the turns in which it ran', async () => {
    const map = await answer<HistoryHeatmapAnswer>('heatmap');
    if (map.axis !== 'severity') throw new Error(map.axis);
    expect(map).toMatchObject({ kind: 'history-heatmap', sessions: 3, turns: 6, session: null });
    const turnsOf = (tool: string) => map.rows.find((row) => row.tool === tool);
    expect(turnsOf('Bash')).toMatchObject({ calls: 3, turns: { ok: 0, warn: 0, critical: 1 } });
    expect(turnsOf('Read')?.turns).toMatchObject({ ok: 4, critical: 0 });
    const all = Object.values(map.allTurns).reduce((sum, count) => sum + count, 0);
    expect(all).toBe(map.turns);
    expect((await run('heatmap')).out).toContain('████████');
  });

  test('of one session, or of those that a filter chooses', async () => {
    expect(await answer<HistoryHeatmapAnswer>(`heatmap ${LOOK}`)).toMatchObject({
      sessions: 1,
      turns: 2,
    });
    expect(await answer<HistoryHeatmapAnswer>('heatmap', { project: 'web' })).toMatchObject({
      sessions: 2,
      turns: 3,
    });
  });

  test('counts each metric apart by the kind of work', async () => {
    const map = await answer<HistoryHeatmapAnswer>('heatmap', { axis: 'task_type' });
    if (map.axis !== 'task_type') throw new Error(map.axis);
    expect(map.taskCounts).toEqual({
      exploration: 3,
      mutation_heavy: 0,
      debug_loop: 1,
      planning: 2,
      mixed: 0,
    });
    const errors = map.rows.find(({ metric }) => metric === 'tool_errors');
    expect(errors?.cells.debug_loop.sessions).toBe(1);
    expect(errors?.cells.debug_loop.mean).toBeCloseTo((100 * 2) / 11);
    expect(errors?.cells.exploration).toMatchObject({ mean: 0, sessions: 2 });
    expect(errors?.cells.mixed).toEqual({ mean: null, sessions: 0 });
  });
});

describe('without the classifier', () => {
  test('lists have no column and pages no headings', async () => {
    const shown = await answer<HistoryListAnswer>('list', {}, OFF);
    expect(shown.classifier).toBe(false);
    expect(shown.sessions.map(({ task }) => task)).toEqual([null, null, null]);
    for (const words of ['list', `show ${LOOP}`, `diff ${LOOP} ${LOOK}`, 'heatmap']) {
      expect((await run(words, {}, OFF)).out).not.toMatch(/TASK|task_type|debug_loop|exploration/);
    }
  });

  test.each([
    ['list', { taskType: 'mixed' }],
    ['heatmap', { axis: 'task_type' }],
    ['heatmap', { taskType: 'mixed' }],
  ])(
    '%s with what needs it says that it is off and how to switch it on',
    async (words, options) => {
      await expect(run(words, options, OFF)).rejects.toMatchObject({
        code: 'classifier-off',
        next: expect.stringContaining('classifier.enabled = true'),
      });
    },
  );
});

describe.skipIf(CORPUS === null)(`real sessions, forks and copies among them${NO_CORPUS}`, () => {
  let real: TestHome;
  beforeAll(() => {
    real = makeHome();
    cpSync(join(CORPUS ?? '', 'projects'), join(real.path, '.claude/projects'), {
      recursive: true,
    });
  });
  afterAll(() => real.remove());

  const ask = async <Answer>(args: Record<string, string>): Promise<Answer> =>
    JSON.parse(
      (await real.run(history, { args, options: { json: true, limit: '100' } })).out,
    ) as Answer;

  test('each session stands at the end of its last turn as it stands in the list', async () => {
    const { sessions } = await ask<HistoryListAnswer>({ action: 'list' });
    expect(sessions.length).toBeGreaterThan(15);
    for (const { sessionId, severity, task, turns } of sessions) {
      const shown = await ask<HistorySessionAnswer>({ action: 'show', id: sessionId });
      const last = shown.timeline.at(-1);
      if (last === undefined) continue;
      const ended = last.metrics.map((one) => [one.metric, one.value, one.severity]);
      const now = shown.metrics.map(({ metric, reading, severity: own }) => [
        metric,
        reading.kind === 'value' ? reading.value : null,
        own,
      ]);
      expect(ended, sessionId).toEqual(now);
      expect([last.severity, shown.severity], sessionId).toEqual([severity, severity]);
      expect(shown.task, sessionId).toBe(task);
      expect(
        shown.timeline.filter(({ turn }) => turn > 0),
        sessionId,
      ).toHaveLength(turns);
    }
  }, 60_000);
});
