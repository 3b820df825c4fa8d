// One sentence about the machine, so that nobody takes its milliseconds for anybody else's.
import { cpus, loadavg, release, totalmem } from 'node:os';

export function describeMachine(): string {
  const model = cpus()[0]?.model.trim().replace(/\s+/g, ' ') ?? 'unknown CPU';
  const gigabytes = Math.round(totalmem() / 1e9);
  const load = loadavg()[0] ?? 0;
  return `${model}, ${cpus().length} cores, ${gigabytes} GB of memory, ${process.platform} ${release()}, Node ${process.version}, load average ${load.toFixed(1)} at the start`;
}
