// Command lines that programs are given as a word or read as their input: eval, ssh, watch, trap, git's
// pager, strings in one-line programs. Knows how each takes them; judges none.
import { isShell, operandsOf, type RunCommand, readsProgramFromInput } from './run-command.ts';
import type { ShellWord } from './shell-script.ts';

/** Flags that take the next word, from the manual pages. */
const SSH_VALUES = /^-[bcDEeFIiJLlmOopQRSWw]$/;
const WATCH_VALUES = /^-[nq]$|^--interval$/;

export function givenScripts(command: RunCommand): string[] {
  const { program, args } = command;
  switch (program) {
    case 'eval':
      return [joined(args)];
    case 'watch':
      return [joined(behindFlags(args, WATCH_VALUES))];
    case 'ssh': {
      const words = behindFlags(args, SSH_VALUES).slice(1);
      return [joined(words[0]?.text === '--' ? words.slice(1) : words)];
    }
    case 'env':
      return args.flatMap(({ text }, at) => splitString(text, args[at + 1]));
    case 'su':
    case 'script':
    case 'runuser':
    case 'flock':
      return args.flatMap(({ text }, at) => commandFlag(text, args[at + 1]));
    case 'trap':
      return operandsOf(args)
        .slice(0, 1)
        .map(({ text }) => text);
    case 'alias':
      return args.flatMap(({ text }) => (text.includes('=') ? [text.replace(/^[^=]*=/, '')] : []));
    case 'tmux':
    case 'screen':
      return args.filter(({ text }) => text.includes(' ')).map(({ text }) => text);
    case 'git':
      return args.flatMap(({ text }, at) => gitScript(text, args[at - 1], args[at + 1]));
    case 'cmd':
    case 'cmd.exe':
      return /^\/[ck]$/i.test(args[0]?.text ?? '') ? [joined(args.slice(1))] : [];
    case 'powershell':
    case 'powershell.exe':
    case 'pwsh': {
      const at = args.findIndex(({ text }) => /^-c(?:ommand)?$/i.test(text));
      return at < 0 ? [] : [joined(args.slice(at + 1)).replaceAll('\\', '/')];
    }
    default:
      return isShell(command) ? hereStrings(command) : stringsInCode(command);
  }
}

/** A shell, or a program that hands its input to one. */
export function readsCommandsFromInput(command: RunCommand): boolean {
  if (isShell(command)) return readsProgramFromInput(command);
  if (/^(?:at|batch)$/.test(command.program)) return true;
  if (command.program !== 'ssh') return false;
  const words = behindFlags(command.args, SSH_VALUES).slice(1);
  return (
    words.length === 0 || (words.length === 1 && /^(?:ba|z|da)?sh$/.test(words[0]?.text ?? ''))
  );
}

function hereStrings({ redirects }: RunCommand): string[] {
  return redirects.flatMap(({ operator, target }) => (operator === '<<<' ? [target.text] : []));
}

function behindFlags(args: readonly ShellWord[], values: RegExp): readonly ShellWord[] {
  let at = 0;
  while (args[at]?.text.startsWith('-') === true) at += values.test(args[at]?.text ?? '') ? 2 : 1;
  return args.slice(at);
}

/** `env -S 'rm -rf /'`. */
function splitString(text: string, next: ShellWord | undefined): string[] {
  if (/^-[a-z]*S$|^--split-string$/.test(text)) return [next?.text ?? ''];
  const joint = /^(?:-S|--split-string=)(.+)$/s.exec(text)?.[1];
  return joint === undefined ? [] : [joint];
}

function commandFlag(text: string, next: ShellWord | undefined): string[] {
  if (/^-[a-z]*c$|^--command$/.test(text)) return [next?.text ?? ''];
  return text.startsWith('--command=') ? [text.slice('--command='.length)] : [];
}

/** Settings whose value git runs; of an alias only behind `!`. */
const GIT_RUNS =
  /^(?:core\.(?:pager|editor|sshcommand|fsmonitor)|pager\.\w+|sequence\.editor|gpg\.program)=?/i;

function gitScript(
  text: string,
  before: ShellWord | undefined,
  next: ShellWord | undefined,
): string[] {
  const isSetting =
    before?.text === '-c' || before?.text === 'config' || before?.text === '--global';
  if (!isSetting) return [];
  const value = text.includes('=') ? text.slice(text.indexOf('=') + 1) : (next?.text ?? '');
  if (GIT_RUNS.test(text)) return [value];
  return /^alias\./i.test(text) && value.startsWith('!') ? [value.slice(1)] : [];
}

const CODE_FLAG = /^-[a-zA-Z]*[ceEr]$|^--eval$/;
const RUNNING =
  /(?:\bsystem|\bpopen|\bexec(?:Sync|ute)?|\bspawn(?:Sync)?|\bsubprocess\.\w{1,20})[\s(]{1,4}(["'`])((?:\\.|(?!\1)[^\\]){1,2000})\1/g;
/** So many strings and characters of a program are looked at. Own choice. */
const MAX_STRINGS = 20;
const MAX_CODE = 20_000;

/** What one-line programs hand to a shell: `python -c "os.system('…')"`, `perl -e`, `awk 'BEGIN{system("…")}'`. */
function stringsInCode({ program, args }: RunCommand): string[] {
  const isAwk = /^[gmn]?awk$/.test(program);
  if (!isAwk && !/^(?:python[\d.]*|perl|ruby|php|node|lua)$/.test(program)) return [];
  const at = isAwk ? 0 : args.findIndex(({ text }) => CODE_FLAG.test(text)) + 1;
  const code = (isAwk || at > 0 ? args[at]?.text : undefined)?.slice(0, MAX_CODE) ?? '';
  return [...code.matchAll(RUNNING)].slice(0, MAX_STRINGS).map((match) => match[2] ?? '');
}

function joined(words: readonly ShellWord[]): string {
  return words.map(({ text }) => text).join(' ');
}
