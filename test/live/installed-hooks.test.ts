// Which handlers and status lines are taken for ours, and which are not.
import { describe, expect, it, test } from 'vitest';
import {
  describeStatusline,
  parseOwnHandler,
  readSettingsFacts,
} from '../../src/live/installed-hooks.ts';

const SCRIPT = '/opt/telltale/dist/hook.js';
const MARK = ['--source', 'telltale'];

describe('a handler is ours', () => {
  test.each([
    ['in exec form', { command: '/usr/bin/node', args: [SCRIPT, ...MARK] }],
    ['in shell form', { command: `/usr/bin/node ${SCRIPT} --source telltale` }],
    ['with quotes', { command: `'/my node/node' '/o'\\''b/dist/hook.js' --source telltale` }],
    ['on Windows', { command: 'node "C:/Program Files/t/dist/hook.js" --source telltale' }],
    ['with more behind', { command: 'node', args: [SCRIPT, ...MARK, '--later'] }],
    ['with a program before', { command: `nice node ${SCRIPT} --source telltale` }],
  ])('%s', (_what, handler) => {
    expect(parseOwnHandler({ type: 'command', ...handler })?.scriptPath).toMatch(/hook\.js$/);
  });
});

describe('a handler is foreign', () => {
  test.each([
    ['without the marker', { command: '/usr/bin/node', args: [SCRIPT] }],
    ['with another source', { command: 'node', args: [SCRIPT, '--source', 'telltale-2'] }],
    ['with the marker elsewhere', { command: 'node', args: [...MARK, SCRIPT] }],
    ['of another script', { command: 'node', args: ['/opt/x/hook.js', ...MARK] }],
    ['that only mentions it', { command: `echo "${SCRIPT} --source telltale"` }],
    ['without a command', { url: `http://localhost/dist/hook.js --source telltale` }],
  ])('%s', (_what, handler) => {
    expect(parseOwnHandler({ type: 'command', ...handler })).toBeNull();
  });

  test.each([null, undefined, 'text', 7, [], {}])('%j', (handler) => {
    expect(parseOwnHandler(handler)).toBeNull();
  });
});

describe('a status line', () => {
  it.each([
    [undefined, { kind: 'none' }],
    [null, { kind: 'foreign', command: null }],
    ['x', { kind: 'foreign', command: null }],
    [{ type: 'command' }, { kind: 'foreign', command: null }],
    [
      { type: 'other', command: 'x' },
      { kind: 'foreign', command: null },
    ],
    [
      { type: 'command', command: 'x y' },
      { kind: 'foreign', command: 'x y' },
    ],
  ])('%j', (value, state) => {
    expect(describeStatusline(value)).toEqual(state);
  });

  it('of ours tells what it runs, and what it wraps', () => {
    const command = `node /t/dist/statusline.js --source telltale --wrap 'printf '\\''%s'\\'' "$PWD"'`;
    expect(describeStatusline({ type: 'command', command })).toMatchObject({
      kind: 'own',
      own: { nodePath: null, scriptPath: '/t/dist/statusline.js', wrapped: `printf '%s' "$PWD"` },
    });
  });
});

it('reads the facts of a whole file, and nothing from what is no object', () => {
  const text = JSON.stringify({
    disableAllHooks: true,
    hooks: { Stop: [{ hooks: [{ command: 'node', args: [SCRIPT, ...MARK] }, null] }, 3], X: 'no' },
  });
  expect(readSettingsFacts(`\uFEFF${text}`)).toMatchObject({
    handlers: [{ event: 'Stop', nodePath: null, scriptPath: SCRIPT }],
    statusline: { kind: 'none' },
    disablesHooks: true,
    allowsManagedOnly: false,
  });
  for (const broken of ['', '[]', 'null', '{', '7']) expect(readSettingsFacts(broken)).toBeNull();
});
