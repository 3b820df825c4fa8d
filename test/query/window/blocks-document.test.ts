// Scripts written for `ccusage blocks --json` keep working: every field with its type, ccusage's own
// formulas, and, where CCUSAGE_BIN names the real program, the same values.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import { type Block, queryBlocks } from '../../../src/query/window/blocks-document.ts';
import type { WindowSelection } from '../../../src/query/window/history.ts';
import { queryWindowHistory } from '../../../src/query/window/history.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { ingest } from '../../../src/store/ingest/ingest.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { fiveHourHit, instant, openTestLedger } from './ledger.ts';

const CORPUS =
  process.env.TELLTALE_CORPUS ?? join(import.meta.dirname, '../../../../shared/corpus');
const CCUSAGE = process.env.CCUSAGE_BIN ?? '';
const hasCorpus = existsSync(join(CORPUS, 'expected.json'));

/** ccusage 20.0.24's fields of a block, as recorded from it, with the types of their values. */
const BLOCK_FIELDS: Readonly<Record<string, readonly string[]>> = {
  actualEndTime: ['string', 'null'],
  burnRate: ['object', 'null'],
  costUSD: ['number'],
  endTime: ['string'],
  entries: ['number'],
  id: ['string'],
  isActive: ['boolean'],
  isGap: ['boolean'],
  models: ['object'],
  projection: ['object', 'null'],
  startTime: ['string'],
  tokenCounts: ['object'],
  totalTokens: ['number'],
};
const TOKEN_FIELDS = [
  'cacheCreationInputTokens',
  'cacheReadInputTokens',
  'inputTokens',
  'outputTokens',
];
const BURN_FIELDS = ['costPerHour', 'tokensPerMinute', 'tokensPerMinuteForIndicator'];
const PROJECTION_FIELDS = ['remainingMinutes', 'totalCost', 'totalTokens'];

const LEDGER = {
  now: '2026-11-21 18:46',
  calls: [
    { at: '2026-11-20 09:10', usd: 2 },
    { at: '2026-11-20 09:40', usd: 1, model: 'claude-haiku-4-5', read: 0 },
    { at: '2026-11-21 18:00', usd: 1, input: 10, read: 20, write: 30, output: 40 },
    { at: '2026-11-21 18:30', usd: 3, input: 10, read: 20, write: 30, output: 140 },
    { at: null, usd: 5 },
  ],
};

describe('the document', () => {
  const { blocks, ...rest } = queryBlocks(openTestLedger(LEDGER), {});

  it('has every field of ccusage in every block, gaps included, with its type', () => {
    expect(blocks.map((block) => block.isGap)).toEqual([false, true, false]);
    for (const block of blocks) {
      const fields: Record<string, unknown> = { ...block };
      for (const [name, types] of Object.entries(BLOCK_FIELDS)) {
        expect(types, name).toContain(fields[name] === null ? 'null' : typeof fields[name]);
      }
      expect(Object.keys(block.tokenCounts)).toEqual(TOKEN_FIELDS);
    }
    expect(Object.keys(blocks[2]?.burnRate ?? {})).toEqual(BURN_FIELDS);
    expect(Object.keys(blocks[2]?.projection ?? {})).toEqual(PROJECTION_FIELDS);
  });

  it('names blocks and gaps as ccusage does', () => {
    expect(
      blocks.map(({ id, startTime, endTime, actualEndTime }) => [
        id,
        startTime,
        endTime,
        actualEndTime,
      ]),
    ).toEqual([
      [
        '2026-11-20T09:00:00.000Z',
        '2026-11-20T09:00:00.000Z',
        '2026-11-20T14:00:00.000Z',
        '2026-11-20T09:40:00.000Z',
      ],
      [
        'gap-2026-11-20T14:40:00.000Z',
        '2026-11-20T14:40:00.000Z',
        '2026-11-21T18:00:00.000Z',
        null,
      ],
      [
        '2026-11-21T18:00:00.000Z',
        '2026-11-21T18:00:00.000Z',
        '2026-11-21T23:00:00.000Z',
        '2026-11-21T18:30:00.000Z',
      ],
    ]);
  });

  it("has ccusage's burn rate and projection of the running block, and ours beside them", () => {
    expect(blocks[2]).toMatchObject({
      isActive: true,
      costUSD: 4,
      entries: 2,
      totalTokens: 300,
      // Over the 30 minutes from the first to the last call: ccusage's rule, which overstates.
      burnRate: { costPerHour: 8, tokensPerMinute: 10, tokensPerMinuteForIndicator: 200 / 30 },
      projection: { remainingMinutes: 254, totalCost: 37.87, totalTokens: 2840 },
      telltale: { basis: 'reconstructed', burn: { usdPerHour: 4 / (46 / 60), overMs: 2_760_000 } },
    });
    expect(blocks[0]).toMatchObject({ burnRate: null, projection: null, telltale: { burn: null } });
  });

  it('lists models in order of appearance and leaves calls without a time beside the blocks', () => {
    expect(blocks[0]?.models).toEqual(['claude-opus-5', 'claude-haiku-4-5']);
    expect(rest).toMatchObject({
      formatVersion: 1,
      notAttributable: { calls: 1, costNanoUsd: 5e9 },
    });
  });

  it('a single call has no burn rate, as in ccusage; ours is over wall time', () => {
    const ledger = openTestLedger({ ...LEDGER, calls: [{ at: '2026-11-21 18:00', usd: 1 }] });
    const [block] = queryBlocks(ledger, {}).blocks;
    expect(block).toMatchObject({ isActive: true, burnRate: null, projection: null });
    expect(block?.telltale?.burn?.usdPerHour).toBeCloseTo(1 / (46 / 60), 9);
  });

  it('has the reset time where Claude Code told it', () => {
    const events = [fiveHourHit('2026-11-21 18:35', '2026-11-21 21:30')];
    const { blocks: told } = queryBlocks(openTestLedger({ ...LEDGER, events }), { active: true });
    expect(told).toMatchObject([
      {
        id: '2026-11-21T16:30:00.000Z',
        usageLimitResetTime: '2026-11-21T21:30:00.000Z',
        telltale: { basis: 'told', cutOffMs: instant('2026-11-21 18:35'), cutOffCostNanoUsd: 4e9 },
      },
    ]);
    expect(blocks.every((block) => !('usageLimitResetTime' in block))).toBe(true);
  });

  const selections: [story: string, selection: WindowSelection, starts: string[]][] = [
    ['all', {}, ['20 09:00', 'gap 20 14:40', '21 18:00']],
    ['newest first', { order: 'desc' }, ['21 18:00', 'gap 20 14:40', '20 09:00']],
    ['running', { active: true }, ['21 18:00']],
    ['since a day', { sinceDay: '2026-11-21' }, ['21 18:00']],
    ['until a day', { untilDay: '2026-11-20' }, ['20 09:00', 'gap 20 14:40']],
    ['of the last 3 days', { recent: true }, ['20 09:00', 'gap 20 14:40', '21 18:00']],
  ];
  it.each(selections)('selects %s', (_story, selection, starts) => {
    const ids = queryBlocks(openTestLedger(LEDGER), selection).blocks.map((block) => block.id);
    expect(
      ids.map((id) =>
        id.replace(
          /^(gap-)?2026-11-(\d\d)T(\d\d:\d\d).*/,
          (_, gap, day, time) => `${gap ? 'gap ' : ''}${day} ${time}`,
        ),
      ),
    ).toEqual(starts);
  });

  it('a day begins where the zone says', () => {
    const ledger = openTestLedger({ ...LEDGER, timezone: 'Asia/Tokyo' });
    const { blocks: selected } = queryBlocks(ledger, { sinceDay: '2026-11-22' });
    expect(selected.map((block) => block.id)).toEqual(['2026-11-21T18:00:00.000Z']);
  });
});

async function readFolder(
  folder: string,
  now: () => number,
): Promise<{ context: QueryContext; close(): void }> {
  const stateDir = mkdtempSync(join(tmpdir(), 'telltale-blocks-'));
  const store = openStore({ stateDir, now });
  const roots = [{ path: folder, projectsDir: join(folder, 'projects') }];
  await ingest({ store, book: SHIPPED_BOOK, roots, now, workerUrl: null });
  return {
    context: { store, now, zone: openZone('UTC'), settings: DEFAULT_SETTINGS, book: SHIPPED_BOOK },
    close: () => {
      store.close();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

function runCcusage(folder: string, args: readonly string[]): { blocks: Block[] } {
  const text = execFileSync(
    CCUSAGE,
    ['blocks', '--json', '--offline', '--timezone', 'UTC', ...args],
    {
      encoding: 'utf8',
      env: { ...process.env, CLAUDE_CONFIG_DIR: folder },
    },
  );
  return JSON.parse(text);
}

/**
 * ccusage's fields alone; money to a billionth of a dollar. A gap's end is left out: theirs is the
 * winning line of the next call, ours its first line, some seconds earlier.
 */
function comparable(blocks: readonly Block[]): unknown[] {
  return blocks.map((block) => {
    const fields = Object.entries(block).filter(
      ([name]) => name in BLOCK_FIELDS && !(block.isGap && name === 'endTime'),
    );
    const rate = block.burnRate?.costPerHour.toFixed(9);
    return {
      ...Object.fromEntries(fields),
      costUSD: block.costUSD.toFixed(9),
      burnRate: block.burnRate === null ? null : { ...block.burnRate, costPerHour: rate },
    };
  });
}

describe.skipIf(!hasCorpus)('real transcripts (TELLTALE_CORPUS)', () => {
  let ledger: Awaited<ReturnType<typeof readFolder>>;
  beforeAll(async () => {
    ledger = await readFolder(CORPUS, () => Date.parse('2026-08-01T12:00:00Z'));
  });
  afterAll(() => ledger.close());

  it('windows add up to the whole ledger, to the nano-dollar', () => {
    const { windows, totals, notAttributable } = queryWindowHistory(ledger.context);
    const costs = windows.map((row) => (row.kind === 'window' ? (row.totals.costNanoUsd ?? 0) : 0));
    expect(costs.reduce((sum, cost) => sum + cost, notAttributable.costNanoUsd ?? 0)).toBe(
      222_359_769_300,
    );
    expect(totals.calls + notAttributable.calls).toBe(1605);
    expect(totals.totalTokens + notAttributable.totalTokens).toBe(204_985_342);
  });

  describe.skipIf(CCUSAGE === '')('the same values as ccusage (CCUSAGE_BIN)', () => {
    test.each<[args: string[], selection: WindowSelection]>([
      [[], {}],
      [['--order', 'desc'], { order: 'desc' }],
      [
        ['--since', '20260722', '--until', '20260722'],
        { sinceDay: '2026-07-22', untilDay: '2026-07-22' },
      ],
      [['--active'], { active: true }],
    ])('blocks %s', (args, selection) => {
      const ours = queryBlocks(ledger.context, selection).blocks;
      const theirs = runCcusage(CORPUS, args).blocks;
      expect(comparable(ours)).toEqual(comparable(theirs));
      ours.forEach((block, index) => {
        const laterMs = Date.parse(theirs[index]?.endTime ?? '') - Date.parse(block.endTime);
        expect(laterMs).toBeGreaterThanOrEqual(0);
        expect(laterMs).toBeLessThan(10_000);
      });
    });
  });
});

describe.skipIf(CCUSAGE === '')('a running block, the same values as ccusage (CCUSAGE_BIN)', () => {
  it.each<[story: string, minutesAgo: number[]]>([
    ['several calls', [80, 40, 12]],
    ['one call', [3]],
    ['a block before it', [900, 880, 30, 10]],
  ])('%s', async (_story, minutesAgo) => {
    const folder = mkdtempSync(join(tmpdir(), 'telltale-active-'));
    const nowMs = Date.now();
    mkdirSync(join(folder, 'projects', '-tmp-x'), { recursive: true });
    const lines = minutesAgo.map((minutes, index) => callLine(nowMs - minutes * 60_000, index));
    writeFileSync(join(folder, 'projects', '-tmp-x', 's.jsonl'), lines.join(''));
    const ledger = await readFolder(folder, () => nowMs);
    const ours = comparable(queryBlocks(ledger.context, {}).blocks);
    const theirs = comparable(runCcusage(folder, []).blocks);
    ledger.close();
    rmSync(folder, { recursive: true, force: true });
    // Their clock is a moment later than ours: the projection may differ by a minute's worth.
    expect(ours.map(withoutProjection)).toEqual(theirs.map(withoutProjection));
    expect(remainingMinutes(ours)).toBeCloseTo(remainingMinutes(theirs) ?? 0, -0.5);
  });
});

function withoutProjection(block: unknown): unknown {
  return { ...(block as Block), projection: (block as Block).projection === null };
}

function remainingMinutes(blocks: readonly unknown[]): number {
  return (blocks.at(-1) as Block).projection?.remainingMinutes ?? 0;
}

function callLine(atMs: number, index: number): string {
  const usage = {
    input_tokens: 1000,
    cache_creation_input_tokens: 2000,
    cache_read_input_tokens: 30_000,
    output_tokens: 500 + index,
  };
  const message = {
    id: `m${index}`,
    role: 'assistant',
    model: 'claude-opus-4-8',
    content: [],
    usage,
  };
  const timestamp = new Date(atMs).toISOString();
  const record = { type: 'assistant', timestamp, sessionId: 's1', version: '2.1.0', cwd: '/tmp/x' };
  return `${JSON.stringify({ ...record, requestId: `r${index}`, message })}\n`;
}

test.runIf(CCUSAGE === '')(
  'blocks were not compared with ccusage: set CCUSAGE_BIN to its native binary',
  (context) => context.skip(),
);
