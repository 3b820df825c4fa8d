// How many lines of spool and imported files could not be read, over all time: a number for the doctor.
import { readMeta, writeMeta } from '../../meta.ts';
import type { Sqlite } from '../../sqlite.ts';

/** Inside the transaction that also moves the cursor past them. */
export function addFaults(db: Sqlite, faults: number, nowMs: number): void {
  if (faults === 0) return;
  const [count = 0] = (readMeta(db, 'spool-faults') ?? '').split(':').map(Number);
  writeMeta(db, 'spool-faults', `${(count || 0) + faults}:${nowMs}`);
}
