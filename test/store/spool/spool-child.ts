// A process of its own for spool-processes.test.ts, which builds it: appends, or takes until told to end.
import { existsSync } from 'node:fs';
import { appendToSpool } from '../../../src/live/append-spool.ts';
import type { HookRecord } from '../../../src/live/spool-record.ts';
import { ingestSpool } from '../../../src/store/ingest/spool/ingest-spool.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { heartbeatOf } from '../../live/heartbeats.ts';

export type Task = 'append' | 'take';

const [task, spoolDir = '', ...words] = process.argv.slice(2);
if (task === ('append' satisfies Task)) append(words[0] ?? '', Number(words[1]));
else take(words[0] ?? '', words[1] ?? '');

/** Half hooks, half refreshes; each says which one it is. */
function append(name: string, count: number): void {
  for (let n = 0; n < count; n++) {
    const atMs = Date.now();
    const data: HookRecord['data'] = { n, filler: 'x'.repeat(n % 300) };
    const common = { atMs, sessionId: name, transcriptPath: null, cwd: null };
    const isDone = appendToSpool(
      { spoolDir, fallbackDir: null },
      n % 2 === 0
        ? { kind: 'hook', event: 'PostToolUse', data, ...common }
        : { kind: 'heartbeat', atMs, heartbeat: heartbeatOf({ sessionId: name, costNanoUsd: n }) },
    );
    if (!isDone) throw new Error('not appended');
  }
}

function take(stateDir: string, endFile: string): void {
  const store = openStore({ stateDir, now: Date.now });
  let isLast = false;
  while (!isLast) {
    isLast = existsSync(endFile);
    ingestSpool(store.db, { spoolDirs: [spoolDir], now: Date.now });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
  }
  store.close();
}
