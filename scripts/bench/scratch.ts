// A folder for copies and ledgers that is gone afterwards, also when the benchmark is interrupted.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'work-';

/** Below the cache folder; what a killed benchmark left there is removed first. */
export function openScratch(cacheDir: string): string {
  mkdirSync(cacheDir, { recursive: true });
  for (const name of readdirSync(cacheDir)) {
    if (name.startsWith(PREFIX) && !isRunning(Number(name.slice(PREFIX.length)))) {
      remove(join(cacheDir, name));
    }
  }
  const dir = join(cacheDir, `${PREFIX}${process.pid}`);
  mkdirSync(dir);
  process.once('exit', () => remove(dir));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
  return dir;
}

function remove(dir: string): void {
  rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
