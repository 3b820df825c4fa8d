// Scripts written for ccusage's JSON keep working: the same keys, names and types, and on real
// transcripts the same values, compared with the real program where CCUSAGE_BIN names it.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/config/settings.ts';
import { SHIPPED_BOOK } from '../../src/pricing/book.ts';
import type { QueryContext } from '../../src/query/context.ts';
import { USAGE_GROUPS, usageRows } from '../../src/query/usage/answer.ts';
import { queryUsage } from '../../src/query/usage/query-usage.ts';
import { openZone } from '../../src/shared/zone.ts';
import { ingest } from '../../src/store/ingest/ingest.ts';
import { openStore } from '../../src/store/open-store.ts';
import { testLedger } from '../query/usage/ledger.ts';
import { differences, INSTANCE_ROW, RECORDED_SHAPES } from './ccusage-shapes.ts';

const CORPUS = process.env.TELLTALE_CORPUS ?? join(import.meta.dirname, '../../../shared/corpus');
const CCUSAGE = process.env.CCUSAGE_BIN ?? '';
const hasCorpus = existsSync(join(CORPUS, 'expected.json'));

describe('recorded shapes', () => {
  const context = testLedger([
    { at: '2026-07-01T10:00:00Z', input: 1, output: 2 },
    { at: '2026-07-02T10:00:00Z', model: 'claude-x-9', session: 's2', project: null, input: 3 },
    { at: '2026-07-02T10:00:00Z', model: 'claude-haiku-4-5', session: 's2', read: 3 },
  ]);

  test.each(RECORDED_SHAPES)('ccusage $command --json', ({ groupBy, shape }) => {
    const printed: unknown = JSON.parse(JSON.stringify(queryUsage(context, { groupBy })));
    expect(differences(printed, shape)).toEqual([]);
  });

  test('ccusage claude daily --instances --json', () => {
    const answer = queryUsage(context, { groupBy: 'daily', byProject: true });
    if (!('projects' in answer)) throw new Error('no projects');
    expect(Object.keys(answer.projects)).toHaveLength(2);
    for (const rows of Object.values(answer.projects)) {
      expect(differences(rows, [INSTANCE_ROW])).toEqual([]);
    }
  });

  test('a model without a price is marked as ccusage marks it', () => {
    const answer = queryUsage(context, { groupBy: 'daily' });
    expect(answer.totals.unpricedModels).toEqual(['claude-x-9']);
    const models = usageRows(answer).flatMap((row) => row.modelBreakdowns);
    expect(models.filter(({ missingPricing }) => missingPricing === true)).toHaveLength(1);
    expect(models.find(({ missingPricing }) => missingPricing)).toMatchObject({ cost: 0 });
  });

  test('the comparison itself sees what is missing or of another type', () => {
    const [daily] = RECORDED_SHAPES;
    if (daily === undefined) throw new Error('no shapes');
    expect(differences({ daily: [{ date: 1 }], totals: null }, daily.shape)).toEqual(
      expect.arrayContaining([
        '$.daily[0].date is no string',
        '$.daily[0].inputTokens is missing',
        '$.totals is no object',
      ]),
    );
  });
});

describe.skipIf(!hasCorpus)('real transcripts (TELLTALE_CORPUS)', () => {
  let stateDir: string;
  let context: QueryContext;

  beforeAll(async () => {
    stateDir = mkdtempSync(join(tmpdir(), 'telltale-compat-'));
    const now = () => Date.parse('2026-08-01T12:00:00Z');
    const store = openStore({ stateDir, now });
    const roots = [{ path: CORPUS, projectsDir: join(CORPUS, 'projects') }];
    await ingest({ store, book: SHIPPED_BOOK, roots, now, workerUrl: null });
    context = { store, now, zone: openZone('UTC'), settings: DEFAULT_SETTINGS, book: SHIPPED_BOOK };
  });
  afterAll(() => {
    context?.store.close();
    rmSync(stateDir, { recursive: true, force: true });
  });

  test.each(USAGE_GROUPS)('%s sums to the expected totals and cost', (groupBy) => {
    const answer = queryUsage(context, { groupBy });
    const rows = usageRows(answer);
    const cost = rows.reduce((sum, row) => sum + (row.costNanoUsd ?? 0), 0);
    expect(answer.totals).toMatchObject({
      calls: 1605,
      inputTokens: 52_414,
      outputTokens: 940_528,
      cacheCreationTokens: 3_654_294,
      cacheWrite1hTokens: 2_797_826,
      cacheReadTokens: 200_338_106,
      costNanoUsd: 222_359_769_300,
      unpricedCalls: 0,
    });
    expect(cost).toBe(222_359_769_300);
  });

  describe.skipIf(CCUSAGE === '')('the same values as ccusage (CCUSAGE_BIN)', () => {
    test.each(RECORDED_SHAPES.flatMap((recorded) => ZONES.map((zone) => ({ ...recorded, zone }))))(
      '$command in $zone',
      ({ command, groupBy, zone }) => {
        const isOverAllAgents = !command.startsWith('claude ');
        const args = [...command.split(' '), '--timezone', zone];
        const theirs = runCcusage(args);
        const ours = queryUsage(
          { ...context, zone: openZone(zone) },
          // ccusage begins weeks on Sunday in its Claude report and on Monday in the other.
          { groupBy, weekStart: isOverAllAgents ? 'monday' : 'sunday' },
        );
        expect(comparable(ours, groupBy, command)).toEqual(comparable(theirs, groupBy, command));
      },
    );

    test.each([
      ['daily', ['--since', '20260611', '--until', '2026-07-20']],
      ['monthly', ['--since', '2026-06-18']],
      ['daily', ['--order', 'desc']],
      ['weekly', ['--start-of-week', 'wednesday']],
    ] as const)('claude %s %s', (groupBy, flags) => {
      const theirs = runCcusage(['claude', groupBy, ...flags, '--timezone', 'UTC']);
      const of = (flag: string) => flags.find((_, index) => flags[index - 1] === flag);
      const ours = queryUsage(context, {
        groupBy,
        since: of('--since'),
        until: of('--until'),
        order: of('--order') as 'desc' | undefined,
        weekStart: of('--start-of-week') as 'wednesday' | undefined,
      });
      const command = `claude ${groupBy}`;
      expect(comparable(ours, groupBy, command)).toEqual(comparable(theirs, groupBy, command));
    });
  });
});

test.runIf(hasCorpus && CCUSAGE === '')(
  'values were not compared with ccusage: set CCUSAGE_BIN to its native binary',
  (context) => context.skip(),
);

const ZONES = ['UTC', 'America/New_York', 'Asia/Kolkata'];

/** First activity is left out: theirs is the line that won, ours the first line of the call. */
const VALUE_FIELDS = {
  daily: ['date', 'period', 'agent', 'metadata'],
  weekly: ['week', 'period', 'agent', 'metadata'],
  monthly: ['month', 'period', 'agent', 'metadata'],
  session: ['sessionId', 'projectPath', 'lastActivity', 'period', 'agent', 'metadata'],
} as const;

function runCcusage(args: readonly string[]): unknown {
  const text = execFileSync(CCUSAGE, [...args, '--json', '--offline'], {
    encoding: 'utf8',
    env: { ...process.env, CLAUDE_CONFIG_DIR: CORPUS },
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(text);
}

type Fields = Record<string, unknown>;

/** What both documents must agree on: rows in order, and totals; money to a billionth of a cent. */
function comparable(answer: unknown, groupBy: keyof typeof VALUE_FIELDS, command: string): unknown {
  const fields = answer as Fields;
  const key = command === 'claude session' ? 'sessions' : groupBy;
  const names = VALUE_FIELDS[groupBy].filter((name) => isIn(name, command));
  const rows = (fields[key] as Fields[]).map((row) => ({
    ...Object.fromEntries(names.map((name) => [name, row[name]])),
    ...sums(row, 'totalCost'),
    modelsUsed: [...(row.modelsUsed as string[])].sort(),
    models: (row.modelBreakdowns as Fields[]).map((model) => ({
      modelName: model.modelName,
      ...sums(model, 'cost'),
    })),
  }));
  return { rows, totals: sums(fields.totals as Fields, 'totalCost') };
}

function isIn(name: string, command: string): boolean {
  const isOverAllAgents = ['period', 'agent', 'metadata'].includes(name);
  return isOverAllAgents === !command.startsWith('claude ');
}

function sums(row: Fields, cost: string): Fields {
  return {
    inputTokens: row.inputTokens,
    outputTokens: row.outputTokens,
    cacheCreationTokens: row.cacheCreationTokens,
    cacheReadTokens: row.cacheReadTokens,
    ...('totalTokens' in row && cost === 'totalCost' ? { totalTokens: row.totalTokens } : {}),
    cost: Number((row[cost] as number).toFixed(9)),
  };
}
