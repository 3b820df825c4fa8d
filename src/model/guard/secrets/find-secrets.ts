// The credentials in a text, each once, as hits without the credential: kind, length and a tag. Knows what
// makes a match of a shape worth reporting; keeps nothing of what it saw.
import { SECRET_SHAPES, type SecretKind, type SecretShape } from '../../../shared/secret-shapes.ts';
import type { Hit } from '../finding.ts';
import { GUARD_RULES, type RuleId, type Severity } from '../rules.ts';
import { describeSecret, type FoundSecret, type SecretDigest } from './describe-secret.ts';
import { isPlaceholderKey, isPlaceholderValue } from './is-placeholder.ts';

/** In the order of the shapes. A text of any length; time in proportion to it. */
export function findSecrets(text: string, digest: SecretDigest): Hit[] {
  const lower = text.toLowerCase();
  const taken = createTaken();
  const hits = new Map<string, Hit>();
  for (const shape of SECRET_SHAPES) {
    if (!shape.hints.some((hint) => lower.includes(hint))) continue;
    for (const match of text.matchAll(shape.pattern)) {
      const found = judgeMatch(shape, match);
      const to = match.index + match[0].length;
      if (found === null || !taken.take(match.index, to)) continue;
      const hit = describeSecret(found, digest);
      hits.set(`${hit.rule} ${hit.key}`, hit);
    }
  }
  return [...hits.values()];
}

interface Taken {
  /** False where a part of the stretch is taken already. */
  take(from: number, to: number): boolean;
}

/** Stretches by the 256 characters they touch, so that a text full of matches stays linear. */
function createTaken(): Taken {
  const stretches = new Map<number, [from: number, to: number][]>();
  return {
    take(from, to) {
      const [first, last] = [from >> 8, to >> 8];
      for (let at = first; at <= last; at++) {
        if (stretches.get(at)?.some(([start, end]) => from < end && to > start)) return false;
      }
      for (let at = first; at <= last; at++) {
        const here = stretches.get(at);
        if (here === undefined) stretches.set(at, [[from, to]]);
        else here.push([from, to]);
      }
      return true;
    },
  };
}

function judgeMatch(shape: SecretShape, match: RegExpExecArray): FoundSecret | null {
  const secret = match.groups?.secret ?? '';
  switch (shape.kind) {
    case 'private-key':
      return judgePrivateKey(secret);
    case 'database-url':
      return judgeUrl(match, secret);
    case 'bearer':
      return secret.length >= 20 && /\d/.test(secret) && !isPlaceholderValue(secret)
        ? found('bearer', secret)
        : null;
    case 'assignment':
      return judgeAssignment(match, secret);
    default:
      return judgeKey(shape.kind, match[0], secret);
  }
}

function found(
  rule: RuleId,
  secret: string,
  severity: Severity = GUARD_RULES[rule].severity,
): FoundSecret {
  return { rule, severity, secret, isExample: false };
}

function example(rule: RuleId, secret: string): FoundSecret {
  return { rule, severity: 'low', secret, isExample: true };
}

/** Of the vendors' own documents: AWS ends its example keys so; the token that jwt.io shows. */
const DOCUMENTED = /EXAMPLE(?:KEY)?$|\.eyJzdWIiOiIxMjM0NTY3ODkwIi/;

/** Characters of a real one without its prefix; shorter ones are cut off or made up. */
const LEAST: Partial<Record<SecretKind, number>> = {
  'anthropic-key': 20,
  'stripe-key': 16,
  'github-token': 30,
  'github-fine-grained-token': 30,
  'slack-token': 20,
  'slack-webhook': 24,
  'huggingface-token': 30,
};

function judgeKey(kind: SecretKind, whole: string, secret: string): FoundSecret | null {
  const rule = kind as RuleId;
  if (DOCUMENTED.test(secret)) return example(rule, secret);
  if (secret.length < (LEAST[kind] ?? 0) || isPlaceholderKey(secret)) return null;
  if (kind === 'stripe-key' && whole.includes('_test_')) return null;
  if (kind === 'openai-key' && !/(?=\w*\d)(?=\w*[A-Za-z])[A-Za-z0-9]{16}/.test(secret)) return null;
  const isMixed =
    kind === 'aws-access-key' ? /\d/.test(secret) : /\d/.test(secret) && /[A-Za-z]/.test(secret);
  return isMixed ? found(rule, secret) : null;
}

/** Key data of a header, behind line numbers, blanks and escaped line ends. */
const KEY_DATA =
  /^(?:\\[nr]|["'+,\s]|\d{1,6}(?:→|\t|:)|[\w-]{1,30}: [^\n]{0,80}\n)*(?<data>[A-Za-z0-9+/]{40})/;

function judgePrivateKey(body: string): FoundSecret | null {
  const data = KEY_DATA.exec(body.slice(0, 2_000))?.groups?.data;
  return data === undefined || isPlaceholderKey(data)
    ? null
    : found('private-key', body.slice(0, 10_000));
}

const LOCAL =
  /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|0\.0\.0\.0|host\.docker\.internal|[\w-]+)(?:[:/?#]|$)/i;
const EXAMPLE_HOST =
  /^(?:[\w-]+\.)*(?:example\.(?:com|org|net)|host|hostname|test|invalid)(?:[:/?#]|$)/i;

function judgeUrl(match: RegExpExecArray, password: string): FoundSecret | null {
  const user = match[2] ?? '';
  const end = match.index + match[0].length;
  const host = match.input.slice(end, end + 100);
  if (password.length < 6 || user.toLowerCase() === password.toLowerCase()) return null;
  if (/[<>{}$%*"'`\\|]/.test(user) || isPlaceholderUrlPassword(password) || EXAMPLE_HOST.test(host))
    return null;
  if (!/^[\w[]/.test(host)) return null;
  return found('database-url', password, LOCAL.test(host) ? 'low' : 'high');
}

function isPlaceholderUrlPassword(password: string): boolean {
  return (
    /[<>{}$*"'`\\|()]/.test(password) ||
    isPlaceholderValue(password) ||
    /^(?:postgres|mysql|root|guest|user|pass|pwd)\w{0,4}$/i.test(password)
  );
}

const LEAST_ASSIGNED = 12;

function judgeAssignment(match: RegExpExecArray, value: string): FoundSecret | null {
  if (value.length < LEAST_ASSIGNED) return null;
  const name =
    /[\w.-]*$/.exec(match.input.slice(Math.max(0, match.index - 40), match.index))?.[0] ?? '';
  const fullName = `${name}${match[1] ?? ''}`.toLowerCase();
  if (/secret/.test(fullName) && /access|aws/.test(fullName) && /^[A-Za-z0-9/+]{40}/.test(value)) {
    return DOCUMENTED.test(value)
      ? example('aws-secret-key', value)
      : found('aws-secret-key', value);
  }
  const [, , sign, gap, quote] = match;
  const isLoose = quote === '' && (sign === ':' || gap !== '');
  if (isPlaceholderValue(value) || !isMixed(value, isLoose || !/pass|pwd/.test(fullName)))
    return null;
  return found('assignment', value);
}

/** Words alone may be a password where one is asked for; anywhere else a value needs a digit. */
function isMixed(value: string, needsDigit: boolean): boolean {
  const body = value.replace(/[)\]};,.]+$/, '');
  if (body.length < LEAST_ASSIGNED) return false;
  return /\d/.test(body) ? /[A-Za-z]/.test(body) : !needsDigit && /^[!-~]+$/.test(body);
}
