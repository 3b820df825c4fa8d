// The built status line: whatever comes and whatever is broken, it ends with 0 and prints one line.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type HookFolder, type HookOutcome, openHookFolder, SESSION_ID } from './hook-folder.ts';

const QUIET = { NO_COLOR: '1', COLUMNS: '200', LANG: 'C.UTF-8' };
const OWN = 'opus-4.8 · web │ █▎░░░░░░░░ 12 % of 1M │ $0.12';

let line: HookFolder;
beforeEach(() => {
  line = openHookFolder('statusline');
  line.seemAlive();
});
afterEach(() => line.clear());

/** What Claude Code tells of the session after its first call. */
function told(fields: object = {}): object {
  return {
    session_id: SESSION_ID,
    transcript_path: join(line.path, '.claude/projects/-w', `${SESSION_ID}.jsonl`),
    cwd: join(line.path, 'web'),
    workspace: { current_dir: join(line.path, 'web'), project_dir: join(line.path, 'web') },
    model: { id: 'claude-opus-4-8[1m]', display_name: 'Opus 4.8' },
    cost: { total_cost_usd: 0.123 },
    context_window: {
      context_window_size: 1_000_000,
      used_percentage: 12,
      current_usage: { input_tokens: 4, cache_read_input_tokens: 119_996, output_tokens: 12 },
    },
    ...fields,
  };
}

function expectLines(outcome: HookOutcome, ...lines: string[]): void {
  expect(outcome).toMatchObject({ status: 0, stderr: '', stdout: `${lines.join('\n')}\n` });
}

describe('in a session', () => {
  test('one line, one heartbeat, and the line is kept', async () => {
    expectLines(await line.run(told(), QUIET), OWN);
    expect(line.spool()).toMatchObject([
      { kind: 'heartbeat', heartbeat: { sessionId: SESSION_ID, costNanoUsd: 123_000_000 } },
    ]);
    expect(readFileSync(join(line.live.lineDir, `${SESSION_ID}.txt`), 'utf8')).toBe(`${OWN}\n`);
  });

  test('what the engine worked out stands behind it', async () => {
    line.judge({ branch: 'dark-mode', model: 'claude-opus-4-8', healthPercent: 7 });
    const { stdout } = await line.run(told(), QUIET);
    expect(stdout).toBe(`${OWN.replace('web', 'web ⎇ dark-mode')} │ health 7 ✖\n`);
  });

  test('narrow, in colour, in ASCII', async () => {
    expectLines(
      await line.run(told(), { ...QUIET, COLUMNS: '34' }),
      'opus-4.8 · web │ 12 % │ $0.12',
    );
    const ascii = await line.run(told(), { ...QUIET, LANG: 'C' });
    expectLines(ascii, 'opus-4.8 | web | #......... 12 % of 1M | $0.12');
    const { stdout } = await line.run(told(), { COLUMNS: '200' });
    expect(stdout).toContain('\u001b[1;94mopus-4.8\u001b[0m');
  });

  test('the words that the installer writes change nothing', async () => {
    expectLines(await line.run(told(), QUIET, ['--source', 'telltale']), OWN);
  });

  test('an engine is started once while nobody has looked at the session', async () => {
    utimesSync(line.live.engineFile, 0, 0);
    await line.run(told(), QUIET);
    utimesSync(line.live.engineFile, 0, 0);
    await line.run(told(), QUIET);
    await sleep(500);
    expect(line.enginesStarted()).toBe(1);
  });
});

describe('with another one wrapped', () => {
  const wrap = (command: string): string[] => ['--source', 'telltale', '--wrap', command];

  test('both on one line where they fit, else on two', async () => {
    const command = "printf 'mine: '; grep -c session_id";
    expectLines(await line.run(told(), QUIET, wrap(command)), `mine: 1 | ${OWN}`);
    const narrow = await line.run(told(), { ...QUIET, COLUMNS: '50' }, wrap(command));
    expectLines(narrow, 'mine: 1', OWN);
  });

  test('it is given the same bytes, also when they mean nothing to us', async () => {
    const command = 'tr a-z A-Z';
    expectLines(await line.run('no json', QUIET, wrap(command)), 'NO JSON | telltale');
  });

  test.each(['exit 3', 'no-such-program', 'sleep 20', 'kill -9 $$', ''])(
    '%j: ours stands alone',
    async (command) => {
      const outcome = await line.run(told(), QUIET, wrap(command));
      expectLines(outcome, OWN);
      expect(outcome.durationMs).toBeLessThan(8_000);
    },
  );
});

describe('in trouble', () => {
  test.each([
    ['nothing', ''],
    ['half an object', `{"session_id":"${SESSION_ID}"`],
    ['a list', '[]'],
    ['bytes that are no text', '\u0000\uffff{{{'],
    ['an object of nobody', '{"model":{"id":"x"}}'],
  ])('%s: the last good line of the session', async (_what, input) => {
    expectLines(await line.run(input, QUIET), 'telltale');
    await line.run(told(), QUIET);
    const env = { ...QUIET, CLAUDE_CODE_SESSION_ID: SESSION_ID };
    expectLines(await line.run(input, env), OWN);
    expectLines(await line.run(input, { ...env, CLAUDE_CODE_SESSION_ID: 'other' }), 'telltale');
    expect(line.spool()).toHaveLength(1);
  });

  test.each([
    ['everything of another type', { model: 7, cost: [], context_window: 'x', workspace: null }],
    ['numbers from nowhere', { cost: { total_cost_usd: -1e300 }, rate_limits: { five_hour: 1 } }],
  ])('%s: a line all the same', async (_what, fields) => {
    const { status, stdout, stderr } = await line.run(told(fields), QUIET);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^.+\n$/);
  });

  test('10 MB, and input that comes slowly', async () => {
    expectLines(await line.run(told({ more: 'x'.repeat(10 * 1024 * 1024) }), QUIET), OWN);
    const json = JSON.stringify(told());
    const slow = await line.run((stdin) => {
      stdin.write(json.slice(0, 100));
      setTimeout(() => stdin.write(json.slice(100)), 1_000);
    }, QUIET);
    expectLines(slow, OWN);
    expect(line.spool()).toHaveLength(2);
  });

  test.each([
    ['a state folder below a file', 'file/state'],
    ['a state folder that is a file', 'file'],
    ['a folder that takes nothing', '/proc/no/such'],
  ])('%s: the line is drawn', async (_what, state) => {
    writeFileSync(join(line.path, 'file'), 'text');
    const env = { ...QUIET, TELLTALE_HOME: join(state.startsWith('/') ? '' : line.path, state) };
    expectLines(await line.run(told(), env), OWN);
    expect(readFileSync(join(line.path, 'file'), 'utf8')).toBe('text');
  });

  test('a home that is read-only', async ({ skip }) => {
    const home = join(line.path, 'disk');
    mkdirSync(home);
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'none', home]);
    if (mount.status !== 0) skip('a read-only disk cannot be mounted here');
    try {
      const env = { ...QUIET, HOME: home, TELLTALE_HOME: '' };
      expectLines(await line.run(told(), env), OWN);
      expect(readdirSync(home)).toEqual([]);
    } finally {
      spawnSync('umount', [home]);
    }
  });

  test('broken files of all kinds', async () => {
    const { live } = line;
    for (const dir of [live.verdictDir, live.lineDir]) mkdirSync(dir, { recursive: true });
    writeFileSync(join(live.verdictDir, `${SESSION_ID}.json`), '{"formatVersion":1,"sess');
    writeFileSync(live.hotSettingsFile, '{"formatVersion":1,"settings":null}');
    writeFileSync(live.spoolDir, 'a file');
    mkdirSync(join(live.lineDir, `${SESSION_ID}.txt`));
    expectLines(await line.run(told(), QUIET), OWN);
    const verdict = { formatVersion: 1, sessionId: SESSION_ID, recent: 7, next: 'x' };
    writeFileSync(join(live.verdictDir, `${SESSION_ID}.json`), JSON.stringify(verdict));
    const { status, stdout } = await line.run(told(), QUIET);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^.+\n$/);
  });

  test('fifty at once: fifty lines, fifty heartbeats, one engine', async () => {
    utimesSync(line.live.engineFile, 0, 0);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, at) => line.run(told({ prompt_id: `p${at}` }), QUIET)),
    );
    for (const outcome of outcomes) expectLines(outcome, OWN);
    const ids = line.spool().map(({ heartbeat }) => (heartbeat as { promptId: string }).promptId);
    expect(new Set(ids).size).toBe(50);
    expect(ids).toHaveLength(50);
    await sleep(500);
    expect(line.enginesStarted()).toBe(1);
  });

  test('killed at any moment: spool and kept line are whole', async () => {
    const kept = join(line.live.lineDir, `${SESSION_ID}.txt`);
    for (let at = 0; at < 30; at++) {
      const child = line.start(QUIET);
      child.stdin?.on('error', () => {});
      child.stdin?.end(JSON.stringify(told()));
      const ended = new Promise((resolve) => child.on('close', resolve));
      setTimeout(() => child.kill('SIGKILL'), 12 + at);
      await ended;
      if (existsSync(kept)) expect(readFileSync(kept, 'utf8')).toBe(`${OWN}\n`);
    }
    const before = line.spool().length;
    expectLines(await line.run(told(), QUIET), OWN);
    expect(line.spool()).toHaveLength(before + 1);
  });
});

test('no transcript is opened, and nothing is loaded that takes time', async () => {
  const spied = join(line.path, 'spied');
  const spy = join(line.path, 'spy.cjs');
  writeFileSync(spy, SPY);
  const projects = join(line.path, '.claude/projects/-w');
  mkdirSync(projects, { recursive: true });
  writeFileSync(join(projects, `${SESSION_ID}.jsonl`), 'x\n'.repeat(1_000));
  line.judge();
  const env = { ...QUIET, NODE_OPTIONS: `--require ${spy}`, SPY_FILE: spied };
  for (let run = 0; run < 2; run++) await line.run(told(), env);
  const seen = readFileSync(spied, 'utf8').trim().split('\n');
  const own = seen.slice(seen.findIndex((each) => each.endsWith('statusline.js')) + 1);
  expect(own.filter((each) => each.includes('projects'))).toEqual([]);
  const parts = own.filter((each) => /^load (?!.*statusline\.js)/.test(each)).sort();
  expect([...new Set(parts)]).toEqual(['load node:fs', 'load node:os', 'load node:path']);
  // Its own input, spool, verdict, settings, branch and last line.
  expect(own.length, own.join('\n')).toBeLessThan(40);
  expect(readdirSync(line.live.lineDir)).toEqual([`${SESSION_ID}.txt`]);
});

/** Notes every call of node:fs with a path, and every part that is loaded. */
const SPY = `
const fs = require('node:fs');
const { Module } = require('node:module');
const seen = [];
const { writeFileSync } = fs;
for (const [name, call] of Object.entries(fs)) {
  if (typeof call !== 'function' || !/Sync$/.test(name)) continue;
  fs[name] = (...args) => {
    if (typeof args[0] === 'string') seen.push(name + ' ' + args[0]);
    return call(...args);
  };
}
const load = Module._load;
Module._load = (...args) => {
  seen.push('load ' + args[0]);
  return load(...args);
};
process.on('exit', () => writeFileSync(process.env.SPY_FILE, seen.join('\\n')));
`;
