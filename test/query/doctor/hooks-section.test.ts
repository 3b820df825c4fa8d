// The doctor on hooks and status line: which are installed where, whether they can run, what is missing.
import { describe, expect, it, test } from 'vitest';
import { type Program, planHooks } from '../../../src/actions/install/hook-plan.ts';
import { HOOKS_SECTION } from '../../../src/query/doctor/hooks-section.ts';
import { diskOf, emptyLedger, GOOD_TREE, inputOf, ROOT, type TestFile } from './input.ts';

const USER = '/home/ana/.claude/settings.json';
const PROJECT = '/home/ana/web/.claude/settings.json';
const LOCAL = '/home/ana/web/.claude/settings.local.json';
const PROGRAM: Program = { nodePath: '/usr/bin/node', distDir: '/opt/t/dist', platform: 'linux' };
const LINE = { command: '/usr/bin/node /opt/t/dist/statusline.js --source telltale' };
const PRESENT: Readonly<Record<string, TestFile>> = {
  '/usr/bin/node': {},
  '/opt/t/dist/hook.js': {},
  '/opt/t/dist/statusline.js': {},
};
const RECORD = '/home/ana/.local/state/telltale/install.json';

function settings(version: string, more: object = {}, program = PROGRAM): TestFile {
  const plan = planHooks(program, version);
  const hooks = Object.fromEntries(plan.map(({ event, group }) => [event, [group]]));
  return { text: JSON.stringify({ hooks, ...more }) };
}

function recordOf(clientVersion: string): TestFile {
  const files = { [USER]: { clientVersion } };
  return { text: JSON.stringify({ formatVersion: 1, files }) };
}

const examine = (tree: Readonly<Record<string, TestFile>>, changes = {}) =>
  HOOKS_SECTION.examine(
    inputOf({ disk: diskOf({ ...GOOD_TREE, ...PRESENT, ...tree }), ...changes }),
  );
const codesOf = (tree: Readonly<Record<string, TestFile>>, changes = {}) =>
  (examine(tree, changes).findings ?? []).map(({ severity, code }) => `${severity} ${code}`);

describe('what is installed', () => {
  it('is nothing, and nothing is said about it', () => {
    const { facts, listings, findings } = examine({ [USER]: { text: '{"model":"opus"}' } });
    expect(facts).toMatchObject([{ key: 'installed', value: false }, { value: null }]);
    expect({ listings, findings }).toEqual({ listings: [], findings: [] });
  });

  it('is listed scope by scope', () => {
    const { listings, findings } = examine({
      [USER]: settings('2.1.240', { statusLine: LINE }),
      [LOCAL]: { text: '{"statusLine":{"type":"command","command":"mine"}}' },
      [RECORD]: recordOf('2.1.240'),
    });
    expect(listings?.[0]?.rows).toEqual([
      { scope: 'user', path: USER, events: 12, statusline: "telltale's" },
      { scope: 'project', path: PROJECT, events: 0, statusline: 'none' },
      { scope: 'local', path: LOCAL, events: 0, statusline: 'another one' },
    ]);
    expect(findings).toEqual([]);
  });

  it('is looked for where CLAUDE_CONFIG_DIR says', () => {
    const place = { ...inputOf().place, env: { CLAUDE_CONFIG_DIR: '/srv/claude' } };
    const tree = { '/srv/claude/settings.json': settings('2.1.240') };
    expect(examine(tree, { place }).facts?.[0]).toMatchObject({ value: true });
  });
});

describe('findings', () => {
  const ledgerOf = (version: string) => {
    const db = emptyLedger();
    db.prepare("INSERT INTO session (session_id, version) VALUES ('a', '2.0.9'), ('b', ?)").run(
      version,
    );
    return { ledger: { db, isFresh: true, notices: [], problem: null } };
  };

  test.each([
    ['hook.js moved away', ['/opt/t/dist/hook.js'], ['critical hook-command-missing']],
    ['Node moved away', ['/usr/bin/node'], ['critical hook-command-missing']],
    ['all of it moved away', Object.keys(PRESENT), Array(3).fill('critical hook-command-missing')],
  ])('%s', (_what, missing, codes) => {
    const disk = diskOf({
      ...GOOD_TREE,
      ...Object.fromEntries(Object.entries(PRESENT).filter(([path]) => !missing.includes(path))),
      [USER]: settings('2.1.240', { statusLine: LINE }),
    });
    expect(codesOf({}, { disk })).toEqual(codes);
  });

  it('an older set of events, against the newest version in the ledger', () => {
    const tree = { [USER]: settings('2.0.50') };
    const [finding] = examine(tree, ledgerOf('2.1.240')).findings ?? [];
    expect(finding).toMatchObject({
      code: 'hooks-incomplete',
      what: expect.stringContaining('lacks the hooks PostToolUseFailure, PostCompact, StopFailure'),
      command: 'telltale init --hooks',
    });
    expect(codesOf(tree, ledgerOf('2.0.50'))).toEqual([]);
    expect(codesOf({ ...tree, [RECORD]: recordOf('2.1.240') })).toEqual(['warn hooks-incomplete']);
    expect(codesOf(tree)).toEqual([]);
  });

  it('names the scope in the command', () => {
    const tree = { [PROJECT]: settings('2.0.50') };
    expect(examine(tree, ledgerOf('2.1.240')).findings?.[0]?.command).toBe(
      'telltale init --hooks --scope project',
    );
  });

  const all = { [USER]: settings('2.1.240') };
  test.each([
    ['in the same file', { [USER]: settings('2.1.240', { disableAllHooks: true }) }],
    ['in another scope', { ...all, [LOCAL]: { text: '{"disableAllHooks":true}' } }],
    [
      'by the administrator',
      { ...all, '/etc/claude-code/managed-settings.json': { text: '{"disableAllHooks":true}' } },
    ],
    [
      'in a file beside the administrator’s',
      {
        ...all,
        '/etc/claude-code/managed-settings.d/10-x.json': { text: '{"disableAllHooks":true}' },
      },
    ],
  ])('hooks are disabled %s', (_what, tree) => {
    expect(codesOf(tree)).toEqual(['warn hooks-disabled']);
  });

  it('the administrator allows his own hooks only', () => {
    const managed = { text: '{"allowManagedHooksOnly":true}' };
    const tree = { ...all, '/etc/claude-code/managed-settings.json': managed };
    expect(codesOf(tree)).toEqual(['warn managed-hooks-only']);
    // In a user's file the key means nothing; without hooks nothing is lost.
    expect(codesOf({ ...all, [LOCAL]: managed })).toEqual([]);
    expect(codesOf({ '/etc/claude-code/managed-settings.json': managed })).toEqual([]);
  });

  it('two copies that both run, but not the same one twice', () => {
    const other = { ...PROGRAM, distDir: '/srv/t/dist' };
    const tree = { ...all, '/srv/t/dist/hook.js': {} };
    expect(codesOf({ ...tree, [PROJECT]: settings('2.1.240') })).toEqual([]);
    expect(codesOf({ ...tree, [PROJECT]: settings('2.1.240', {}, other) })).toEqual([
      'warn installed-twice',
    ]);
  });

  it('a file that Claude Code cannot read, unless it was told of already', () => {
    expect(codesOf({ [PROJECT]: { text: '{' } })).toEqual(['warn settings-unusable']);
    expect(codesOf({ [USER]: { text: '{' } })).toEqual([]);
    expect(codesOf({ [USER]: { text: '{' } }, { roots: [{ ...ROOT, taken: false }] })).toEqual([
      'warn settings-unusable',
    ]);
  });
});
