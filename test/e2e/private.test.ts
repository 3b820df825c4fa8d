// Every command on four weeks of sessions, with the network taken away: it answers as ever, starts no program
// but the named ones, and writes nowhere but in telltale's folders and where it was told to.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/registry.gen.ts';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { demoSessions } from '../../src/samples/demo-sessions.ts';
import { type Home, openHome, PROGRAM, writeSamples } from './telltale.ts';
import { runWatched, type Watched } from './watched.ts';

const SESSION = '5f0c0e0a-0000-4000-8000-00000000000a';
const OTHER = '5f0c0e0a-0000-4000-8000-00000000000b';

interface Case {
  readonly args: readonly string[];
  /** Exit codes that are right here; 0 if not told. */
  readonly exits?: readonly number[];
  /** Written besides telltale's own folders, below the home folder. */
  readonly named?: readonly RegExp[];
  readonly programs?: readonly RegExp[];
  readonly input?: string;
}

const CLAUDE = [/^\.claude(\/\.?settings[^/]*|\/commands(\/[^/]*)?)?$/];
const GIT = [/(^|\/)git /];

/** Command → one or more ways to run it. `''` is the overview. */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  '': [{ args: [] }],
  audit: [{ args: ['audit'] }, { args: ['audit', '--json'] }],
  browse: [{ args: ['browse'], exits: [2, 64] }],
  call: [{ args: ['call', 'msg_private'] }],
  compaction: [{ args: ['compaction'], exits: [0, 1] }],
  config: [
    { args: ['config', 'check'] },
    { args: ['config', 'path'] },
    // There already where `init` ran before.
    { args: ['config', 'init'], exits: [0, 2] },
  ],
  demo: [
    { args: ['demo'], named: [/^tmp\/telltale-demo-/] },
    { args: ['demo', '--keep', 'kept'], named: [/^kept(\/|$)/, /^tmp\/telltale-demo-/] },
  ],
  export: [
    { args: ['export', SESSION, '--output', 'out.html'], named: [/^\.?out\.html[^/]*$/] },
    { args: ['export', SESSION, '--format', 'ndjson'] },
  ],
  explain: [{ args: ['explain'] }, { args: ['explain', SESSION] }],
  doctor: [{ args: ['doctor'], exits: [0, 1], programs: [/claude/] }],
  guard: [{ args: ['guard', SESSION], exits: [0, 1] }],
  handoff: [{ args: ['handoff', SESSION], programs: GIT }],
  history: [
    { args: ['history', 'list'] },
    { args: ['history', 'show', SESSION] },
    { args: ['history', 'diff', SESSION, OTHER] },
    { args: ['history', 'heatmap'] },
  ],
  init: [{ args: ['init', '--yes'], named: CLAUDE, programs: [/claude/] }],
  quality: [{ args: ['quality'] }, { args: ['quality', SESSION] }],
  report: [
    { args: ['report'] },
    { args: ['report', '--sessions'] },
    {
      args: ['report', '--group-by', 'day', '--output-file', 'report.html'],
      named: [/^\.?report\.html[^/]*$/],
    },
  ],
  show: [{ args: ['show', SESSION] }],
  status: [{ args: ['status', SESSION] }],
  statusline: [
    {
      args: ['statusline'],
      input: `{"session_id":"${SESSION}","cwd":"/","model":{"id":"claude-opus-5"}}`,
    },
  ],
  steps: [{ args: ['steps', SESSION] }],
  uninstall: [{ args: ['uninstall', '--yes'], named: CLAUDE, programs: [/claude/] }],
  whatif: [{ args: ['whatif', SESSION] }],
};

const ALL = COMMANDS.flatMap(({ name }): [string, Case][] =>
  (CASES[name] ?? [{ args: [name] }]).map((each) => [`telltale ${each.args.join(' ')}`, each]),
);

let home: Home;
let env: Readonly<Record<string, string>>;

beforeAll(() => {
  home = openHome();
  mkdirSync(join(home.path, 'tmp'));
  env = home.environment({ TMPDIR: join(home.path, 'tmp'), TEMP: join(home.path, 'tmp') });
  writeSamples(home.config, demoSessions({ nowMs: Date.now() }));
  const rows = (id: string) => `session ${id} cwd ${home.path}
    now-3h user Why is the limit not kept?
    +4s call claude-opus-5 in=4 w1h=21k out=90 tools=Read:src/a.ts,Bash id=${id === SESSION ? 'msg_private' : 'msg_other'}
    +9s call read=21k w1h=900 out=300 | It is read before it is set.`;
  for (const id of [SESSION, OTHER]) {
    writeSamples(home.config, buildTranscript(rows(id), { nowMs: Date.now(), seed: id }));
  }
});
afterAll(async () => {
  for (let i = 0; i < 100 && engineRuns(); i++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  home.clear();
}, 20_000);

/** One that a hook started writes its mark while it runs, and empties it at its end. */
function engineRuns(): boolean {
  const live = join(home.state, 'live');
  const marks = existsSync(live)
    ? readdirSync(live).filter((name) => /^engine(-\w+)?$/.test(name))
    : [];
  return marks.some((name) => readFileSync(join(live, name), 'utf8') !== '');
}

it('has what to run for every command that needs words', () => {
  const names = new Set(COMMANDS.map(({ name }) => name));
  expect(Object.keys(CASES).filter((name) => !names.has(name))).toEqual([]);
});

describe('without a network', () => {
  it.each(ALL)('%s', (_line, each) => {
    const before = snapshot();
    const ran = runWatched({ program: 'cli.js', ...each, cwd: home.path, env });
    expect(`${ran.stderr}${ran.stdout}`).not.toContain('uses no network');
    expect(each.exits ?? [0], ran.stderr).toContain(ran.status);
    expect(ran.open).toEqual([]);
    expect(ran.attempts).toBeGreaterThan(0);
    const allowed = each.programs ?? [];
    expect(ran.programs.filter((name) => !allowed.some((form) => form.test(name)))).toEqual([]);
    expect(foreignWrites(ran, each)).toEqual([]);
    expect(changedSince(before).filter((path) => !mayWrite(path, each))).toEqual([]);
  });
});

describe('the other programs', () => {
  it.each(['hook.js', 'statusline.js', 'engine.js'])('%s reaches nothing', (program) => {
    const input = `{"hook_event_name":"PostToolUse","session_id":"${SESSION}","cwd":"/","tool_name":"Bash"}`;
    const ran = runWatched({ program, args: [], cwd: home.path, env, input });
    expect(ran.status).toBe(0);
    expect(ran.open).toEqual([]);
    expect(ran.attempts).toBeGreaterThan(0);
    expect(foreignWrites(ran, { args: [] })).toEqual([]);
    for (const started of ran.programs) expect(started).toMatch(/engine\.js$/);
  });

  it('a thread that reads transcripts reaches nothing', async () => {
    const worker = new Worker(
      `require(${JSON.stringify(join(PROGRAM, '../ingest-worker.js'))});
       try { require('net').createServer().listen(0); } catch (error) {
         require('worker_threads').parentPort.postMessage(error.message);
       }`,
      { eval: true },
    );
    try {
      const message = await new Promise((resolve) => worker.once('message', resolve));
      expect(message).toContain('telltale uses no network');
    } finally {
      await worker.terminate();
    }
  });
});

const HAS_STRACE = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;

/** Below JavaScript: what the native part of SQLite and Node itself ask of the system. */
describe.skipIf(!HAS_STRACE)('as the system sees it', () => {
  const CALLS =
    'socket,openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,link,linkat,symlink,symlinkat';

  it.each(['usage', 'ingest --force', 'doctor'])('telltale %s', (words) => {
    const log = join(home.path, 'tmp', 'strace');
    const args = ['-f', '-qq', '--seccomp-bpf', '-e', `trace=${CALLS}`, '-o', log];
    const program = [process.execPath, PROGRAM, ...words.split(' ')];
    spawnSync('strace', [...args, ...program], { cwd: home.path, env, timeout: 60_000 });
    const lines = readFileSync(log, 'utf8').split('\n');
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter((line) => /socket\(AF_(?!UNIX)/.test(line))).toEqual([]);
    const writing = lines.filter(
      (line) =>
        !/= -1 E/.test(line) &&
        (/^\d+\s+(?:creat|mkdir|rename|unlink|link|symlink)\w*\(/.test(line) ||
          /^\d+\s+open.*\b(?:O_WRONLY|O_RDWR|O_CREAT)\b/.test(line)),
    );
    const paths = writing.flatMap((line) =>
      [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, path = '']) => path),
    );
    expect(paths.filter((path) => path.startsWith(home.state)).length).toBeGreaterThan(0);
    const foreign = paths.filter((path) => !path.startsWith(home.state));
    expect(foreign.filter((path) => !/^\/dev\/(?:null|tty)$/.test(path))).toEqual([]);
  });
});

function foreignWrites({ writes }: Watched, each: Case): string[] {
  return writes.filter((path) => {
    if (path === '/dev/null') return false;
    const below = relative(home.path, path);
    return below.startsWith('..') || !mayWrite(below, each);
  });
}

/** `path` below the home folder. */
function mayWrite(path: string, { named = [] }: Case): boolean {
  const slashed = path.split(sep).join('/');
  return /^state(\/|$)/.test(slashed) || named.some((form) => form.test(slashed));
}

/** Path below the home folder → size and time, of everything that is no folder. */
function snapshot(): ReadonlyMap<string, string> {
  const files = readdirSync(home.path, { recursive: true }).map(String);
  return new Map(
    files.flatMap((path) => {
      const full = join(home.path, path);
      if (!existsSync(full)) return [];
      const stat = statSync(full);
      return stat.isDirectory() ? [] : [[path, `${stat.size} ${stat.mtimeMs}`]];
    }),
  );
}

function changedSince(before: ReadonlyMap<string, string>): string[] {
  const after = snapshot();
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}
