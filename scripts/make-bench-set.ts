// Writes the benchmark's set of transcripts below a folder. Run it with vite's runnerImport; the
// generator itself touches no disk.
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bulkSessions } from '../src/samples/bulk-sessions.ts';
import { addSums, NO_CALLS } from '../src/samples/manifest.ts';
import type { TokenCounts } from '../src/shared/tokens.ts';

export interface BenchSet {
  readonly files: number;
  readonly bytes: number;
  readonly calls: number;
  /** Of all calls, each counted once. */
  readonly tokens: TokenCounts;
}

/** Files go to `<dir>/projects`, so that `CLAUDE_CONFIG_DIR=<dir>` finds them. */
export function writeBenchSet(dir: string, targetBytes: number, seed: string | number): BenchSet {
  let files = 0;
  let bytes = 0;
  let sum = NO_CALLS;
  for (const file of bulkSessions({ targetBytes, seed })) {
    const path = join(dir, file.path);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, file.text, { mode: 0o600 });
    utimesSync(path, file.mtimeMs / 1000, file.mtimeMs / 1000);
    files += 1;
    bytes += file.sizeBytes;
    sum = addSums(sum, file.sum);
  }
  return { files, bytes, calls: sum.calls, tokens: sum.tokens };
}
