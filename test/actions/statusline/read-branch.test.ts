// The branch as git itself would tell it, and nothing where there is none.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBranch } from '../../../src/actions/statusline/read-branch.ts';

let dir: string;
let repo: string;
beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-branch-')));
  repo = join(dir, 'web');
  mkdirSync(join(repo, 'src/deep'), { recursive: true });
  git('init', '-q', '-b', 'feature/dark-mode');
  git('commit', '-q', '--allow-empty', '-m', 'first');
  git('worktree', 'add', '-q', '-b', 'login', join(dir, 'web-login'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function git(...words: string[]): string {
  const who = ['-c', 'user.name=ana', '-c', 'user.email=ana@example.org'];
  return execFileSync('git', [...who, ...words], { cwd: repo, encoding: 'utf8' }).trim();
}

test('in the repository, below it, and in a worktree', () => {
  expect(readBranch(repo)).toBe('feature/dark-mode');
  expect(readBranch(join(repo, 'src/deep'))).toBe('feature/dark-mode');
  expect(readBranch(join(repo, 'src/not/there'))).toBe('feature/dark-mode');
  expect(readBranch(join(dir, 'web-login'))).toBe('login');
});

test('a checkout without a branch is named by its commit', () => {
  const hash = git('rev-parse', 'HEAD');
  git('checkout', '-q', '--detach');
  expect(readBranch(repo)).toBe(hash.slice(0, 7));
  git('checkout', '-q', 'feature/dark-mode');
});

test.each([
  ['no repository', (path: string) => mkdirSync(path)],
  ['a .git that leads nowhere', (path: string) => fileIn(path, '.git', 'gitdir: /no/such\n')],
  ['a HEAD of something else', (path: string) => fileIn(path, '.git/HEAD', 'hello\n')],
  ['a HEAD that is a pipe', (path: string) => pipeIn(path)],
])('%s: null', (name, make) => {
  const path = join(dir, name);
  make(path);
  expect(readBranch(path)).toBeNull();
});

function fileIn(folder: string, name: string, text: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
}

function pipeIn(folder: string): void {
  mkdirSync(join(folder, '.git'), { recursive: true });
  execFileSync('mkfifo', [join(folder, '.git/HEAD')]);
}
