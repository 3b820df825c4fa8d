// The command line as shells and scripts meet it: exit codes, streams, flags in odd places. Needs
// `npm run build` first.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoSessions } from '../../src/samples/demo-sessions.ts';
import { type Home, openHome, PROGRAM, writeSamples } from './telltale.ts';

const ESCAPE = '\u001b';
let home: Home;

beforeAll(() => {
  home = openHome();
  writeSamples(home.config, demoSessions({ nowMs: Date.now() }));
});
afterAll(() => home.clear());

describe('exit codes', () => {
  test.each([
    [0, ['--version']],
    [0, ['-V']],
    [0, ['--plain', '--version']],
    [0, ['usage', '--version']],
    [0, ['--help']],
    [0, ['help', 'usage']],
    [0, ['help', 'help']],
    [0, ['usage', 'daily']],
    [0, ['config', 'check']],
    [1, ['doctor']],
    [2, ['show', 'zzzz']],
    [2, ['call', 'msg_']],
    [64, ['daily']],
    [64, ['help', 'daily']],
    [64, ['usage', 'dialy']],
    [64, ['usage', '--bogus']],
    [64, ['usage', '--since', 'never']],
    [64, ['usage', '--timezone', 'Mars/Phobos']],
    [64, ['usage', '--project', '']],
    [64, ['usage', '--since', '']],
    [64, ['show', '']],
    [64, ['window', '--since', '2026-02-02', '--until', '2026-02-01']],
    [64, ['--json', 'usage', 'daily']],
    [64, ['config']],
  ] as const)('%i: telltale %j', (status, args) => {
    const outcome = home.run(args);
    expect({ args, status: outcome.status }).toEqual({ args, status });
    const [told, silent] =
      status < 2 ? [outcome.stdout, outcome.stderr] : [outcome.stderr, outcome.stdout];
    expect(told).not.toBe('');
    expect(silent).toBe('');
    expect(told).not.toMatch(/\n {4}at /);
    if (status >= 2) expect(told).toMatch(/^telltale: .+\n(?: {2}.+\n)* {2}→ .+/);
  });

  test('an empty value is told by its name', () => {
    expect(home.run(['usage', '--project', '']).stderr).toContain('--project got an empty value');
    expect(home.run(['show', '']).stderr).toContain('id got an empty value');
  });

  test('a flag before the command says where the command goes', () => {
    const { stderr } = home.run(['--json', 'usage', 'daily']);
    expect(stderr).toContain('Put the command before its options');
  });

  test('help of one command ends with its examples, both ways of asking', () => {
    const asked = home.run(['help', 'usage']).stdout;
    expect(asked).toBe(home.run(['usage', '--help']).stdout);
    expect(asked).toContain('Examples:\n  telltale usage daily --since 7d');
  });
});

describe('colour', () => {
  test.each([
    ['a pipe', [], {}, false],
    ['a pipe with FORCE_COLOR', [], { FORCE_COLOR: '1' }, true],
    ['a pipe with --color', ['--color'], {}, true],
    ['--no-color beats FORCE_COLOR', ['--no-color'], { FORCE_COLOR: '1' }, false],
    ['--plain beats FORCE_COLOR', ['--plain'], { FORCE_COLOR: '1' }, false],
    ['FORCE_COLOR=0', [], { FORCE_COLOR: '0' }, false],
  ] as const)('%s', (_, args, env, isColoured) => {
    for (const words of [[], ['usage'], ['window'], ['show'], ['sessions'], ['doctor']]) {
      expect(home.run([...words, ...args], env).stdout.includes(ESCAPE), words[0]).toBe(isColoured);
    }
  });

  test('JSON and CSV are never coloured', () => {
    for (const flag of ['--json', '--csv']) {
      expect(home.run(['usage', flag], { FORCE_COLOR: '1' }).stdout).not.toContain(ESCAPE);
    }
  });
});

describe('a terminal without UTF-8', () => {
  test.each([
    [[]],
    [['usage', 'daily', '--instances', '--breakdown']],
    [['window']],
    [['window', '--history']],
    [['show']],
    [['doctor']],
    [['config', 'check']],
    [['show', 'zzzz']],
    [['--help']],
  ] as const)('telltale %j is ASCII', (args) => {
    const { stdout, stderr } = home.run(args, { LC_ALL: 'C' });
    expect(`${stdout}${stderr}`).toMatch(/^[\n -~]+$/);
  });
});

describe('the config folder', () => {
  test('may be named by its projects folder, before or after', () => {
    const totals = (folder: string) =>
      JSON.parse(home.run(['usage', '--json'], { CLAUDE_CONFIG_DIR: folder }).stdout).totals;
    const whole = totals(home.config);
    expect(whole.calls).toBeGreaterThan(1000);
    expect(totals(`${home.config}/projects`)).toEqual(whole);
    expect(totals(home.config)).toEqual(whole);
  });
});

describe('an ingest', () => {
  test('adds as many calls as there are then', () => {
    const env = { TELLTALE_HOME: `${home.path}/another-state` };
    const { callsAdded } = JSON.parse(home.run(['ingest', '--json'], env).stdout);
    const { totals } = JSON.parse(home.run(['usage', '--json'], env).stdout);
    expect(callsAdded).toBe(totals.calls);
  });
});

describe('an unknown time zone in TZ', () => {
  test('is UTC, and is called so', () => {
    const env = { TZ: 'Mars/Phobos' };
    expect(home.run([], env).stdout.split('\n')[0]).toMatch(/API-equivalent, UTC$/);
    expect(JSON.parse(home.run(['usage', '--json'], env).stdout)).toMatchObject({
      timezone: 'UTC',
    });
  });
});

describe.skipIf(process.platform === 'win32')('the output', () => {
  const shell = (script: string) =>
    spawnSync('sh', ['-c', script], {
      encoding: 'utf8',
      env: { ...home.environment(), NODE: process.execPath, PROGRAM },
    });

  test('may be cut off by who reads it', () => {
    const { stdout, stderr } = shell('"$NODE" "$PROGRAM" usage session --json | head -1');
    expect([stdout, stderr]).toEqual(['{\n', '']);
  });

  test.skipIf(!existsSync('/dev/full'))(
    'that cannot be written is a failure without a stack',
    () => {
      const { status, stderr } = shell('"$NODE" "$PROGRAM" usage > /dev/full');
      expect(status).toBe(2);
      expect(stderr).toMatch(/^telltale: the output cannot be written \(ENOSPC\)\n {2}→ .+\n$/);
    },
  );
});
