// Who may index, and who waits: by the note that a process leaves in the ledger.
import { hostname } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLease, waitForLease } from '../../src/store/ingest/lease.ts';
import { readMeta, writeMeta } from '../../src/store/meta.ts';
import { type Lab, openLab } from './lab.ts';

const NOW = 1_800_000_000_000;
let lab: Lab;
beforeEach(() => {
  lab = openLab();
});
afterEach(() => lab.close());

const note = (changes: object): string =>
  JSON.stringify({ pid: 1, host: hostname(), untilMs: NOW + 5_000, ...changes });

describe('the lease', () => {
  it('is taken, renewed and given back', () => {
    let nowMs = NOW;
    const lease = takeLease(lab.store.db, () => nowMs);
    expect(JSON.parse(readMeta(lab.store.db, 'lease') ?? '')).toEqual({
      pid: process.pid,
      host: hostname(),
      untilMs: NOW + 10_000,
    });
    nowMs += 4_000;
    lease?.renew();
    expect(JSON.parse(readMeta(lab.store.db, 'lease') ?? '').untilMs).toBe(NOW + 14_000);
    lease?.release();
    expect(readMeta(lab.store.db, 'lease')).toBe(null);
  });

  it.each([
    ['a living process', { pid: process.ppid }, false],
    ['another machine', { host: 'elsewhere', pid: 999_999_999 }, false],
    ['a dead process', { pid: 999_999_999 }, true],
    ['this process, from before', { pid: process.pid }, true],
    ['a process that has not renewed in time', { pid: process.ppid, untilMs: NOW }, true],
    ['a clock far ahead', { pid: process.ppid, untilMs: NOW + 60_000 }, true],
  ])('held by %s', (_, changes, isFree) => {
    writeMeta(lab.store.db, 'lease', note(changes));
    const lease = takeLease(lab.store.db, () => NOW);
    expect(lease !== null).toBe(isFree);
    if (isFree) expect(JSON.parse(readMeta(lab.store.db, 'lease') ?? '').pid).toBe(process.pid);
  });

  it('of another process is not given back by us', () => {
    const lease = takeLease(lab.store.db, () => NOW);
    writeMeta(lab.store.db, 'lease', note({ pid: process.ppid }));
    lease?.release();
    expect(JSON.parse(readMeta(lab.store.db, 'lease') ?? '').pid).toBe(process.ppid);
  });

  it('is waited for until it is free', async () => {
    writeMeta(lab.store.db, 'lease', note({ host: 'elsewhere' }));
    let nowMs = NOW;
    const tick = (): number => {
      nowMs += 2_000;
      return nowMs;
    };
    await waitForLease(lab.store.db, tick);
    expect(nowMs).toBeGreaterThanOrEqual(NOW + 5_000);
  });
});
