// The rooms of src/ and who may import whom. Read with docs/architecture.md; every rule has a
// fixture in test/house/layers.test.ts that breaks it.

/** In the data's path: a room imports only from rooms further left. */
const ROOMS = [
  'shared',
  'config',
  'pricing',
  'model',
  'metrics',
  'live',
  'transcript',
  'samples',
  'store',
  'query',
  'views',
  'actions',
  'commands',
  'entries',
];

/** Rooms that are arithmetic on values: they get their bytes, clock and ids handed in. */
const PURE_ROOMS = ['pricing', 'model', 'samples', 'metrics'];

/** Package → the only places that may import it. */
const PACKAGE_OWNERS = {
  'better-sqlite3': '^src/store/',
  commander: '^src/entries/',
  'smol-toml': '^src/config/',
  'get-east-asian-width': '^src/shared/',
  'jsonc-parser': '^src/actions/install/',
  diff: '^src/actions/install/',
  'pprof-format': '^src/views/profile/',
  ink: '^src/views/terminal/interactive/',
  react: '^src/views/terminal/interactive/',
};

/**
 * Files that may start another program, each with what it starts. Two more load the module while they run,
 * because they must start fast; test/house/privacy.test.ts names them.
 */
const PROGRAM_STARTERS = {
  'src/actions/handoff/git-facts.ts': 'git, for the state of the working copy in a handoff',
  'src/actions/install/client-version.ts': 'claude --version, before its settings are changed',
  'src/query/doctor/disk.ts': 'wsl.exe --list, on Windows, for folders of Claude Code in WSL',
};

/** Files that may start threads of this program. */
const THREAD_STARTERS = {
  'src/entries/ingest-worker.ts': 'is the thread',
  'src/store/ingest/reader-pool.ts': 'starts it, where there is much to read',
};

const only = (files) => `^(${Object.keys(files).join('|').replaceAll('.', '\\.')})$`;

const room = (names) => `^src/(${names.join('|')})/`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...ROOMS.slice(0, -1).map((name, index) => ({
      name: `imports-point-upwards-${name}`,
      comment: `${name} stands above these rooms in the data's path: knowledge of them would make a circle of the path, and ${name} could no longer be tested or reused without them.`,
      severity: 'error',
      from: { path: room([name]) },
      to: { path: room(ROOMS.slice(index + 1)) },
    })),
    {
      name: 'views-see-only-answers',
      comment:
        'A view turns an answer into text. If it could reach the ledger, two views could give two answers to one question.',
      severity: 'error',
      from: { path: '^src/views/' },
      to: {
        path: room(['transcript', 'pricing', 'model', 'metrics', 'store', 'config', 'samples']),
      },
    },
    {
      name: 'views-do-not-know-each-other',
      comment:
        'Each kind of output stands alone, so that one can be changed or dropped without the others. What they share belongs in shared.',
      severity: 'error',
      from: { path: '^src/views/([^/]+)/' },
      to: { path: '^src/views/([^/]+)/', pathNot: '^src/views/$1/' },
    },
    {
      name: 'sql-stays-in-the-store',
      comment:
        'Questions ask the readers of the store. Migrations, writing and the lease are not theirs to touch.',
      severity: 'error',
      from: { path: '^src/query/' },
      to: { path: '^src/store/(migrations|ingest|writer)' },
    },
    {
      name: 'samples-are-for-demo-and-tests',
      comment: 'Generated sessions must never leak into an answer about real ones.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(samples|actions|commands|entries)/' },
      to: { path: '^src/samples/' },
    },
    {
      name: 'commands-do-not-know-each-other',
      comment:
        'A new command is one file and an old one can be deleted: what two commands share belongs in kit or deeper.',
      severity: 'error',
      from: { path: '^src/commands/[^/]+\\.ts$', pathNot: '(registry\\.gen|demo)\\.ts$' },
      to: { path: '^src/commands/[^/]+\\.ts$', pathNot: 'registry\\.gen\\.ts$' },
    },
    {
      name: 'pure-rooms-touch-no-machine',
      comment:
        'Prices, folds, records and samples give the same result anywhere. A clock, a file or a process id would make them depend on the machine.',
      severity: 'error',
      from: { path: room(PURE_ROOMS) },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'nothing-knows-the-network',
      comment:
        'What telltale reads is private. Without these modules no code of ours can send any of it anywhere, or open a door for others.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(http|https|http2|net|tls|dgram|dns|dns/promises|inspector|inspector/promises|quic)$',
      },
    },
    {
      name: 'programs-are-started-in-named-files',
      comment:
        'Another program can do what this one cannot. Who starts one, and which, stands in PROGRAM_STARTERS.',
      severity: 'error',
      from: { path: '^src/', pathNot: only(PROGRAM_STARTERS) },
      to: { dependencyTypes: ['core'], path: '^(node:)?(child_process|cluster)$' },
    },
    {
      name: 'threads-are-started-in-named-files',
      comment:
        'A thread has globals of its own, so each must refuse the network for itself. Who starts one stands in THREAD_STARTERS.',
      severity: 'error',
      from: { path: '^src/', pathNot: only(THREAD_STARTERS) },
      to: { dependencyTypes: ['core'], path: '^(node:)?worker_threads$' },
    },
    ...Object.entries(PACKAGE_OWNERS).map(([name, owner]) => ({
      name: `package-${name}-has-one-room`,
      comment: `Only ${owner} may know ${name}, so that it can be replaced in one place.`,
      severity: 'error',
      from: { path: '^src/', pathNot: owner },
      to: { path: `(^|/)node_modules/(@types/)?${name}/` },
    })),
    {
      name: 'packages-have-an-owner',
      comment:
        'A package that is used in src/ needs a room that owns it: add it to PACKAGE_OWNERS.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypesNot: ['core', 'local', 'type-only', 'aliased', 'undetermined', 'unknown'],
        path: 'node_modules/',
        pathNot: `node_modules/(@types|${Object.keys(PACKAGE_OWNERS).join('|')})/`,
      },
    },
    {
      name: 'hot-path-stays-light',
      comment:
        'The hook and the status line delay the user on every event. They may not reach the ledger, a transcript or any package by any chain of imports.',
      severity: 'error',
      from: { path: '^src/entries/(hook|statusline)\\.ts$' },
      to: {
        path: '^src/(store|query|views/(?!statusline/)|actions/(?!(hooks|statusline)/)|commands|transcript|samples)/|node_modules/(?!@types/)',
        reachable: true,
      },
    },
    {
      name: 'interactive-is-loaded-alone',
      comment:
        'The browser with React and Ink is a bundle of its own. An import of it from anywhere else would put both into a part that other commands load.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/(views/terminal/interactive/|entries/interactive\\.ts$)',
      },
      to: { path: '^src/views/terminal/interactive/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'source-knows-no-tests',
      comment: 'What is shipped must not need what is not shipped.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'no-circles',
      comment: 'Files that need each other are one file, or one of them knows too much.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing uses and that uses nothing is left over.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '^src/entries/' },
      to: {},
    },
    {
      name: 'imports-resolve',
      comment: 'An import that leads nowhere fails only when that line is reached.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // A type is knowledge too: imports of types count.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
    exclude: { path: '\\.json$' },
  },
};
