// From a working directory to the project it belongs to: git worktrees are folded under their
// repository. Looks at the disk where it still can, and at Claude Code's own worktree folder names.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** `<repo>/.claude/worktrees/<name>` is where `claude --worktree` puts them. */
const OWN_WORKTREE = /^(.+?)[\\/]\.claude[\\/]worktrees[\\/][^\\/]+((?:[\\/].*)?)$/;

/** The folder that stands for the project in every grouping. */
export function projectPathOf(cwd: string): string {
  const own = OWN_WORKTREE.exec(cwd);
  if (own !== null) return `${own[1]}${own[2] ?? ''}`;
  return foldWorktree(cwd) ?? trimSlash(cwd);
}

/** Follows the `.git` file of a linked worktree to its repository; null when it is none. */
function foldWorktree(cwd: string): string | null {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const git = join(folder, '.git');
    const kind = kindOf(git);
    if (kind === 'folder') return null;
    if (kind === 'file') {
      const repository = repositoryOf(git, folder);
      return repository === null ? null : join(repository, relative(folder, cwd));
    }
    if (dirname(folder) === folder) return null;
  }
}

function kindOf(path: string): 'file' | 'folder' | null {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return null;
  }
}

/** `gitdir: <repo>/.git/worktrees/<name>`; submodules point elsewhere and are their own projects. */
function repositoryOf(gitFile: string, folder: string): string | null {
  try {
    const target = /^gitdir:\s*(.+?)\s*$/m.exec(readFileSync(gitFile, 'utf8'))?.[1];
    if (target === undefined) return null;
    const absolute =
      target.startsWith('/') || /^[A-Za-z]:/.test(target) ? target : join(folder, target);
    const gitDir = /^(.+)[\\/]worktrees[\\/][^\\/]+$/.exec(absolute)?.[1];
    return gitDir === undefined ? null : folderOfGitDir(gitDir);
  } catch {
    return null;
  }
}

/** `<repo>/.git` and `<repo>/.bare` stand in their repository; another bare one is its own folder. */
function folderOfGitDir(gitDir: string): string | null {
  if (/[\\/]\.git[\\/]modules[\\/]/.test(gitDir)) return null;
  return /^(.+)[\\/]\.(?:git|bare)$/.exec(gitDir)?.[1] ?? gitDir;
}

function trimSlash(path: string): string {
  return path.length > 1 ? path.replace(/[\\/]+$/, '') || path : path;
}
