// Which project a working directory belongs to: linked worktrees fold under their repository.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { projectPathOf } from '../../src/transcript/project-path.ts';

let home = '';
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-project-')));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A folder whose `.git` file points to a git folder, both below the home. */
function link(worktree: string, gitDir: string): string {
  const folder = join(home, worktree);
  mkdirSync(join(folder, 'src'), { recursive: true });
  mkdirSync(dirname(join(home, gitDir)), { recursive: true });
  writeFileSync(join(folder, '.git'), `gitdir: ${join(home, gitDir)}\n`);
  return folder;
}

describe('projectPathOf', () => {
  it.each([
    ['a linked worktree', 'wt', 'repo/.git/worktrees/wt', 'repo'],
    ['a worktree of a bare repository', 'wt', 'code.git/worktrees/wt', 'code.git'],
    ['a worktree beside .bare', 'repo/main', 'repo/.bare/worktrees/main', 'repo'],
    ['a submodule', 'repo/lib', 'repo/.git/modules/lib', 'repo/lib'],
    ['a worktree of a submodule', 'wt', 'repo/.git/modules/lib/worktrees/wt', 'wt'],
  ])('%s', (_, worktree, gitDir, project) => {
    const folder = link(worktree, gitDir);
    expect(projectPathOf(folder)).toBe(join(home, project));
    expect(projectPathOf(join(folder, 'src'))).toBe(join(home, project, 'src'));
  });
});

test.each([
  ['/r/app/.claude/worktrees/fix', '/r/app'],
  ['/r/app/.claude/worktrees/fix/pkg/a', '/r/app/pkg/a'],
  ['D:\\app\\.claude\\worktrees\\fix', 'D:\\app'],
  ['/r/app/', '/r/app'],
  ['/', '/'],
])('%s belongs to %s', (cwd, project) => {
  expect(projectPathOf(cwd)).toBe(project);
});
