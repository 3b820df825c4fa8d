// What git says of a folder right now: branch, changes, newest commits. Asks nobody, changes nothing,
// and gives up soon: a handoff without git's part is still one.
import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import type { GitFacts } from '../../query/handoff/handoff-answer.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { maskSecrets } from '../../shared/secrets.ts';

/** For each question; most take some 5 ms. Three are asked: together less than an engine may be silent. */
const TIMEOUT_MS = 1_500;
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;
const MAX_STAT_LINES = 12;
const MAX_COMMITS = 3;
const MAX_LINE_LENGTH = 160;

/** Null when the folder is in no repository, or git is missing or slow. */
export function readGitFacts(
  folder: string,
  env: NodeJS.ProcessEnv = process.env,
): GitFacts | null {
  const status = ask(folder, env, [
    'status',
    '--porcelain=v2',
    '--branch',
    '--untracked-files=normal',
  ]);
  if (status === null) return null;
  return {
    ...readStatus(status),
    diffStat: lastLines(ask(folder, env, DIFF_STAT)),
    commits: (ask(folder, env, ['log', `-${MAX_COMMITS}`, '--format=%h %s']) ?? '')
      .split('\n')
      .map(cleanLine)
      .filter((line) => line !== ''),
  };
}

/**
 * No program that the repository's own settings name is started for it, and nothing is fetched: a clone
 * without all contents would get missing ones over the network to compare them.
 */
const SAFE = [
  ...['-c', 'core.fsmonitor=false', '-c', 'core.pager=cat', '-c', 'protocol.allow=never'],
  '--no-optional-locks',
];
const QUIET = { GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1' };
const DIFF_STAT = ['diff', '--no-ext-diff', '--no-textconv', '--no-color', '--stat=100', 'HEAD'];

function ask(folder: string, env: NodeJS.ProcessEnv, words: readonly string[]): string | null {
  try {
    // Not started in the folder: Windows would look there first for a program called git.
    return execFileSync('git', ['-C', folder, ...SAFE, ...words], {
      cwd: dirname(process.execPath),
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
      maxBuffer: MAX_OUTPUT_BYTES,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...withoutGit(env), ...QUIET, LC_ALL: 'C' },
    });
  } catch {
    return null;
  }
}

/** What a git hook sets for its children would lead to another repository. */
function withoutGit(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^GIT_/i.test(name)));
}

function readStatus(status: string): Omit<GitFacts, 'diffStat' | 'commits'> {
  const lines = status.split('\n');
  const header = (name: string): string | null => {
    const start = `# branch.${name} `;
    return lines.find((line) => line.startsWith(start))?.slice(start.length) ?? null;
  };
  const branch = header('head');
  const counts = /^\+(\d+) -(\d+)$/.exec(header('ab') ?? '');
  return {
    branch: branch === null || branch === '(detached)' ? null : cleanLine(branch),
    upstream: counts === null ? null : cleanLine(header('upstream') ?? '') || null,
    ahead: counts === null ? null : Number(counts[1]),
    behind: counts === null ? null : Number(counts[2]),
    changedFiles: lines.filter((line) => /^[12u] /.test(line)).length,
    untrackedFiles: lines.filter((line) => line.startsWith('? ')).length,
  };
}

/** The first files, and the sum that stands last. */
function lastLines(stat: string | null): string[] {
  const lines = (stat ?? '')
    .split('\n')
    .map(cleanLine)
    .filter((line) => line !== '');
  const sum = lines.at(-1);
  if (sum === undefined || lines.length <= MAX_STAT_LINES) return lines;
  return [...lines.slice(0, MAX_STAT_LINES - 1), sum];
}

function cleanLine(line: string): string {
  return maskSecrets(oneLine(line)).slice(0, MAX_LINE_LENGTH);
}
