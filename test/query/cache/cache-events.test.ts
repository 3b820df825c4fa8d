// Each collapse gets the cause that it was written with, on generated sessions for every cause and on the
// labelled events of real ones; its price is what its tokens cost more than a read.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { CACHE_CAUSES, type CacheEvent } from '../../../src/model/cache/cache-event.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import { queryCache } from '../../../src/query/cache/query-cache.ts';
import { readCacheEvents } from '../../../src/query/cache/read-cache-events.ts';
import { buildTranscript } from '../../../src/samples/build-transcript.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { readSessions } from '../../../src/store/readers/sessions.ts';
import { CORPUS, NO_CORPUS } from '../../store/corpus-folder.ts';
import { ingestInto, openLab } from '../../store/lab.ts';
import { contextOf, labelsOf, type ReadSession, readScene } from './cache-lab.ts';
import { FORKS, SCENES } from './scenes.ts';

const ALL = [
  ...SCENES.map((scene) => ({ ...scene, sessionId: 's1' })),
  ...FORKS.map((scene) => ({ ...scene, sessionId: 's2' })),
];

async function classify(scene: (typeof ALL)[number]): Promise<string[]> {
  const sessions = await readScene(scene.table);
  return labelsOf(sessions.get(scene.sessionId) as ReadSession);
}

describe('a generated session', () => {
  it.each(ALL.map((scene) => [`${scene.labels.join(' ')}: ${scene.name}`, scene] as const))(
    '%s',
    async (_title, scene) => {
      expect(await classify(scene)).toEqual(scene.labels);
    },
  );

  it('has every cause in at least five ways, and the table of the docs says so', async () => {
    const counts = new Map<string, number>();
    for (const scene of ALL) {
      const found = await classify(scene);
      scene.labels.forEach((label, i) => {
        const key = `${label} ${found[i]}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      });
    }
    for (const cause of CACHE_CAUSES) {
      const ways = ALL.filter(({ labels }) => labels.includes(cause)).length;
      expect(ways, cause).toBeGreaterThanOrEqual(5);
    }
    await expect(confusionPage(counts)).toMatchFileSnapshot(
      '../../../docs/reference/cache-causes.md',
    );
  });
});

/** Rows are what was written, columns what was found. */
function confusionPage(counts: ReadonlyMap<string, number>): string {
  const labels = [...CACHE_CAUSES, '-'];
  const cell = (row: string, column: string): string => {
    const count = counts.get(`${row} ${column}`) ?? 0;
    return row === column || count > 0 ? String(count) : '';
  };
  const name = (label: string): string => (label === '-' ? 'no event' : label);
  return [
    '# Causes of cache collapses, written and found',
    '',
    '<!-- Written by the tests of the cache (vitest run test/query/cache --update). Do not edit. -->',
    '',
    'Calls of generated sessions. Rows: what the session was written with; columns: what was found.',
    '',
    `| written as | ${labels.map(name).join(' | ')} |`,
    `| --- | ${labels.map(() => '---:').join(' | ')} |`,
    ...labels.map(
      (row) => `| ${name(row)} | ${labels.map((column) => cell(row, column)).join(' | ')} |`,
    ),
    '',
  ].join('\n');
}

describe('the price of a collapse', () => {
  it('is what its tokens cost more than a read: 60,000 from an hour of idling', async () => {
    // Opus 4.8: cache read $0.50, 1-hour write $10 per million tokens.
    const table = `session s1 version 2.1.212
09:00:00 call claude-opus-4-8 0 0 60000 0 90
11:00:00 call claude-opus-4-8 0 0 61000 0 90`;
    const event = (await readScene(table)).get('s1')?.findings.events.at(-1);
    expect([event?.cause, event?.rewrittenTokens]).toEqual(['idle', 60_000]);
    expect(event?.excessNanoUsd).toBe(60_000 * (10_000 - 500));
  });

  it('counts what was sent uncached at the price of input', async () => {
    const table = `session s1 version 2.1.212
09:00:00 call claude-opus-4-8 0 60000 0 0 90
09:00:30 call claude-opus-4-8 41000 20000 0 0 90`;
    const event = (await readScene(table)).get('s1')?.findings.events.at(-1);
    expect(event?.excessNanoUsd).toBe(20_000 * (6_250 - 500) + 40_000 * (5_000 - 500));
  });

  it('is unknown without a price', async () => {
    const table = `session s1 version 2.1.212
09:00:00 call claude-nobody-9 0 0 60000 0 90
11:00:00 call claude-nobody-9 0 0 61000 0 90`;
    const events = (await readScene(table)).get('s1')?.findings.events ?? [];
    expect(events.map(({ cause }) => cause)).toEqual(['warm-up', 'idle']);
    expect(events.map(({ excessNanoUsd }) => excessNanoUsd)).toEqual([null, null]);
  });

  it.each(ALL.map((scene) => [scene.name, scene.table] as const))(
    'never exceeds the call: %s',
    async (_name, table) => {
      for (const { findings, costNanoUsd } of (await readScene(table)).values()) {
        let sum = 0;
        for (const { excessNanoUsd, costNanoUsd: whole } of findings.events) {
          expect(excessNanoUsd).toBeGreaterThanOrEqual(0);
          expect(excessNanoUsd ?? 0).toBeLessThanOrEqual(whole ?? 0);
          sum += excessNanoUsd ?? 0;
        }
        expect(sum).toBeLessThanOrEqual(costNanoUsd ?? 0);
      }
    },
  );
});

it('losses below an event are kept, not dropped', async () => {
  const table = `session s1 version 2.1.212
09:00:00 call claude-opus-4-8 0 0 60000 0 90
09:00:30 call claude-opus-4-8 0 0 5500 56000 90
09:01:00 call claude-opus-4-8 0 0 900 61500 90`;
  expect((await readScene(table)).get('s1')?.findings.partial).toEqual([
    { atMs: Date.parse('2026-11-20T09:00:30Z'), tokens: 4_000 },
  ]);
});

it('losses before the period do not count', async () => {
  const lab = openLab();
  try {
    const table = `session s1 version 2.1.212
09:00:00 call claude-opus-4-8 0 0 60000 0 90
09:00:30 call claude-opus-4-8 0 0 5500 56000 90
11:00:00 call claude-opus-4-8 0 0 900 61500 90
11:00:30 call claude-opus-4-8 0 0 3400 60000 90`;
    for (const file of buildTranscript(table)) lab.write(file.path, file.text);
    await lab.ingest();
    const sumSince = (sinceMs?: number) => queryCache(contextOf(lab), { sinceMs }).partial;
    expect(sumSince()).toEqual({ calls: 2, tokens: 4_000 + 2_400 });
    expect(sumSince(Date.parse('2026-11-20T10:00Z'))).toEqual({ calls: 1, tokens: 2_400 });
  } finally {
    lab.close();
  }
});

describe('what was seen', () => {
  const evidenceOf = async (table: string) =>
    (await readScene(table)).get('s1')?.findings.events.at(-1)?.evidence ?? [];

  it('says by how little a lifetime was missed', async () => {
    const evidence = await evidenceOf(`session s1 version 2.1.212
09:00:00 call claude-opus-4-8 4 60000 0 0 90
09:05:37 call claude-opus-4-8 4 61000 0 0 90`);
    expect(evidence).toContain('5 m after the call before, 37 s over the TTL in use of 5 m');
  });

  const SLOW = `session s1 version 2.1.212
09:00:00 call claude-opus-4-8 4 60000 0 0 90
09:00:23 call claude-opus-4-8 4 500 0 60000 90
09:05:01 call claude-opus-4-8 4 500 0 60500 90`;

  it('tells how old the request of a slow answer can be', async () => {
    const evidence = await evidenceOf(`${SLOW}
09:09:12 call claude-opus-4-8 4 62000 0 0 90`);
    expect(evidence).toContain('the request of the call before was up to 8 m old, over that TTL');
  });

  it('but not where a prompt stands between, or the call before was no hit', async () => {
    const prompted = SLOW.replace('09:05:01', '09:04:59 user More\n09:05:01');
    const rebuilt = SLOW.replace('500 0 60500', '61000 0 0');
    for (const table of [prompted, rebuilt]) {
      const evidence = await evidenceOf(`${table}\n09:09:12 call claude-opus-4-8 4 62000 0 0 90`);
      expect(evidence.length).toBeGreaterThan(1);
      expect(evidence.join()).not.toContain('old, over that TTL');
    }
  });

  it('takes the lifetime of a fork from the last copied call', async () => {
    const sessions = await readScene(`session s1 version 2.1.212
09:00:00 call claude-opus-4-8 4 0 60000 0 90
fork s2 from s1
09:20:00 call claude-opus-4-8 4 0 38500 22000 90`);
    const event = sessions.get('s2')?.findings.events[0];
    expect([event?.cause, event?.ttl]).toEqual(['fork', '1h']);
    expect(event?.evidence).toContain('20 m after the call before, within the TTL in use of 1 h');
  });
});

it("a subagent's compaction is its own, and the main chain has none", async () => {
  const table = `session s1 version 2.1.212
09:00:00 user Begin
09:00:05 call claude-opus-4-8 4 0 60000 0 90 Agent
09:00:10 agent a1 general-purpose
09:00:11 call claude-opus-4-8 4 60000 0 0 90
09:00:20 compact auto 60000
09:00:25 call claude-opus-4-8 4 12000 0 20000 90
09:00:30 end
09:00:40 call claude-opus-4-8 4 0 900 60000 90
09:01:00 call claude-opus-4-8 4 0 39000 22000 90`;
  const events = (await readScene(table)).get('s1')?.findings.events ?? [];
  expect(events.map(({ agentId, callIndex, cause }) => [agentId, callIndex, cause])).toEqual([
    [null, 0, 'warm-up'],
    ['a1', 0, 'warm-up'],
    ['a1', 1, 'compaction'],
    [null, 2, 'unexplained'],
  ]);
});

it('a subagent is a chain of its own, an advisor none', async () => {
  const table = `session s1 version 2.1.212
09:00:00 user Begin
09:00:05 call claude-opus-4-8 4 0 22000 0 90 Agent
09:00:10 agent a1 Explore
09:00:11 call claude-haiku-4-5 4 9000 0 0 90
09:00:20 call claude-haiku-4-5 4 500 0 9000 90
09:00:30 end
09:00:40 call claude-opus-4-8 4 0 900 22000 90 advisor=claude-fable-5:4/0/9000/0/300
09:01:00 call claude-opus-4-8 4 0 900 22900 90`;
  const events = (await readScene(table)).get('s1')?.findings.events ?? [];
  expect(events.map(({ agentId, cause }) => [agentId, cause])).toEqual([
    [null, 'warm-up'],
    ['a1', 'warm-up'],
  ]);
});

describe.skipIf(CORPUS === null)(`the labelled events of real sessions${NO_CORPUS}`, () => {
  // Call from 1, gap in seconds, context before, read, written, cause.
  type Labelled = readonly [number, number, number, number, number, string];
  const LABELLED: readonly (readonly [string, readonly Labelled[]])[] = [
    [
      '258c7280',
      [
        [32, 157, 111_068, 21_460, 89_928, 'unexplained'],
        [103, 108, 166_759, 21_460, 12_497, 'compaction'],
        [150, 4, 76_541, 21_460, 55_541, 'unexplained'],
      ],
    ],
    [
      'fa812bfe',
      [
        [44, 5, 77_825, 21_496, 56_487, 'unexplained'],
        [127, 90, 166_874, 21_496, 10_516, 'compaction'],
      ],
    ],
  ];

  it.each(LABELLED)('%s: every one, and no other', async (session, labelled) => {
    const events = await readRealSession(session);
    const later = events.filter(({ agentId, cause }) => agentId === null && cause !== 'warm-up');
    expect(later.map(({ callIndex }) => callIndex + 1)).toEqual(labelled.map(([call]) => call));
    for (const [i, [, gapSec, before, read, written, cause]] of labelled.entries()) {
      const event = later[i] as CacheEvent;
      expect(event.previousContextTokens).toBe(before);
      expect([event.readTokens, event.writtenTokens]).toEqual([read, written]);
      expect(event.cause).toBe(cause);
      // The list's gaps were taken between other lines of the messages.
      expect(Math.abs((event.gapMs ?? 0) / 1000 - gapSec)).toBeLessThan(3);
    }
  });

  it('the three without a cause all follow a notification of a background task', async () => {
    for (const session of ['258c7280', 'fa812bfe']) {
      const events = await readRealSession(session);
      const unexplained = events.filter(({ cause }) => cause === 'unexplained');
      expect(unexplained.length).toBeGreaterThan(0);
      for (const { between } of unexplained) expect(between).toContain('notice');
    }
  });
});

async function readRealSession(prefix: string): Promise<readonly CacheEvent[]> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-cache-')));
  const store = openStore({ stateDir: join(scratch, 'state'), now: Date.now });
  try {
    await ingestInto(store, realpathSync(CORPUS ?? ''));
    const row = readSessions(store.db, {}).find(({ sessionId }) => sessionId.startsWith(prefix));
    const context = {
      store,
      now: Date.now,
      zone: openZone('UTC'),
      settings: DEFAULT_SETTINGS,
      book: SHIPPED_BOOK,
    };
    return readCacheEvents(context, [row?.id ?? 0]).get(row?.id ?? 0) ?? [];
  } finally {
    store.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}
