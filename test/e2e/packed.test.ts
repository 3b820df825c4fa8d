// What a user installs: the package is packed, unpacked as npm would lay it out, and started by
// name in an empty home. Needs `npm run build` first.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'telltale-packed-'));
const installed = join(scratch, 'prefix/node_modules/telltale');
const home = join(scratch, 'home');

beforeAll(() => {
  mkdirSync(home);
  installPacked();
});

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe('the package', () => {
  test('holds the program and its papers, and nothing else', () => {
    expect(readdirSync(installed).sort()).toEqual(
      ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json'].sort(),
    );
    const built = readdirSync(join(installed, 'dist'));
    expect(built).toEqual(expect.arrayContaining(['cli.js', 'ingest-worker.js', 'licenses.md']));
    expect(built.filter((file) => file.endsWith('.map'))).toEqual([]);
  });

  test('needs one package at run time', () => {
    const facts = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    expect(Object.keys(facts.dependencies)).toEqual(['better-sqlite3']);
  });

  test.skipIf(process.platform === 'win32')('is built with a command that can be executed', () => {
    expect(statSync(join(ROOT, 'dist/cli.js')).mode & 0o111).toBe(0o111);
  });

  test('starts without loading what only some commands need', () => {
    const loaded = loadedAtStart('cli.js');
    expect(loaded).toContain('commander');
    expect(loaded).not.toContain('smol-toml');
  });
});

describe('the installed command', () => {
  test('tells its version', () => {
    const facts = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      readonly version: string;
    };
    expect(telltale('--version')).toMatchObject({ status: 0, stdout: `${facts.version}\n` });
  });

  test('shows its commands', () => {
    const { status, stdout } = telltale('--help');
    expect(status).toBe(0);
    for (const name of ['usage', 'window', 'demo']) expect(stdout).toContain(name);
  });

  test('takes the flags that the reference promises for every command', () => {
    const reference = readFileSync(join(ROOT, 'docs/reference/commands.md'), 'utf8');
    const [, section = ''] = reference.split('## Options of every command');
    const promised = section.split('\n## ')[0]?.match(/--[a-z-]+(?=`)/g) ?? [];
    expect(promised.length).toBeGreaterThan(3);
    const { stdout } = telltale('show', '--help');
    for (const flag of promised) expect(stdout).toContain(`${flag} `);
  });

  test('shows the demo where there is no Claude Code', () => {
    const { status, stdout, stderr } = telltale('demo');
    expect(stderr).not.toContain('    at ');
    expect(status).toBeLessThanOrEqual(1);
    expect(stdout).toContain('API-equivalent');
    expect(stdout).toMatch(/\$\d+\.\d\d/);
  });

  test('reports on an empty folder', () => {
    mkdirSync(join(home, '.claude/projects'), { recursive: true });
    const { status, stdout } = telltale('usage', 'daily', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ daily: [] });
  });

  test('says what to do when there is nothing to read', () => {
    const { status, stderr } = telltale('usage', '--nonsense');
    expect(status).toBe(64);
    expect(stderr).toContain('--nonsense');
  });
});

interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** In a home of its own: only what the test names reaches the command. */
function telltale(...args: string[]): Result {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(installed, 'dist/cli.js'), ...args],
    {
      cwd: home,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: home, USERPROFILE: home, TZ: 'UTC', LC_ALL: 'C.UTF-8' },
    },
  );
  return { status, stdout, stderr };
}

/** Packs without building again (others may be using dist/) and unpacks without a network. */
function installPacked(): void {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', scratch];
  execFileSync(npm, pack, { cwd: ROOT, stdio: 'pipe', shell: process.platform === 'win32' });
  const [tarball = ''] = readdirSync(scratch).filter((file) => file.endsWith('.tgz'));
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(scratch, tarball), '-C', installed, '--strip-components=1']);
  for (const name of ['better-sqlite3', 'bindings', 'file-uri-to-path']) {
    const target = join(ROOT, 'node_modules', name);
    if (existsSync(target)) symlinkSync(target, join(dirname(installed), name), 'junction');
  }
}

/** The packages whose code starting this file loads at once, bundled or not. */
function loadedAtStart(entry: string): Set<string> {
  const packages = new Set<string>();
  const files = new Set([entry]);
  for (const file of files) {
    const text = readFileSync(join(installed, 'dist', file), 'utf8');
    for (const [, name = ''] of text.matchAll(/^(?:const|let|var) .*\brequire\("([^"]+)"\)/gm)) {
      if (name.startsWith('./')) files.add(name.slice(2));
      else packages.add(name);
    }
    for (const [, name = ''] of text.matchAll(/^\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)/gm)) {
      packages.add(name);
    }
  }
  return packages;
}
