// The benchmark works: it measures a small set and prints its table. How long anything takes is no
// business of the tests. Needs `npm run build` first.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { replaceBetweenMarkers } from '../../scripts/bench/between-markers.ts';
import { summarise } from '../../scripts/bench/measure.ts';
import { findDifferences } from '../../scripts/bench/totals.ts';
import { ROOT, readRepositoryFile } from './repository.ts';

const BENCH = ['scripts/run.mjs', 'bench'];
const PAGE = 'above\n<!-- measured: start -->\nold\n<!-- measured: end -->\nbelow\n';

describe('npm run bench', () => {
  test.skipIf(!existsSync(join(ROOT, 'dist/cli.js')))(
    'measures 5 MB, writes its table between the markers and leaves no copies behind',
    { timeout: 180_000 },
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'telltale-bench-'));
      const page = join(folder, 'page.md');
      try {
        writeFileSync(page, PAGE);
        const args = ['--mb', '5', '--runs', '1', '--without-ccusage', '--out', page];
        const child = spawnSync(process.execPath, [...BENCH, ...args], {
          cwd: ROOT,
          encoding: 'utf8',
        });
        expect(child.stderr).toContain('bench: cold: 1 of 1');
        expect(child.status).toBe(0);
        const written = readFileSync(page, 'utf8');
        expect(written).toBe(replaceBetweenMarkers(PAGE, child.stdout.trimEnd()));
        expect(written).toMatch(
          /\(generated, seed 1\): \d+ files, [\d,]+ lines, 5,\d{3},\d{3} bytes/,
        );
        for (const what of [
          /^\| `usage daily --json`, nothing new \| [\d,]+ ms .* \| ≤ 2 × \| (pass|\*\*miss\*\*) \|$/m,
          /^\| `usage daily --json`, 10 MB appended to \d files \|/m,
          /^\| `usage daily --json`, no ledger yet \|/m,
          /^\| hook, no history \| .* \| ≤ 1.15 × \| (pass|\*\*miss\*\*) \|$/m,
          /^\| status line, all of it \|/m,
          /^\| peak memory,/m,
        ]) {
          expect(written).toMatch(what);
        }
        expect(readdirSync(join(ROOT, '.bench'))).not.toContain(`work-${child.pid}`);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );

  test.each([
    ['no size', ['--mb', 'many']],
    ['no runs', ['--runs', '0']],
    ['a page without markers', ['--out', 'README.md']],
  ])('refuses %s before it measures', (_what, args) => {
    const child = spawnSync(process.execPath, [...BENCH, ...args], { cwd: ROOT, encoding: 'utf8' });
    expect(child.status).toBe(64);
    expect(child.stderr).toContain('usage: npm run bench');
  });

  test('its page has a place for results', () => {
    const page = readRepositoryFile('docs/benchmarks.md');
    expect(replaceBetweenMarkers(page, 'new')).toContain('start -->\nnew\n<!--');
  });
});

describe('the stopwatch', () => {
  test.each([
    ['a success', '0', 0],
    ['a failure', 'console.error("no luck"); process.exit(3)', 3],
  ])('tells %s', (_what, script, status) => {
    const command = { file: process.execPath, args: ['-e', script], env: process.env };
    const output = execFileSync(process.execPath, [join(ROOT, 'scripts/bench/stopwatch.mjs')], {
      input: JSON.stringify(command),
      encoding: 'utf8',
    });
    const result = JSON.parse(output);
    expect(result.status).toBe(status);
    expect(result.durationMs).toBeGreaterThan(0);
    expect(result.reason).toBe(status === 0 ? '' : 'no luck\n');
  });
});

test.each([
  ['one', [5], 5, 5, 5],
  ['odd', [30, 10, 20], 20, 10, 30],
  ['even', [40, 10, 20, 30], 25, 10, 40],
])('median of an %s number of times', (_what, durations, medianMs, minMs, maxMs) => {
  expect(summarise(durations)).toEqual({ medianMs, minMs, maxMs });
});

test('says which tokens were counted differently', () => {
  const ours = {
    inputTokens: 1,
    cacheReadTokens: 2000,
    cacheCreationTokens: 3,
    outputTokens: 4,
  };
  expect(findDifferences(ours, ours, 'ccusage')).toEqual([]);
  expect(findDifferences(ours, { ...ours, cacheReadTokens: 1999 }, 'ccusage')).toEqual([
    'cache read tokens: telltale 2,000, ccusage 1,999',
  ]);
});

test.each([
  ['no markers', 'a page'],
  ['markers in the wrong order', '<!-- measured: end --><!-- measured: start -->'],
])('a page with %s is left alone', (_what, page) => {
  expect(replaceBetweenMarkers(page, 'new')).toBeNull();
});
