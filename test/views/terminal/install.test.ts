// The screens of init and uninstall: the diff before the question, and what is said after it.
import { describe, expect, it, test } from 'vitest';
import { diffFile } from '../../../src/actions/install/diff-file.ts';
import type {
  FileChange,
  InitAnswer,
  UninstallAnswer,
} from '../../../src/query/install/install-answer.ts';
import { displayWidth } from '../../../src/shared/width.ts';
import {
  renderInitOutcome,
  renderInitPlan,
  renderUninstallOutcome,
  renderUninstallPlan,
} from '../../../src/views/terminal/install.ts';
import { screenOf, stripColors } from './screens.ts';

const BEFORE = '{\r\n\t"model": "opus",\r\n\t"env": { "KEY": "sk-ant-abcdefghijklmnop" }\r\n}';
const AFTER = `{\r
\t"model": "opus",\r
\t"env": { "KEY": "sk-ant-abcdefghijklmnop" },\r
\t"hooks": {\r
\t\t"Stop": [{ "hooks": [{ "type": "command", "command": "/usr/bin/node", "args": ["/opt/telltale/dist/hook.js", "--source", "telltale"] }] }]\r
\t},\r
\t"name": "日本語の長い名前 \u001b[31mred\u001b[0m"\r
}\r
`;

const SETTINGS: FileChange = {
  kind: 'settings',
  scope: 'user',
  path: '/home/ana/.claude/settings.json',
  target: '/home/ana/dotfiles/claude/settings.json',
  action: 'change',
  ...diffFile(Buffer.from(BEFORE), Buffer.from(AFTER)),
  backup: null,
};
const CONFIG: FileChange = {
  kind: 'config',
  scope: null,
  path: '/home/ana/.config/telltale/config.toml',
  target: '/home/ana/.config/telltale/config.toml',
  action: 'create',
  addedLines: 200,
  removedLines: 0,
  hunks: [],
  backup: null,
};
const INIT: InitAnswer = {
  kind: 'init',
  formatVersion: 1,
  status: 'dry-run',
  scope: 'user',
  client: { version: '2.1.240', source: 'claude --version' },
  events: ['SessionStart', 'Stop'],
  statusline: { before: 'foreign', action: 'wrap', command: '~/bin/line.sh' },
  changes: [SETTINGS, CONFIG],
  notes: [
    {
      code: 'hooks-disabled',
      severity: 'warn',
      what: '/home/ana/web/.claude/settings.json has disableAllHooks: no hook runs, and no status line',
      next: 'Take it out there',
    },
    { code: 'x', severity: 'note', what: 'Worth knowing', next: null },
  ],
};
const UNINSTALL: UninstallAnswer = {
  kind: 'uninstall',
  formatVersion: 1,
  status: 'dry-run',
  changes: [
    {
      ...SETTINGS,
      action: 'restore',
      ...diffFile(Buffer.from(AFTER), Buffer.from(BEFORE)),
    },
  ],
  notes: [],
  stateDir: '/home/ana/.local/state/telltale',
  configFile: '/home/ana/.config/telltale/config.toml',
};

describe.each([60, 80, 120])('at %i columns', (width) => {
  test.each([
    ['init-plan', (columns: number) => renderInitPlan(INIT, screenOf(columns))],
    [
      'init-done',
      (columns: number) => renderInitOutcome({ ...INIT, status: 'done' }, screenOf(columns)),
    ],
    ['uninstall-plan', (columns: number) => renderUninstallPlan(UNINSTALL, screenOf(columns))],
    [
      'uninstall-done',
      (columns: number) =>
        renderUninstallOutcome({ ...UNINSTALL, status: 'done' }, screenOf(columns)),
    ],
  ])('%s', async (name, render) => {
    const text = render(width);
    await expect(text).toMatchFileSnapshot(`install-golden/${name}-${width}.txt`);
    expect(text.split('\n').filter((line) => displayWidth(line) > width)).toEqual([]);
  });
});

it('shows the same in colour, with a tone for each sign', () => {
  const colored = renderInitPlan(INIT, screenOf(80, { color: true }));
  expect(stripColors(colored)).toBe(renderInitPlan(INIT, screenOf(80)));
  expect(colored).toContain('\u001b[32m+ ');
  expect(colored).toContain('\u001b[1;31m- ');
});

it('lets nothing of a file steer the terminal, and masks its secrets', () => {
  const text = renderInitPlan(INIT, screenOf(200));
  expect(text).not.toContain('\u001b');
  expect(text).not.toContain('\t');
  expect(text).not.toContain('abcdefghijklmnop');
});

it('uses ASCII alone for its own words where the terminal shows nothing else', () => {
  const changes = [{ ...CONFIG }];
  const text = renderInitPlan({ ...INIT, changes }, screenOf(80, { unicode: false }));
  expect(text).toMatch(/^[\n -~]*$/);
});

test.each([
  ['nothing-to-do', 'Everything is set up already'],
  ['declined', 'Nothing was changed'],
  ['dry-run', 'Nothing was changed'],
  ['needs-consent', ''],
] as const)('says of %s: %s', (status, words) => {
  const text = renderInitOutcome({ ...INIT, status }, screenOf(80));
  expect(text).toContain(words);
  if (words === '') expect(text).toBe('');
});

test.each([
  ['the hooks', { events: ['Stop'] }, 'Done. Running sessions take it up .* they never block'],
  ['the status line', { action: 'add' }, 'Done. Running sessions take it up .* from their start.$'],
  ['the slash command', { slash: true }, 'Done. New sessions know the command /telltale.$'],
  ['the configuration', {}, 'Done.$'],
] as const)('says of %s alone what it does, and no more', (_what, part, words) => {
  const {
    events = [],
    action = 'none',
    slash,
  } = { slash: false, ...part } as {
    events?: string[];
    action?: 'add' | 'none';
    slash: boolean;
  };
  const statusline = { before: 'none', action, command: null } as const;
  const changes = slash ? [{ ...CONFIG, kind: 'slash-command' as const }] : [CONFIG];
  const answer: InitAnswer = { ...INIT, status: 'done', events, statusline, changes };
  const text = renderInitOutcome(answer, screenOf(400)).trim().split('\n\n')[0] ?? '';
  expect(text).toMatch(new RegExp(`^${words}`));
});

it('does not call it set up when a slash command was refused', () => {
  const notes = [
    { code: 'slash-command-kept', severity: 'note' as const, what: 'It stays', next: null },
  ];
  const text = renderInitOutcome({ ...INIT, status: 'nothing-to-do', notes }, screenOf(80));
  expect(text).toContain('Nothing was changed.');
  expect(text).toContain('It stays');
  expect(text).not.toContain('set up already');
});

it('says what could not be put right, and does not call that done', () => {
  const notes = [
    { code: 'x', severity: 'critical' as const, what: 'It is broken', next: 'Mend it' },
  ];
  const text = renderUninstallOutcome({ ...UNINSTALL, status: 'done', notes }, screenOf(80));
  expect(text).toContain('✖ It is broken');
  expect(text).not.toContain('Done');
  expect(text).toContain(UNINSTALL.stateDir);
});
