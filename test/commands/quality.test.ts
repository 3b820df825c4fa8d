// `telltale quality` on real folders: what it says of one session and of all, what it refuses, and what it
// says where there is nothing to say.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import call from '../../src/commands/call.ts';
import quality from '../../src/commands/quality.ts';
import sessions from '../../src/commands/sessions.ts';
import show from '../../src/commands/show.ts';
import usage from '../../src/commands/usage.ts';
import type {
  QualityOverviewAnswer,
  QualitySessionAnswer,
} from '../../src/query/quality/quality-answer.ts';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { makeHome, type TestHome } from './home.ts';

let home: TestHome;
beforeEach(() => {
  home = makeHome();
});
afterEach(() => home.remove());

const ID = '5f0c0e0a-0000-4000-8000-000000000001';
const KEY = 'sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKlMnOpQrStUvWxYz';

function write(table: string): void {
  for (const { path, text } of buildTranscript(table)) home.write(join('.claude', path), text);
}

/** A session in which every edit is blind and the assistant dodges now and then. */
function careless(id: string, day: string, turns = 6): string {
  return [
    `date ${day}`,
    `session ${id} cwd /w/app branch main version 2.1.197`,
    'at who model tools text',
    ...Array.from({ length: turns }, (_, turn) => [
      `0${turn + 1}:00:00 user Go on with part ${turn}`,
      `+5s call claude-opus-4-8 Edit:src/a${turn}.ts,Edit:src/b${turn}.ts I change it.`,
      `+5s says This failure is not caused by my changes. The key is ${KEY}.`,
    ]).flat(),
  ].join('\n');
}

const ask = async <Answer>(
  args: Record<string, string> = {},
  options: Record<string, unknown> = {},
  env: Record<string, string> = {},
): Promise<Answer> => {
  const { out } = await home.run(quality, { args, options: { json: true, ...options }, env });
  return JSON.parse(out) as Answer;
};
const OFF = { TELLTALE_QUALITY_BASELINE_SESSIONS: '0' };

describe('one session', () => {
  it('tells value, severity and what it rests on', async () => {
    write(careless(ID, '2026-11-01'));
    const answer = await ask<QualitySessionAnswer>({ id: '5f0c' }, {}, OFF);
    expect(answer).toMatchObject({ kind: 'quality', scope: 'session', severity: 'critical' });
    const reads = answer.metrics.find(({ metric }) => metric === 'read_edit_ratio');
    expect(reads).toMatchObject({
      reading: { kind: 'value', value: 0, numerator: 0, denominator: 12, n: 12, isWarm: true },
      severity: 'critical',
      percentile: null,
      thresholds: { source: 'shipped', learning: null },
      isExperimental: false,
    });
  });

  it('is ok and experimental while the range is being learned', async () => {
    write(careless(ID, '2026-11-01'));
    const { out } = await home.run(quality, { args: { id: ID } });
    expect(out).toContain('experimental');
    expect(out).toContain('learning 1 of 10 of your sessions; until then nothing is judged');
    expect(out).not.toMatch(/critical$|⚠/m);
  });

  it('lists what one metric counted, and each call can be asked for', async () => {
    write(careless(ID, '2026-11-01'));
    const answer = await ask<QualitySessionAnswer>({ id: ID }, { metric: 'read_edit_ratio' });
    expect(answer.metrics.map(({ metric }) => metric)).toEqual(['read_edit_ratio']);
    expect(answer.hits?.total).toBe(12);
    const [first] = answer.hits?.last ?? [];
    expect(first).toMatchObject({ found: ['Edit'], path: '/w/app/src/a1.ts', text: null });
    const { out } = await home.run(call, { args: { id: first?.callId ?? '' } });
    expect(out).toContain(first?.callId ?? 'no call');
  });

  it('gives a piece of the text only when asked, without secrets', async () => {
    write(careless(ID, '2026-11-01'));
    const options = { metric: 'stop_phrase' };
    const without = await home.run(quality, { args: { id: ID }, options });
    expect(without.out).not.toContain('This failure');
    const { hits } = await ask<QualitySessionAnswer>({ id: ID }, { ...options, withText: true });
    expect(hits?.total).toBe(6);
    expect(hits?.last[0]).toMatchObject({
      found: ['ownership_dodging: not from my changes'],
      text: 'This failure is not caused by my changes.',
    });
    expect(JSON.stringify(hits)).not.toContain('AbCdEfGh');
  });

  it('has its subagents below it, with figures of their own', async () => {
    write(
      [
        careless(ID, '2026-11-01', 2),
        '08:00:00 call claude-opus-4-8 Agent',
        '08:00:10 agent a1b2c3d4 Explore',
        '08:00:20 call claude-haiku-4-5 Read:src/x.ts,Read:src/y.ts Looking.',
        '08:00:30 end',
      ].join('\n'),
    );
    const answer = await ask<QualitySessionAnswer>({ id: ID });
    expect(answer.subagents).toHaveLength(1);
    const [agent] = answer.subagents;
    expect(agent).toMatchObject({ agentId: 'a1b2c3d4', type: 'Explore' });
    const reads = agent?.metrics.find(({ metric }) => metric === 'read_edit_ratio');
    expect(reads).toMatchObject({
      reading: { kind: 'no-data', reason: 'no edits' },
      severity: null,
      percentile: null,
    });
    const own = answer.metrics.find(({ metric }) => metric === 'read_edit_ratio');
    expect(own?.reading).toMatchObject({ denominator: 4 });
  });

  it('of one call has no figures that it cannot have', async () => {
    write(
      `session ${ID} cwd /w/app branch main version 2.1.197\nat who model text\n09:00:00 user Hi\n+2s call claude-opus-4-8 Hello.`,
    );
    const answer = await ask<QualitySessionAnswer>({ id: ID }, {}, OFF);
    const reads = answer.metrics.find(({ metric }) => metric === 'read_edit_ratio');
    expect(reads?.reading).toMatchObject({ kind: 'no-data', reason: 'no edits' });
    expect(answer.severity).not.toBe('critical');
  });

  it('whose transcript was gone before it was measured says so', async () => {
    write(careless(ID, '2026-11-01'));
    await home.run(usage, { options: { json: true } });
    rmSync(join(home.path, '.claude/projects'), { recursive: true });
    home.write('.claude/projects/keep.txt', '');
    const answer = await ask<QualitySessionAnswer>({ id: ID });
    expect(answer).toMatchObject({ reason: 'transcript-gone', severity: null, metrics: [] });
    expect((await home.run(quality, { args: { id: ID } })).out).toContain('Not measured');
    expect((await home.run(show, { args: { id: ID } })).out).toContain(
      'its transcript was gone before it was measured',
    );
    expect((await home.run(quality)).out).toContain('None of 1 session could be measured');
    expect((await home.run(sessions)).out).not.toContain('QUAL');
  });

  it('keeps its figures when the transcript goes afterwards', async () => {
    write(careless(ID, '2026-11-01'));
    const before = await ask<QualitySessionAnswer>({ id: ID }, {}, OFF);
    rmSync(join(home.path, '.claude/projects'), { recursive: true });
    home.write('.claude/projects/keep.txt', '');
    const after = await ask<QualitySessionAnswer>({ id: ID }, {}, OFF);
    expect(after.metrics).toEqual(before.metrics);
    const options = { metric: 'stop_phrase', withText: true };
    const { hits } = await ask<QualitySessionAnswer>({ id: ID }, options);
    expect(hits).toMatchObject({ total: 6 });
    expect(hits?.last.every(({ text }) => text === null)).toBe(true);
  });
});

describe('all sessions', () => {
  const id = (number: number): string =>
    `5f0c0e0a-0000-4000-8000-0000000000${String(number).padStart(2, '0')}`;

  it('learns from the first ended ones, each once, and applies it', async () => {
    for (let day = 1; day <= 6; day++) write(careless(id(day), `2026-11-0${day}`));
    const env = { TELLTALE_QUALITY_BASELINE_SESSIONS: '3' };
    const first = await ask<QualityOverviewAnswer>({}, {}, env);
    const again = await ask<QualityOverviewAnswer>({}, {}, env);
    expect({ ...again, generatedAtMs: 0 }).toEqual({ ...first, generatedAtMs: 0 });
    const reads = first.metrics.find(({ metric }) => metric === 'read_edit_ratio');
    expect(reads).toMatchObject({
      thresholds: { source: 'learned', warn: 4, critical: 0, learned: { sessions: 3 } },
      baseline: { sessions: 3, median: 0 },
      recent: { sessions: 3, median: 0 },
      severities: { ok: 0, warn: 6, critical: 0 },
    });
    expect(first.standingOut).toHaveLength(5);
    const page = await ask<QualitySessionAnswer>({ id: id(6) }, {}, env);
    const own = page.metrics.find(({ metric }) => metric === 'read_edit_ratio');
    expect(own).toMatchObject({ severity: 'warn', percentile: 100 });
  });

  it('does not learn from one that still goes on', async () => {
    for (let day = 1; day <= 2; day++) write(careless(id(day), `2026-11-0${day}`));
    const now = new Date();
    const minute = (back: number): string => new Date(now.getTime() - back * 60_000).toISOString();
    write(
      [
        `session ${id(3)} cwd /w/app branch main version 2.1.197`,
        'at who model tools text',
        `${minute(30)} user Go on`,
        ...Array.from(
          { length: 12 },
          (_, part) => `+1s call claude-opus-4-8 Edit:src/c${part}.ts x`,
        ),
      ].join('\n'),
    );
    const seen = async (env: Record<string, string>): Promise<unknown> => {
      const { metrics } = await ask<QualityOverviewAnswer>({}, {}, env);
      return metrics.find(({ metric }) => metric === 'read_edit_ratio')?.thresholds?.learning?.seen;
    };
    const env = { TELLTALE_QUALITY_BASELINE_SESSIONS: '5' };
    expect(await seen(env)).toBe(2);
    home.write('state/config.toml', '[quality]\nended_after_minutes = 20\n');
    expect(await seen(env)).toBe(3);
  });

  it('takes what the user set', async () => {
    write(careless(ID, '2026-11-01'));
    home.write(
      'state/config.toml',
      '[quality]\nbaseline_sessions = 0\n[metrics.read_edit_ratio]\nwarn = 0\ncritical = 0\n[metrics.stop_phrase]\nenabled = false\n',
    );
    const answer = await ask<QualitySessionAnswer>({ id: ID });
    const reads = answer.metrics.find(({ metric }) => metric === 'read_edit_ratio');
    expect(reads).toMatchObject({ severity: 'ok', thresholds: { source: 'configured', warn: 0 } });
    expect(answer.metrics.map(({ metric }) => metric)).not.toContain('stop_phrase');
  });

  it('of an empty ledger says where to look', async () => {
    const { out } = await home.run(quality);
    expect(out).toContain('The ledger holds no session yet.');
    expect(out).toContain('telltale demo');
  });
});

describe('what it refuses', () => {
  it.each([
    [{}, { metric: 'prompts' }, '--metric needs a session'],
    [{ id: ID }, { withText: true }, '--with-text needs --metric'],
    [{ id: ID }, { project: 'x' }, '--project is for the view without an id'],
    [{ id: ID }, { metric: 'read_edit_ration' }, 'did you mean read_edit_ratio?'],
  ])('%j %j', async (args, options, message) => {
    write(careless(ID, '2026-11-01'));
    await expect(home.run(quality, { args, options })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(message),
    });
  });
});
