// The thread that reads transcripts: one job in, one parsed piece out.
import './without-network.ts';
import { parentPort } from 'node:worker_threads';
import { type ReadJob, runJob } from '../store/ingest/reader-pool.ts';

parentPort?.on('message', (job: ReadJob) => {
  const outcome = runJob(job);
  const transfer =
    'result' in outcome
      ? [outcome.result.piece.usage.buffer, outcome.result.piece.tools.buffer]
      : [];
  parentPort?.postMessage(outcome, transfer as ArrayBuffer[]);
});
