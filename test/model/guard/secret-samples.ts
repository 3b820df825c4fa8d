// Made-up credentials of every family, built at run time so that no scanner takes them for real keys.
import type { RuleId } from '../../../src/model/guard/rules.ts';

export interface SecretSample {
  readonly rule: RuleId;
  readonly severity: 'high' | 'medium' | 'low';
  /** The text as it would stand in a transcript. */
  readonly text: string;
  /** The part that nobody may see. */
  readonly secret: string;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Letters and digits in turn, from a number: of any length and never a placeholder. */
export function randomBody(seed: number, length: number): string {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  let body = '';
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    body +=
      i % 3 === 2 ? String((state >>> 16) % 10) : LETTERS.charAt((state >>> 16) % LETTERS.length);
  }
  return body;
}

type Build = (seed: number) => Omit<SecretSample, 'rule' | 'severity'>;

const key =
  (prefix: string, length: number): Build =>
  (seed) => {
    const secret = randomBody(seed, length);
    return { text: `${prefix}${secret}`, secret };
  };

const upper = (seed: number, length: number) => randomBody(seed, length).toUpperCase();

const FAMILIES: readonly (readonly [RuleId, SecretSample['severity'], Build])[] = [
  [
    'aws-access-key',
    'high',
    (seed) => ({ text: `${'AK'}IA${upper(seed, 16)}`, secret: upper(seed, 16) }),
  ],
  [
    'aws-secret-key',
    'high',
    (seed) => {
      const secret = randomBody(seed, 40);
      return { text: `aws_secret_access_key = ${secret}`, secret };
    },
  ],
  [
    'private-key',
    'high',
    (seed) => {
      const secret = `${randomBody(seed, 64)}\n${randomBody(seed + 1, 64)}`;
      const [begin, end] = ['BEGIN', 'END'].map((word) => `-----${word} RSA ${'PRIVATE'} KEY-----`);
      return { text: `${begin}\n${secret}\n${end}`, secret };
    },
  ],
  ['anthropic-key', 'high', key('sk-ant-api03-', 60)],
  ['openai-key', 'high', key('sk-proj-', 48)],
  ['stripe-key', 'high', key(`sk_${'live'}_`, 24)],
  ['github-token', 'high', key('ghp_', 36)],
  ['github-fine-grained-token', 'high', key('github_pat_', 82)],
  ['gitlab-token', 'high', key('glpat-', 20)],
  ['npm-token', 'high', key('npm_', 36)],
  ['huggingface-token', 'high', key('hf_', 34)],
  ['slack-token', 'high', key('xoxb-', 40)],
  ['slack-webhook', 'high', key(`https://hooks.slack.com/${'services'}/`, 30)],
  ['google-key', 'high', key('AIza', 35)],
  [
    'sendgrid-key',
    'high',
    (seed) => {
      const secret = `${randomBody(seed, 22)}.${randomBody(seed + 1, 43)}`;
      return { text: `SG.${secret}`, secret };
    },
  ],
  ['pypi-token', 'high', key('pypi-AgEI', 40)],
  [
    'jwt',
    'medium',
    (seed) => {
      const secret = `${randomBody(seed, 20)}.${randomBody(seed + 1, 30)}.${randomBody(seed + 2, 30)}`;
      return { text: `eyJ${secret}`, secret };
    },
  ],
  [
    'database-url',
    'high',
    (seed) => {
      const secret = randomBody(seed, 16);
      return { text: `postgres://app:${secret}@db.internal.acme.io:5432/app`, secret };
    },
  ],
  [
    'bearer',
    'medium',
    (seed) => ({
      text: `Authorization: Bearer ${randomBody(seed, 32)}`,
      secret: randomBody(seed, 32),
    }),
  ],
  [
    'assignment',
    'medium',
    (seed) => ({ text: `DB_PASSWORD=${randomBody(seed, 16)}`, secret: randomBody(seed, 16) }),
  ],
];

export function secretSamples(seed: number): SecretSample[] {
  return FAMILIES.map(([rule, severity, build], index) => ({
    rule,
    severity,
    ...build(seed * 100 + index),
  }));
}

/** Stretches of so many characters of the secret that stand in the text. */
export function leaksOf(secret: string, text: string, length = 6): string[] {
  const leaks: string[] = [];
  for (let at = 0; at + length <= secret.length; at++) {
    const stretch = secret.slice(at, at + length);
    if (!stretch.includes('\n') && text.includes(stretch)) leaks.push(stretch);
  }
  return leaks;
}
