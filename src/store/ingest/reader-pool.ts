// Has stretches of files read, in this thread or in workers. Knows threads and their queue; what
// is read goes to the caller, in any order.
import type { Worker } from 'node:worker_threads';
import { readStretch, type Stretch, type StretchResult } from '../../transcript/read-stretch.ts';

export interface ReadJob {
  readonly id: number;
  readonly stretch: Stretch;
}

export type ReadOutcome =
  | { readonly id: number; readonly result: StretchResult }
  | { readonly id: number; readonly errorCode: string };

export interface ReaderPool {
  /** Reads one job and what it is followed by; resolves with the next finished outcome. */
  add(job: ReadJob): void;
  next(): Promise<ReadOutcome | null>;
  close(): Promise<void>;
}

/** Below this a thread costs more than it saves. */
const WORTH_THREADS_BYTES = 24 * 1024 * 1024;
const MAX_THREADS = 4;
/** Jobs each worker holds, so that it never waits for the main thread. */
const JOBS_PER_WORKER = 2;

export async function openReaderPool(
  pendingBytes: number,
  workerUrl: URL | null,
): Promise<ReaderPool> {
  if (workerUrl === null || pendingBytes < WORTH_THREADS_BYTES) return inlinePool();
  // Loaded here: most runs read little and need no threads.
  const { Worker } = await import('node:worker_threads');
  const { cpus } = await import('node:os');
  // The thread that writes the ledger has a core of its own, and reads while it has nothing to write.
  const size = Math.max(1, Math.min(MAX_THREADS, cpus().length - 1));
  return threadPool(Array.from({ length: size }, () => new Worker(workerUrl)));
}

export function runJob(job: ReadJob): ReadOutcome {
  try {
    return { id: job.id, result: readStretch(job.stretch) };
  } catch (cause) {
    const code = (cause as { code?: unknown }).code;
    if (typeof code !== 'string') throw cause;
    return { id: job.id, errorCode: code };
  }
}

function inlinePool(): ReaderPool {
  const queue: ReadJob[] = [];
  return {
    add: (job) => queue.push(job),
    async next() {
      const job = queue.shift();
      return job === undefined ? null : runJob(job);
    },
    async close() {},
  };
}

function threadPool(threads: readonly Worker[]): ReaderPool {
  const queue: ReadJob[] = [];
  const finished: ReadOutcome[] = [];
  let running = 0;
  let wake: (() => void) | null = null;
  let failure: Error | null = null;

  const workers = threads.map((worker) => {
    const entry = { worker, jobs: 0 };
    worker.on('message', (outcome: ReadOutcome) => {
      entry.jobs--;
      running--;
      finished.push(outcome);
      feed();
      wake?.();
    });
    worker.on('error', (error: Error) => {
      failure = error;
      wake?.();
    });
    return entry;
  });

  function feed(): void {
    for (const entry of workers) {
      while (entry.jobs < JOBS_PER_WORKER && queue.length > 0) {
        entry.jobs++;
        running++;
        entry.worker.postMessage(queue.shift());
      }
    }
  }

  return {
    add(job) {
      queue.push(job);
      feed();
    },
    async next() {
      for (;;) {
        if (failure !== null) throw failure;
        const outcome = finished.shift();
        if (outcome !== undefined) return outcome;
        if (running === 0 && queue.length === 0) return null;
        // Rather than wait for the others, read something here.
        const job = queue.shift();
        if (job !== undefined) return runJob(job);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = null;
      }
    },
    async close() {
      await Promise.all(workers.map((entry) => entry.worker.terminate()));
    },
  };
}
