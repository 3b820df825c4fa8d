// The registry of guard's rules: what each is called, how grave it is and what it means. The functions that
// find them are in the folders beside it; docs/guard.md lists every entry.

export const SEVERITIES = ['high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

export type RuleFamily = 'secret' | 'sensitive-file' | 'command' | 'untrusted';

interface RuleWords {
  readonly family: RuleFamily;
  /** The usual severity; a hit may be lower for a reason that `meaning` gives. */
  readonly severity: Severity;
  readonly title: string;
  readonly meaning: string;
}

const LOCAL_OR_EXAMPLE = 'Documented example values are low.';

export const GUARD_RULES = {
  'private-key': secret(
    'high',
    'Private key',
    'A PEM header with key data behind it; the header alone is none.',
  ),
  'aws-access-key': secret(
    'high',
    'AWS access key id',
    `\`AKIA\` or \`ASIA\` and 16 characters. ${LOCAL_OR_EXAMPLE}`,
  ),
  'aws-secret-key': secret(
    'high',
    'AWS secret key',
    `40 characters assigned to a name with \`secret\`, \`access\` and \`key\`. ${LOCAL_OR_EXAMPLE}`,
  ),
  'anthropic-key': secret('high', 'Anthropic API key', '`sk-ant-` and at least 20 characters.'),
  'openai-key': secret(
    'high',
    'OpenAI API key',
    '`sk-`, `sk-proj-` and at least 20 random characters.',
  ),
  'stripe-key': secret(
    'high',
    'Stripe live key',
    '`sk_live_` or `rk_live_`; test keys are left out.',
  ),
  'github-token': secret('high', 'GitHub token', 'Classic tokens, `ghp_` and the like.'),
  'github-fine-grained-token': secret('high', 'GitHub fine-grained token', '`github_pat_`.'),
  'gitlab-token': secret('high', 'GitLab token', '`glpat-`.'),
  'npm-token': secret('high', 'npm token', '`npm_` and 36 characters.'),
  'huggingface-token': secret('high', 'Hugging Face token', '`hf_`.'),
  'slack-token': secret('high', 'Slack token', '`xoxb-` and the like.'),
  'slack-webhook': secret('high', 'Slack webhook', 'The path of an incoming webhook.'),
  'google-key': secret('high', 'Google API key', '`AIza` and 35 characters.'),
  'sendgrid-key': secret('high', 'SendGrid key', '`SG.`, 22 and 43 characters.'),
  'pypi-token': secret('high', 'PyPI token', '`pypi-` and its first fixed characters.'),
  'database-url': secret(
    'high',
    'Password in a URL',
    '`scheme://user:password@host`. Low where the host is this machine or a plain name, as in compose files.',
  ),
  jwt: secret(
    'medium',
    'JSON web token',
    'Three parts of base64, the first an object. It may have expired.',
  ),
  bearer: secret(
    'medium',
    'Bearer token',
    '`Bearer` or an authorization header and at least 20 characters with a digit.',
  ),
  assignment: secret(
    'medium',
    'Assigned secret',
    'A name such as `password`, `token` or `api_key` with a value of at least 12 characters that is no placeholder, name or expression.',
  ),

  'read-credentials': file(
    'high',
    'Credentials read',
    'A file that holds keys or passwords was read or printed.',
  ),
  'read-likely-secrets': file(
    'medium',
    'Likely secrets read',
    'A file that often holds secrets (kubeconfig, service account, secrets.yaml) was read or printed.',
  ),
  'use-credentials': file(
    'medium',
    'Credentials used',
    'Such a file was sourced, copied or packed without being printed. Low for files that only often hold secrets.',
  ),
  'write-credentials': file(
    'medium',
    'Credentials written',
    'Such a file was written or edited. Low for files that only often hold secrets.',
  ),
  'list-credentials': file(
    'low',
    'Credentials looked for',
    'Such files were searched for by name, or matched without their lines.',
  ),

  'pipe-to-shell': command(
    'high',
    'Download run unread',
    'What curl, wget or the like fetches goes straight to a shell or interpreter: by pipe, `<(…)`, `eval` or `-c "$(…)"`.',
  ),
  'download-and-run': command(
    'medium',
    'Download run',
    'A file is fetched and run in the same command line.',
  ),
  'hidden-script': command(
    'medium',
    'Encoded script run',
    'Decoded text (base64, hex) goes straight to a shell or interpreter.',
  ),
  'rm-root': command(
    'high',
    'Root, home or everything deleted',
    'Recursive removal of `/`, `~`, `$HOME`, `*`, `.`, `..` or a system folder, also by find. `cd folder && rm -rf *` is `rm-recursive`.',
  ),
  'rm-recursive': command(
    'medium',
    'Recursive removal',
    'Low where it is only what can be built again (node_modules, dist, target …) or lies in a temporary folder.',
  ),
  'fork-bomb': command(
    'high',
    'Fork bomb',
    'A function that starts itself twice, in the background.',
  ),
  'block-device': command(
    'high',
    'Disk written directly',
    'dd, mkfs, wipefs, a redirection or the like onto a block device.',
  ),
  'chmod-open': command('medium', 'Files opened to everyone', 'chmod 777, 666, a+rwx, o+w.'),
  'own-root': command(
    'high',
    'Rights of system folders changed',
    'Recursive chmod or chown of `/`, `~` or a system folder.',
  ),
  sudo: command('low', 'Run as administrator', 'sudo, doas, su -c.'),
  'git-force-push': command(
    'medium',
    'Shared history overwritten',
    'A forced push, mirror or removal of main, master, trunk, production or release. Low for other branches and with a lease.',
  ),
  'git-discard': command(
    'medium',
    'Uncommitted work discarded',
    '`git reset --hard`, `git clean` with -x. Low: clean without -x, checkout and restore of everything, branch -D, stash drop.',
  ),
  exfiltration: command(
    'high',
    'Secrets sent away',
    'The environment, history or a credentials file goes into curl, nc, scp or the like. Medium where it is a part of an address or header.',
  ),
  'reverse-shell': command('high', 'Shell opened to the network', '`/dev/tcp/…`, `nc -e`.'),
  'safety-off': command(
    'low',
    'Check left out',
    '--no-verify and other checks switched off. Medium: --dangerously-skip-permissions, firewalls, mandatory access control.',
  ),
  'startup-file': command(
    'medium',
    'Runs later by itself',
    'crontab, shell start files, login items, services and git hooks written. High: authorized_keys, sudoers.',
  ),
  'agent-settings': command(
    'medium',
    "Agent's own settings changed",
    'Claude Code settings, hooks or MCP servers written.',
  ),
  'history-wipe': command(
    'low',
    'Shell history removed',
    '`history -c`, HISTFILE unset or removed.',
  ),

  'untrusted-echo': untrusted(
    'high',
    'Untrusted text in a command',
    'At least 20 characters of a page, MCP result or file from outside stand word for word in a command at most 3 tool calls later. Medium for files from outside the project.',
  ),
  'untrusted-then-command': untrusted(
    'medium',
    'Command soon after untrusted text',
    'A command that does more than look, at most 3 tool calls after a page, search or MCP result. Low after a file from outside the project.',
  ),
  'untrusted-then-edit': untrusted(
    'low',
    'Edit soon after untrusted text',
    'The same with an edit instead of a command.',
  ),
  'injection-phrase': untrusted(
    'low',
    'Words that instruct an agent',
    'Phrases such as “ignore previous instructions” in such a result.',
  ),
} as const satisfies Readonly<Record<string, RuleWords>>;

export type RuleId = keyof typeof GUARD_RULES;

export const RULE_IDS = Object.keys(GUARD_RULES) as readonly RuleId[];

function secret(severity: Severity, title: string, meaning: string) {
  return { family: 'secret' as const, severity, title, meaning };
}

function file(severity: Severity, title: string, meaning: string) {
  return { family: 'sensitive-file' as const, severity, title, meaning };
}

function command(severity: Severity, title: string, meaning: string) {
  return { family: 'command' as const, severity, title, meaning };
}

function untrusted(severity: Severity, title: string, meaning: string) {
  return { family: 'untrusted' as const, severity, title, meaning };
}
