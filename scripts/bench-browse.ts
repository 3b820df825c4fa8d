// node scripts/run.mjs bench-browse [--calls 10000] [--runs 7]: how long until the browser's first frame, beside
// an empty Node. Needs `npm run build` first, and `script` of util-linux for a terminal.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { LARGE_SESSION, largeSession } from '../test/e2e/large-session.ts';
import { describeMachine } from './bench/machine.ts';
import { summarise } from './bench/measure.ts';

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  /** The first frame that answers holds it. */
  readonly sign: string;
}

export async function main(args: readonly string[], root: string): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      calls: { type: 'string', default: '10000' },
      runs: { type: 'string', default: '7' },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'telltale-bench-browse-'));
  try {
    for (const { path, text } of largeSession(Number(values.calls))) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const browse = [join(root, 'dist/cli.js'), 'browse'];
    const cases: Case[] = [
      { name: '`node -e 0`', args: ['-e', "process.stdout.write('ready')"], sign: 'ready' },
      { name: '`telltale browse`', args: browse, sign: 'Many thousand calls' },
      {
        name: '`telltale browse ID`, its turns',
        args: [...browse, LARGE_SESSION],
        sign: 'CONTEXT',
      },
      {
        name: 'the same, with their prompts',
        args: [...browse, LARGE_SESSION],
        sign: 'Begin with',
      },
    ];
    const times = await measure(cases, Number(values.runs), folder);
    console.log(report(cases, times, values.calls));
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Alternating; the first round only warms up. */
async function measure(cases: readonly Case[], runs: number, folder: string): Promise<number[][]> {
  const times: number[][] = cases.map(() => []);
  for (let round = 0; round <= runs; round++) {
    for (const [at, one] of cases.entries()) {
      const ms = await timeUntil(one, folder);
      if (round > 0) times[at]?.push(ms);
    }
  }
  return times;
}

function timeUntil({ args, sign }: Case, folder: string): Promise<number> {
  const words = [process.execPath, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  const env = {
    ...process.env,
    CLAUDE_CONFIG_DIR: folder,
    TELLTALE_HOME: join(folder, 'state'),
    TERM: 'xterm-256color',
    LC_ALL: 'C.UTF-8',
  };
  const startedAt = performance.now();
  const command = `stty cols 100 rows 30; exec ${words.join(' ')}`;
  const child = spawn('script', ['-qfec', command, '/dev/null'], { env });
  return new Promise((resolve, reject) => {
    let seen = '';
    let ms: number | null = null;
    const limit = setTimeout(() => child.kill(), 30_000);
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      seen += chunk;
      if (ms !== null || !seen.includes(sign)) return;
      ms = performance.now() - startedAt;
      child.stdin.write('q');
    });
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(limit);
      if (ms === null) reject(new Error(`"${sign}" was never shown:\n${seen}`));
      else resolve(ms);
    });
  });
}

function report(cases: readonly Case[], times: readonly number[][], calls: string): string {
  const medians = times.map((values) => summarise(values));
  const node = medians[0]?.medianMs ?? Number.NaN;
  const rows = cases.map(({ name }, at) => {
    const { medianMs, minMs, maxMs } = medians[at] ?? summarise([]);
    const ratio = (medianMs / node).toFixed(1);
    return `| ${name} | ${medianMs.toFixed(0)} ms (${minMs.toFixed(0)}–${maxMs.toFixed(0)}) | ${ratio} × |`;
  });
  return [
    `Session of ${calls} calls, in a terminal of 100 × 30; ${describeMachine()}.`,
    '',
    '| until the screen shows | time | ratio |',
    '|---|--:|--:|',
    ...rows,
  ].join('\n');
}
