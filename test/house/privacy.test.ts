// What a rule of imports cannot see: globals that reach a network, parts of Node that are asked for while
// running, and every place that writes to a disk. Each exception stands here with its reason.
import { describe, expect, it } from 'vitest';
import { listFiles, readRepositoryFile } from './repository.ts';

interface Named {
  readonly [file: string]: string;
}

const SOURCES = new Map(
  listFiles('src')
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => [file, withoutComments(readRepositoryFile(file))]),
);

const REFUSAL = 'is the refusal itself';

/** A way to reach what no import shows, and who may use it. */
const WAYS: readonly (readonly [what: string, pattern: RegExp, named: Named])[] = [
  [
    'a global that reaches a network',
    /(?<![\w.$'"`-])(?:fetch\s*\(|WebSocket\b|EventSource\b|XMLHttpRequest\b|navigator\b)|\bsendBeacon\b|globalThis\s*(?:\.\s*fetch\b|\[)/,
    {},
  ],
  [
    'a module of Node asked for while running',
    /getBuiltinModule|process\s*\.\s*(?:binding|_linkedBinding|dlopen|mainModule)|\bbinding\s*\(/,
    {
      'src/shared/refuse-network.ts': REFUSAL,
      'src/live/read-stdin.ts': 'makes standard input return at once where nothing is there',
      'src/live/wake-engine.ts': 'starts our own engine, which refuses the network itself',
      'src/actions/statusline/run-wrapped.ts': "runs the person's own status line",
    },
  ],
  [
    'require',
    /createRequire|(?<![\w.])require\s*[.(]/,
    { 'src/store/sqlite.ts': 'loads the native part of SQLite' },
  ],
  [
    'an import of something worked out',
    /\bimport\s*\(\s*(?!['"])/,
    { 'src/commands/browse.ts': 'loads our own interactive part from beside the program' },
  ],
  ['code from text', /\beval\s*\(|new\s+Function\s*\(|node:vm/, {}],
  ['a key of the person’s', /ANTHROPIC_API_KEY|\.credentials\.json|apiKeyHelper/, {}],
];

/** File → what it writes. Folders are named as docs/privacy.md does. */
const WRITERS: Named = {
  'src/actions/calibration/calibration-file.ts': 'named: the file of calibrate --write',
  'src/actions/engine/engine-turn.ts': "state: the engine's mark",
  'src/actions/engine/remove-old-files.ts': 'state: removes what is too old',
  'src/actions/handoff/handoff-store.ts': 'state: handoffs',
  'src/actions/handoff/make-handoff.ts': 'state, or named: the file of handoff --output',
  'src/actions/install/install-record.ts': 'state: what init changed, for uninstall',
  'src/actions/install/user-file.ts':
    "asked: Claude Code's settings, after the person saw the change",
  'src/commands/demo.ts': 'temporary, or named: the folder of demo --keep',
  'src/config/write-default-file.ts': 'config: config.toml of config init, never over one',
  'src/entries/engine.ts': "state: removes the engine's last failure",
  'src/entries/hook.ts': 'standard output',
  'src/entries/statusline.ts': 'standard output',
  'src/live/alert-memory.ts': 'state: which warnings were given',
  'src/live/append-spool.ts': 'state: the spool',
  'src/live/compaction-files.ts': 'state: snapshots and summaries of compactions',
  'src/live/pending-handoff.ts': 'state: which handoff waits',
  'src/live/wake-engine.ts': "state: the engine's mark",
  'src/shared/make-folder.ts': 'makes a folder of 0700; its callers are writers themselves',
  'src/shared/write-by-rename.ts': 'whole or not at all; its callers are below',
  'src/store/ingest/spool/ingest-spool.ts': 'state: removes a spool file that was taken',
  'src/store/ledger-file.ts': 'state: the mode of the ledger',
  'src/store/replace-ledger.ts': 'state: moves a broken ledger aside',
  'src/store/store-errors.ts': 'state: the mark of a broken ledger',
  'src/views/terminal/interactive/hold-terminal.ts': 'standard output',
};

/** Who may hand something to write-by-rename. */
const RENAMERS: Named = {
  'src/actions/output/write-output.ts': 'named: the one door for files that a person asked for',
  'src/actions/statusline/last-line.ts': 'state: the last status line',
  'src/actions/statusline/wake-memory.ts': 'state: when the engine was woken',
  'src/entries/engine.ts': "state: the engine's last failure",
  'src/live/compaction-files.ts': 'state: snapshots and summaries of compactions',
  'src/live/hot-settings.ts': 'state: settings for the hook and the status line',
  'src/live/pending-handoff.ts': 'state: which handoff waits',
  'src/live/verdict.ts': 'state: verdicts',
};

const WRITING =
  /^(?:write(?!able)|append|chmod|chown|copyFile|cp$|cpSync|createWriteStream|fchmod|fchown|fsync|ftruncate|futimes|lchmod|lchown|link|lutimes|mkdir|mkdtemp|open$|promises|rename|rm|symlink|truncate|unlink|utimes)/;

describe.each(WAYS)('%s', (_what, pattern, named) => {
  it('is used by nobody but the named files', () => {
    expect(filesWith((text) => pattern.test(text))).toEqual(Object.keys(named).sort());
  });
});

describe('writing to a disk', () => {
  it('is done by the named files only', () => {
    expect(filesWith((text) => fsNames(text).some((name) => WRITING.test(name)))).toEqual(
      Object.keys(WRITERS).sort(),
    );
  });

  it('goes through write-by-rename for the named files only', () => {
    expect(filesWith((text) => text.includes('/write-by-rename.ts'))).toEqual(
      Object.keys(RENAMERS).sort(),
    );
  });

  it('is no part of opening a file elsewhere', () => {
    for (const [file, text] of SOURCES) {
      if (!fsNames(text).includes('openSync') || WRITERS[file] !== undefined) continue;
      const calls = [...text.matchAll(/\bopenSync\(\s*[^,()]*(?:\([^()]*\))?[^,()]*(,[^)]*)?\)/g)];
      const count = text.match(/\bopenSync\(/g)?.length ?? 0;
      expect(calls.length, file).toBe(count);
      for (const [call, mode = ''] of calls) {
        const flags = mode.includes('FLAGS') ? flagsOf(text) : mode;
        expect(flags, `${file}: ${call}`).toMatch(/^(?:|,\s*'r'|,?\s*constants\.O_RDONLY.*)$/);
      }
    }
  });

  it('is done with functions that are imported by name', () => {
    const unnamed =
      /(?:import\s+(?:\*\s*as\s+)?\w+\s+from|import\(|export\s.*from)\s*['"](?:node:)?fs/;
    expect(filesWith((text) => unnamed.test(text.replace(/:\s*import\('node:fs'\)/g, '')))).toEqual(
      [],
    );
    expect(filesWith((text) => /['"](?:node:)?fs\/promises/.test(text))).toEqual([]);
  });
});

describe('each program and thread of ours', () => {
  const PROGRAMS = ['cli', 'engine', 'hook', 'ingest-worker', 'statusline'];

  it('refuses the network before anything else', () => {
    for (const name of PROGRAMS) {
      const first = /^import\s.*$/m.exec(SOURCES.get(`src/entries/${name}.ts`) ?? '')?.[0];
      expect(first, name).toBe("import './without-network.ts';");
    }
  });

  it('is all there is to start', () => {
    const built = readRepositoryFile('vite.config.ts');
    const started = [...built.matchAll(/'?([\w-]+)'?: 'src\/entries\//g)].map(([, name]) => name);
    const hot = /HOT_ENTRIES = \[(.*)\]/.exec(built)?.[1] ?? '';
    const all = [...started, ...[...hot.matchAll(/'([\w-]+)'/g)].map(([, name]) => name)];
    expect(all.sort()).toEqual(PROGRAMS);
  });
});

function filesWith(matches: (text: string) => boolean): string[] {
  return [...SOURCES].flatMap(([file, text]) => (matches(text) ? [file] : [])).sort();
}

/** What a file takes from `node:fs`, by its original names. */
function fsNames(text: string): string[] {
  return [...text.matchAll(/import\s*\{([^}]*)\}\s*from\s*['"](?:node:)?fs['"]/g)]
    .flatMap(([, names = '']) => names.split(','))
    .map((name) =>
      name
        .trim()
        .replace(/^type\s+/, '')
        .replace(/\s+as\s.*$/, ''),
    )
    .filter((name) => name !== '');
}

function flagsOf(text: string): string {
  return /const FLAGS =([^;]*);/.exec(text)?.[1] ?? 'unknown';
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[\s;{(,])\/\/.*$/gm, '$1');
}
