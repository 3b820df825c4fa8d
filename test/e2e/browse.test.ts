// The browser in a real terminal: keys, other sizes, colours, and the terminal as it was when it ends, however
// it ends. Needs tmux and `npm run build` first.
import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { displayWidth } from '../../src/shared/width.ts';
import { LARGE_SESSION, largeSession } from './large-session.ts';
import { type Home, openHome, PROGRAM, writeSamples } from './telltale.ts';
import { HAS_TMUX, openTerminal, type Terminal } from './tmux.ts';

const ID = '5f0c0e0a-0000-4000-8000-000000000001';
const SMALL = `
session ${ID} cwd /w/app branch main version 2.1.270
at        who   model            in  w5m  w1h    read   out  tools               text
09:00:00  user                                                                   Fix the flaky test
+4s       call  claude-opus-4-8  4   0    22000  0      90   Bash,Read:src/a.ts  I look.
+20s      call  -                2   0    700    22000  400  Edit:src/a.ts       I change it.
10:40:00  user                                                                   And the other one
+5s       call  -                4   0    24500  0      800  -                   Done.
ai-title Fix the flaky test
session 6a0c0e0a-0000-4000-8000-000000000002 cwd /w/大きい branch main version 2.1.270
08:00:00  user                                                                   再試行のテスト
+4s       call  claude-opus-4-8  4   0    1000   0      90   -                   はい。
custom-title 再試行のテストを直す
`;
const ESCAPE = String.fromCharCode(27);
/** Foreground and background colours; bold and faint are none. */
const COLOR = new RegExp(`${ESCAPE}\\[(?:\\d+;)*(?:3[0-7]|4[0-7]|9[0-7]|10[0-7])m`);

describe.skipIf(!HAS_TMUX)('telltale browse (tmux)', { timeout: 60_000 }, () => {
  let home: Home;
  let terminal: Terminal;

  beforeAll(() => {
    home = openHome();
    writeSamples(home.config, buildTranscript(SMALL, { date: '2026-11-21' }));
    writeSamples(home.config, largeSession(10_000));
    expect(home.run(['ingest']).status).toBe(0);
  });
  afterAll(() => home.clear());
  beforeEach(() => open());
  afterEach(() => terminal.close());

  function open(columns = 100, rows = 24, env: Readonly<Record<string, string>> = {}): void {
    const words = { NODE: process.execPath, PROGRAM, TERM: 'screen', ...env };
    terminal = openTerminal({ columns, rows }, home.environment(words));
  }
  const begin = (args = '', before = ''): void => {
    const tell = 'echo $$ > "$HOME/pid"; exec "$NODE" "$PROGRAM" browse';
    terminal.line(`echo before; ${before} sh -c '${tell} ${args}'; echo "ended $?"`);
  };
  const programPid = (): number => Number(readFileSync(join(home.path, 'pid'), 'utf8'));

  async function expectRestored(status: number): Promise<void> {
    const lines = await terminal.until(new RegExp(`^ended ${status}$`, 'm'));
    expect(lines.join('\n')).toContain('before');
    expect(lines.join('\n')).not.toContain('API-equivalent');
    expect(terminal.flag('alternate_on')).toBe('0');
    expect(terminal.flag('cursor_flag')).toBe('1');
    terminal.line('stty -a | tr " ;" "\\n\\n" | grep -x -e icanon -e echo -e isig');
    await terminal.until(/^isig\nicanon\necho$|^icanon\necho\nisig$|^isig$/m);
    // What is typed is seen again.
    terminal.line('echo seen');
    await terminal.until(/echo seen\nseen/);
  }

  test('goes down to a text and back, filters, sorts, jumps, and leaves all as it was', async () => {
    begin();
    await terminal.until(/telltale · sessions[\s\S]*Fix the flaky test/);
    terminal.text('/flaky');
    await terminal.until(/\/flaky▏[\s\S]*1\/1 of 3/);
    terminal.keys('Enter', 'Enter');
    await terminal.until(/2 turns[\s\S]*› 09:00/);
    terminal.keys('n');
    await terminal.until(/› 10:40 +And the other one/);
    terminal.keys('a', '$');
    await terminal.until(/all calls[\s\S]*› +2 +10:40:05 .*idle/);
    terminal.keys('s');
    await terminal.until(/by cost/);
    terminal.keys('d');
    await terminal.until(/cost +\$0\.26502/);
    terminal.keys('d', 'Enter', 'End', 'Enter');
    await terminal.until(/ › assistant text[\s\S]*\n Done\./);
    terminal.keys('Escape');
    await terminal.until(/1 in, 1 out|2 in, 1 out/);
    terminal.keys('h', 'h', 'h');
    await terminal.until(/telltale · sessions/);
    terminal.keys('?');
    await terminal.until(/any key goes back/);
    terminal.keys('x', 'q');
    await expectRestored(0);
  });

  test('Ctrl-C quits, also while a filter is typed', async () => {
    begin(ID);
    await terminal.until(/2 turns/);
    terminal.text('/abc');
    await terminal.until(/\/abc/);
    terminal.keys('C-c');
    await expectRestored(0);
  });

  test.each([
    ['TERM', 143],
    ['HUP', 129],
  ])('SIG%s gives the terminal back', async (signal, status) => {
    begin(ID);
    await terminal.until(/2 turns/);
    process.kill(programPid(), `SIG${signal}`);
    await expectRestored(status);
  });

  test('Ctrl-Z stops it, fg goes on where it was', async () => {
    begin(ID);
    await terminal.until(/2 turns/);
    terminal.keys('Down', 'C-z');
    await terminal.until(/Stopped/);
    expect(terminal.flag('alternate_on')).toBe('0');
    terminal.line('fg');
    await terminal.until(/› 10:40/);
    terminal.keys('q');
    await terminal.until(/^before/m);
    expect(terminal.flag('alternate_on')).toBe('0');
  });

  test('ends when the terminal goes away', async () => {
    begin(ID);
    await terminal.until(/2 turns/);
    const child = programPid();
    terminal.close();
    const endMs = Date.now() + 5000;
    while (isAlive(child) && Date.now() < endMs) await new Promise((go) => setTimeout(go, 50));
    expect(isAlive(child)).toBe(false);
    open();
  });

  test('fits every size it is given, down to 40 columns and a few rows', async () => {
    begin();
    await terminal.until(/telltale · sessions/);
    for (const [columns, rows] of [
      [140, 40],
      [80, 24],
      [60, 16],
      [40, 12],
      [40, 4],
      [120, 30],
    ] as const) {
      terminal.resize(columns, rows);
      const whole = new RegExp(`^telltale(?:.*\\n){${rows - 1}}.*q quit`);
      const lines = (await terminal.until(whole)).slice(0, rows);
      expect(
        lines.filter((line) => line.startsWith('› ')),
        lines.join('\n'),
      ).toHaveLength(1);
      expect(lines.filter((line) => line.includes('q quit'))).toHaveLength(1);
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
    }
    terminal.keys('d');
    await terminal.until(/SUM|J ↓/);
    terminal.resize(80, 24);
    await terminal.until(/─{80}/);
    terminal.keys('q');
    await expectRestored(0);
  });

  test('is in colour, without with NO_COLOR, and in words with --plain', async () => {
    begin(ID);
    await terminal.until(/2 turns[\s\S]*Fix the flaky/);
    expect(terminal.painted()).toMatch(COLOR);
    terminal.keys('q');
    await terminal.until(/ended 0/);
    for (const [args, env] of [
      ['', 'NO_COLOR=1'],
      ['--no-color', ''],
      ['--plain', ''],
    ] as const) {
      terminal.line('clear');
      begin(`${ID} ${args}`, env);
      await terminal.until(/2 turns[\s\S]*Fix the flaky/);
      terminal.keys('d');
      await terminal.until(/J (↓|for) \d+ more/);
      expect(terminal.painted().split('ended')[0], env).not.toContain(`${ESCAPE}[`);
      terminal.keys('q');
      await terminal.until(/ended 0/);
    }
  });

  test('draws in ASCII where the locale knows no more', async () => {
    begin(ID, 'LC_ALL=C');
    const lines = await terminal.until(/2 turns[\s\S]*Fix the flaky/);
    expect(lines.join('\n')).toMatch(/^[\n -~]*$/);
    terminal.keys('q');
    await terminal.until(/ended 0/);
  });

  test('a session of 10,000 calls opens, and the last one is a key away', async () => {
    begin(LARGE_SESSION.slice(0, 8));
    await terminal.until(/400 turns · 10,000 calls[\s\S]*Begin with step 0/);
    terminal.keys('a', 'End');
    await terminal.until(/10,000\/10,000/);
    terminal.text('/grep');
    await terminal.until(/\/2,000 of 10,000/);
    terminal.keys('Enter', 's', '$');
    await terminal.until(/by cost · "grep"/);
    // As fast as keys come, and none is lost.
    terminal.keys('Escape', 'Home', ...Array.from({ length: 200 }, () => 'Down'));
    await terminal.until(/201\/10,000/);
    terminal.keys('q');
    await expectRestored(0);
  });

  test('r takes in what was written meanwhile', async () => {
    const own = openHome();
    try {
      const files = buildTranscript(SMALL, { date: '2026-11-21' });
      writeSamples(own.config, files);
      terminal.close();
      terminal = openTerminal(
        { columns: 100, rows: 24 },
        own.environment({ NODE: process.execPath, PROGRAM, TERM: 'screen' }),
      );
      begin(ID);
      await terminal.until(/2 turns · 3 calls/);
      const more = buildTranscript(
        `session ${ID} cwd /w/app branch main version 2.1.270
at        who   model            in  w5m  w1h   read   out  tools  text
10:50:00  user                                                     One more thing
+4s       call  claude-opus-4-8  4   0    1000  25000  90   -      Here.
`,
        { date: '2026-11-21', seed: 'more' },
      );
      const [file] = files;
      appendFileSync(join(own.config, file?.path ?? ''), more[0]?.text ?? '');
      terminal.keys('r');
      await terminal.until(/3 turns · 4 calls[\s\S]*One more thing/);
      terminal.keys('q');
      await terminal.until(/ended 0/);
    } finally {
      own.clear();
    }
  });

  test('an id that is not known is an error, not a screen', async () => {
    begin('zzzz');
    await terminal.until(/no session id starts with "zzzz"[\s\S]*ended 2/);
  });

  test('TERM=dumb is told what to use instead', async () => {
    begin('', 'TERM=dumb');
    await terminal.until(/TERM=dumb[\s\S]*telltale sessions[\s\S]*ended 2/);
  });
});

describe('telltale browse without a terminal', () => {
  let home: Home;
  beforeAll(() => {
    home = openHome();
    writeSamples(home.config, buildTranscript(SMALL, { date: '2026-11-21' }));
  });
  afterAll(() => home.clear());

  test('says what to use instead', () => {
    const { status, stdout, stderr } = home.run(['browse']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('telltale sessions');
    expect(stderr).toContain('telltale browse --json');
  });

  test('--json prints one session', () => {
    const { status, stdout } = home.run(['browse', ID, '--json']);
    const answer = JSON.parse(stdout) as { kind: string; formatVersion: number; calls: unknown[] };
    expect([status, answer.kind, answer.formatVersion, answer.calls.length]).toEqual([
      0,
      'browse',
      1,
      3,
    ]);
  });
});

test('React and Ink are in the browser and in nothing else', () => {
  const dist = join(PROGRAM, '..');
  const { stdout } = spawnSync('grep', ['-l', 'react.element\\|reconciler', '-r', dist], {
    encoding: 'utf8',
  });
  const files = stdout.split('\n').filter((file) => /\.m?js$/.test(file));
  expect(files).toEqual([join(dist, 'interactive.mjs')]);
  const bundle = readFileSync(join(dist, 'interactive.mjs'), 'utf8');
  expect(
    [...bundle.matchAll(/\bfrom"([^"]+)"/g)].filter(([, name]) => !name?.startsWith('node:')),
  ).toEqual([]);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
