// A new metric is one file: in a copy of the tree a metric is scaffolded, and without another change the
// program shows it, the JSON has it, and the reference describes it.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { ROOT } from './repository.ts';

const COPIED = ['src', 'scripts', 'docs', 'package.json', 'tsconfig.json', 'vite.config.ts'];
const SESSION = '11111111-2222-4333-8444-555555555555';
const MINUTES = 4 * 60_000;

describe('a metric in one file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-metric-'));
  const tree = join(folder, 'tree');
  let said = '';

  const telltale = (...args: string[]) =>
    spawnSync(process.execPath, [join(tree, 'dist/cli.js'), ...args], {
      encoding: 'utf8',
      timeout: 60_000,
      env: {
        PATH: process.env.PATH,
        TZ: 'UTC',
        HOME: folder,
        CLAUDE_CONFIG_DIR: join(folder, 'claude'),
        TELLTALE_HOME: join(folder, 'state'),
      },
    });

  beforeAll(() => {
    mkdirSync(tree);
    for (const name of COPIED) {
      if (existsSync(join(ROOT, name)))
        cpSync(join(ROOT, name), join(tree, name), { recursive: true });
    }
    for (const name of ['raw-imports.d.ts', 'README.md'])
      cpSync(join(ROOT, name), join(tree, name));
    symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
    const run = (...args: string[]): string =>
      execFileSync(process.execPath, args, { cwd: tree, encoding: 'utf8', timeout: 180_000 });
    said = run('scripts/run.mjs', 'new-metric', 'agent-calls');
    run('node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error');
    writeSession(join(folder, 'claude'));
  }, MINUTES);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('the scaffold wrote the metric, its test, the registry and the reference', () => {
    expect(said).toContain('written: src/metrics/agent-calls.ts');
    expect(said).toContain('written: test/metrics/agent-calls.test.ts');
    const registry = readFileSync(join(tree, 'src/metrics/registry.gen.ts'), 'utf8');
    expect(registry).toContain("import agentCalls from './agent-calls.ts';");
    const page = readFileSync(join(tree, 'docs/reference/metrics.md'), 'utf8');
    expect(page).toContain('## `agent_calls`');
    expect(page).toContain('`metrics.agent_calls.min_calls`');
  });

  test('it refuses to write over a metric', () => {
    const again = spawnSync(process.execPath, ['scripts/run.mjs', 'new-metric', 'agent-calls'], {
      cwd: tree,
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(again.status).toBe(2);
    expect(again.stderr).toContain('exists already; nothing was written');
  });

  test('quality shows it, as text and as JSON', () => {
    const json = telltale('quality', SESSION, '--json');
    expect(json.stderr).toBe('');
    expect(json.status).toBe(0);
    expect(json.stdout).toContain('"agent_calls"');
    expect(telltale('quality', SESSION, '--plain').stdout).toContain('agent calls');
  });

  test('its options are settings, and a wrong one is refused', () => {
    const config = join(folder, 'state/config.toml');
    writeFileSync(config, '[metrics.agent_calls]\nmin_calls = 3\n');
    const check = telltale('config', 'check', '--json');
    expect(check.stdout).toContain('metrics.agent_calls.min_calls');
    expect(check.status).toBe(0);
    writeFileSync(config, '[metrics.agent_calls]\nmin_calls = -1\n');
    expect(telltale('config', 'check').status).toBe(2);
  });
});

function writeSession(config: string): void {
  const table = `
session ${SESSION} cwd /w version 2.1.197
09:00 user Look around
+5s call tools=Read:a.ts,Grep:word | I look.
+5s call tools=Bash,Agent | I ask.
`;
  for (const { path, text } of buildTranscript(table, { date: '2026-03-02' })) {
    mkdirSync(dirname(join(config, path)), { recursive: true });
    writeFileSync(join(config, path), text);
  }
}
