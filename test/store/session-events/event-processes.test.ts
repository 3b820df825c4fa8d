// Real processes in the second pass at once, some of them killed in the middle: nothing is lost and nothing is
// there twice.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'vite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isHeavy } from '../../property/runs.ts';
import { assistant, line, user } from '../../transcript/records.ts';
import { compareDumps } from '../dump-ledger.ts';
import { type EventLab, openEventLab } from './event-lab.ts';
import type { Words } from './events-child.ts';

const MODULES = join(import.meta.dirname, '../../../node_modules');
const KILLS = isHeavy ? 60 : 8;

let lab: EventLab;
let script = '';
beforeEach(async () => {
  lab = openEventLab();
  const outDir = join(lab.stateDir, '..', 'built');
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { external: ['better-sqlite3'] },
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      rolldownOptions: {
        input: join(import.meta.dirname, 'events-child.ts'),
        output: { format: 'cjs', entryFileNames: 'child.cjs', codeSplitting: false },
      },
    },
  });
  script = join(outDir, 'child.cjs');
});
afterEach(() => lab.close());

function start(): ChildProcess {
  const words: Words = [lab.root, lab.stateDir];
  return spawn(process.execPath, [script, ...words], {
    env: { PATH: process.env.PATH ?? '', NODE_PATH: MODULES },
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 60_000,
  });
}

async function codeOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

function turns(session: string, from: number, count: number): string {
  return Array.from({ length: count }, (_, i) => {
    const n = `${session}-${from + i}`;
    const content = [{ type: 'tool_use', id: `t${n}`, name: 'Edit', input: { n } }];
    const own = { id: `msg_${n}`, uuid: `u${n}`, session, content };
    return line(user('go!', { uuid: `p${n}`, sessionId: session })) + line(assistant(own));
  }).join('');
}

it('gives what one reading gives', async () => {
  for (let kills = 0; kills < KILLS; kills++) {
    for (const session of ['s1', 's2', 's3'])
      lab.append(`projects/-w/${session}.jsonl`, turns(session, 200 * kills, 200));
    const [victim, other] = [start(), start()];
    await sleep(150 + Math.random() * 400);
    victim.kill('SIGKILL');
    if (kills % 2 === 0) other.kill('SIGKILL');
    expect([0, null]).toContain(await codeOf(other));
    await codeOf(victim);
  }
  expect(await Promise.all([start(), start(), start()].map(codeOf))).toEqual([0, 0, 0]);
  expect(compareDumps(lab.eventDump(), await lab.coldEventDump())).toBe(null);
  expect(lab.readings('s1.jsonl')).toMatchObject({ calls: 200 * KILLS, prompts: 200 * KILLS });
  expect(await lab.both()).toMatchObject({ filesRead: 0, bytesRead: 0, filesFolded: 0 });
}, 120_000);
