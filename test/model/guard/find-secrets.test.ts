// Which texts hold a credential, of which kind, and what only looks like one.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { GUARD_RULES, RULE_IDS } from '../../../src/model/guard/rules.ts';
import { findSecrets } from '../../../src/model/guard/secrets/find-secrets.ts';
import { SECRET_SHAPES } from '../../../src/shared/secret-shapes.ts';
import { leaksOf, randomBody, secretSamples } from './secret-samples.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const foundIn = (text: string) =>
  findSecrets(text, digest).map(({ severity, rule }) => `${severity} ${rule}`);

const SAMPLES = secretSamples(7);

describe.each(SAMPLES.map((sample) => [sample.rule, sample] as const))('%s', (rule, sample) => {
  const { text, secret, severity } = sample;
  const around = [
    text,
    `x ${text} y`,
    `"${text}"`,
    `a\n${text}\nb`,
    `{"text":"${text.replaceAll('\n', '\\n')}"}`,
  ];
  test.each(around)('in %j', (whole) => {
    expect(foundIn(whole)).toEqual([`${severity} ${rule}`]);
  });

  test('is described without a character of it', () => {
    const [hit] = findSecrets(text, digest);
    expect(hit?.label).toMatch(/^\d+ characters$/);
    expect(leaksOf(secret, JSON.stringify({ ...hit, key: undefined }), 4)).toEqual([]);
  });

  test('is one finding however often it stands there', () => {
    expect(foundIn(`${text} ${text}\n${text}`)).toEqual([`${severity} ${rule}`]);
  });
});

test('every rule about secrets is sampled, and every shape has its rule', () => {
  const rules = RULE_IDS.filter((id) => GUARD_RULES[id].family === 'secret');
  expect(SAMPLES.map(({ rule }) => rule).sort()).toEqual([...rules].sort());
  for (const { kind } of SECRET_SHAPES) expect(rules).toContain(kind);
});

test('two secrets of a kind are two findings, with tags of their own', () => {
  const tags = findSecrets(`ghp_${randomBody(1, 36)} ghp_${randomBody(2, 36)}`, digest).map(
    ({ tag }) => tag,
  );
  expect(new Set(tags).size).toBe(2);
  expect(tags.every((tag) => /^[0-9a-f]{8}$/.test(tag ?? ''))).toBe(true);
});

test('what a person may have chosen has no tag that guesses could be tested with', () => {
  const [hit] = findSecrets('DB_PASSWORD=Sommer2026Berlin', digest);
  expect(hit).toMatchObject({ rule: 'assignment', tag: null });
});

const b = randomBody;
const FOUND: readonly (readonly [text: string, ...found: string[]])[] = [
  [`AWS_ACCESS_KEY_ID=${'AK'}IAIOSFODNN7EXAMPLE`, 'low aws-access-key'],
  ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'low aws-secret-key'],
  [`{"apiKey": "${b(3, 24)}"}`, 'medium assignment'],
  [`const token = '${b(4, 20)}';`, 'medium assignment'],
  [`client_secret: "${b(5, 20)}"`, 'medium assignment'],
  [`export API_KEY=${b(6, 14)}`, 'medium assignment'],
  ['password = "hunter2hunter2x"', 'medium assignment'],
  ['MYSQL_PASSWORD=correcthorsebattery', 'medium assignment'],
  [`API_KEY=ghp_${b(8, 36)}`, 'high github-token'],
  [`Authorization: Bearer eyJ${b(9, 20)}.${b(10, 20)}.${b(11, 20)}`, 'medium jwt'],
  [`curl -H "Authorization: Basic ${b(12, 24)}"`, 'medium bearer'],
  [`postgres://app:${b(13, 12)}@localhost:5432/app`, 'low database-url'],
  [`redis://:${b(14, 12)}@cache:6379`, 'low database-url'],
  [`     1→-----BEGIN ${'PRIVATE'} KEY-----\n     2→${b(15, 64)}\n`, 'high private-key'],
  [`"private_key": "-----BEGIN ${'PRIVATE'} KEY-----\\n${b(16, 64)}\\n"`, 'high private-key'],
];

test.each(FOUND)('found: %s', (text, ...found) => {
  expect(foundIn(text)).toEqual(found);
});

const LEFT: readonly string[] = [
  'password: your-password-here1',
  'API_KEY=your_api_key_12345',
  'token = "<your token 12345>"',
  'SECRET=$SECRET_FROM_ENV1',
  'PASSWORD="${DB_PASSWORD}"',
  'password=xxxxxxxxxxxx1',
  'token: test-token-1234567',
  'password=null',
  'password=aaaaaaaaaaaaaaaa1',
  'password=short1',
  'secret_key = get_secret(name)',
  'const token = await readToken(path);',
  'token: this.tokenService.current1',
  'apiKey: process.env.OPENAI_API_KEY1',
  'password: z.string().min(12)',
  '"token": "access_token_name"',
  'max_tokens=128000000000',
  'token_count: 123456789012',
  'the password is written on the note1',
  'secret: secretsManager.getSecretValue',
  'passwordField = "confirmPassword"',
  `sk_${'test'}_${b(20, 24)}`,
  `ghp_${'x'.repeat(36)}`,
  'ghp_short1',
  `${'AK'}IAXXXXXXXXXXXXXXXX`,
  '-----BEGIN PRIVATE KEY-----',
  "if (pem.startsWith('-----BEGIN RSA PRIVATE KEY-----')) return;",
  '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ29udGVudHNPZk5vdGhpbmc',
  'postgres://user:password@host/db',
  'postgres://postgres:postgres@localhost/db',
  'https://user:pass1234@example.com/x',
  'mysql://${USER}:${PASS}@db.acme.io/x',
  'http://localhost:8080/@scope/name',
  'Authorization: Bearer $TOKEN',
  'Authorization: Bearer <token>',
  'Authorization: Bearer YOUR_ACCESS_TOKEN_1234',
  'bearer authentication-middleware-two',
  'sk-learn-2024-tutorial-for-absolute-beginners',
  'task-1234567890abcdefghijklmnop',
  'sha256-uU1vZzY0ZkF0aGVyZUlzTm9LZXlIZXJl',
  '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c',
  '',
];

test.each(LEFT)('left: %s', (text) => {
  expect(foundIn(text)).toEqual([]);
});
