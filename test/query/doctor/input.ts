// What the doctor is given in tests: a tree of folders held in memory, a ledger in memory, and a
// machine on which all is well until a test says otherwise.
import Database from 'better-sqlite3';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { LINE_FLAG } from '../../../src/model/flags.ts';
import type { DiskStat, DoctorDisk } from '../../../src/query/doctor/disk.ts';
import type { DoctorInput } from '../../../src/query/doctor/section.ts';
import { MIGRATIONS } from '../../../src/store/migrations.ts';
import type { RootReport } from '../../../src/transcript/roots.ts';

export const NOW_MS = Date.parse('2026-11-21T18:46:00Z');
export const daysAgo = (days: number) => NOW_MS - days * 86_400_000;

export const HOME = '/home/ana';
export const ROOT: RootReport = {
  path: '/home/ana/.claude',
  realPath: '/home/ana/.claude',
  source: '~/.claude',
  taken: true,
  state: 'taken',
  why: 'has projects/',
  projectsDir: '/home/ana/.claude/projects',
};

export interface TestFile {
  readonly text?: string;
  readonly mode?: number;
  readonly sizeBytes?: number;
  readonly mtimeMs?: number;
  readonly isFolder?: boolean;
  readonly canRead?: boolean;
  readonly canWrite?: boolean;
}

/** A disk of these files and folders (`null` or isFolder), with the folders above them. */
export function diskOf(
  tree: Readonly<Record<string, TestFile | null>>,
  overrides: Partial<DoctorDisk> = {},
): DoctorDisk {
  const slash = Object.keys(tree).some((path) => path.startsWith('\\\\')) ? '\\' : '/';
  const entries = new Map<string, TestFile>();
  for (const [path, file] of Object.entries(tree)) {
    for (let at = path.indexOf(slash, 1); at > 0; at = path.indexOf(slash, at + 1)) {
      const above = path.slice(0, at);
      if (!entries.has(above)) entries.set(above, { isFolder: true });
    }
    entries.set(path, file ?? { isFolder: true });
  }
  entries.set('/', { isFolder: true });
  const statOf = (path: string): DiskStat | null => {
    const entry = entries.get(path);
    if (entry === undefined) return null;
    const { isFolder = false, mode = isFolder ? 0o700 : 0o600, sizeBytes = 0, mtimeMs = 0 } = entry;
    return { isFolder, mode, sizeBytes, mtimeMs };
  };
  return {
    list: (path) => {
      if (!entries.get(path)?.isFolder) return null;
      const start = path.endsWith(slash) ? path : path + slash;
      return [...entries]
        .filter(([name]) => name.startsWith(start) && !name.slice(start.length).includes(slash))
        .filter(([name]) => name !== start)
        .map(([name, entry]) => ({
          name: name.slice(start.length),
          isFolder: entry.isFolder === true,
        }));
    },
    stat: statOf,
    canRead: (path) => entries.has(path) && entries.get(path)?.canRead !== false,
    canWrite: (path) => entries.has(path) && entries.get(path)?.canWrite !== false,
    realPath: (path) => (entries.has(path) ? path : null),
    readText: (path) => entries.get(path)?.text ?? null,
    freeBytes: () => 120_000_000_000,
    runningWslNames: () => [],
    ...overrides,
  };
}

const STATE_DIR = '/home/ana/.local/state/telltale';
export const GOOD_TREE: Readonly<Record<string, TestFile | null>> = {
  [`${STATE_DIR}/ledger.db`]: { sizeBytes: 2_450_000 },
  [`${STATE_DIR}/ledger.db-wal`]: { sizeBytes: 50_000 },
  '/home/ana/.claude/projects': null,
};

export function inputOf(changes: Partial<DoctorInput> = {}): DoctorInput {
  return {
    place: { env: {}, platform: 'linux', homeDir: HOME },
    paths: {
      stateDir: STATE_DIR,
      ledgerFile: `${STATE_DIR}/ledger.db`,
      configDir: '/home/ana/.config/telltale',
      configFile: '/home/ana/.config/telltale/config.toml',
    },
    cwd: '/home/ana/web',
    now: () => NOW_MS,
    timezone: 'UTC',
    nodeVersion: 'v20.20.2',
    config: {
      loaded: {
        settings: DEFAULT_SETTINGS,
        file: '/home/ana/.config/telltale/config.toml',
        fileExists: false,
        metrics: [],
        values: [],
      },
      mistakes: [],
    },
    roots: [ROOT],
    ledger: { db: emptyLedger(), isFresh: true, notices: [], problem: null },
    disk: diskOf(GOOD_TREE),
    discover: () => ({ files: [], unreadable: [] }),
    ...changes,
  };
}

export function transcript(path: string, mtimeMs: number, sizeBytes = 1000) {
  return { path, root: ROOT.path, kind: 'main' as const, sizeBytes, mtimeMs, device: 1, inode: 1 };
}

export function emptyLedger(): Database.Database {
  const db = new Database(':memory:');
  for (const migration of MIGRATIONS) db.exec(migration.sql);
  db.pragma(`user_version = ${MIGRATIONS.length}`);
  db.prepare("INSERT INTO meta VALUES ('data-version', '1'), ('last-ingest-ms', ?)").run(
    String(NOW_MS - 60_000),
  );
  return db;
}

/** Two files, four calls (one of a model without price, one with a placeholder), some trouble. */
export function troubledLedger(): Database.Database {
  const db = emptyLedger();
  db.exec(`
    INSERT INTO name (id, text) VALUES (1, 'claude-opus-4-8'), (2, 'claude-x-9'), (3, '2.1.38'), (4, '2.1.240');
    INSERT INTO shape (file_id, shape, known, count) VALUES
      (1, 'assistant', 1, 40), (2, 'assistant', 1, 12), (1, 'user', 1, 30), (1, 'moon-phase', 0, 3),
      (2, 'field assistant.aura', 0, 9), (1, '(bad-json)', 1, 250), (2, '(glued)', 1, 1), (2, '(more unknown shapes)', 1, 7);
    INSERT INTO fault (file_id, offset, kind, size_bytes, detail) VALUES
      (1, 4096, 'bad-json', 120, 'ends within a string'), (1, 8192, 'bad-json', 80, 'no value'),
      (2, 77, 'glued', 300, 'a second record on one line; both count');
  `);
  insert(db, 'file', [
    { id: 1, path: '/home/ana/.claude/projects/-home-ana-web/one.jsonl', mtime_ms: 9000 },
    { id: 2, path: '/home/ana/.claude/projects/-home-ana-web/two.jsonl', mtime_ms: 5000 },
  ]);
  const calls = [
    { id: 1, model_id: 1, version_id: 4, flags: LINE_FLAG.final, cost_nano_usd: 5000 },
    { id: 2, model_id: 1, version_id: 4, flags: LINE_FLAG.final, cost_nano_usd: 5000 },
    { id: 3, model_id: 1, version_id: 3, flags: 0, cost_nano_usd: 5000 },
    { id: 4, model_id: 2, version_id: 4, flags: LINE_FLAG.final, cost_nano_usd: null },
  ];
  const tokens = {
    input_tokens: 10,
    cache_read_tokens: 1000,
    cache_write_1h_tokens: 200,
    output_tokens: 50,
  };
  insert(
    db,
    'call',
    calls.map((call) => ({ message_id: `m${call.id}`, at_ms: NOW_MS, ...tokens, ...call })),
  );
  return db;
}

/** Rows with the columns that matter; empty values for the others that must not be null. */
function insert(
  db: Database.Database,
  table: string,
  rows: readonly Readonly<Record<string, string | number | null>>[],
): void {
  const columns = db.pragma(`table_info(${table})`) as {
    name: string;
    type: string;
    notnull: number;
  }[];
  const names = columns.map(({ name }) => name);
  const statement = db.prepare(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
  );
  const empty = Object.fromEntries(
    columns.map(({ name, type, notnull }) => [
      name,
      notnull === 0 ? null : type === 'TEXT' ? '' : 0,
    ]),
  );
  for (const row of rows) statement.run({ ...empty, ...row });
}

/** Everything a machine can have wrong at once. */
export function troubledInput(): DoctorInput {
  return inputOf({
    nodeVersion: 'v20.9.0',
    ledger: {
      db: troubledLedger(),
      isFresh: false,
      notices: [],
      problem: {
        code: 'bad-config',
        what: 'the configuration has mistakes',
        next: 'Correct this, then run: telltale config check',
      },
    },
    config: {
      ...inputOf().config,
      mistakes: [
        {
          key: 'display.week_start',
          source: { kind: 'file', path: '/home/ana/.config/telltale/config.toml', line: 3 },
          seen: '"mnday"',
          accepted: 'one of sunday, monday',
          nearest: '"monday"',
        },
      ],
    },
    roots: [
      ROOT,
      {
        ...ROOT,
        path: '/srv/team/.claude',
        realPath: '/srv/team/.claude',
        source: 'roots.extra',
        taken: false,
        state: 'not-readable',
        why: 'not readable',
        projectsDir: null,
      },
    ],
    disk: diskOf({
      ...GOOD_TREE,
      [STATE_DIR]: { isFolder: true, mode: 0o755 },
      '/home/ana/.claude-work/projects': null,
      '/home/ana/.claude/settings.json': { text: '{"cleanupPeriodDays": 20}' },
      '/home/ana/.claude/projects/-home-ana-web/one.jsonl': {},
      '/home/ana/.claude/projects/-home-ana-web/two.jsonl': { canRead: false },
    }),
    discover: () => ({
      files: [
        transcript('/home/ana/.claude/projects/-home-ana-web/one.jsonl', daysAgo(1), 9000),
        transcript('/home/ana/.claude/projects/-home-ana-web/two.jsonl', daysAgo(17), 5000),
      ],
      unreadable: [],
    }),
  });
}
