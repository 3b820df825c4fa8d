// What git says of a folder: in real repositories, and where git or the repository fails.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readGitFacts } from '../../../src/actions/handoff/git-facts.ts';

let home = '';
let repo = '';
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-git-')));
  repo = join(home, 'repo');
  mkdirSync(repo);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const ENV = { PATH: process.env.PATH ?? '', GIT_CEILING_DIRECTORIES: tmpdir() };
const git = (...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=You', '-c', 'user.email=you@example.com', ...words], {
    cwd: repo,
    env: { ...ENV, HOME: home },
    stdio: 'pipe',
  });
const facts = (folder = repo) => readGitFacts(folder, { PATH: ENV.PATH, HOME: home });
const put = (name: string, text: string) => writeFileSync(join(repo, name), text);

function begin(): void {
  git('init', '-q', '-b', 'main');
  put('a.txt', 'one\n');
  git('add', '.');
  git('commit', '-q', '-m', 'Begin');
}

describe('readGitFacts', () => {
  it('fetches nothing in a clone without contents', () => {
    begin();
    git('config', 'uploadpack.allowFilter', 'true');
    const partial = join(home, 'partial');
    git('clone', '-q', '--no-checkout', '--filter=blob:none', `file://${repo}`, partial);
    const inside = (...words: string[]) => git('-C', partial, ...words).toString();
    inside('reset', '-q');
    writeFileSync(join(partial, 'a.txt'), 'two\n');
    const missing = () => inside('rev-list', '--objects', '--missing=print', 'HEAD').match(/^\?/gm);
    expect(missing()).toHaveLength(1);
    expect(facts(partial)).toMatchObject({ branch: 'main', changedFiles: 1, diffStat: [] });
    expect(missing()).toHaveLength(1);
    // So would it have been fetched.
    inside('diff', '--stat', 'HEAD');
    expect(missing()).toBeNull();
  });

  it('tells branch, changes and newest commits', () => {
    begin();
    put('a.txt', 'two\nthree\n');
    put('new.txt', 'x');
    const told = facts();
    expect(told).toMatchObject({
      branch: 'main',
      upstream: null,
      ahead: null,
      behind: null,
      changedFiles: 1,
      untrackedFiles: 1,
    });
    expect(told?.diffStat).toEqual([
      expect.stringMatching(/^a\.txt \| 3 /),
      '1 file changed, 2 insertions(+), 1 deletion(-)',
    ]);
    expect(told?.commits).toEqual([expect.stringMatching(/^[0-9a-f]{7,} Begin$/)]);
  });

  it('counts what the upstream lacks', () => {
    begin();
    git('clone', '-q', '--bare', '.', join(home, 'origin.git'));
    git('remote', 'add', 'origin', join(home, 'origin.git'));
    git('fetch', '-q', 'origin');
    git('branch', '-q', '--set-upstream-to=origin/main');
    git('commit', '-q', '--allow-empty', '-m', 'Ahead');
    expect(facts()).toMatchObject({ upstream: 'origin/main', ahead: 1, behind: 0 });
  });

  it('tells what it can without a commit, and without a branch', () => {
    git('init', '-q', '-b', 'main');
    expect(facts()).toMatchObject({ branch: 'main', diffStat: [], commits: [] });
    begin();
    git('checkout', '-q', '--detach');
    expect(facts()).toMatchObject({ branch: null });
  });

  it('keeps the sum of a long list', () => {
    begin();
    for (let i = 0; i < 30; i++) put(`f${i}.txt`, 'x\n');
    git('add', '.');
    const stat = facts()?.diffStat ?? [];
    expect(stat).toHaveLength(12);
    expect(stat.at(-1)).toBe('30 files changed, 30 insertions(+)');
  });

  it('is null outside a repository, in a folder that is gone, and without git', () => {
    expect(facts(home)).toBeNull();
    expect(facts(join(home, 'gone'))).toBeNull();
    begin();
    expect(readGitFacts(repo, { PATH: join(home, 'nothing') })).toBeNull();
  });

  it('asks about the folder, whatever a git hook has set', () => {
    begin();
    const env = {
      PATH: ENV.PATH,
      HOME: home,
      GIT_DIR: join(home, 'other.git'),
      GIT_WORK_TREE: home,
    };
    expect(readGitFacts(repo, env)?.branch).toBe('main');
  });

  it('starts no program that the repository names', () => {
    begin();
    const mark = join(home, 'ran');
    git('config', 'core.fsmonitor', `touch ${mark}`);
    git('config', 'diff.external', `touch ${mark}`);
    put('a.txt', 'two\n');
    expect(facts()?.changedFiles).toBe(1);
    expect(existsSync(mark)).toBe(false);
  });
});
