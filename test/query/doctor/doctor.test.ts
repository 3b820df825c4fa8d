// The doctor part by part: what each finds on a machine with one thing wrong, and that a part that
// fails leaves the others standing.
import { describe, expect, it } from 'vitest';
import { readCleanupPeriod } from '../../../src/query/doctor/cleanup-period.ts';
import { DOCTOR_SECTIONS, queryDoctor } from '../../../src/query/doctor/doctor.ts';
import {
  chmodCommand,
  type DoctorInput,
  type SectionId,
} from '../../../src/query/doctor/section.ts';
import { MIGRATIONS } from '../../../src/store/migrations.ts';
import type { RootReport } from '../../../src/transcript/roots.ts';
import {
  daysAgo,
  diskOf,
  emptyLedger,
  GOOD_TREE,
  inputOf,
  NOW_MS,
  ROOT,
  transcript,
  troubledInput,
  troubledLedger,
} from './input.ts';

const sectionOf = (id: SectionId, changes: Partial<DoctorInput> = {}) => {
  const section = queryDoctor(inputOf(changes)).sections.find((it) => it.id === id);
  if (section === undefined) throw new Error(`no section ${id}`);
  return section;
};
const codesOf = (id: SectionId, changes: Partial<DoctorInput> = {}) =>
  sectionOf(id, changes).findings.map(({ severity, code }) => `${severity} ${code}`);
const factsOf = (id: SectionId, changes: Partial<DoctorInput> = {}) =>
  Object.fromEntries(sectionOf(id, changes).facts.map(({ key, value }) => [key, value]));
const rowsOf = (id: SectionId, listing: string, changes: Partial<DoctorInput> = {}) =>
  sectionOf(id, changes).listings.find(({ key }) => key === listing)?.rows;
const ledgerOf = (db: DoctorInput['ledger']['db']) => ({
  ledger: { db, isFresh: true, notices: [], problem: null },
});

describe('the whole', () => {
  it('is clean on a machine where all is well', () => {
    const answer = queryDoctor(inputOf());
    expect(answer.status).toBe('clean');
    expect(answer.sections.flatMap(({ findings }) => findings)).toEqual([]);
    expect(answer.sections.map(({ id }) => id)).toEqual([
      'config',
      'roots',
      'other-homes',
      'transcripts',
      'state',
      'ledger',
      'parsing',
      'prices',
      'coverage',
      'hooks',
      'live',
      'program',
    ]);
  });

  it('survives JSON unchanged', () => {
    const answer = queryDoctor(troubledInput());
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
    expect(answer).toMatchObject({ kind: 'doctor', formatVersion: 1, status: 'findings' });
  });

  it('keeps the other parts when one fails', () => {
    const broken = {
      id: 'config' as const,
      title: 'Configuration',
      examine: () => {
        throw new Error('out of luck');
      },
    };
    const answer = queryDoctor(inputOf(), [broken, ...DOCTOR_SECTIONS.slice(1)]);
    expect(answer.status).toBe('failed');
    expect(answer.sections[0]).toMatchObject({ status: 'failed', error: 'out of luck', facts: [] });
    expect(answer.sections.slice(1).every(({ status }) => status === 'ok')).toBe(true);
  });

  it('goes on with a ledger that breaks while it is asked', () => {
    const db = emptyLedger();
    db.exec('DROP TABLE shape');
    const answer = queryDoctor(inputOf(ledgerOf(db)));
    const failed = answer.sections.filter(({ status }) => status === 'failed');
    expect(failed.map(({ id, error }) => `${id}: ${error}`)).toEqual([
      'parsing: no such table: shape',
    ]);
  });

  it('answers without any ledger', () => {
    const answer = queryDoctor(inputOf(ledgerOf(null)));
    expect(answer.status).toBe('clean');
    expect(answer.sections.find(({ id }) => id === 'ledger')?.facts).toContainEqual(
      expect.objectContaining({ key: 'state', value: 'not open' }),
    );
  });
});

describe('configuration', () => {
  it('lists mistakes', () => {
    const [finding] = queryDoctor(troubledInput()).sections[0]?.findings ?? [];
    expect(finding).toMatchObject({
      severity: 'critical',
      what: '/home/ana/.config/telltale/config.toml:3: display.week_start is "mnday"; accepted: one of sunday, monday; did you mean "monday"?',
      command: 'telltale config check',
    });
  });

  it('tells of configured prices that cannot be used', () => {
    const { config } = inputOf();
    const settings = { ...config.loaded.settings, prices: { 'my-model': { output: 2 } } };
    const loaded = { ...config.loaded, settings };
    expect(codesOf('config', { config: { loaded, mistakes: [] } })).toEqual([
      'warn unusable-price',
    ]);
  });
});

describe('Claude Code folders', () => {
  const root = (changes: Partial<RootReport>): RootReport => ({
    ...ROOT,
    taken: false,
    ...changes,
  });
  it.each([
    ['one that is read', [ROOT], []],
    ['none', [root({ state: 'missing' })], ['warn no-roots']],
    ['a closed one', [ROOT, root({ state: 'not-readable' })], ['critical root-not-readable']],
    ['a switched-off one', [ROOT, root({ state: 'switched-off' })], ['note root-switched-off']],
    ['a default that is missing', [ROOT, root({ state: 'missing', source: 'XDG' })], []],
    [
      'an extra one that is missing',
      [ROOT, root({ state: 'missing', source: 'roots.extra' })],
      ['warn root-missing'],
    ],
    [
      'a named one without projects',
      [ROOT, root({ state: 'no-projects', source: 'CLAUDE_CONFIG_DIR' })],
      ['warn root-missing'],
    ],
    ['a second way to one', [ROOT, root({ state: 'duplicate' })], []],
  ])('%s', (_, roots, codes) => {
    expect(codesOf('roots', { roots })).toEqual(codes);
    expect(rowsOf('roots', 'roots', { roots })).toHaveLength(roots.length);
  });
});

describe('other folders', () => {
  const found = (disk: DoctorInput['disk'], place: Partial<DoctorInput['place']> = {}) =>
    sectionOf('other-homes', { disk, place: { ...inputOf().place, ...place } }).findings.map(
      ({ what }) => what,
    );

  it('finds other accounts, not backups without projects', () => {
    const disk = diskOf({
      ...GOOD_TREE,
      '/home/ana/.claude-work/projects': null,
      '/home/ana/.claude-old': null,
      '/home/ana/.claudette/projects': null,
    });
    expect(found(disk)).toEqual([
      '/home/ana/.claude-work (another account) has transcripts and is not read',
    ]);
  });

  it('does not suggest what is read already, by whatever name', () => {
    const tree = { ...GOOD_TREE, '/home/ana/.claude-link/projects': null };
    const disk = diskOf(tree, {
      realPath: (path) => path.replace('.claude-link', '.claude'),
    });
    expect(found(disk)).toEqual([]);
  });

  it('finds Windows homes from WSL only', () => {
    const disk = diskOf({
      ...GOOD_TREE,
      '/mnt/c/Users/ana/.claude/projects': null,
      '/mnt/c/Users/Public': null,
      '/mnt/data/Users/eve/.claude/projects': null,
    });
    const words = ['/mnt/c/Users/ana/.claude (Windows) has transcripts and is not read'];
    expect(found(disk, { env: { WSL_DISTRO_NAME: 'Debian' } })).toEqual(words);
    expect(found(disk)).toEqual([]);
    const kernel = { '/proc/version': { text: 'Linux version 6.6 (microsoft-standard-WSL2)' } };
    const wsl = diskOf({ ...GOOD_TREE, '/mnt/c/Users/ana/.claude/projects': null, ...kernel });
    expect(found(wsl)).toEqual(words);
  });

  it('finds WSL homes from Windows', () => {
    const disk = diskOf(
      {
        '\\\\wsl.localhost\\Debian\\home\\ana\\.claude\\projects': null,
        '\\\\wsl.localhost\\Debian\\root\\.claude\\projects': null,
      },
      { runningWslNames: () => ['Debian'] },
    );
    expect(found(disk, { platform: 'win32', homeDir: 'C:\\Users\\ana' })).toEqual([
      '\\\\wsl.localhost\\Debian\\root\\.claude (WSL, Debian) has transcripts and is not read',
      '\\\\wsl.localhost\\Debian\\home\\ana\\.claude (WSL, Debian) has transcripts and is not read',
    ]);
  });

  it('does not ask for WSL elsewhere', () => {
    const disk = diskOf(GOOD_TREE, {
      runningWslNames: () => {
        throw new Error('asked');
      },
    });
    expect(sectionOf('other-homes', { disk }).status).toBe('ok');
  });
});

describe('transcripts', () => {
  const files = (...ages: number[]) => ({
    discover: () => ({
      files: ages.map((days, index) => transcript(`/p/${index}.jsonl`, daysAgo(days))),
      unreadable: [],
    }),
    disk: diskOf({
      ...GOOD_TREE,
      ...Object.fromEntries(ages.map((_, index) => [`/p/${index}.jsonl`, {}])),
    }),
  });

  it.each([
    ['fresh ones', [0, 5], 25, 0],
    ['some that go soon', [0, 24, 29.5], 0, 2],
    ['one that goes in exactly seven days', [23], 7, 1],
    ['one a moment from that', [22.9], 7, 0],
    ['one that is overdue', [40], 0, 1],
  ])('%s', (_, ages, daysLeft, deletedSoon) => {
    const [row] = rowsOf('transcripts', 'folders', files(...ages)) ?? [];
    expect(row).toMatchObject({ files: ages.length, daysLeft, deletedSoon, cleanupDays: 30 });
    const codes = codesOf('transcripts', files(...ages));
    expect(codes).toEqual(deletedSoon > 0 ? ['note transcripts-deleted-soon'] : []);
  });

  it('has nothing to count down in an empty folder', () => {
    expect(rowsOf('transcripts', 'folders', files())).toMatchObject([
      { files: 0, sizeBytes: 0, oldestMs: null, daysLeft: null },
    ]);
  });

  it.each([
    ['the folder', ROOT, '/home/ana/.claude/settings.json'],
    [
      'its projects folder',
      { ...ROOT, path: '/d/projects', realPath: '/d', projectsDir: '/d/projects' },
      '/d/settings.json',
    ],
  ])('reads the period of %s', (_, root, settings) => {
    const disk = diskOf({ ...GOOD_TREE, [settings]: { text: '{"cleanupPeriodDays": 99}' } });
    expect(rowsOf('transcripts', 'folders', { roots: [root], disk })).toMatchObject([
      { cleanupDays: 99 },
    ]);
  });

  it('reads settings and no other file of the folder', () => {
    const asked: string[] = [];
    const disk = diskOf(GOOD_TREE, {
      readText: (path) => {
        asked.push(path);
        return null;
      },
    });
    sectionOf('transcripts', { disk });
    expect(new Set(asked.filter((path) => path.includes('.claude')))).toEqual(
      new Set([
        '/home/ana/.claude/settings.json',
        '/home/ana/web/.claude/settings.json',
        '/home/ana/web/.claude/settings.local.json',
      ]),
    );
  });

  it('says that a broken settings.json pauses the deletion', () => {
    const disk = diskOf({ ...GOOD_TREE, '/home/ana/.claude/settings.json': { text: '{' } });
    expect(codesOf('transcripts', { disk })).toEqual(['warn claude-settings-broken']);
  });

  it('counts and names what cannot be read', () => {
    const section = queryDoctor(troubledInput()).sections.find(({ id }) => id === 'transcripts');
    const listing = section?.listings.find(({ key }) => key === 'unreadable');
    expect(listing?.rows).toEqual([{ path: '/home/ana/.claude/projects/-home-ana-web/two.jsonl' }]);
    expect(section?.findings[0]).toMatchObject({
      severity: 'critical',
      command: 'chmod u+rX /home/ana/.claude/projects/-home-ana-web/two.jsonl',
    });
  });

  it('names at most 20 of them', () => {
    const unreadable = Array.from({ length: 25 }, (_, n) => ({ path: `/p/${n}`, code: 'EACCES' }));
    const section = sectionOf('transcripts', { discover: () => ({ files: [], unreadable }) });
    const listing = section.listings.find(({ key }) => key === 'unreadable');
    expect([listing?.rows.length, listing?.leftOff]).toEqual([20, 5]);
    expect(section.findings[0]).toMatchObject({
      what: '25 transcripts or folders of /home/ana/.claude/projects cannot be read, so their calls are missing',
      command: 'chmod -R u+rX /home/ana/.claude/projects',
    });
  });
});

describe('chmodCommand', () => {
  it.each([
    ['/a/b-c', 'chmod 700 /a/b-c'],
    ['/my folder', "chmod 700 '/my folder'"],
    ["/it's", "chmod 700 '/it'\\''s'"],
    ['/$(x)', "chmod 700 '/$(x)'"],
  ])('%s', (path, command) => {
    expect(chmodCommand(inputOf().place, '700', path)).toBe(command);
  });

  it('has nothing to offer on Windows', () => {
    const place = { ...inputOf().place, platform: 'win32' as const };
    expect(chmodCommand(place, '700', 'C:\\x')).toBeNull();
  });
});

describe('readCleanupPeriod', () => {
  it.each([
    [null, 30, false],
    ['{}', 30, false],
    ['{"cleanupPeriodDays": 7}', 7, false],
    ['\ufeff{"cleanupPeriodDays": 7}', 7, false],
    ['{"cleanupPeriodDays": 0}', 30, true],
    ['{"cleanupPeriodDays": "7"}', 30, true],
    ['[]', 30, true],
    ['{', 30, true],
    ['', 30, true],
  ])('%j', (text, days, isBroken) => {
    expect(readCleanupPeriod(text)).toEqual({ days, isBroken });
  });
});

describe('state folder', () => {
  const { stateDir, ledgerFile } = inputOf().paths;
  const disk = (tree: Parameters<typeof diskOf>[0], more: Parameters<typeof diskOf>[1] = {}) => ({
    disk: diskOf({ ...GOOD_TREE, ...tree }, more),
  });

  it('tells size, modes and space', () => {
    expect(factsOf('state')).toMatchObject({
      exists: true,
      isWritable: true,
      folderMode: '0700',
      ledgerMode: '0600',
      sizeBytes: 2_500_000,
      freeBytes: 120_000_000_000,
    });
  });

  it.each([
    ['open folder', disk({ [stateDir]: { isFolder: true, mode: 0o750 } }), ['warn state-open']],
    ['open ledger', disk({ [ledgerFile]: { mode: 0o644 } }), ['warn ledger-open']],
    [
      'closed folder',
      disk({ [stateDir]: { isFolder: true, canWrite: false } }),
      ['critical state-unwritable'],
    ],
    ['file in the way', { disk: diskOf({ [stateDir]: {} }) }, ['critical state-unwritable']],
    ['full disk', disk({}, { freeBytes: () => 1000 }), ['warn disk-low']],
    ['unknown space', disk({}, { freeBytes: () => null }), []],
    [
      'earlier ledger',
      disk({
        [`${ledgerFile}.corrupt-2026-11-20T10-00-00-000Z`]: {},
        [`${ledgerFile}.corrupt-2026-11-20T10-00-00-000Z-wal`]: {},
      }),
      ['note ledger-set-aside'],
    ],
    ['no folder yet', { disk: diskOf({ '/home/ana': null }) }, []],
    [
      'no folder yet in a closed home',
      { disk: diskOf({ '/home/ana': { isFolder: true, canWrite: false } }) },
      ['critical state-unwritable'],
    ],
  ])('%s', (_, changes, codes) => {
    expect(codesOf('state', changes)).toEqual(codes);
  });

  it('does not judge modes on Windows', () => {
    const place = { ...inputOf().place, platform: 'win32' as const };
    const open = disk({ [ledgerFile]: { mode: 0o666 } });
    expect(factsOf('state', { ...open, place })).toMatchObject({
      folderMode: null,
      ledgerMode: null,
    });
  });
});

describe('ledger', () => {
  it('tells versions and rows', () => {
    expect(factsOf('ledger', ledgerOf(troubledLedger()))).toMatchObject({
      state: 'up to date',
      quickCheck: 'ok',
      schemaVersion: String(MIGRATIONS.length),
      dataVersion: '1',
      lastIngestMs: NOW_MS - 60_000,
      fileRows: 2,
      callRows: 4,
      sessionRows: 0,
    });
  });

  it.each([
    ['warn', emptyLedger()],
    ['critical', null],
  ] as const)('%s when it could not be updated and %o is left', (severity, db) => {
    const problem = { code: 'store-broken', what: 'it is no database', next: 'Move it away' };
    const ledger = { db, isFresh: false, notices: [], problem };
    expect(sectionOf('ledger', { ledger }).findings).toEqual([
      {
        code: 'store-broken',
        severity,
        what: 'The ledger was not brought up to date: it is no database',
        next: 'Move it away',
        command: null,
      },
    ]);
  });

  it('passes on what happened when it was opened', () => {
    const ledger = { db: emptyLedger(), isFresh: true, notices: ['it was moved'], problem: null };
    expect(sectionOf('ledger', { ledger }).findings[0]?.what).toBe(
      'When it was opened, it was moved',
    );
  });
});

describe('reading of transcripts', () => {
  const trouble = ledgerOf(troubledLedger());

  it('counts records, not fields and faults', () => {
    expect(factsOf('parsing', trouble)).toEqual({ records: 85, knownRatio: 82 / 85, faults: 251 });
    expect(
      rowsOf('parsing', 'shapes', trouble)?.map(({ shape, count, files }) => [shape, count, files]),
    ).toEqual([
      ['assistant', 52, 2],
      ['user', 30, 1],
      ['moon-phase', 3, 1],
    ]);
  });

  it('names unknown kinds, faults and their places', () => {
    expect(rowsOf('parsing', 'unknown', trouble)?.map(({ shape }) => shape)).toEqual([
      'field assistant.aura',
      'moon-phase',
    ]);
    expect(rowsOf('parsing', 'faults', trouble)).toEqual([
      { kind: 'bad-json', count: 250 },
      { kind: 'glued', count: 1 },
    ]);
    expect(rowsOf('parsing', 'faultPlaces', trouble)?.[0]).toEqual({
      kind: 'bad-json',
      path: '/home/ana/.claude/projects/-home-ana-web/one.jsonl',
      offset: 4096,
      sizeBytes: 120,
      detail: 'ends within a string',
    });
    expect(codesOf('parsing', trouble)).toEqual([
      'note unknown-shapes',
      'warn fault-bad-json',
      'note fault-glued',
    ]);
  });
});

describe('prices', () => {
  it('lists models without a price, with calls and tokens', () => {
    expect(rowsOf('prices', 'unpriced', ledgerOf(troubledLedger()))).toEqual([
      {
        model: 'claude-x-9',
        calls: 1,
        tokens: 1260,
        firstMs: NOW_MS,
        lastMs: NOW_MS,
        reason: 'unknown-model',
        why: 'not in the price book',
      },
    ]);
  });

  it('knows that a price given since takes hold at the next update', () => {
    const { config } = inputOf();
    const prices = { 'claude-x-9': { input: 1, output: 2 } };
    const loaded = { ...config.loaded, settings: { ...config.loaded.settings, prices } };
    const changes = { ...ledgerOf(troubledLedger()), config: { loaded, mistakes: [] } };
    expect(rowsOf('prices', 'unpriced', changes)?.[0]?.reason).toBe('stale');
  });
});

describe('coverage', () => {
  it('is the share of calls with a final count, by version', () => {
    const trouble = ledgerOf(troubledLedger());
    expect(factsOf('coverage', trouble)).toEqual({ calls: 4, finalCalls: 3, coverageRatio: 0.75 });
    expect(rowsOf('coverage', 'versions', trouble)).toEqual([
      { version: '2.1.240', calls: 3, finalCalls: 3, coverageRatio: 1 },
      { version: '2.1.38', calls: 1, finalCalls: 0, coverageRatio: 0 },
    ]);
    expect(codesOf('coverage', trouble)).toEqual(['note placeholder-outputs']);
  });

  it('is unknown without calls', () => {
    expect(factsOf('coverage')).toEqual({ calls: 0, finalCalls: 0, coverageRatio: null });
  });
});

describe('program', () => {
  it.each([
    ['v20.19.0', []],
    ['v20.18.3', ['warn node-old']],
    ['v18.20.0', ['warn node-old']],
    ['v22.0.0', []],
  ])('Node %s', (nodeVersion, codes) => {
    expect(codesOf('program', { nodeVersion })).toEqual(codes);
    expect(factsOf('program', { nodeVersion }).sqlite).toMatch(/^3\.\d+/);
  });
});
