// The slash command /telltale: a file of Claude Code's own that runs telltale and hands what it says to the
// session. Knows the file's words and whose file stands there; it is written when asked for only.
import { clientFolder, type SettingsScope } from '../../live/settings-places.ts';
import type { InstallNote } from '../../query/install/install-answer.ts';
import { type Place, pathRules } from '../../shared/paths.ts';
import { quotePath } from '../../shared/shell-words.ts';
import type { FileTask } from './file-task.ts';
import type { Program } from './hook-plan.ts';
import { hashOf, readInstallRecord } from './install-record.ts';
import { readUserFile } from './user-file.ts';

/** Where Claude Code looks for it: the user's commands, or the project's; it knows no local ones. */
export function slashCommandPath(scope: SettingsScope, place: Place, cwd: string): string {
  const { join } = pathRules(place.platform);
  const folder = scope === 'user' ? clientFolder(place) : join(cwd, '.claude');
  return join(folder, 'commands', 'telltale.md');
}

/** Without a program only to take it out again. */
export function slashCommandTask(
  scope: SettingsScope,
  path: string,
  { stateDir, program }: { readonly stateDir: string; readonly program?: Program },
): FileTask {
  return {
    kind: 'slash-command',
    scope,
    path,
    isPrivate: scope === 'user',
    put: (before) => {
      const mayWrite = before === null || isOurs(before, leftHash(path, stateDir));
      if (program === undefined || !mayWrite || !canBeAllowed(program)) return before;
      return Buffer.from(commandText(program));
    },
    // Once somebody has edited it, it is theirs.
    drop: (before) => (isOurs(before, null) ? null : before),
    isBlank: (bytes) => bytes.length === 0,
  };
}

/** What keeps it from being written: a file that is somebody else's, or the place of the program. */
export function noteSlashCommand(
  path: string,
  { stateDir, program }: { readonly stateDir: string; readonly program: Program },
): InstallNote | null {
  if (!canBeAllowed(program)) {
    return {
      code: 'slash-command-unusable',
      severity: 'note',
      what: `Claude Code could not be told to allow ${startOf(program)}: /telltale is not written`,
      next: 'Put Node and telltale where no path has brackets, $, * or backticks',
    };
  }
  const { bytes } = readUserFile(path);
  if (bytes === null || isOurs(bytes, leftHash(path, stateDir))) return null;
  return {
    code: 'slash-command-kept',
    severity: 'note',
    what: `${path} is not as telltale would leave it and stays as it is`,
    next: 'To have the /telltale of telltale, rename yours: telltale init --slash-command',
  };
}

/** SHA-256 of the file as an earlier init left it; null: none did. */
function leftHash(path: string, stateDir: string): string | null {
  const { target } = readUserFile(path);
  return readInstallRecord(stateDir).files[target]?.installedHash ?? null;
}

/** As it was left, or, where the record is gone, word for word our text around any program. */
function isOurs(bytes: Buffer, left: string | null): boolean {
  if (left === hashOf(bytes)) return true;
  const text = bytes.toString('utf8');
  const line = /^!`(.+) \$ARGUMENTS 2>&1 \|\| true`$/m.exec(text)?.[1];
  return line !== undefined && text === textAround(line);
}

function commandText(program: Program): string {
  return textAround(`${startOf(program)} --or=explain --plain`);
}

/** As the hooks are started, since nothing says that telltale is on the search path. */
function startOf({ nodePath, distDir, platform }: Program): string {
  const script = pathRules(platform).join(distDir, 'cli.js');
  return `${quotePath(nodePath, platform)} ${quotePath(script, platform)}`;
}

/**
 * A rule of Claude Code ends at the first bracket, quoted, escaped or not (seen with 2.1.197); the others
 * mean something within backticks or in a rule. Blanks, commas and quotes do no harm.
 */
function canBeAllowed(program: Program): boolean {
  return !/[()`$*\r\n]/.test(startOf(program));
}

/**
 * Commands that the file allows, with any arguments: those that only answer. The rules hold for the whole
 * turn, so the model may run them too; it must not be able to write a file or uninstall by one of them.
 */
export const ANSWERING_COMMANDS: readonly string[] = [
  'audit',
  'call',
  'compaction',
  'compare',
  'digest',
  'doctor',
  'drift',
  'explain',
  'guard',
  'quality',
  'rates',
  'sessions',
  'show',
  'status',
  'steps',
  'usage',
  'whatif',
  'window',
];

/** `cache` and `report` can write a file, so they are allowed as they stand. */
function rulesFor(line: string): string {
  return [
    `Bash(${line})`,
    `Bash(${line} cache)`,
    `Bash(${line} report)`,
    `Bash(${line} report --sessions)`,
    ...ANSWERING_COMMANDS.map((name) => `Bash(${line} ${name}:*)`),
  ].join(', ');
}

/**
 * Claude Code runs the line in backticks before it sends the prompt, when a rule allows it, and puts
 * what it printed in its place; where it ends with a code, nothing is sent, so it never does. Only a
 * person starts it: otherwise the description would stand in the context of every session. The rules are
 * a JSON string, which YAML reads too: a path may hold anything.
 */
function textAround(line: string): string {
  return `---
description: Ask telltale what this session cost, and have it put into words
argument-hint: "[explain | cache | steps | digest | audit | status] [options]"
allowed-tools: ${JSON.stringify(rulesFor(line))}
disable-model-invocation: true
---

I ran telltale, which measures what Claude Code sessions cost. It says:

!\`${line} $ARGUMENTS 2>&1 || true\`

Tell me in two or three sentences what this means, with its figures as
they stand; ~ marks an estimate. Name no cause that it does not name, and
say so where it knows none. Run nothing and change nothing.
`;
}
