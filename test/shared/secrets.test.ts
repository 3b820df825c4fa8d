import { describe, expect, it } from 'vitest';
import { maskLine, maskLines, maskSecrets } from '../../src/shared/secrets.ts';

// Built at run time, so that no scanner takes this file's examples for real keys.
const body = (length: number) => 'aB3dE6gH9k'.repeat(10).slice(0, length);

const MASKED: readonly [name: string, given: string, want: string][] = [
  ['Anthropic key', `use sk-ant-api03-${body(40)} now`, 'use sk-ant-… now'],
  ['OpenAI key', `sk-${body(48)}`, 'sk-…'],
  ['OpenAI project key', `key sk-proj-${body(30)}_x-${body(10)}.`, 'key sk-….'],
  ['Stripe key', `sk_live_${body(24)}`, 'sk_live_…'],
  ['GitHub token', `ghp_${body(36)}`, 'ghp_…'],
  ['GitHub fine-grained token', `github_pat_${body(22)}_${body(30)}`, 'github_pat_…'],
  ['GitLab token', `glpat-${body(20)}`, 'glpat-…'],
  ['npm token', `npm_${body(36)}`, 'npm_…'],
  ['Hugging Face token', `hf_${body(34)}`, 'hf_…'],
  ['Slack token', `xoxb-123456789012-${body(20)}`, 'xoxb-…'],
  ['AWS key id', `AKIA${'Q7'.repeat(8)}`, 'AKIA…'],
  ['JWT', `eyJhbGciOiJI.eyJzdWIiOiIx.${body(20)}`, 'eyJ…'],
  ['authorization header', `Authorization: Bearer ${'abcdefgh'}`, 'Authorization: Bearer …'],
  ['bearer', `curl -H "bearer ${body(20)}"`, 'curl -H "bearer …"'],
  ['password=', 'login password=hunter2 ok', 'login password=… ok'],
  ['environment file', `DB_PASSWORD=swordfish\nX=1`, 'DB_PASSWORD=…\nX=1'],
  ['JSON', `{"apiKey":"abcdefgh","n":1}`, `{"apiKey":"…","n":1}`],
  ['YAML', 'secret: s3cr3t-value', 'secret: …'],
  ['key kept by its own shape', `API_KEY=sk-ant-${body(20)}`, 'API_KEY=sk-ant-…'],
  ['URL with credentials', 'postgres://ana:pa55@db:5432/x', 'postgres://ana:…@db:5432/x'],
  ['behind an underscore', `my_ghp_${body(36)}`, 'my_ghp_…'],
  ['in a branch name', `feature-glpat-${body(20)}`, 'feature-glpat-…'],
  ['in the name of an MCP tool', `mcp__ghp_${body(36)}__send`, 'mcp__ghp_…__send'],
  ['behind an escaped line end', `x\\nghp_${body(36)}`, 'x\\nghp_…'],
  ['behind an encoded sign', `t%3Dghp_${body(36)}`, 't%3Dghp_…'],
  ['behind a flag', `tool -pghp_${body(36)}`, 'tool -pghp_…'],
  ['URL without a user', 'redis://:pa55@cache', 'redis://:…@cache'],
  [
    'private key',
    `-----BEGIN RSA PRIVATE KEY-----\n${body(60)}\n-----END RSA PRIVATE KEY----- end`,
    '-----BEGIN RSA PRIVATE KEY-----… end',
  ],
  [
    'private key cut short',
    `x -----BEGIN OPENSSH PRIVATE KEY-----\n${body(60)}`,
    'x -----BEGIN OPENSSH PRIVATE KEY-----…',
  ],
];

const KEPT: readonly string[] = [
  'task-1234567890abcdefghijklmnop is done',
  'sk-learn-2024-tutorial-for-absolute-beginners',
  'the password reset page is broken',
  'password: please ask the user twice',
  'set max_tokens=4096 and budget_tokens: 1024',
  'the token: parse it with the lexer',
  'PASSWORD=$DB_PASSWORD and TOKEN=${TOKEN}',
  'password=<your password>',
  'const token = process.env.GITHUB_TOKEN',
  'password = readPassword(stdin)',
  'PWD=/home/ana/web',
  'bearer authentication-middleware',
  'http://localhost:8080/@scope/name',
  'git@github.com:ana/web.git and ana@example.org',
  'npm_config_registry and hf_hub_download',
  'AKIA is a prefix; AKIAshort too',
  '-----BEGIN CERTIFICATE-----',
];

describe('maskSecrets', () => {
  it.each(MASKED)('masks: %s', (_name, given, want) => {
    expect(maskSecrets(given)).toBe(want);
    expect(maskSecrets(want)).toBe(want);
  });

  it.each(KEPT.map((text) => [text]))('keeps: %s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });
});

describe('a sequence within a key', () => {
  const key = `ghp_${body(18)}\u001b[1m${body(18)}`;

  it('does not hide its second half on one line', () => {
    expect(maskLine(`use ${key} now`)).toBe('use ghp_… now');
  });

  it('nor in a text of several lines, which stay', () => {
    expect(maskLines(`use\n${key}\nnow`)).toBe('use\nghp_…\nnow');
  });
});
