// `telltale report` on generated sessions: every form, twice the same, without a word of why, from the
// ledger and from files that lie elsewhere.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/commands/kit/open-ledger.ts';
import report from '../../src/commands/report.ts';
import type {
  CohortAnswer,
  ComparisonAnswer,
  PeriodsAnswer,
  ReportAnswer,
} from '../../src/query/report/report-answer.ts';
import { REPORT_GROUPS } from '../../src/query/report/report-answer.ts';
import { demoSessions } from '../../src/samples/demo-sessions.ts';
import { screenOf } from '../views/terminal/screens.ts';
import { makeHome, type TestHome } from './home.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 15, 30);
let home: TestHome;
beforeAll(() => {
  home = makeHome();
  for (const file of demoSessions({ nowMs: NOW_MS })) {
    for (const folder of ['.claude', 'copy']) {
      const path = join(home.path, folder, file.path);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, file.text);
    }
  }
});
afterAll(() => home.remove());

type Options = Readonly<Record<string, unknown>>;
type Environment = Readonly<Record<string, string>>;

async function run(options: Options, path?: string, width = 100, more: Environment = {}) {
  const state = join(home.path, 'state');
  const env = { HOME: home.path, USERPROFILE: home.path, TELLTALE_HOME: state, ...more };
  const noop = (): void => {};
  const world = { env, now: () => NOW_MS, onProgress: noop, onNotice: noop };
  const stores: { close: () => void }[] = [];
  try {
    return await home.run(report, {
      args: path === undefined ? {} : { path },
      options: { timezone: 'Europe/Berlin', ...options },
      overrides: {
        now: () => NOW_MS,
        screen: screenOf(width),
        openLedger: async (asked) => {
          const { context } = await openLedger(world, asked);
          stores.push(context.store);
          return context;
        },
      },
    });
  } finally {
    for (const store of stores) store.close();
  }
}

async function ask<Answer extends ReportAnswer>(options: Options, path?: string): Promise<Answer> {
  return JSON.parse((await run({ json: true, ...options }, path)).out) as Answer;
}

const PERIODS = '2026-10-26:2026-11-08,2026-11-09:2026-11-21';
const QUESTIONS: readonly (readonly [string, Options])[] = [
  ['periods', {}],
  ['range', { from: '2026-11-10', to: '2026-11-20', experimentalCorrelations: true }],
  ...REPORT_GROUPS.map((groupBy) => [`by ${groupBy}`, { groupBy }] as const),
  ['by week with correlations', { groupBy: 'week', experimentalCorrelations: true }],
  ['compared', { comparePeriods: PERIODS }],
  ['pivot', { pivotDate: '2026-11-14' }],
];
/** Words that say why, which no figure here can tell. */
const CAUSAL =
  /\b(because|caus(?:e[sd]?|ing|al\w*)|due to|owing to|thanks to|leads? to|led to|result(?:s|ed|ing)? (?:in|from)|driven by|drives|made (?:it )?(?:better|worse)|effect of|impact(?:s|ed)? (?:of|on)|improv(?:es?|ed|ing) by|degrad(?:es?|ed|ing) by|responsible for|consequence|therefore|hence|thus|explains? (?:the|why)|attributable|as a result|proves?|in response to)\b/i;

describe.each(QUESTIONS)('%s', (_, options) => {
  const formats = [null, 'markdown', 'csv', 'json', 'html'].filter(
    (format) => format !== 'csv' || options.experimentalCorrelations !== true,
  );
  it.each(formats)('as %s is the same twice, and says nothing of why', async (format) => {
    const asked = format === null ? options : { ...options, format };
    const first = await run(asked);
    expect(first.code).toBe(0);
    expect((await run(asked)).out).toBe(first.out);
    const words = first.out.replaceAll(/<style>[\s\S]*?<\/style>/g, '');
    const found = format === 'json' ? null : CAUSAL.exec(withoutCatalogue(words));
    expect(found?.[0] ?? null).toBeNull();
    if (format !== null && format !== 'json') expect(first.out).not.toContain('undefined');
    expect(first.out).not.toContain('NaN');
  });

  it('fits terminals of 60, 80 and 120 cells', async () => {
    for (const width of [60, 80, 120]) {
      const { out } = await run(options, undefined, width);
      const wide = out
        .split('\n')
        .filter((line) => line.length > width && !line.includes('telltale'));
      expect(wide).toEqual([]);
    }
  });
});

/** What a metric is and where its rule comes from are its own words. */
function withoutCatalogue(text: string): string {
  return text.replace(/(?:## |<h2>)Appendix: metrics[\s\S]*$/, '');
}

describe('the stacked report', () => {
  it('has today from local midnight, 7 and 30 days, each within the next', async () => {
    const { kind, timezone, periods } = await ask<PeriodsAnswer>({});
    expect([kind, timezone]).toEqual(['report', 'Europe/Berlin']);
    expect(periods.map(({ period, from, to }) => [period, from, to])).toEqual([
      ['today', '2026-11-21', '2026-11-21'],
      ['7d', '2026-11-15', '2026-11-21'],
      ['30d', '2026-10-23', '2026-11-21'],
    ]);
    const sessions = periods.map(
      (period) => new Set(period.list.map(({ sessionId }) => sessionId)),
    );
    const [today, week, month] = sessions;
    expect(today?.size).toBeGreaterThan(0);
    expect([...(today ?? [])].every((id) => week?.has(id))).toBe(true);
    expect([...(week ?? [])].every((id) => month?.has(id))).toBe(true);
    expect(month?.size).toBeGreaterThan(week?.size ?? 0);
  });

  it('says of each window what the same days say by themselves', async () => {
    const { periods } = await ask<PeriodsAnswer>({});
    for (const { period, from, to, ...rest } of periods) {
      const own = await ask<PeriodsAnswer>({ from, to });
      expect({ period, ...own.periods[0] }).toMatchObject({
        sessions: rest.sessions,
        events: rest.events,
      });
      expect(own.periods[0]?.cells).toEqual(rest.cells);
      expect(own.periods[0]?.list).toEqual(rest.list);
    }
  });
});

describe('groups of fewer than five sessions', () => {
  it('are withheld in JSON and CSV alike', async () => {
    const { rows } = await ask<CohortAnswer>({ groupBy: 'day' });
    const cells = rows.flatMap((row) => row.cells);
    const withheld = cells.filter(({ withheld }) => withheld === 'n<5');
    expect(withheld.length).toBeGreaterThan(0);
    for (const { n, mean, sd, min, max, delta, deltaPercent, severity, past } of withheld) {
      expect([n, mean, sd, min, max, delta, deltaPercent, severity, past]).toEqual(
        Array(9).fill(null),
      );
    }
    const lines = (await run({ groupBy: 'day', format: 'csv' })).out.trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^day,metric_name,mean,stdev,n,min,max,/);
    expect(lines).toHaveLength(1 + cells.length);
    const few = lines.filter((line) => line.includes(',n<5,'));
    expect(few).toHaveLength(withheld.length);
    for (const line of few) expect(line).toMatch(/,,,,,,n<5,,,,,,\d+$/);
  });

  it('are shown as n<5 to people', async () => {
    for (const options of [{}, { format: 'markdown' }]) {
      expect((await run({ groupBy: 'day', ...options })).out).toContain('n<5');
    }
    expect((await run({ groupBy: 'day', format: 'html' })).out).toContain('n&lt;5');
  });
});

it('every event is in one row or excluded', async () => {
  for (const groupBy of REPORT_GROUPS) {
    const { rows, excluded, events } = await ask<CohortAnswer>({ groupBy });
    expect(rows.reduce((sum, row) => sum + row.events, excluded.events)).toBe(events);
  }
});

it('comparisons say their days, their tests and both p values', async () => {
  const answer = await ask<ComparisonAnswer>({ comparePeriods: PERIODS });
  expect(answer).toMatchObject({
    kind: 'comparison-report',
    mode: 'periods',
    a: { from: '2026-10-26', to: '2026-11-08' },
    b: { from: '2026-11-09', to: '2026-11-21' },
  });
  const { out } = await run({ comparePeriods: PERIODS });
  expect(out).toContain('P HOLM');
  expect(out).toContain(`corrected by Holm over ${answer.tests} tests`);
});

describe('a page', () => {
  it('needs nothing else: no script, no address, a policy that forbids both', async () => {
    const { out } = await run({ groupBy: 'week', format: 'html' });
    expect(out).toMatch(/default-src 'none'; style-src 'sha256-[^']+'/);
    expect(out).not.toMatch(/<script|<link|<img|src=|href=|url\(|@import|https?:/i);
    expect(out).toContain('<svg');
    expect(out).toContain('prefers-color-scheme: dark');
    expect(out).toContain('@media print');
  });
});

describe('files elsewhere', () => {
  it('give the same figures as the ledger, and nothing is kept of them', async () => {
    await run({});
    const ledger = join(home.path, 'state');
    const before = statOf(ledger);
    const [own, there] = [
      await ask<PeriodsAnswer>({ from: '2026-10-01' }),
      await ask<PeriodsAnswer>({ from: '2026-10-01' }, 'copy'),
    ];
    expect(there.source).toMatchObject({ kind: 'path', path: 'copy' });
    expect(there.events).toBeGreaterThan(1000);
    // Permissions that hooks were told of are in no transcript, and here there are no hooks.
    expect(there.periods[0]?.cells).toEqual(own.periods[0]?.cells);
    expect(statOf(ledger)).toEqual(before);
  });

  it.each(['copy/projects/*/*.jsonl', 'copy/**/*.jsonl', 'c?py'])('%s', async (pattern) => {
    const all = await ask<PeriodsAnswer>({ from: '2026-10-01' }, 'copy');
    const found = await ask<PeriodsAnswer>({ from: '2026-10-01' }, pattern);
    expect(found.sessions).toBe(all.sessions);
  });

  it('count what one file copied from another once', async () => {
    const [file] = readdirSync(join(home.path, 'copy/projects')).flatMap((folder) =>
      readdirSync(join(home.path, 'copy/projects', folder))
        .filter((name) => name.endsWith('.jsonl'))
        .map((name) => join(home.path, 'copy/projects', folder, name)),
    );
    const text = readFileSync(file ?? '', 'utf8');
    home.write('twice/a.jsonl', text);
    const once = await ask<PeriodsAnswer>({ from: '2020-01-01' }, 'twice');
    home.write('twice/b.jsonl', text);
    const twice = await ask<PeriodsAnswer>({ from: '2020-01-01' }, 'twice');
    expect(once.events).toBeGreaterThan(5);
    expect(twice.events).toBe(once.events);
  });

  it('are refused when there are none', async () => {
    for (const path of ['nowhere', 'nowhere/*.jsonl', 'state']) {
      await expect(run({}, path)).rejects.toMatchObject({ code: 'no-transcript', exitCode: 2 });
    }
    await expect(run({ project: 'zzz' }, 'copy')).rejects.toMatchObject({ code: 'usage' });
  });

  it('that cannot be understood give exit code 1 and say so', async () => {
    const line = (i: number): string =>
      JSON.stringify({
        type: i % 2 === 0 ? 'from-the-future' : 'user',
        uuid: `u${i}`,
        timestamp: new Date(NOW_MS + i).toISOString(),
        message: { role: 'user', content: 'x' },
      });
    home.write('broken/s.jsonl', `${Array.from({ length: 80 }, (_, i) => line(i)).join('\n')}\n`);
    const { code, out } = await run({}, 'broken');
    expect(code).toBe(1);
    expect(out).toContain('Too few lines were understood');
    const { unhealthy } = await ask<PeriodsAnswer>({}, 'broken');
    expect(unhealthy).toEqual([{ sessionId: 's', healthRatio: 0.5 }]);
  });
});

function statOf(folder: string): readonly (readonly [string, number])[] {
  return readdirSync(folder)
    .filter((name) => name === 'ledger.db')
    .map((name) => [name, statSync(join(folder, name)).mtimeMs]);
}

describe('--output-file', () => {
  it.each(['md', 'csv', 'json', 'html'])('writes .%s, and not over another file', async (end) => {
    const name = `report.${end}`;
    const { code, out } = await run({ outputFile: name });
    expect([code, out.split(' ')[0]]).toEqual([0, name]);
    const path = join(home.path, name);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const content = readFileSync(path, 'utf8');
    await expect(run({ outputFile: name })).rejects.toMatchObject({ code: 'target-exists' });
    await run({ outputFile: name, force: true });
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  it('- is printed', async () => {
    expect((await run({ outputFile: '-', format: 'csv' })).out).toMatch(/^period,/);
    expect(existsSync(join(home.path, '-'))).toBe(false);
  });

  it('in a folder that is not there is refused before anything is read', async () => {
    await expect(run({ outputFile: 'no/where.html' })).rejects.toMatchObject({
      code: 'output-unwritable',
    });
    expect(existsSync(join(home.path, 'no'))).toBe(false);
  });
});

it('--group-by task_type is refused while the classifier is off', async () => {
  const asked = run({ groupBy: 'task_type' }, undefined, 80, {
    TELLTALE_CLASSIFIER_ENABLED: 'false',
  });
  await expect(asked).rejects.toMatchObject({ code: 'classifier-off', exitCode: 2 });
});

it('--project takes the sessions of that project only', async () => {
  const { rows } = await ask<CohortAnswer>({ groupBy: 'project', project: 'web' });
  expect(rows.map(({ label }) => label)).toEqual(['web']);
  await expect(run({ project: 'zzz' })).rejects.toMatchObject({ code: 'usage' });
});

it.each([80, 120])('on %s cells', async (width) => {
  const folder = '../views/terminal/quality-report-golden';
  for (const [name, options] of QUESTIONS.filter(([one]) =>
    /^(periods|by week|compared)$/.test(one),
  )) {
    const { out } = await run(options, undefined, width);
    await expect(out).toMatchFileSnapshot(`${folder}/${name.replace(' ', '-')}-${width}.txt`);
  }
});
