// Has stretches of files read, in this thread or in workers. Knows threads and their queue; what
// is read goes to the caller, in any order.
import { setImmediate } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import {
  PIECE_BYTES,
  readStretch,
  type Stretch,
  type StretchResult,
} from '../../transcript/read-stretch.ts';

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
/** Bytes of jobs each worker holds, so that it need not wait while this thread writes. */
const AHEAD_BYTES = 24 * 1024 * 1024;

export async function openReaderPool(
  pendingBytes: number,
  workerUrl: URL | null,
): Promise<ReaderPool> {
  if (workerUrl === null || pendingBytes < WORTH_THREADS_BYTES) return inlinePool();
  // Loaded here: most runs read little and need no threads.
  const { Worker } = await import('node:worker_threads');
  const { cpus } = await import('node:os');
  // One core is for the thread that writes the ledger; it does not read as well, because that
  // would have it warm up the reader a second time.
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
  /** Bytes by job; a file has one job at a time. */
  const running = new Map<number, number>();
  let wake: (() => void) | null = null;
  let failure: Error | null = null;

  const workers = threads.map((worker) => {
    const entry = { worker, bytes: 0 };
    worker.on('message', (outcome: ReadOutcome) => {
      entry.bytes -= running.get(outcome.id) ?? 0;
      running.delete(outcome.id);
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
      while (entry.bytes < AHEAD_BYTES) {
        const job = queue.shift();
        if (job === undefined) return;
        const bytes = Math.min(PIECE_BYTES, job.stretch.to - job.stretch.from);
        entry.bytes += bytes;
        running.set(job.id, bytes);
        entry.worker.postMessage(job);
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
        // Lets the workers' messages in, and so keeps them busy.
        await setImmediate();
        const outcome = finished.shift();
        if (outcome !== undefined) return outcome;
        if (running.size === 0 && queue.length === 0) return null;
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
