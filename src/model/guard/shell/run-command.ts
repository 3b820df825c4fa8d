// One program that a command line runs, without what stands before it: assignments, sudo, env, xargs, time
// and the like. Knows how those take their flags; knows no danger.
import type { ShellRedirect, ShellScript, ShellWord } from './shell-script.ts';

export interface RunCommand {
  /** Last part of the program's path; '' where only assignments or redirections stand. */
  readonly program: string;
  readonly word: ShellWord | null;
  readonly args: readonly ShellWord[];
  /** Names of what stands before it: `sudo`, `xargs`. */
  readonly wrappers: readonly string[];
  readonly assignments: readonly ShellWord[];
  readonly redirects: readonly ShellRedirect[];
}

interface WrapperShape {
  /** Flags that take the next word. */
  readonly values?: readonly string[];
  /** Words of its own before the command. */
  readonly operands?: number;
  /** Flags with which it runs nothing. */
  readonly looks?: readonly string[];
}

/** From their manual pages. */
const WRAPPERS: Readonly<Record<string, WrapperShape>> = {
  sudo: {
    values: ['-u', '-g', '-h', '-p', '-C', '-D', '-R', '-T', '-U', '-r', '-t', '--user', '--group'],
    looks: ['-l', '-v', '-k', '-K', '-V', '--list', '--validate'],
  },
  doas: { values: ['-u', '-C'] },
  env: {
    values: ['-u', '-C', '--unset', '--chdir'],
    looks: ['-S', '-iS', '-vS', '--split-string'],
  },
  nohup: {},
  setsid: {},
  time: { values: ['-f', '-o'] },
  nice: { values: ['-n', '--adjustment'] },
  ionice: { values: ['-c', '-n', '-p'] },
  timeout: { values: ['-s', '-k', '--signal', '--kill-after'], operands: 1 },
  gtimeout: { values: ['-s', '-k', '--signal', '--kill-after'], operands: 1 },
  stdbuf: { values: ['-i', '-o', '-e'] },
  unbuffer: {},
  xargs: {
    values: [
      '-I',
      '-n',
      '-P',
      '-L',
      '-d',
      '-E',
      '-s',
      '-a',
      '--max-args',
      '--max-procs',
      '--arg-file',
    ],
  },
  exec: { values: ['-a'] },
  command: { looks: ['-v', '-V'] },
  builtin: {},
  caffeinate: { values: ['-t', '-w'] },
  chroot: { operands: 1 },
  busybox: {},
  toybox: {},
  pkexec: { values: ['--user'] },
  run0: {},
  proot: { values: ['-r', '-b', '-w'] },
  strace: { values: ['-o', '-e', '-p', '-s', '-u', '-E'] },
  flock: { values: ['-w', '-E', '-c'], operands: 1 },
  unshare: {},
  nsenter: { values: ['-t', '-S', '-G'] },
  'systemd-run': { values: ['-u', '-p', '-M', '-E'] },
  parallel: { values: ['-j', '-n', '-N', '-I', '-a', '--jobs'] },
  rtk: {},
};

const ASSIGNMENT = /^[A-Za-z_]\w{0,200}(?:\[[^\]]{0,100}\])?\+?=/;

/** Null where nothing stands. */
export function unwrapCommand(
  words: readonly ShellWord[],
  redirects: readonly ShellRedirect[],
): RunCommand {
  const wrappers: string[] = [];
  const assignments: ShellWord[] = [];
  let at = 0;
  for (;;) {
    while (ASSIGNMENT.test(words[at]?.bare ?? '')) assignments.push(words[at++] as ShellWord);
    const word = words[at];
    const name = programName(word);
    const shape = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
    const next = shape === undefined ? null : behindWrapper(words, at + 1, shape);
    if (next === null || next >= words.length) {
      return {
        program: name,
        word: word ?? null,
        args: words.slice(at + 1),
        wrappers,
        assignments,
        redirects,
      };
    }
    wrappers.push(name);
    at = next;
  }
}

/** Position of the command; null: it runs none. */
function behindWrapper(
  words: readonly ShellWord[],
  from: number,
  { values = [], operands = 0, looks = [] }: WrapperShape,
): number | null {
  let at = from;
  for (let text = words[at]?.text; text?.startsWith('-') === true; text = words[at]?.text) {
    at++;
    if (looks.includes(text.replace(/=.*$/s, ''))) return null;
    if (text === '--') break;
    if (values.includes(text) || endsInValue(text, values)) at++;
  }
  while (operands > 0 && ASSIGNMENT.test(words[at]?.bare ?? '')) at++;
  return operands > 0 && words[at + operands]?.text === '-c' ? null : at + operands;
}

/** `-iu root`: letters together, the last of which takes the next word. */
function endsInValue(text: string, values: readonly string[]): boolean {
  return /^-[A-Za-z]{2,8}$/.test(text) && values.includes(`-${text.slice(-1)}`);
}

function programName(word: ShellWord | undefined): string {
  if (word === undefined) return '';
  const { text } = word;
  return text.slice(text.lastIndexOf('/') + 1);
}

const SHELLS = new Set(['sh', 'bash', 'zsh', 'dash', 'ksh', 'ash', 'fish', 'mksh']);
const OTHER_INTERPRETERS =
  /^(?:python[\d.]*|pypy3?|node|nodejs|deno|bun|perl|ruby|php|lua|osascript|tclsh|Rscript|pwsh|powershell|iex|Invoke-Expression)$/;

export function isShell(command: RunCommand): boolean {
  return SHELLS.has(command.program);
}

/** Flags of shells that take the next word. */
const SHELL_VALUES = new Set(['-o', '+o', '-O', '+O', '--rcfile', '--init-file']);

/** The script that a shell was given by `-c`; null: none. */
export function scriptArgument(command: RunCommand): ShellWord | null {
  if (!isShell(command)) return null;
  for (let at = 0; at < command.args.length; at++) {
    const { text } = command.args[at] as ShellWord;
    if (!/^[-+]/.test(text)) return null;
    if (/^-[a-z]*c[a-z]*$/i.test(text))
      return command.args.slice(at + 1).find((word) => !word.text.startsWith('-')) ?? null;
    if (SHELL_VALUES.has(text)) at++;
  }
  return null;
}

/** A shell or another interpreter that runs what it is sent: no script file and no `-c`. */
export function readsProgramFromInput(command: RunCommand): boolean {
  const { program, args } = command;
  if (isShell(command)) {
    if (scriptArgument(command) !== null) return false;
    if (args.some(({ text }) => /^-[a-z]*s[a-z]*$/.test(text))) return true;
    const operand = firstOperand(args, SHELL_VALUES);
    return operand === null || isInputName(operand.text);
  }
  if (!OTHER_INTERPRETERS.test(program)) return false;
  if (
    args.some(({ text }) =>
      /^(?:-[a-zA-Z]*[ceEmnprn]|--eval|--print|--version|--help|-v)$/.test(text),
    )
  )
    return false;
  const operand = firstOperand(args, new Set());
  return operand === null || isInputName(operand.text);
}

function isInputName(text: string): boolean {
  return text === '-' || text === '/dev/stdin' || text === '/dev/fd/0';
}

/** First word that is no flag; `-` is one. */
export function firstOperand(
  args: readonly ShellWord[],
  values: ReadonlySet<string>,
): ShellWord | null {
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as ShellWord;
    if (!/^[-+]./.test(word.text)) return word;
    if (word.text === '--') return args[at + 1] ?? null;
    if (values.has(word.text)) at++;
  }
  return null;
}

/** Words that are no flags, in order. */
export function operandsOf(args: readonly ShellWord[]): ShellWord[] {
  const end = args.findIndex(({ text }) => text === '--');
  const before = (end < 0 ? args : args.slice(0, end)).filter(({ text }) => !/^-./.test(text));
  return end < 0 ? before : [...before, ...args.slice(end + 1)];
}

/** Has the one-letter flag, alone or among others, or the long one. */
export function hasFlag(args: readonly ShellWord[], letter: string, long?: string): boolean {
  return args.some(
    ({ text }) =>
      (/^-[A-Za-z0-9]+$/.test(text) && letter !== '' && text.includes(letter, 1)) ||
      (long !== undefined && (text === long || text.startsWith(`${long}=`))),
  );
}

/** Scripts that its words and redirections hold. */
export function scriptsIn(command: RunCommand): ShellScript[] {
  const words = [
    ...command.assignments,
    ...(command.word === null ? [] : [command.word]),
    ...command.args,
  ];
  const inRedirects = command.redirects.flatMap(({ target, bodyScripts }) => [
    ...target.scripts,
    ...bodyScripts,
  ]);
  return [...words.flatMap(({ scripts }) => scripts), ...inRedirects];
}
