// The smaller judgements: files, names of MCP tools, orders of risks, labels.
import { describe, expect, test } from 'vitest';
import type { Place } from '../../../src/model/guard/finding.ts';
import { judgeFileTool, judgeSearchResult } from '../../../src/model/guard/judge-file-tool.ts';
import { labelPath } from '../../../src/model/guard/label.ts';
import { gravestRisk, judgeMcpTool, splitMcpName } from '../../../src/model/guard/mcp-tool.ts';
import { findRiskPaths, type SignalKind } from '../../../src/model/guard/risk-path.ts';
import { judgePath, judgeWrite } from '../../../src/model/guard/sensitive-path.ts';

describe('files with credentials', () => {
  test.each([
    ...[
      '.env',
      'a/.env.local',
      'C:\\w\\.env',
      'prod.env',
      '.envrc',
      'x/server.pem',
      'tls.key',
      'a.p12',
      'a.pfx',
      'a.jks',
    ],
    ...[
      '~/.ssh/id_rsa',
      'id_dsa',
      'id_ecdsa',
      '/h/.ssh/id_ed25519',
      '/h/.ssh/deploy',
      '.netrc',
      '.npmrc',
      '.pypirc',
    ],
    ...[
      'credentials',
      'credentials.json',
      '~/.aws/credentials',
      '.git-credentials',
      '.docker/config.json',
      '/etc/shadow',
    ],
    ...['**/.env*', '.env.*', '*.pem', '.claude/.credentials.json', '/proc/self/environ'],
  ])('credentials: %s', (path) => {
    expect(judgePath(path)).toBe('credentials');
  });
  test.each([
    'kubeconfig',
    '~/.kube/config',
    'service-account.json',
    'gcp-key-prod.json',
    'secrets.yml',
    'prod.tfvars',
    '~/.ssh/config',
  ])('likely: %s', (path) => {
    expect(judgePath(path)).toBe('likely');
  });
  test.each([
    ...[
      '.env.example',
      '.env.sample',
      '.env.template',
      '.env.dist',
      'example.env',
      '.envoy',
      'environment.ts',
      'env.ts',
    ],
    ...[
      'id_rsa.pub',
      'known_hosts',
      '~/.ssh/known_hosts',
      'cacert.pem',
      'ca-bundle.pem',
      'cert.pem',
      'public.key',
      'a.crt',
    ],
    ...[
      'credentials.ts',
      'src/secrets.rs',
      'secrets.md',
      'key.ts',
      'monkey',
      'config.json',
      'auth.ts',
      '',
      '/',
      'x'.repeat(9_000),
    ],
  ])('neither: %s', (path) => {
    expect(judgePath(path)).toBeNull();
  });
});

test.each([
  ['~/.bashrc', 'medium startup-file'],
  ['$HOME/.zshrc', 'medium startup-file'],
  ['/etc/cron.d/x', 'medium startup-file'],
  ['/w/app/.git/hooks/pre-push', 'medium startup-file'],
  ['~/.ssh/authorized_keys', 'high startup-file'],
  ['/etc/sudoers', 'high startup-file'],
  ['/w/app/.claude/settings.local.json', 'medium agent-settings'],
  ['/w/app/.mcp.json', 'medium agent-settings'],
  ['src/profile.ts', null],
  ['.git/hooks/pre-push.sample', null],
])('writing %s', (path, expected) => {
  const risk = judgeWrite(path);
  expect(risk === null ? null : `${risk.severity} ${risk.rule}`).toBe(expected);
});

test.each([
  ['Read', { file_path: '/w/app/.env' }, 'high read-credentials .env'],
  ['Read', { file_path: '/w/app/.env.example' }],
  [
    'Read',
    { file_path: '/w/app/config/secrets.yml' },
    'medium read-likely-secrets config/secrets.yml',
  ],
  ['Edit', { file_path: '/w/app/.env' }, 'medium write-credentials .env'],
  ['Write', { file_path: '/h/.bashrc' }, 'medium startup-file /h/.bashrc'],
  [
    'Grep',
    { pattern: 'K', path: '/w/app/.env', output_mode: 'content' },
    'high read-credentials .env',
  ],
  ['Grep', { pattern: 'K', glob: '.env*' }, 'low list-credentials .env*'],
  ['Grep', { pattern: '\\.env', path: '/w/app/src' }],
  ['Glob', { pattern: '**/*.pem' }, 'low list-credentials **/*.pem'],
  ['Read', { file_path: 7 }],
  ['Task', { prompt: '.env' }],
])('%s %j', (name, input, ...found) => {
  expect(
    judgeFileTool(name, input, '/w/app').map(
      ({ severity, rule, label }) => `${severity} ${rule} ${label}`,
    ),
  ).toEqual(found);
});

test('lines of a credentials file that a search through a folder brought up', () => {
  const text = 'src/a.ts:3:const a = 1\n.env:1:A=b\n.env:2:B=c\n.env.example:1:A=';
  expect(judgeSearchResult('Grep', text, null).map(({ label }) => label)).toEqual(['.env']);
  expect(judgeSearchResult('Bash', text, null)).toEqual([]);
});

describe('MCP tools', () => {
  test.each([
    ['mcp__github__create_issue', { server: 'github', tool: 'create_issue' }],
    ['mcp__plugin_a_b__x__y', { server: 'plugin_a_b', tool: 'x__y' }],
    ['Bash', null],
    ['mcp__x', null],
  ])('%s', (name, expected) => {
    expect(splitMcpName(name)).toEqual(expected);
  });
  test.each([
    ['list_issues', 'reads'],
    ['getFileContents', 'reads'],
    ['create_issue', 'writes'],
    ['issue_write', 'writes'],
    ['delete_branch', 'acts'],
    ['browser_click', 'acts'],
    ['execute-sql', 'acts'],
    ['frobnicate', 'unknown'],
    ['', 'unknown'],
  ])('%s', (tool, risk) => {
    expect(judgeMcpTool(tool)).toBe(risk);
  });
  test('a server is as grave as its gravest tool, and unknown beside reading ones', () => {
    expect(gravestRisk(['reads', 'acts', 'unknown'])).toBe('acts');
    expect(gravestRisk(['reads', 'unknown'])).toBe('unknown');
    expect(gravestRisk([])).toBe('unknown');
  });
});

describe('risks in an order', () => {
  const rows: readonly (readonly [kinds: string, ...paths: string[]])[] = [
    ['u p o', 'untrusted-private-outgoing 0-1-2'],
    ['u x p u p o o', 'untrusted-private-outgoing 3-4-5'],
    ['p o', 'private-outgoing 0-1'],
    ['p u o', 'private-outgoing 0-2'],
    ['o p u'],
    ['u o'],
    ['u d', 'untrusted-dangerous 0-1'],
    ['d u'],
    ['u p o d', 'untrusted-private-outgoing 0-1-2', 'untrusted-dangerous 0-3'],
    [''],
  ];
  const KINDS: Readonly<Record<string, SignalKind>> = {
    u: 'untrusted',
    p: 'private',
    o: 'outgoing',
    d: 'dangerous',
  };
  test.each(rows)('%s', (kinds, ...expected) => {
    const signals = kinds.split(' ').flatMap((letter, at) => {
      const kind = KINDS[letter];
      return kind === undefined ? [] : [{ kind, what: String(at), place: { atMs: at } as Place }];
    });
    const found = findRiskPaths('s', signals).map(
      ({ kind, steps }) => `${kind} ${steps.map(({ what }) => what).join('-')}`,
    );
    expect(found).toEqual(expected);
  });
});

test.each([
  ['/w/app/src/a.ts', '/w/app', 'src/a.ts'],
  ['/w/application/a.ts', '/w/app', '/w/application/a.ts'],
  [`/w/ghp_${'aB3dE6gH9k'.repeat(4)}/x`, null, '/w/ghp_…/x'],
  ['/w/aB3dE6gH9kaB3dE6/x', null, '/w/…/x'],
  ['a\u001b[31mb\nc', null, 'ab c'],
])('label of %j', (path, folder, expected) => {
  expect(labelPath(path, folder)).toBe(expected);
});
