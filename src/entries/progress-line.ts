// One line on stderr while a long read goes on. Silent for the first half second, and wherever
// nobody is looking.
import type { IngestProgress } from '../store/ingest/ingest.ts';

const QUIET_MS = 500;
const REDRAW_MS = 100;

export interface ProgressLine {
  readonly show: (progress: IngestProgress) => void;
  readonly clear: () => void;
}

export interface ProgressSources {
  readonly stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
}

export function createProgressLine({ stream, env, now }: ProgressSources): ProgressLine {
  const isSeen = stream.isTTY === true && env.TERM !== 'dumb';
  const startedMs = now();
  let drawnMs = 0;
  return {
    show({ bytesDone, bytesTotal }) {
      const atMs = now();
      if (!isSeen || atMs - startedMs < QUIET_MS || atMs - drawnMs < REDRAW_MS) return;
      drawnMs = atMs;
      const share = bytesTotal === 0 ? 1 : bytesDone / bytesTotal;
      const filled = Math.round(share * 20);
      const bar = '#'.repeat(filled) + '.'.repeat(20 - filled);
      stream.write(
        `\r\x1b[Kreading transcripts  [${bar}] ${megabytes(bytesDone)} of ${megabytes(bytesTotal)} MB`,
      );
    },
    clear() {
      if (drawnMs > 0) stream.write('\r\x1b[K');
      drawnMs = 0;
    },
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
