// Every rule of .dependency-cruiser.mjs can fail: each has a line here that breaks it, and a tree
// that keeps them all is clean.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import { afterAll, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folders: string[] = [];

interface Rules {
  readonly forbidden: readonly { readonly name: string; readonly comment: string }[];
  readonly options: Readonly<Record<string, unknown>>;
}
// Plain JavaScript, because the tool loads it without our compiler.
const { default: config } = (await import(join(ROOT, '.dependency-cruiser.mjs'))) as {
  readonly default: Rules;
};

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Rule → the file that breaks it and what that file imports. */
const BREAKING: Readonly<Record<string, readonly [file: string, imports: string]>> = {
  'imports-point-upwards-shared': ['src/shared/a.ts', '../config/ok.ts'],
  'imports-point-upwards-config': ['src/config/a.ts', '../pricing/ok.ts'],
  'imports-point-upwards-live': ['src/live/a.ts', '../transcript/ok.ts'],
  'imports-point-upwards-transcript': ['src/transcript/a.ts', '../samples/ok.ts'],
  'imports-point-upwards-pricing': ['src/pricing/a.ts', '../model/ok.ts'],
  'imports-point-upwards-model': ['src/model/a.ts', '../metrics/ok.ts'],
  'imports-point-upwards-samples': ['src/samples/a.ts', '../store/ok.ts'],
  'imports-point-upwards-metrics': ['src/metrics/a.ts', '../transcript/ok.ts'],
  'imports-point-upwards-store': ['src/store/a.ts', '../query/ok.ts'],
  'imports-point-upwards-query': ['src/query/a.ts', '../views/terminal/ok.ts'],
  'imports-point-upwards-views': ['src/views/terminal/a.ts', '../../commands/kit/ok.ts'],
  'imports-point-upwards-actions': ['src/actions/a.ts', '../commands/kit/ok.ts'],
  'imports-point-upwards-commands': ['src/commands/a.ts', '../entries/cli.ts'],
  'views-see-only-answers': ['src/views/terminal/b.ts', '../../store/ok.ts'],
  'views-do-not-know-each-other': ['src/views/terminal/c.ts', '../web/ok.ts'],
  'sql-stays-in-the-store': ['src/query/b.ts', '../store/migrations.ts'],
  'samples-are-for-demo-and-tests': ['src/query/c.ts', '../samples/ok.ts'],
  'commands-do-not-know-each-other': ['src/commands/b.ts', './ok.ts'],
  'pure-rooms-touch-no-machine': ['src/pricing/b.ts', 'node:fs'],
  'nothing-knows-the-network': ['src/commands/net.ts', 'node:https'],
  'programs-are-started-in-named-files': ['src/query/j.ts', 'node:child_process'],
  'threads-are-started-in-named-files': ['src/query/k.ts', 'worker_threads'],
  'package-better-sqlite3-has-one-room': ['src/query/d.ts', 'better-sqlite3'],
  'package-commander-has-one-room': ['src/commands/c.ts', 'commander'],
  'package-smol-toml-has-one-room': ['src/store/b.ts', 'smol-toml'],
  'package-get-east-asian-width-has-one-room': ['src/query/e.ts', 'get-east-asian-width'],
  'package-jsonc-parser-has-one-room': ['src/query/f.ts', 'jsonc-parser'],
  'package-diff-has-one-room': ['src/query/g.ts', 'diff'],
  'package-pprof-format-has-one-room': ['src/query/p.ts', 'pprof-format'],
  'package-ink-has-one-room': ['src/query/h.ts', 'ink'],
  'package-react-has-one-room': ['src/query/i.ts', 'react'],
  'interactive-is-loaded-alone': ['src/views/terminal/d.ts', './interactive/ok.ts'],
  'packages-have-an-owner': ['src/store/c.ts', 'fast-check'],
  'hot-path-stays-light': ['src/entries/hook.ts', '../actions/hot.ts'],
  'source-knows-no-tests': ['src/store/d.ts', '../../test/ok.ts'],
  'no-circles': ['src/store/circle-a.ts', './circle-b.ts'],
  'no-orphans': ['src/store/orphan.ts', ''],
  'imports-resolve': ['src/store/e.ts', './nowhere.ts'],
};

/** What the breaking files import, and a small tree that keeps every rule. */
const CLEAN: Readonly<Record<string, string>> = {
  'src/shared/ok.ts': '',
  'src/config/ok.ts': '../shared/ok.ts',
  'src/transcript/ok.ts': '../shared/ok.ts',
  'src/pricing/ok.ts': '../shared/ok.ts',
  'src/model/ok.ts': '../shared/ok.ts',
  'src/samples/ok.ts': '../shared/ok.ts',
  'src/metrics/ok.ts': '../model/ok.ts',
  'src/store/ok.ts': 'better-sqlite3',
  'src/store/migrations.ts': '../shared/ok.ts',
  'src/query/ok.ts': '../store/ok.ts',
  'src/query/doctor/disk.ts': 'node:child_process',
  'src/store/ingest/reader-pool.ts': 'node:worker_threads',
  'src/views/terminal/ok.ts': '../../query/ok.ts',
  'src/views/terminal/interactive/ok.ts': '../../../query/ok.ts',
  'src/views/web/ok.ts': '../../query/ok.ts',
  'src/actions/ok.ts': '../samples/ok.ts',
  'src/commands/kit/ok.ts': '../../query/ok.ts',
  'src/commands/ok.ts': './kit/ok.ts',
  'src/entries/cli.ts': '../commands/ok.ts',
  'src/live/ok.ts': '../model/ok.ts',
  'src/views/statusline/ok.ts': '../../shared/ok.ts',
  'src/actions/hooks/ok.ts': '../../live/ok.ts',
  'src/actions/statusline/ok.ts': '../../views/statusline/ok.ts',
  'src/entries/hook.ts': '../actions/hooks/ok.ts',
  'src/entries/statusline.ts': '../actions/statusline/ok.ts',
};

/** Helpers that only the broken tree has. */
const HELPERS: Readonly<Record<string, string>> = {
  'src/store/circle-b.ts': './circle-a.ts',
  'src/actions/hot.ts': '../store/ok.ts',
  'test/ok.ts': '../src/shared/ok.ts',
};

test('every rule has a fixture that breaks it', () => {
  expect(Object.keys(BREAKING).sort()).toEqual(config.forbidden.map((rule) => rule.name).sort());
});

test('every rule says why', () => {
  for (const rule of config.forbidden) expect(rule.comment, rule.name).toMatch(/\w{3}.*\.$/);
});

test('a tree that keeps the rules is clean', async () => {
  expect(await violations(CLEAN)).toEqual([]);
});

test.each([
  'http',
  'node:http2',
  'node:net',
  'node:tls',
  'node:dgram',
  'node:dns',
  'node:dns/promises',
  'node:inspector',
])('%s is the network', async (module) => {
  expect(await violations({ 'src/query/n.ts': module })).toContainEqual({
    rule: 'nothing-knows-the-network',
    file: 'src/query/n.ts',
  });
});

test('each broken line is found by its rule', async () => {
  const broken = Object.fromEntries(Object.values(BREAKING));
  const found = await violations({ ...CLEAN, ...HELPERS, ...broken });
  for (const [rule, [file]] of Object.entries(BREAKING)) {
    expect(found, rule).toContainEqual({ rule, file });
  }
});

interface Violation {
  readonly rule: string;
  readonly file: string;
}

async function violations(files: Readonly<Record<string, string>>): Promise<Violation[]> {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-layers-'));
  folders.push(folder);
  for (const [file, imports] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    const text = imports === '' ? '' : `import '${imports}';\n`;
    writeFileSync(join(folder, file), `${text}export const here = 1;\n`);
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const { tsConfig: _, ...options } = config.options;
  const result = await cruise(['src'], {
    ...options,
    baseDir: folder,
    ruleSet: { forbidden: config.forbidden } as unknown as IFlattenedRuleSet,
    validate: true,
  });
  const { summary } = result.output as ICruiseResult;
  return summary.violations.map(({ rule, from }) => ({ rule: rule.name, file: from }));
}
