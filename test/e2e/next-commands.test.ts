// Every command that a screen or an error suggests works when it is pasted into a shell. Needs
// `npm run build` first.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoSessions } from '../../src/samples/demo-sessions.ts';
import { type Home, openHome, PROGRAM, writeSamples } from './telltale.ts';

const LINES_ON_SAMPLES = [
  'telltale',
  ...['daily', 'weekly', 'monthly', 'session', 'project', 'model', 'branch', 'agent'].map(
    (group) => `telltale usage ${group}`,
  ),
  'telltale usage daily --instances --last 3',
  'telltale usage branch --project web --model opus --since 14d --until today --prices today',
  'telltale usage daily --since 2031-01-01',
  'telltale window',
  'telltale window --history --recent',
  'telltale sessions --project web --limit 2',
  'telltale sessions --since 2d --order asc --limit 1',
  'telltale sessions --active --limit 1',
  'telltale sessions --project nothing-like-it',
  'telltale show',
  'telltale status',
  'telltale status --explain',
  'telltale explain',
  'telltale explain --top 1',
  'telltale audit',
  'telltale audit --limit 1',
  'telltale cache',
  'telltale cache --by project',
  'telltale cache --by day --since 7d',
  'telltale cache --by version',
  'telltale cache --since 2031-01-01',
  'telltale compare',
  'telltale compare --deep --limit 2',
  'telltale compare --since 2031-01-01',
  'telltale steps',
  'telltale steps --since 1d --limit 3 --order desc',
  'telltale steps --since 2031-01-01',
  'telltale digest',
  'telltale digest --since 7d',
  'telltale digest --since 2031-01-01',
  'telltale rates',
  'telltale rates --model opus-4.8 --context 150k',
  'telltale whatif',
  'telltale whatif --since 30d --top 1',
  'telltale whatif --project web --at 60k --subagent-model haiku-4.5',
  'telltale whatif --since 2031-01-01',
  'telltale calibrate',
  'telltale handoff',
  'telltale handoffs',
  'telltale compaction',
  'telltale guard',
  'telltale guard --all --mcp',
  'telltale guard --since 2d --limit 1',
  'telltale report',
  'telltale report --group-by week',
  'telltale report --pivot-date 7d',
  'telltale report --from 2031-01-01',
  'telltale report --sessions',
  'telltale ingest --force',
  'telltale export -o page.html --force',
  'telltale doctor',
  'telltale config check',
];
const LINES_ON_NOTHING = [
  'telltale',
  'telltale calibrate',
  'telltale cache',
  'telltale cache --by version',
  'telltale compare',
  'telltale steps',
  'telltale digest',
  'telltale rates',
  'telltale whatif --since 7d',
  'telltale handoffs',
  'telltale guard --all',
  'telltale report',
  'telltale usage',
  'telltale usage session --since 7d',
  'telltale window',
  'telltale window --history',
  'telltale sessions',
  'telltale ingest',
  'telltale doctor',
];
/** Wrong on purpose: what the error suggests has to be right. */
const WRONG_LINES = [
  'telltale daily',
  'telltale blocks',
  'telltale browse',
  'telltale show 4',
  'telltale show zzzz',
  'telltale call msg_',
  'telltale call nothing-like-it',
  'telltale sessions --limit 0',
  'telltale export',
  'telltale export zzzz --format csv --redact',
  'telltale usage --bogus',
  'telltale rates --model opus',
  'telltale rates --model haiku-4.6',
  'telltale rates --model gpt-4',
  'telltale whatif --subagent-model haiku',
  'telltale whatif zzzz',
  'telltale report --since 7d',
  'telltale report --group-by moon',
  'telltale whatif --without-mcp nothing-like-it --since 2020-01-01',
  'telltale config explain display.timezon',
];

describe.skipIf(process.platform === 'win32')('what is suggested', () => {
  let home: Home;
  let empty: Home;
  beforeAll(() => {
    home = openHome();
    writeSamples(home.config, demoSessions({ nowMs: Date.now() }));
    empty = openHome();
    mkdirSync(join(empty.config, 'projects'), { recursive: true });
  });
  afterAll(() => {
    home.clear();
    empty.clear();
  });

  test('works on samples, and what it suggests in turn does too', { timeout: 300_000 }, () => {
    expect(followAll(home, LINES_ON_SAMPLES)).toBeGreaterThan(40);
  });

  test('works where there is nothing yet', { timeout: 120_000 }, () => {
    expect(followAll(empty, LINES_ON_NOTHING)).toBeGreaterThan(9);
  });

  test.each(WRONG_LINES)('after: %s', (line) => {
    const { status, stderr, stdout } = paste(home, line);
    expect([2, 64]).toContain(status);
    expect(stdout).toBe('');
    const suggested = commandsInError(stderr);
    expect(suggested).not.toEqual([]);
    for (const next of suggested) expectFine(home, next);
  });
});

/** Runs the lines and everything they lead to, each once; the number of lines run. */
function followAll(home: Home, lines: readonly string[]): number {
  const seen = new Set(lines);
  for (const line of seen) {
    const text = expectFine(home, line);
    const suggested = commandsOnScreen(text);
    expect(suggested.length, line).toBeLessThanOrEqual(3);
    for (const next of suggested) if (seen.size < 150) seen.add(next);
  }
  return seen.size;
}

function expectFine(home: Home, line: string): string {
  const { status, stdout, stderr } = paste(home, line);
  expect({ line, status, stderr }).toEqual({
    line,
    status: line === 'telltale doctor' ? expect.any(Number) : 0,
    stderr: '',
  });
  expect(status).toBeLessThan(2);
  expect(stdout).not.toBe('');
  expect(stdout).not.toContain('\u001b');
  return stdout;
}

function paste(home: Home, line: string) {
  const script = `telltale() { "$NODE" "$PROGRAM" "$@"; }\n${line}`;
  return spawnSync('sh', ['-c', script], {
    cwd: home.path,
    encoding: 'utf8',
    env: { ...home.environment(), NODE: process.execPath, PROGRAM, COLUMNS: '100' },
  });
}

/** At the end of an indented line: below its words, or beside them. */
function commandsOnScreen(text: string): string[] {
  const withoutSamplesNote = text.split('\nThese were generated')[0] ?? '';
  return withoutSamplesNote
    .split('\n')
    .flatMap((line) => /^ +(?:\S.*? {2,})?(telltale(?: \S.*)?)$/.exec(line)?.[1] ?? []);
}

function commandsInError(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line) => /^ .*?(?<=^ +(?:→ )?|: )(telltale [a-z].*)$/.exec(line)?.[1] ?? []);
}
