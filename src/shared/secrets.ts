// Masks what looks like a credential in text that leaves the transcripts. Knows the shapes of
// common keys; a secret without a shape (a bare password in prose) it cannot know.

interface SecretShape {
  readonly pattern: RegExp;
  readonly mask: (match: string, ...groups: string[]) => string;
}

const ELLIPSIS = '…';

/** Not in the middle of a word: `task-1234` holds no `sk-` key. */
const START = '(?<![A-Za-z0-9_-])';

const SHAPES: readonly SecretShape[] = [
  {
    pattern:
      /-----BEGIN ([A-Z0-9 ]{0,40})PRIVATE KEY-----(?!…)[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}KEY-----|$)/g,
    mask: (_match, kind) => `-----BEGIN ${kind}PRIVATE KEY-----${ELLIPSIS}`,
  },
  prefixed('sk-ant-', '[A-Za-z0-9_-]{8,}'),
  {
    pattern: new RegExp(`${START}sk-([A-Za-z0-9_-]{20,})`, 'g'),
    mask: (match, body) => (isRandomLooking(body) ? `sk-${ELLIPSIS}` : match),
  },
  prefixed('[sr]k_(?:live|test)_', '[A-Za-z0-9]{10,}'),
  prefixed('gh[oprsu]_', '[A-Za-z0-9]{16,}'),
  prefixed('github_pat_', '[A-Za-z0-9_]{16,}'),
  prefixed('glpat-', '[A-Za-z0-9_-]{16,}'),
  prefixed('npm_', '[A-Za-z0-9]{30,}'),
  prefixed('hf_', '[A-Za-z0-9]{20,}'),
  prefixed('xox[abeoprs]-', '[A-Za-z0-9-]{10,}'),
  prefixed('AIza', '[A-Za-z0-9_-]{35}'),
  prefixed('(?:AKIA|ASIA)', '[A-Z0-9]{16}(?![A-Za-z0-9])'),
  prefixed('eyJ', '[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{4,}'),
  prefixed('https://hooks\\.slack\\.com/services/', '[A-Za-z0-9/]{10,}'),
  {
    pattern: /([a-z][a-z0-9+.-]{0,20}:\/\/)([^\s/:@]{0,200}):([^\s/@]{1,200})@/gi,
    mask: (_match, scheme, user) => `${scheme}${user}:${ELLIPSIS}@`,
  },
  {
    pattern:
      /\b(authorization["']?\s*[:=]\s*["']?(?:bearer|basic|token)\s+)[A-Za-z0-9._~+/=-]{6,}/gi,
    mask: (_match, head) => `${head}${ELLIPSIS}`,
  },
  {
    pattern: /\b(bearer\s+)([A-Za-z0-9._~+/=-]{12,})/gi,
    mask: (match, head, token) => (/\d/.test(token) ? `${head}${ELLIPSIS}` : match),
  },
  {
    pattern:
      /((?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|(?:access|secret|private)[_-]?key|credentials?)["']?\s*)([:=])(\s*)(["'`]?)([^\s"'`,;&]{3,})/gi,
    mask: maskAssignment,
  },
];

/** The text with every credential cut to a short prefix and `…`. Idempotent. */
export function maskSecrets(text: string): string {
  let masked = text;
  for (const shape of SHAPES) masked = masked.replace(shape.pattern, shape.mask);
  return masked;
}

function prefixed(prefix: string, body: string): SecretShape {
  return {
    pattern: new RegExp(`${START}(${prefix})${body}`, 'g'),
    mask: (_match, kept) => `${kept}${ELLIPSIS}`,
  };
}

/** Keys mix cases and digits or run long without a break; kebab-case words do neither. */
function isRandomLooking(body: string): boolean {
  return /\d/.test(body) && (/[A-Z]/.test(body) || /[A-Za-z0-9]{20,}/.test(body));
}

/** `name=value` is masked; `name: value` only when the value looks like one and not like prose. */
function maskAssignment(
  match: string,
  name: string,
  sign: string,
  gap: string,
  quote: string,
  value: string,
): string {
  if (isReference(value) || value.endsWith(ELLIPSIS)) return match;
  if (/pwd\W*$/i.test(name) && /^[~.]?\//.test(value)) return match;
  const isProse =
    quote === '' && (sign === ':' || gap !== '') && !(value.length >= 6 && /\d/.test(value));
  if (isProse) return match;
  return `${name}${sign}${gap}${quote}${ELLIPSIS}`;
}

/** A variable, a placeholder or a call names a secret without holding it. */
function isReference(value: string): boolean {
  return (
    /^\$\{?[A-Z_]+\}?/.test(value) ||
    /^[<{[*]/.test(value) ||
    /^(?:process\.env|os\.environ|env)\b/.test(value) ||
    /^[A-Za-z_][\w.]*\(/.test(value)
  );
}
