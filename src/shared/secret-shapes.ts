// The shapes of common credentials: what each looks like, which part of it is the secret and how it is masked.
// One table for masking (secrets.ts) and for finding them (model/guard); a secret without a shape it cannot know.

export interface SecretShape {
  readonly kind: SecretKind;
  /** Global. The secret part is the group `secret`. */
  readonly pattern: RegExp;
  /** Without any of these, in any case, a text holds none: cheaper to look for than the pattern. */
  readonly hints: readonly string[];
  readonly mask: (match: string, ...groups: string[]) => string;
}

export type SecretKind =
  | 'private-key'
  | 'anthropic-key'
  | 'openai-key'
  | 'stripe-key'
  | 'github-token'
  | 'github-fine-grained-token'
  | 'gitlab-token'
  | 'npm-token'
  | 'huggingface-token'
  | 'slack-token'
  | 'slack-webhook'
  | 'google-key'
  | 'aws-access-key'
  | 'sendgrid-key'
  | 'pypi-token'
  | 'jwt'
  | 'database-url'
  | 'bearer'
  | 'assignment';

const ELLIPSIS = '…';

/** Not in the middle of a word: `task-1234` holds no `sk-` key. Behind `my_`, `fix-` and in `mcp__…` it is one. */
const START = '(?<![A-Za-z0-9])';
/** The same, or behind what ends in a letter without being of the word: `\\n`, `%3D`, `-p`, the end of a colour. */
const FREE = `(?:${START}|(?<=\\\\[nrtbf]|%[0-9A-Fa-f]{2}|(?<![\\w-])-[A-Za-z]|\\[[0-9;]{0,12}m))`;

/** Specific shapes first: what they take, the general ones behind them leave. */
export const SECRET_SHAPES: readonly SecretShape[] = [
  {
    kind: 'private-key',
    hints: ['private key-----'],
    pattern:
      /-----BEGIN ([A-Z0-9 ]{0,40})PRIVATE KEY-----(?!…)(?<secret>[\s\S]*?)(?:-----END [A-Z0-9 ]{0,40}KEY-----|$)/g,
    mask: (_match, kind) => `-----BEGIN ${kind}PRIVATE KEY-----${ELLIPSIS}`,
  },
  prefixed('anthropic-key', 'sk-ant-', '[A-Za-z0-9_-]{8,}'),
  {
    kind: 'openai-key',
    hints: ['sk-'],
    pattern: new RegExp(`${FREE}sk-(?<secret>[A-Za-z0-9_-]{20,})`, 'g'),
    mask: (match, body) => (isRandomLooking(body) ? `sk-${ELLIPSIS}` : match),
  },
  prefixed('stripe-key', '[sr]k_(?:live|test)_', '[A-Za-z0-9]{10,}', ['k_live_', 'k_test_']),
  prefixed('github-token', 'gh[oprsu]_', '[A-Za-z0-9]{16,}', [
    'gho_',
    'ghp_',
    'ghr_',
    'ghs_',
    'ghu_',
  ]),
  prefixed('github-fine-grained-token', 'github_pat_', '[A-Za-z0-9_]{16,}'),
  prefixed('gitlab-token', 'glpat-', '[A-Za-z0-9_-]{16,}'),
  prefixed('npm-token', 'npm_', '[A-Za-z0-9]{30,}'),
  prefixed('huggingface-token', 'hf_', '[A-Za-z0-9]{20,}'),
  prefixed('slack-token', 'xox[abeoprs]-', '[A-Za-z0-9-]{10,}', ['xox']),
  prefixed('google-key', 'AIza', '[A-Za-z0-9_-]{35}'),
  prefixed('aws-access-key', '(?:AKIA|ASIA)', '[A-Z0-9]{16}(?![A-Za-z0-9])', ['akia', 'asia']),
  prefixed('sendgrid-key', 'SG\\.', '[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}'),
  prefixed('pypi-token', 'pypi-', 'AgE[A-Za-z0-9_-]{20,}'),
  prefixed('jwt', 'eyJ', '[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{4,}'),
  prefixed('slack-webhook', 'https://hooks\\.slack\\.com/services/', '[A-Za-z0-9/]{10,}', [
    'hooks.slack.com/',
  ]),
  {
    kind: 'database-url',
    hints: ['://'],
    pattern: /([a-z][a-z0-9+.-]{0,20}:\/\/)([^\s/:@]{0,200}):(?<secret>[^\s/@]{1,200})@/gi,
    mask: (_match, scheme, user) => `${scheme}${user}:${ELLIPSIS}@`,
  },
  {
    kind: 'bearer',
    hints: ['authorization'],
    pattern:
      /\b(authorization["']?\s*[:=]\s*["']?(?:bearer|basic|token)\s+)(?<secret>[A-Za-z0-9._~+/=-]{6,})/gi,
    mask: (_match, head) => `${head}${ELLIPSIS}`,
  },
  {
    kind: 'bearer',
    hints: ['bearer'],
    pattern: /\b(bearer\s+)(?<secret>[A-Za-z0-9._~+/=-]{12,})/gi,
    mask: (match, head, token) => (/\d/.test(token ?? '') ? `${head}${ELLIPSIS}` : match),
  },
  {
    kind: 'assignment',
    hints: ['pass', 'pwd', 'secret', 'token', 'key', 'credential'],
    pattern:
      /((?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|(?:access|secret|private)[_-]?key|credentials?)["']?\s*)([:=])(\s*)(["'`]?)(?<secret>[^\s"'`,;&]{3,})/gi,
    mask: maskAssignment,
  },
];

function prefixed(
  kind: SecretKind,
  prefix: string,
  body: string,
  hints: readonly string[] = [prefix.replaceAll('\\', '').toLowerCase()],
): SecretShape {
  return {
    kind,
    hints,
    pattern: new RegExp(`${FREE}(${prefix})(?<secret>${body})`, 'g'),
    mask: (_match, kept) => `${kept}${ELLIPSIS}`,
  };
}

/** Keys mix cases and digits or run long without a break; kebab-case words do neither. */
export function isRandomLooking(body: string | undefined): boolean {
  if (body === undefined) return false;
  return /\d/.test(body) && (/[A-Z]/.test(body) || /[A-Za-z0-9]{20,}/.test(body));
}

/** `name=value` is masked; `name: value` only when the value looks like one and not like prose. */
function maskAssignment(
  match: string,
  name = '',
  sign = '',
  gap = '',
  quote = '',
  value = '',
): string {
  if (isReference(value) || value.endsWith(ELLIPSIS)) return match;
  if (/pwd\W*$/i.test(name) && /^[~.]?\//.test(value)) return match;
  const isProse =
    quote === '' && (sign === ':' || gap !== '') && !(value.length >= 6 && /\d/.test(value));
  if (isProse) return match;
  return `${name}${sign}${gap}${quote}${ELLIPSIS}`;
}

/** A variable, a placeholder or a call names a secret without holding it. */
export function isReference(value: string): boolean {
  return (
    /^\$\{?[A-Z_]+\}?/.test(value) ||
    /^[<{[*]/.test(value) ||
    /^(?:process\.env|os\.environ|env)\b/.test(value) ||
    /^[A-Za-z_][\w.]*\(/.test(value)
  );
}
