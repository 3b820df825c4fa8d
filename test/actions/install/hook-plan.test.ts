// What each version of Claude Code is given, and that the shell form starts the right program.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { detectClientVersion } from '../../../src/actions/install/client-version.ts';
import { type Program, planHooks, planStatusline } from '../../../src/actions/install/hook-plan.ts';
import { parseOwnHandler } from '../../../src/live/installed-hooks.ts';

const PROGRAM: Program = { nodePath: '/usr/bin/node', distDir: '/opt/t/dist', platform: 'linux' };
const WINDOWS: Program = {
  nodePath: 'C:\\Program Files\\nodejs\\node.exe',
  distDir: 'C:\\Users\\ana b\\t\\dist',
  platform: 'win32',
};
const handlersOf = (version: string | null, program = PROGRAM) =>
  Object.fromEntries(
    planHooks(program, version).map(({ event, group }) => [event, group.hooks[0]]),
  );

describe('events', () => {
  test.each([
    [null, 8, 'SessionEnd', 'SubagentStart'],
    ['1.0.60', 6, 'UserPromptSubmit', 'SessionStart'],
    ['1.0.85', 8, 'SessionEnd', 'SubagentStart'],
    ['2.0.43', 9, 'SubagentStart', 'PostCompact'],
    ['2.1.76', 10, 'PostCompact', 'StopFailure'],
    ['2.1.78', 11, 'StopFailure', 'PostToolUseFailure'],
    ['2.1.240', 12, 'PostToolUseFailure', 'PreToolUse'],
  ])('%s knows %i, %s among them and not %s', (version, count, known, unknown) => {
    const handlers = handlersOf(version);
    expect(Object.keys(handlers)).toHaveLength(count);
    expect(handlers).toHaveProperty(known);
    expect(handlers).not.toHaveProperty(unknown);
  });
});

describe('handlers', () => {
  it('start the program without a shell where the client can', () => {
    expect(handlersOf('2.1.139').Notification).toEqual({
      type: 'command',
      command: '/usr/bin/node',
      args: ['/opt/t/dist/hook.js', '--source', 'telltale'],
      async: true,
      timeout: 5,
    });
    expect(handlersOf('2.1.138').Notification).toEqual({
      type: 'command',
      command: '/usr/bin/node /opt/t/dist/hook.js --source telltale',
      async: true,
      timeout: 5,
    });
    expect(handlersOf('2.1.74').Notification).not.toHaveProperty('async');
  });

  it('are waited for where an answer or an order depends on it', () => {
    const waited = Object.entries(handlersOf('2.1.240')).filter(([, it]) => it?.async !== true);
    expect(waited.map(([event]) => event)).toEqual([
      'SessionStart',
      'UserPromptSubmit',
      'PostToolUse',
      'PreCompact',
      'PostCompact',
      'SubagentStop',
      'Stop',
      'StopFailure',
      'SessionEnd',
    ]);
    expect(handlersOf('2.1.240').SessionEnd).toMatchObject({ timeout: 2 });
  });

  it.each([null, '2.1.240'])('are found again as ours (%s)', (version) => {
    for (const program of [PROGRAM, WINDOWS]) {
      for (const handler of Object.values(handlersOf(version, program))) {
        expect(parseOwnHandler(handler)).not.toBeNull();
      }
    }
  });

  it('on Windows start by a name that every shell understands', () => {
    const command = 'node "C:/Users/ana b/t/dist/hook.js" --source telltale';
    expect(handlersOf('2.1.0', WINDOWS).Stop).toMatchObject({ command });
    expect(handlersOf('2.1.240', WINDOWS).Stop).toMatchObject({
      command: 'C:\\Program Files\\nodejs\\node.exe',
      args: ['C:\\Users\\ana b\\t\\dist\\hook.js', '--source', 'telltale'],
    });
  });
});

describe('the status line', () => {
  it.each([
    ['2.1.97', 10, 10],
    ['2.1.97', 0, null],
    ['2.1.96', 10, null],
    [null, 10, null],
  ])('%s with %i s', (version, refreshSeconds, planned) => {
    const plan = planStatusline(PROGRAM, version, { wrapped: null, refreshSeconds });
    expect(plan.refreshSeconds).toBe(planned);
  });
});

describe.skipIf(process.platform === 'win32')('through sh', () => {
  test.each(['plain', 'with blanks', 'with \'quotes"', 'with $HOME and `id`', 'mit Ümläut 🐚'])(
    'a folder %s',
    (name) => {
      const folder = mkdtempSync(join(tmpdir(), 'telltale-shell-'));
      try {
        const distDir = join(folder, name, 'dist');
        mkdirSync(distDir, { recursive: true });
        const script = 'console.log(JSON.stringify(process.argv.slice(2)))';
        writeFileSync(join(distDir, 'hook.js'), script);
        writeFileSync(join(distDir, 'statusline.js'), script);
        const program = { ...PROGRAM, nodePath: process.execPath, distDir };
        const run = (command: unknown) =>
          JSON.parse(spawnSync('sh', ['-c', String(command)], { encoding: 'utf8' }).stdout);
        expect(run(handlersOf('2.0.0', program).Stop?.command)).toEqual(['--source', 'telltale']);
        const wrapped = `printf '%s\n' "$PWD" | sed 's/a b/c/' # ${name}`;
        const { command } = planStatusline(program, '2.1.240', { wrapped, refreshSeconds: 0 });
        expect(run(command)).toEqual(['--source', 'telltale', '--wrap', wrapped]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});

describe('the version of the client', () => {
  it.each([
    ['2.1.197 (Claude Code)', '2.1.240', '2.1.197', 'claude --version'],
    [null, '2.1.240', '2.1.240', 'the newest transcript'],
    ['garbage', null, null, 'not known'],
  ])('%s and %s', (told, seen, version, source) => {
    expect(detectClientVersion({ askClient: () => told, askLedger: () => seen })).toEqual({
      version,
      source,
    });
  });
});
