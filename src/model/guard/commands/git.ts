// Git commands after which work or shared history is gone. Knows git's words and flags.
import type { Hit } from '../finding.ts';
import { hasFlag, operandsOf, type RunCommand } from '../shell/run-command.ts';
import type { ShellWord } from '../shell/shell-script.ts';
import { type CommandRule, hitCommand, perCommand } from './command-rule.ts';

export const GIT_RULES: readonly CommandRule[] = [perCommand(findPush), perCommand(findDiscard)];

interface GitWords {
  readonly verb: string;
  readonly args: readonly ShellWord[];
}

/** Git's own flags before the verb that take the next word. */
const VALUES = new Set(['-C', '-c', '--git-dir', '--work-tree', '--namespace', '--exec-path']);

/** Null for other programs. */
export function gitWords({ program, args }: RunCommand): GitWords | null {
  if (program !== 'git') return null;
  let at = 0;
  while (args[at]?.text.startsWith('-') === true) at += VALUES.has(args[at]?.text ?? '') ? 2 : 1;
  return { verb: args[at]?.text ?? '', args: args.slice(at + 1) };
}

const SHARED = /^(?:refs\/heads\/)?(?:main|master|trunk|production|prod|release(?:[/-].*)?)$/;

function findPush(command: RunCommand): Hit[] {
  const git = gitWords(command);
  if (git?.verb !== 'push') return [];
  const refs = operandsOf(git.args).slice(1);
  const has = (flag: string) =>
    git.args.some(({ text }) => text === flag || text.startsWith(`${flag}=`));
  const isForced =
    has('--force') || hasFlag(git.args, 'f') || refs.some(({ text }) => text.startsWith('+'));
  const isLeased = has('--force-with-lease');
  const removes =
    has('--delete') || hasFlag(git.args, 'd') || refs.some(({ text }) => /^:\S/.test(text));
  const targets = refs.map(({ text }) => text.replace(/^\+/, '').replace(/^.*:/, ''));
  const isShared = targets.some((target) => SHARED.test(target));
  if (has('--mirror')) return hitCommand('git-force-push', command);
  if (removes) return isShared ? hitCommand('git-force-push', command) : [];
  if (!isForced && !isLeased) return [];
  return hitCommand('git-force-push', command, isShared && isForced ? 'medium' : 'low');
}

function findDiscard(command: RunCommand): Hit[] {
  const git = gitWords(command);
  const severity = git === null ? null : discards(git);
  return severity === null ? [] : hitCommand('git-discard', command, severity);
}

function discards({ verb, args }: GitWords): 'medium' | 'low' | null {
  const words = args.map(({ text }) => text);
  const isAll = args.some(({ bare }) => /^(?:\.|\*|:\/)$/.test(bare));
  switch (verb) {
    case 'reset':
      return words.includes('--hard') ? 'medium' : null;
    case 'clean': {
      if (hasFlag(args, 'n', '--dry-run') || !hasFlag(args, 'f', '--force')) return null;
      return hasFlag(args, 'x') || hasFlag(args, 'X') ? 'medium' : 'low';
    }
    case 'checkout':
      return isAll || (words.includes('--') && isAll) || hasFlag(args, 'f', '--force')
        ? 'low'
        : null;
    case 'restore':
      return isAll && !(words.includes('--staged') && !words.includes('--worktree')) ? 'low' : null;
    case 'branch':
      return hasFlag(args, 'D') ? 'low' : null;
    case 'stash':
      return words[0] === 'drop' || words[0] === 'clear' ? 'low' : null;
    case 'reflog':
      return words[0] === 'expire' ? 'medium' : null;
    case 'filter-branch':
    case 'filter-repo':
      return 'medium';
    default:
      return null;
  }
}
