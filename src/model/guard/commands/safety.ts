// Checks and traces that a command leaves out or removes. Knows the switches by name; why they were used it
// cannot know.
import type { Hit } from '../finding.ts';
import { hasFlag, operandsOf, type RunCommand } from '../shell/run-command.ts';
import { type CommandRule, hitCommand, perCommand } from './command-rule.ts';
import { gitWords } from './git.ts';

export const SAFETY_RULES: readonly CommandRule[] = [
  perCommand(findSwitch),
  perCommand(findHistory),
];

const NO_QUESTIONS =
  /^--(?:dangerously-skip-permissions|allow-dangerously-skip-permissions|dangerously-bypass-approvals-and-sandbox|yolo)$/;

function findSwitch(command: RunCommand): Hit[] {
  if (isGuardOff(command)) return hitCommand('safety-off', command, 'medium');
  return isCheckOff(command) ? hitCommand('safety-off', command) : [];
}

/** What guards the machine, or asks before an agent acts. */
function isGuardOff({ program, args }: RunCommand): boolean {
  const words = args.map(({ text }) => text);
  if (
    /^(?:claude|codex|gemini|npx|bunx)$/.test(program) &&
    words.some((word) => NO_QUESTIONS.test(word))
  )
    return true;
  if (program === 'claude' && words[words.indexOf('--permission-mode') + 1] === 'bypassPermissions')
    return true;
  switch (program) {
    case 'setenforce':
      return words[0] === '0' || /^permissive$/i.test(words[0] ?? '');
    case 'ufw':
      return words.includes('disable');
    case 'iptables':
    case 'ip6tables':
      return hasFlag(args, 'F', '--flush');
    case 'spctl':
      return words.includes('--master-disable') || words.includes('--global-disable');
    case 'csrutil':
      return words[0] === 'disable';
    case 'systemctl':
      return (
        /^(?:stop|disable|mask)$/.test(operandsOf(args)[0]?.text ?? '') &&
        words.some((word) => /^(?:firewalld|ufw|apparmor|auditd|fail2ban)/.test(word))
      );
    default:
      return false;
  }
}

const OFF_ASSIGNMENT =
  /^(?:HUSKY=0|NODE_TLS_REJECT_UNAUTHORIZED=0|GIT_SSL_NO_VERIFY=(?:1|true)|PYTHONHTTPSVERIFY=0)$/;

/** Hooks and certificates. */
function isCheckOff(command: RunCommand): boolean {
  const { program, args, assignments } = command;
  const set = [...assignments, ...(program === 'export' ? args : [])];
  if (set.some(({ text }) => OFF_ASSIGNMENT.test(text))) return true;
  const words = args.map(({ text }) => text);
  const git = gitWords(command);
  if (git !== null) {
    if (
      /^(?:commit|push|merge|rebase|am|cherry-pick|pull)$/.test(git.verb) &&
      git.args.some(({ text }) => text === '--no-verify')
    )
      return true;
    if (
      git.verb === 'commit' &&
      git.args.some(({ text }) => /^-[a-z]*n[a-z]*$/.test(text) && !/^-[a-z]*m.*n/.test(text))
    )
      return true;
    return words.some(
      (word, at) =>
        /^(?:http\.)?sslverify(?:=false)?$/i.test(word) &&
        /false/i.test(word + (words[at + 1] ?? '')),
    );
  }
  if (program === 'curl') return hasFlag(args, 'k', '--insecure');
  if (program === 'wget') return words.includes('--no-check-certificate');
  return (
    program === 'npm' &&
    words[0] === 'config' &&
    words.includes('strict-ssl') &&
    words.includes('false')
  );
}

function findHistory(command: RunCommand): Hit[] {
  const { program, args, assignments, redirects } = command;
  const texts = args.map(({ text }) => text);
  const isWiped =
    (program === 'history' && hasFlag(args, 'c')) ||
    (program === 'unset' && texts.includes('HISTFILE')) ||
    [...assignments, ...(program === 'export' ? args : [])].some(({ text }) =>
      /^HISTFILE=(?:\/dev\/null)?$/.test(text),
    ) ||
    (/^(?:rm|shred|truncate)$/.test(program) &&
      texts.some((text) => /\.(?:bash|zsh|sh)_history$/.test(text))) ||
    redirects.some(
      ({ operator, target }) => operator === '>' && /\.(?:bash|zsh|sh)_history$/.test(target.text),
    );
  return isWiped ? hitCommand('history-wipe', command) : [];
}
