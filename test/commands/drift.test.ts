// `telltale drift` over generated sessions: a change that was put in is found where it was put, and none
// where none was.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import drift from '../../src/commands/drift.ts';
import type { DriftAnswer, DriftTest } from '../../src/query/drift/drift-answer.ts';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { createRandom } from '../../src/samples/random.ts';
import { makeHome, type TestHome } from './home.ts';

interface Story {
  readonly version: string;
  readonly model: string;
  readonly errorRate: number;
  readonly sessions: number;
}

/** One session a day, twenty commands each, of which some fail. */
function tableOf(name: string, stories: readonly Story[]): string {
  const random = createRandom(name);
  let day = 0;
  return stories
    .flatMap(({ version, model, errorRate, sessions }) =>
      Array.from({ length: sessions }, () => {
        day += 1;
        const date = new Date(Date.UTC(2026, 4, day)).toISOString().slice(0, 10);
        const calls = Array.from({ length: 20 }, (_, at) => {
          const fails = random.chance(errorRate) ? '!' : '';
          return `+5s call ${at === 0 ? model : '-'} tools=Bash:step${at}${fails},Read:src/f${at}.ts`;
        });
        return [
          `session ${random.uuid()} cwd /w/app branch main version ${version}`,
          `date ${date}`,
          '09:00:00 user Fix the failing test',
          ...calls,
        ].join('\n');
      }),
    )
    .join('\n');
}

const OPUS = 'claude-opus-4-8';
const NEXT = 'claude-opus-5';

async function ask(home: TestHome, options: Record<string, unknown> = {}): Promise<DriftAnswer> {
  const { out } = await home.run(drift, { options: { json: true, ...options } });
  return JSON.parse(out) as DriftAnswer;
}

function errors(answer: DriftAnswer, by: string): DriftTest {
  const test = answer.tests.find((one) => one.figure === 'tool_errors' && one.by === by);
  if (test === undefined) throw new Error(`tool_errors by ${by} was not searched`);
  return test;
}

const WORSE: readonly Story[] = [
  { version: '2.1.229', model: OPUS, errorRate: 0.05, sessions: 12 },
  { version: '2.1.230', model: OPUS, errorRate: 0.05, sessions: 10 },
  { version: '2.1.233', model: OPUS, errorRate: 0.3, sessions: 14 },
];

function homeOf(name: string, stories: readonly Story[]): TestHome {
  const home = makeHome();
  for (const { path, text } of buildTranscript(tableOf(name, stories))) {
    home.write(`.claude/${path}`, text);
  }
  return home;
}

describe('a version from which on more commands fail', () => {
  let home: TestHome;
  let answer: DriftAnswer;
  beforeAll(async () => {
    home = homeOf('worse', WORSE);
    answer = await ask(home);
  });
  afterAll(() => home.remove());

  it('is found, with both rates and what they rest on', () => {
    const { outcome, groups } = errors(answer, 'version');
    expect(outcome).toMatchObject({
      kind: 'changed',
      beforeKeys: ['2.1.229', '2.1.230'],
      afterKeys: ['2.1.233'],
      beforeSessions: 22,
      afterSessions: 14,
      beforeN: 880,
      afterN: 560,
      alsoChanged: [],
    });
    if (outcome.kind !== 'changed') return;
    expect(outcome.before).toBeLessThan(5);
    expect(outcome.after).toBeGreaterThan(10);
    expect(outcome.pHolm).toBeLessThanOrEqual(0.05);
    // The raw rates of the groups are those of the transcripts: no other figure can be behind them.
    expect(groups.map(({ sessions, n }) => [sessions, n])).toEqual([
      [12, 480],
      [10, 400],
      [14, 560],
    ]);
  });

  it('stands first, and the others are told as searched', () => {
    expect(answer.tests[0]?.figure).toBe('tool_errors');
    expect(answer.tests.some(({ outcome }) => outcome.kind === 'no-change')).toBe(true);
    expect(errors(answer, 'model').outcome).toEqual({
      kind: 'too-little',
      reason: 'data of one model only',
    });
  });

  it('is told in words, without a cause', async () => {
    const { out } = await home.run(drift, {});
    expect(out).toMatch(/Since 2\.1\.233: \d\.\d → \d+\.\d % of results, n = 1,440 in 36 sessions/);
    expect(out).not.toMatch(/because|caused|due to|leads? to|as a result/i);
  });

  it('gives the same bytes again', async () => {
    const first = await ask(home);
    const second = await ask(home);
    expect({ ...second, generatedAtMs: 0 }).toEqual({ ...first, generatedAtMs: 0 });
  });

  it('gives the same bytes in whatever order the sessions came', async () => {
    const other = makeHome();
    const files = buildTranscript(tableOf('worse', WORSE));
    for (const half of [files.slice(18), files.slice(0, 18)]) {
      for (const { path, text } of half) other.write(`.claude/${path}`, text);
      await ask(other);
    }
    expect((await ask(other)).tests).toEqual(answer.tests);
    other.remove();
  });

  it('can be asked for alone', async () => {
    const one = await ask(home, { metric: 'tool_errors', by: 'version' });
    expect(one.tests.map(({ figure, by }) => [figure, by])).toEqual([['tool_errors', 'version']]);
    const p = (tests: readonly DriftTest[]): number =>
      tests[0]?.outcome.kind === 'changed' ? tests[0].outcome.pHolm : Number.NaN;
    // One search needs no correction: p is at most what it was among many.
    expect(p(one.tests)).toBeLessThanOrEqual(p(answer.tests));
  });

  it.each([
    [{ metric: 'tool_error' }, /no metric "tool_error"/],
    [{ by: 'moon' }, /--by does not know "moon"/],
    [{ project: 'nowhere' }, /no project has "nowhere"/],
  ])('refuses %j', async (options, message) => {
    await expect(home.run(drift, { options })).rejects.toThrow(message);
  });
});

describe('a version and a model that came together', () => {
  it('are told as not to be told apart', async () => {
    const home = homeOf('together', [
      { version: '2.1.230', model: OPUS, errorRate: 0.04, sessions: 15 },
      { version: '2.1.233', model: NEXT, errorRate: 0.3, sessions: 15 },
    ]);
    const answer = await ask(home);
    home.remove();
    expect(errors(answer, 'version').outcome).toMatchObject({
      kind: 'changed',
      alsoChanged: [{ what: 'model', from: OPUS, to: NEXT }],
    });
    expect(errors(answer, 'model').outcome).toMatchObject({
      kind: 'changed',
      alsoChanged: [{ what: 'version', from: '2.1.230', to: '2.1.233' }],
    });
  });
});

describe('nothing to find', () => {
  it('says how large a change would have been seen', async () => {
    const home = homeOf('still', [
      { version: '2.1.230', model: OPUS, errorRate: 0.1, sessions: 10 },
      { version: '2.1.233', model: OPUS, errorRate: 0.1, sessions: 10 },
    ]);
    const answer = await ask(home);
    const { out } = await home.run(drift, {});
    home.remove();
    const { outcome } = errors(answer, 'version');
    expect(outcome.kind).toBe('no-change');
    if (outcome.kind === 'no-change') expect(outcome.visibleFrom).toBeGreaterThan(1);
    expect(out).toContain('No change that this much data could show.');
  });

  it('says so of an empty ledger and of few sessions', async () => {
    const empty = makeHome();
    expect((await empty.run(drift, {})).out).toContain('holds no session');
    empty.remove();
    const few = homeOf('few', [{ version: '2.1.230', model: OPUS, errorRate: 0.1, sessions: 3 }]);
    const { out } = await few.run(drift, {});
    few.remove();
    expect(out).toContain('Not tested');
    expect(out).toContain('one version only');
  });
});
