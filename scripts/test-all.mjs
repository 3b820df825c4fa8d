// npm test: everything that has to hold, one step after another; the first failure ends it. Prints
// one line per step, the test runner's own summary and, as the very last line, what was counted.
// With --keep-going the steps after a failure run too.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'telltale-test-'));
const STEP_LIMIT_MS = 15 * 60_000;
const keepGoing = process.argv.includes('--keep-going');
const reportFile = join(scratch, 'report.json');

const STEPS = [
  { name: 'lint', run: node('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.') },
  { name: 'types', run: node('typescript/bin/tsc', '--noEmit') },
  {
    name: 'layers',
    run: node(
      'dependency-cruiser/bin/dependency-cruise.mjs',
      'src',
      '--config',
      '.dependency-cruiser.mjs',
    ),
  },
  { name: 'dead code', run: node('knip/bin/knip.js') },
  { name: 'generated files', run: ['scripts/run.mjs', 'generate', '--check'] },
  { name: 'build', run: node('vite/bin/vite.js', 'build', '--logLevel', 'warn') },
  {
    name: 'tests',
    run: node(
      'vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
    ),
    countFrom: reportFile,
  },
  {
    name: 'tests in another zone',
    run: node('vitest/vitest.mjs', 'run', '--exclude', 'test/e2e/**', '--exclude', 'test/house/**'),
    env: { TELLTALE_TEST_ZONE: 'Australia/Lord_Howe' },
  },
  {
    name: 'benchmark runs',
    run: ['scripts/run.mjs', 'bench', '--mb', '2', '--runs', '1', '--without-ccusage'],
  },
];

let passed = 0;
let failed = 0;
let summary = '';
for (const step of STEPS) {
  const { ok, output, seconds } = await runStep(step);
  const counts = step.countFrom === undefined ? null : readCounts(step.countFrom);
  passed += counts?.passed ?? (ok ? 1 : 0);
  failed += ok ? 0 : Math.max(1, counts?.failed ?? 1);
  if (counts !== null) summary = runnerSummary(output);
  console.log(
    `${ok ? 'ok    ' : 'FAILED'}  ${step.name.padEnd(22)} ${seconds.toFixed(1).padStart(6)} s`,
  );
  if (ok) continue;
  console.log(`\n${output.trimEnd()}\n\nThe step "${step.name}" failed.`);
  if (keepGoing) continue;
  console.log('Later steps did not run.');
  break;
}

rmSync(scratch, { recursive: true, force: true });
if (summary !== '') console.log(`\n${summary}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** The arguments that start an installed tool by its file, without a shell. */
function node(file, ...args) {
  return [join('node_modules', file), ...args];
}

/** Runs to the end with no stdin; the output is kept back until somebody needs it. */
function runStep({ run, env }) {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(process.execPath, run, {
      cwd: ROOT,
      env: { ...process.env, ...env, CI: 'true', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // A loop inside a test is not stopped by the runner's own limit.
    const limit = setTimeout(() => {
      collect(`stopped after ${STEP_LIMIT_MS / 60_000} minutes\n`);
      child.kill();
    }, STEP_LIMIT_MS);
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.on('error', (error) => collect(`${error}\n`));
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve({ ok: code === 0, output, seconds: (performance.now() - startedAt) / 1000 });
    });
  });
}

/** Null when the runner did not get as far as a report. */
function readCounts(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    return { passed: report.numPassedTests, failed: report.numFailedTests };
  } catch {
    return null;
  }
}

function runnerSummary(output) {
  const lines = output.split('\n');
  const start = lines.findLastIndex((line) => line.includes('Test Files'));
  return start < 0 ? '' : lines.slice(start).join('\n').trimEnd();
}
