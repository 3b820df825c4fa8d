// Keeps two processes from reading the same history at once. A courtesy, not a lock: the cursors
// checked inside each transaction keep the ledger right even without it.
import { hostname } from 'node:os';
import { readMeta, removeMeta, writeMeta } from '../meta.ts';
import type { Sqlite } from '../sqlite.ts';

/** A holder that has not renewed for this long is taken to be stuck. */
const LEASE_MS = 10_000;
const POLL_MS = 50;

interface LeaseNote {
  readonly pid: number;
  readonly host: string;
  readonly untilMs: number;
}

export interface Lease {
  /** Call at each commit. */
  renew(): void;
  release(): void;
}

/** The second pass has one of its own, so that nobody's first pass waits for it. */
export type LeaseName = 'lease' | 'events-lease';

/** Takes the lease, or returns null when a living process holds it. */
export function takeLease(db: Sqlite, now: () => number, name: LeaseName = 'lease'): Lease | null {
  const own = (): string =>
    JSON.stringify({ pid: process.pid, host: hostname(), untilMs: now() + LEASE_MS });
  const take = db.transaction((): boolean => {
    if (isHeld(readNote(db, name), now())) return false;
    writeMeta(db, name, own());
    return true;
  });
  if (!take.immediate()) return null;
  return {
    renew: () => writeMeta(db, name, own()),
    release: db.transaction(() => {
      if (readNote(db, name)?.pid === process.pid) removeMeta(db, name);
    }).immediate,
  };
}

/** Waits until the lease is free; returns at once when it is. */
export async function waitForLease(
  db: Sqlite,
  now: () => number,
  name: LeaseName = 'lease',
): Promise<void> {
  while (isHeld(readNote(db, name), now())) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function readNote(db: Sqlite, name: LeaseName): LeaseNote | null {
  const text = readMeta(db, name);
  return text === null ? null : (JSON.parse(text) as LeaseNote);
}

function isHeld(note: LeaseNote | null, nowMs: number): boolean {
  if (note === null || note.untilMs <= nowMs || note.untilMs > nowMs + LEASE_MS * 2) return false;
  if (note.host !== hostname()) return true;
  return note.pid !== process.pid && isAlive(note.pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as { code?: unknown }).code === 'EPERM';
  }
}
