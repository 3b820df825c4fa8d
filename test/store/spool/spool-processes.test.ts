// Real processes on one spool: many that append, some that take, some of those killed. Nothing is lost,
// nothing is there twice.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Task } from './spool-child.ts';
import { openSpoolLab, type SpoolLab } from './spool-lab.ts';

const APPENDERS = 8;
const RECORDS = 500;
const MODULES = join(import.meta.dirname, '../../../node_modules');

let lab: SpoolLab;
let script = '';
beforeEach(async () => {
  lab = openSpoolLab();
  const outDir = join(lab.home, 'built');
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { external: ['better-sqlite3'] },
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      rolldownOptions: {
        input: join(import.meta.dirname, 'spool-child.ts'),
        output: { format: 'cjs', entryFileNames: 'child.cjs', codeSplitting: false },
      },
    },
  });
  script = join(outDir, 'child.cjs');
});
afterEach(() => lab.close());

function start(task: Task, ...words: string[]): ChildProcess {
  return spawn(process.execPath, [script, task, ...words], {
    env: { PATH: process.env.PATH ?? '', NODE_PATH: MODULES },
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 60_000,
  });
}

async function codeOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

it('loses nothing and doubles nothing', async () => {
  const [spoolDir] = lab.folders;
  const endFile = join(lab.home, 'end');
  const taker = (): ChildProcess => start('take', spoolDir, lab.stateDir, endFile);
  const appenders = Array.from({ length: APPENDERS }, (_, i) =>
    start('append', spoolDir, `s${i}`, String(RECORDS)),
  );
  const takers = [taker(), taker()];
  for (let kills = 0; kills < 3; kills++) {
    const victim = taker();
    await new Promise((resolve) => setTimeout(resolve, 120 + 50 * kills));
    victim.kill('SIGKILL');
    await codeOf(victim);
  }
  expect(await Promise.all(appenders.map(codeOf))).toEqual(Array(APPENDERS).fill(0));
  writeFileSync(endFile, '');
  expect(await Promise.all(takers.map(codeOf))).toEqual([0, 0]);
  const { db } = lab.store;
  const count = (sql: string): unknown => db.prepare(sql).raw().all();
  const half = RECORDS / 2;
  expect(
    count(`SELECT count(*), count(DISTINCT session_id || ' ' || (data ->> '$.n')) FROM hook_event`),
  ).toEqual([[APPENDERS * half, APPENDERS * half]]);
  expect(
    count(`SELECT count(*), sum(refreshes), count(DISTINCT session_id || ' ' || cost_nano_usd)
      FROM heartbeat`),
  ).toEqual([[APPENDERS * half, APPENDERS * half, APPENDERS * half]]);
  expect(lab.rows().faults).toBe(0);
  expect(lab.ingest(Date.now()).files).toBe(0);
});
