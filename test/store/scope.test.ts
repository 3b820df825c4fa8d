// A ledger of two config folders: a question sees the folders in force, a call that stands in both
// counts once, and nothing is written by looking.
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SHIPPED_BOOK } from '../../src/pricing/book.ts';
import { ingest } from '../../src/store/ingest/ingest.ts';
import { openStore } from '../../src/store/open-store.ts';
import { narrowToRoots, readRoots } from '../../src/store/scope.ts';
import { stream } from '../transcript/records.ts';
import { compareDumps, findWrongSums } from './dump-ledger.ts';
import { type Lab, openLab } from './lab.ts';

let lab: Lab;
let one = '';
let two = '';

beforeEach(async () => {
  lab = openLab();
  one = join(lab.root, 'one');
  two = join(lab.root, 'two');
  lab.write(
    'one/projects/-a/s1.jsonl',
    stream(1, { id: 'msg_one' }) + stream(5, { id: 'msg_both' }),
  );
  lab.write('two/projects/-a/s2.jsonl', stream(9, { id: 'msg_two', session: 's2' }));
  lab.append('two/projects/-a/s2.jsonl', stream(5, { id: 'msg_both', session: 's2' }));
  await look(one, two);
});
afterEach(() => lab.close());

function look(...roots: readonly string[]): Promise<unknown> {
  return ingest({
    store: lab.store,
    book: SHIPPED_BOOK,
    roots: roots.map((path) => ({ path, projectsDir: join(path, 'projects') })),
    now: Date.now,
    workerUrl: null,
  });
}

/** On a connection of its own: narrowing lasts as long as a connection. */
function seen(...roots: readonly string[]): {
  calls: unknown[];
  sums: unknown;
  sessions: unknown[];
} {
  const store = openStore({ stateDir: lab.stateDir, now: Date.now });
  try {
    narrowToRoots(store.db, roots);
    const { db } = store;
    return {
      calls: db.prepare('SELECT message_id FROM call ORDER BY 1').pluck().all(),
      sums: db.prepare('SELECT sum(calls), sum(output_tokens) FROM quarter_sum').raw().get(),
      sessions: db.prepare('SELECT session_id FROM session ORDER BY 1').pluck().all(),
    };
  } finally {
    store.close();
  }
}

const BOTH = {
  calls: ['msg_both', 'msg_one', 'msg_two'],
  sums: [3, 15],
  sessions: ['s1', 's2'],
};

describe('a ledger of two folders', () => {
  it('shows both when both are in force, the shared call once', () => {
    expect(readRoots(lab.store.db).sort()).toEqual([one, two]);
    expect(seen(one, two)).toEqual(BOTH);
    expect(findWrongSums(lab.store.db)).toBe(null);
  });

  it('shows one when one is in force; the shared call is in either', () => {
    expect(seen(one)).toMatchObject({ calls: ['msg_both', 'msg_one'], sums: [2, 6] });
    expect(seen(two)).toMatchObject({ calls: ['msg_both', 'msg_two'], sums: [2, 14] });
    expect(seen(join(lab.root, 'three'))).toEqual({ calls: [], sums: [null, null], sessions: [] });
  });

  it('is the same after switching to one folder and back', async () => {
    const before = lab.dump();
    await look(one);
    await look(two);
    expect(compareDumps(lab.dump(), before)).toBe(null);
    await look(one, two);
    expect(compareDumps(lab.dump(), before)).toBe(null);
    expect(seen(one, two)).toEqual(BOTH);
  });

  it('keeps what a folder held that is gone', async () => {
    rmSync(two, { recursive: true });
    await ingest({
      store: lab.store,
      book: SHIPPED_BOOK,
      roots: [
        { path: one, projectsDir: join(one, 'projects') },
        { path: two, projectsDir: null },
      ],
      now: Date.now,
      workerUrl: null,
    });
    expect(seen(one, two)).toEqual(BOTH);
    const states = lab.store.db.prepare('SELECT state FROM file ORDER BY path').pluck().all();
    expect(states).toEqual(['present', 'vanished']);
  });

  it('counts a transcript once that moved from one folder to the other', async () => {
    mkdirSync(join(two, 'projects/-b'), { recursive: true });
    renameSync(join(one, 'projects/-a/s1.jsonl'), join(two, 'projects/-b/s1.jsonl'));
    await look(one, two);
    expect(seen(one, two)).toEqual(BOTH);
    expect(seen(two)).toEqual(BOTH);
  });

  it('keeps the calls of one gateway id apart, each in its own folder', async () => {
    const id = 'gen-1';
    lab.append('one/projects/-a/s1.jsonl', stream(20, { id, requestId: 'req_one' }).repeat(2));
    lab.append(
      'two/projects/-a/s2.jsonl',
      stream(30, { id, requestId: 'req_two', session: 's2' }).repeat(2),
    );
    await look(one, two);
    expect(seen(one, two).sums).toEqual([5, 65]);
    expect(seen(one).sums).toEqual([3, 26]);
    expect(seen(two).sums).toEqual([3, 44]);
  });
});
