// Which Claude Code folders are taken, which are not, and the reason given.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type FindRootsOptions,
  findRoots,
  type RootFileSystem,
} from '../../src/transcript/roots.ts';

let base: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-roots-')));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const folders = (...paths: string[]) => {
  for (const path of paths) mkdirSync(join(base, path), { recursive: true });
};

/** The reports as `path source state: why`, with the temporary folder written `@`. */
const find = (options: Partial<FindRootsOptions> = {}) =>
  findRoots({ env: {}, homeDir: base, platform: 'linux', extra: [], ...options }).map(
    ({ path, source, state, why }) => `${path} ${source} ${state}: ${why}`.replaceAll(base, '@'),
  );

describe('without CLAUDE_CONFIG_DIR', () => {
  it('reports both default folders of an empty home', () => {
    expect(find()).toEqual([
      '@/.claude ~/.claude missing: missing',
      '@/.config/claude XDG missing: missing',
    ]);
  });

  it('takes both, and the extra ones', () => {
    folders('.claude/projects', '.config/claude/projects', '.claude-work/projects');
    expect(find({ extra: ['~/.claude-work'] })).toEqual([
      '@/.claude ~/.claude taken: has projects/',
      '@/.config/claude XDG taken: has projects/',
      '@/.claude-work roots.extra taken: has projects/',
    ]);
  });

  it('follows XDG_CONFIG_HOME', () => {
    folders('xdg/claude/projects');
    expect(find({ env: { XDG_CONFIG_HOME: join(base, 'xdg') } })[1]).toBe(
      '@/xdg/claude XDG taken: has projects/',
    );
  });

  it('tells an empty folder and a file from a root', () => {
    folders('.claude', '.config');
    writeFileSync(join(base, '.config/claude'), '');
    expect(find()).toEqual([
      '@/.claude ~/.claude no-projects: no projects folder',
      '@/.config/claude XDG no-projects: no projects folder',
    ]);
  });

  it('takes a folder reached two ways once', () => {
    folders('.claude/projects', '.config', 'other');
    symlinkSync(join(base, '.claude'), join(base, '.config/claude'));
    symlinkSync(join(base, '.claude/projects'), join(base, 'other/projects'));
    expect(find({ extra: ['~/other', '~/.claude/'] })).toEqual([
      '@/.claude ~/.claude taken: has projects/',
      '@/.config/claude XDG duplicate: same folder as @/.claude',
      '@/other roots.extra duplicate: same folder as @/.claude',
      '@/.claude/ roots.extra duplicate: same folder as @/.claude',
    ]);
  });
});

describe('with CLAUDE_CONFIG_DIR', () => {
  const OFF = 'switched-off: CLAUDE_CONFIG_DIR is set (add it to roots.extra to include it)';

  it('takes it and leaves the defaults out', () => {
    folders('a/projects', '.claude/projects');
    expect(find({ env: { CLAUDE_CONFIG_DIR: join(base, 'a') } })).toEqual([
      '@/a CLAUDE_CONFIG_DIR taken: has projects/',
      `@/.claude ~/.claude ${OFF}`,
      '@/.config/claude XDG missing: missing',
    ]);
  });

  it('takes a default that is also in roots.extra', () => {
    folders('a/projects', '.claude/projects');
    const lines = find({ env: { CLAUDE_CONFIG_DIR: join(base, 'a') }, extra: ['~/.claude'] });
    expect(lines.at(-1)).toBe('@/.claude roots.extra taken: has projects/');
  });

  it('takes the defaults too if roots.defaults is always', () => {
    folders('a/projects', '.claude/projects');
    const env = { CLAUDE_CONFIG_DIR: join(base, 'a') };
    expect(find({ env, defaults: 'always' })[1]).toBe('@/.claude ~/.claude taken: has projects/');
  });

  it('reads a comma list with blanks, ~ and paths that end in projects', () => {
    folders('a/projects', 'b/projects', 'c/projects');
    const env = { CLAUDE_CONFIG_DIR: `${base}/a, ~/b/projects ,,${base}/c/projects/,${base}/d` };
    expect(find({ env }).slice(0, 4)).toEqual([
      '@/a CLAUDE_CONFIG_DIR taken: has projects/',
      '@/b/projects CLAUDE_CONFIG_DIR taken: is a projects folder',
      '@/c/projects/ CLAUDE_CONFIG_DIR taken: is a projects folder',
      '@/d CLAUDE_CONFIG_DIR missing: missing',
    ]);
  });

  it('is the same folder, whichever of the two was named', () => {
    folders('a/projects');
    const [folder, projects] = ['a', 'a/projects'].map((name) => {
      const env = { CLAUDE_CONFIG_DIR: join(base, name) };
      return findRoots({ env, homeDir: base, platform: 'linux', extra: [] })[0];
    });
    expect(folder?.realPath).toBe(join(base, 'a'));
    expect(projects).toMatchObject({
      realPath: folder?.realPath,
      projectsDir: folder?.projectsDir,
    });
  });

  it('prefers a projects folder inside a folder that is itself called projects', () => {
    folders('projects/projects');
    const env = { CLAUDE_CONFIG_DIR: join(base, 'projects') };
    const [first] = findRoots({ env, homeDir: base, platform: 'linux', extra: [] });
    expect(first?.projectsDir).toBe(join(base, 'projects/projects'));
  });

  it('takes a folder with a comma in its name as one', () => {
    folders('a,b/projects');
    expect(find({ env: { CLAUDE_CONFIG_DIR: join(base, 'a,b') } })[0]).toBe(
      '@/a,b CLAUDE_CONFIG_DIR taken: has projects/',
    );
  });

  it.each(['', '  ', ' , '])('is as good as unset when it is %j', (value) => {
    folders('.claude/projects');
    expect(find({ env: { CLAUDE_CONFIG_DIR: value } })[0]).toBe(
      '@/.claude ~/.claude taken: has projects/',
    );
  });
});

it('leaves the defaults out if roots.defaults is never', () => {
  folders('.claude/projects');
  expect(find({ defaults: 'never' })[0]).toBe(
    '@/.claude ~/.claude switched-off: roots.defaults is "never"',
  );
});

describe('folders that cannot be read', () => {
  const denied = Object.assign(new Error('denied'), { code: 'EACCES' });
  const disk = (overrides: Partial<RootFileSystem>): RootFileSystem => ({
    realPath: (path) => path,
    isFolder: () => true,
    canList: () => true,
    ...overrides,
  });

  it.each([
    [
      'the way to it is closed',
      disk({
        realPath: () => {
          throw denied;
        },
      }),
      'not readable (EACCES)',
    ],
    ['projects/ is closed', disk({ canList: () => false }), 'not readable'],
    [
      'the folder itself is closed',
      disk({ isFolder: (path) => path === '/h/.claude', canList: () => false }),
      'not readable',
    ],
  ])('%s', (_, fs, why) => {
    const [report] = findRoots({ env: {}, homeDir: '/h', platform: 'linux', extra: [], fs });
    expect(report).toMatchObject({ path: '/h/.claude', taken: false, state: 'not-readable', why });
  });

  it('uses the separators of Windows on Windows', () => {
    const reports = findRoots({
      env: { CLAUDE_CONFIG_DIR: 'D:\\c\\projects' },
      homeDir: 'C:\\Users\\ana',
      platform: 'win32',
      extra: ['~\\.claude-work'],
      defaults: 'always',
      fs: disk({ isFolder: (path) => !path.endsWith('projects\\projects') }),
    });
    expect(reports.map(({ path, projectsDir }) => [path, projectsDir])).toEqual([
      ['D:\\c\\projects', 'D:\\c\\projects'],
      ['C:\\Users\\ana\\.claude', 'C:\\Users\\ana\\.claude\\projects'],
      ['C:\\Users\\ana\\.config\\claude', 'C:\\Users\\ana\\.config\\claude\\projects'],
      ['C:\\Users\\ana\\.claude-work', 'C:\\Users\\ana\\.claude-work\\projects'],
    ]);
  });
});

it('asks the disk a handful of questions', () => {
  folders('.claude/projects', '.config/claude/projects');
  let questions = 0;
  const count = <T>(answer: T): T => {
    questions++;
    return answer;
  };
  findRoots({
    env: {},
    homeDir: base,
    platform: 'linux',
    extra: [],
    fs: {
      realPath: (path) => count(path),
      isFolder: () => count(true),
      canList: () => count(true),
    },
  });
  expect(questions).toBe(8);
});
