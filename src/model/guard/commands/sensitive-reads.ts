// Shell commands that read or write files with credentials. Knows which programs print what they read and which
// only use it; the files themselves are judged by sensitive-path.ts.
import type { Hit } from '../finding.ts';
import { labelPath } from '../label.ts';
import { GUARD_RULES, type RuleId, type Severity } from '../rules.ts';
import { judgePath, judgeWrite } from '../sensitive-path.ts';
import { hasFlag, operandsOf, type RunCommand } from '../shell/run-command.ts';
import type { ShellWord } from '../shell/shell-script.ts';
import { type CommandRule, perCommand } from './command-rule.ts';

/** Programs that print what they read. */
export const SHOWING =
  /^(?:cat|bat|batcat|less|more|most|head|tail|nl|tac|rev|cut|sort|uniq|paste|fold|fmt|column|strings|xxd|od|hexdump|base64|base32|grep|egrep|fgrep|zgrep|rg|ag|ack|sed|awk|gawk|jq|yq|diff|sdiff|comm|type|Get-Content|gc|openssl|dotenv|vim|vi|nano|view|emacs)$/;
/** Programs that read it for another purpose. */
const USING =
  /^(?:source|\.|cp|mv|scp|rsync|tar|zip|7z|gzip|bzip2|xz|gpg|ln|install|sftp|dd|wc|md5sum|shasum|sha\d+sum|xargs|split)$/;
/** Their first operand is a pattern or a program, no file. */
const PATTERN_FIRST = /^(?:grep|egrep|fgrep|zgrep|rg|ag|ack|sed|awk|gawk|jq|yq)$/;

/** Their last operand is written, not read. */
const HAS_TARGET = /^(?:cp|mv|ln|install|scp|rsync)$/;

export const SENSITIVE_READ_RULES: readonly CommandRule[] = [
  perCommand(findReads),
  perCommand(findWrites),
];

function findReads(command: RunCommand): Hit[] {
  const { program, redirects } = command;
  const shows = SHOWING.test(program);
  const files = shows || USING.test(program) ? filesOf(command) : [];
  const inputs = redirects.filter(({ operator }) => operator === '<').map(({ target }) => target);
  return [...files, ...inputs].flatMap((word) =>
    isMatching(command) ? hitListed(word) : hitRead(word, shows && !isQuiet(command)),
  );
}

function isQuiet({ program, args }: RunCommand): boolean {
  return program === 'sed' && hasFlag(args, 'i');
}

/** Matches are counted, listed or tested, not printed. */
function isMatching({ program, args }: RunCommand): boolean {
  return (
    /grep$|^rg$|^ag$|^ack$/.test(program) &&
    (hasFlag(args, 'l', '--files-with-matches') ||
      hasFlag(args, 'c', '--count') ||
      hasFlag(args, 'q', '--quiet'))
  );
}

/** Flags of the searching programs that take the next word. */
const VALUES = /^-[efmABCgd]$|^--(?:regexp|file|glob|type|max-count|context)$/;

function filesOf({ program, args }: RunCommand): ShellWord[] {
  if (!PATTERN_FIRST.test(program)) {
    const operands = operandsOf(args);
    return HAS_TARGET.test(program) && operands.length > 1 ? operands.slice(0, -1) : operands;
  }
  const words = args.filter((_each, at) => !VALUES.test(args[at - 1]?.text ?? ''));
  const hasPattern = args.some(({ text }) => /^-[a-z]*e$|^--regexp|^-f$/.test(text));
  const operands = operandsOf(words);
  return hasPattern ? operands : operands.slice(1);
}

function hitListed(word: ShellWord): Hit[] {
  return judgePath(word.text) === 'credentials' ? [hitPath('list-credentials', word.text)] : [];
}

function hitRead(word: ShellWord, shows: boolean): Hit[] {
  const risk = judgePath(word.text);
  if (risk === null) return [];
  if (shows)
    return [
      hitPath(risk === 'credentials' ? 'read-credentials' : 'read-likely-secrets', word.text),
    ];
  return [hitPath('use-credentials', word.text, risk === 'credentials' ? 'medium' : 'low')];
}

/** Files that a command writes: redirections, tee, sed -i, the last word of cp and mv, crontab. */
function findWrites(command: RunCommand): Hit[] {
  const { program, args, redirects } = command;
  const operands = operandsOf(args);
  const written = redirects
    .filter(({ operator }) => /^[&>]/.test(operator) && operator !== '>&')
    .map(({ target }) => target.text);
  if (program === 'tee') written.push(...operands.map(({ text }) => text));
  if (program === 'sed' && hasFlag(args, 'i'))
    written.push(...operands.slice(1).map(({ text }) => text));
  if (/^(?:cp|mv|ln|install)$/.test(program) && operands.length > 1)
    written.push(operands.at(-1)?.text ?? '');
  const hits = written.flatMap((path) => hitWrite(path));
  return isScheduled(command) ? [...hits, hitPath('startup-file', program)] : hits;
}

export function hitWrite(path: string, folder: string | null = null): Hit[] {
  const write = judgeWrite(path);
  if (write !== null) return [hitPath(write.rule, path, write.severity, folder)];
  const risk = judgePath(path);
  if (risk === null) return [];
  return [hitPath('write-credentials', path, risk === 'credentials' ? 'medium' : 'low', folder)];
}

function isScheduled({ program, args }: RunCommand): boolean {
  const [first, second] = args.map(({ text }) => text);
  switch (program) {
    case 'crontab':
      return !args.some(({ text }) => text === '-l') && args.length > 0;
    case 'launchctl':
      return /^(?:load|bootstrap|submit|enable)$/.test(first ?? '');
    case 'systemctl':
      return args.some(({ text }) => /^(?:enable|link)$/.test(text));
    case 'schtasks':
      return /^\/create$/i.test(first ?? '');
    case 'git':
      return (
        first === 'config' &&
        args.some(({ text }) => /^core\.hooksPath$/i.test(text)) &&
        second !== '--get'
      );
    default:
      return false;
  }
}

export function hitPath(
  rule: RuleId,
  path: string,
  severity: Severity = GUARD_RULES[rule].severity,
  folder: string | null = null,
): Hit {
  return { rule, severity, label: labelPath(path, folder) };
}
