// init and uninstall through the built program, in a home of their own and with a made-up client. Needs
// `npm run build` first.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InitAnswer, UninstallAnswer } from '../../src/query/install/install-answer.ts';
import { listTree } from '../actions/install/world.ts';
import { type Environment, type Home, openHome, PROGRAM } from './telltale.ts';

const SETTINGS =
  '{\n    "model": "opus",\n    "statusLine": { "type": "command", "command": "date" }\n}\n';

describe.skipIf(process.platform === 'win32')('init and uninstall', () => {
  let home: Home;
  let settings: string;
  let env: Environment;

  beforeEach(() => {
    home = openHome();
    settings = join(home.config, 'settings.json');
    home.write('settings.json', SETTINGS);
    const bin = join(home.path, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'claude'), '#!/bin/sh\necho "2.1.240 (Claude Code)"\n');
    chmodSync(join(bin, 'claude'), 0o755);
    env = { PATH: `${bin}:${process.env.PATH}` };
  });
  afterEach(() => home.clear());

  const run = (...words: string[]) => home.run(words, env);
  const answerOf = <T>(...words: string[]) => {
    const { stdout, status } = run(...words, '--json');
    return { answer: JSON.parse(stdout) as T, status };
  };

  it('shows everything and changes nothing with --dry-run', () => {
    const before = listTree(home.path);
    const { status, stdout, stderr } = home.run(['init', '--dry-run'], { ...env, COLUMNS: '60' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Claude Code 2.1.240');
    expect(stdout).toMatch(/^ {2}\+ {4}"hooks": \{$/m);
    expect(stdout).toContain('Nothing was changed.');
    expect(stdout.split('\n').filter((line) => line.length > 60)).toEqual([]);
    expect(listTree(home.path)).toEqual(before);
  });

  it('changes nothing when nobody can be asked', () => {
    const before = listTree(home.path);
    const { status, stdout, stderr } = run('init');
    expect(status).toBe(2);
    expect(stdout).toContain('"SessionStart"');
    expect(stderr).toContain('nobody to ask');
    expect(stderr).toContain('telltale init --yes');
    expect(answerOf<InitAnswer>('init').answer.status).toBe('needs-consent');
    expect(listTree(home.path)).toEqual(before);
  });

  it('installs with --yes, once, and gives back every byte', () => {
    const { state: _state, ...before } = listTree(home.path);
    const { answer, status } = answerOf<InitAnswer>('init', '--yes', '--hooks', '--statusline');
    expect(status).toBe(0);
    expect(answer).toMatchObject({
      status: 'done',
      client: { version: '2.1.240', source: 'claude --version' },
      statusline: { action: 'wrap', command: 'date' },
    });
    expect(answer.events).toHaveLength(12);
    expect(existsSync(join(home.state, 'config.toml'))).toBe(true);
    expect(JSON.parse(readFileSync(settings, 'utf8'))).toMatchObject({
      statusLine: {
        command: expect.stringMatching(/statusline\.js --source telltale --wrap date$/),
      },
    });
    expect(run('init', '--yes').stdout).toContain('Everything is set up already');
    expect(run('doctor').stdout).toMatch(/user +12 +telltale's/);

    const undone = answerOf<UninstallAnswer>('uninstall', '--yes');
    expect(undone.status).toBe(0);
    expect(undone.answer.changes).toMatchObject([{ path: settings, action: 'restore' }]);
    expect(readFileSync(settings, 'utf8')).toBe(SETTINGS);
    const { state: _kept, ...after } = listTree(home.path);
    const isOurs = (name: string) => name.startsWith('state/');
    expect(Object.entries(after).filter(([name]) => !isOurs(name))).toEqual(Object.entries(before));
    expect(run('uninstall', '--yes').stdout).toContain('There is nothing of telltale');
  });

  it('leaves a foreign status line alone with --yes', () => {
    const { answer } = answerOf<InitAnswer>('init', '--yes');
    expect(answer.statusline.action).toBe('keep');
    expect(answer.notes.map(({ code }) => code)).toEqual(['statusline-kept']);
    expect(JSON.parse(readFileSync(settings, 'utf8'))).toMatchObject({
      statusLine: { command: 'date' },
    });
  });

  it('adds the slash command alone, and takes it back', () => {
    const command = join(home.config, 'commands/telltale.md');
    const shown = run('init', '--dry-run', '--slash-command').stdout;
    expect(shown).toContain('+disable-model-invocation: true');
    expect(existsSync(command)).toBe(false);

    const { status, stdout } = run('init', '--yes', '--slash-command');
    expect(status).toBe(0);
    expect(stdout).toContain('Done. New sessions know the command /telltale.');
    expect(stdout).not.toContain('hooks');
    expect(readFileSync(settings, 'utf8')).toBe(SETTINGS);
    const line =
      /^!`(.+) \$ARGUMENTS 2>&1 \|\| true`$/m.exec(readFileSync(command, 'utf8'))?.[1] ?? '';
    // What it starts says the same as the command that is meant.
    for (const [typed, meant] of [
      ['', ['explain']],
      ['--json', ['explain', '--json']],
      ['rates', ['rates']],
    ] as const) {
      const words = { cwd: home.path, encoding: 'utf8', env: home.environment(env) } as const;
      const { stdout, stderr } = spawnSync('sh', ['-c', `${line} ${typed}`], words);
      const same = run(...meant, '--plain');
      expect({ stdout, stderr }).toEqual({ stdout: same.stdout, stderr: same.stderr });
      expect(stdout + stderr).not.toBe('');
    }

    run('uninstall', '--yes');
    expect(existsSync(join(home.config, 'commands'))).toBe(false);
    expect(readFileSync(settings, 'utf8')).toBe(SETTINGS);
  });

  it('leaves a slash command of somebody else alone, and says so', () => {
    home.write('commands/telltale.md', 'My own.');
    run('init', '--yes', '--slash-command');
    const { stdout } = run('init', '--yes', '--slash-command');
    expect(stdout).toContain('Nothing was changed.');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('stays as it is');
    run('uninstall', '--yes');
    expect(readFileSync(join(home.config, 'commands/telltale.md'), 'utf8')).toBe('My own.');
  });

  it('installs into a project, and takes it out from anywhere', () => {
    expect(run('init', '--yes', '--scope', 'project').status).toBe(0);
    // The project is the folder it was started in.
    expect(existsSync(join(home.path, '.claude/settings.json'))).toBe(true);
    const { answer } = answerOf<UninstallAnswer>('uninstall', '--yes');
    expect(answer.changes).toHaveLength(1);
    expect(readFileSync(settings, 'utf8')).toBe(SETTINGS);
  });

  it('refuses what it cannot edit, with what to paste', () => {
    home.write('settings.json', '{ // mine\n}');
    const { status, stderr } = run('init', '--yes');
    expect(status).toBe(2);
    expect(stderr).toContain('is not strict JSON (line 1, column 3');
    expect(stderr).toContain('"SessionStart": [{"hooks":');
    expect(readFileSync(settings, 'utf8')).toBe('{ // mine\n}');
  });

  it('without a client takes the newest version in the ledger, else the least', () => {
    rmSync(join(home.path, 'bin/claude'));
    env = { PATH: join(home.path, 'bin') };
    const { answer: least } = answerOf<InitAnswer>('init', '--dry-run');
    expect(least.client).toEqual({ version: null, source: 'not known' });
    expect(least.notes.map(({ code }) => code)).toContain('client-unknown');
    expect(least.events).toHaveLength(8);

    const line = (sessionId: string, version: string) =>
      `${JSON.stringify({ type: 'user', uuid: sessionId, sessionId, version, cwd: '/web', timestamp: '2026-03-01T10:00:00Z', message: { role: 'user', content: 'Hello' } })}\n`;
    home.write('projects/-web/one.jsonl', line('one', '2.1.76') + line('two', '2.1.9'));
    expect(run('ingest').status).toBe(0);
    const { answer } = answerOf<InitAnswer>('init', '--dry-run');
    expect(answer.client).toEqual({ version: '2.1.76', source: 'the newest transcript' });
    expect(answer.events).toContain('PostCompact');
    expect(answer.notes.map(({ code }) => code)).toContain('client-old');
  });

  it('installs hooks that run', () => {
    run('init', '--yes', '--hooks');
    const { hooks } = JSON.parse(readFileSync(settings, 'utf8')) as {
      hooks: Record<string, { hooks: { command: string; args: string[] }[] }[]>;
    };
    const handler = hooks.SessionEnd?.[0]?.hooks[0];
    if (handler === undefined || !existsSync(handler.args[0] ?? '')) return;
    const input = {
      hook_event_name: 'SessionEnd',
      session_id: '11111111-2222-4333-8444-555555555555',
      transcript_path: join(home.config, 'projects/none.jsonl'),
      cwd: home.path,
      reason: 'other',
    };
    const { status, stdout } = spawnSync(handler.command, handler.args, {
      input: JSON.stringify(input),
      encoding: 'utf8',
      env: home.environment(env),
      timeout: 10_000,
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  const hasTmux = spawnSync('tmux', ['-V']).status === 0;

  describe.skipIf(!hasTmux)('at a terminal (tmux)', () => {
    it.each([
      ['n', 'Nothing was changed.', false],
      ['y', 'Done.', true],
    ])('asks, and on %s says: %s', async (key, words, isDone) => {
      const screen = openTerminal(home, env);
      try {
        screen.start('init');
        // First whether the status line may be wrapped, then whether to go on.
        await screen.until('with telltale');
        screen.type(key);
        await screen.until('Change 2 files as shown? [y/N]');
        expect(readFileSync(settings, 'utf8')).toBe(SETTINGS);
        screen.type(key);
        await screen.until(words);
        expect(readFileSync(settings, 'utf8') !== SETTINGS).toBe(isDone);
        expect(readFileSync(settings, 'utf8').includes('--wrap date')).toBe(isDone);
      } finally {
        screen.close();
      }
    });

    it('takes Ctrl-C for a no', async () => {
      const screen = openTerminal(home, env);
      try {
        screen.start('init --hooks');
        await screen.until('as shown? [y/N]');
        screen.press('C-c');
        await screen.until('Nothing was changed.');
        expect(readFileSync(settings, 'utf8')).toBe(SETTINGS);
      } finally {
        screen.close();
      }
    });
  });
});

/** A terminal of its own, with the program started in it. */
function openTerminal(home: Home, env: Environment) {
  const socket = join(home.path, 'tmux');
  const tmux = (...words: string[]) =>
    spawnSync('tmux', ['-S', socket, '-f', '/dev/null', ...words], {
      cwd: home.path,
      encoding: 'utf8',
      env: { ...home.environment(env), TERM: 'xterm-256color' },
    }).stdout;
  const read = () => tmux('capture-pane', '-p', '-J');
  return {
    start: (words: string) => {
      const line = `'${process.execPath}' '${PROGRAM}' ${words}; sleep 60`;
      tmux('new-session', '-d', '-x', '100', '-y', '50', line);
    },
    type: (key: string) => tmux('send-keys', key, 'Enter'),
    press: (key: string) => tmux('send-keys', key),
    until: async (words: string) => {
      for (let tries = 0; tries < 100; tries++) {
        if (read().includes(words)) return;
        await sleep(100);
      }
      throw new Error(`"${words}" never came; the screen says:\n${read()}`);
    },
    close: () => tmux('kill-server'),
  };
}
