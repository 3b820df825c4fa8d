// A config folder and a ledger of their own, for tests that write transcripts and ingest them. Sets
// every mtime itself, so that two writes within one tick of the file system's clock still differ.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SHIPPED_BOOK } from '../../src/pricing/book.ts';
import { type IngestOptions, type IngestReport, ingest } from '../../src/store/ingest/ingest.ts';
import { type LedgerStore, openStore } from '../../src/store/open-store.ts';
import { dumpLedger } from './dump-ledger.ts';

export interface Lab {
  /** The config folder; transcripts lie in its `projects`. */
  readonly root: string;
  readonly stateDir: string;
  readonly store: LedgerStore;
  /** Paths are below the config folder: `projects/-w/s1.jsonl`. */
  write(path: string, content: string | Uint8Array): void;
  append(path: string, content: string | Uint8Array): void;
  move(from: string, to: string): void;
  remove(path: string): void;
  /** Another mtime, same bytes. */
  touch(path: string): void;
  ingest(options?: { readonly force?: boolean }): Promise<IngestReport>;
  /** Commits after every piece, and stops without a word after this many of them. */
  crashAfter(pieces: number, options?: { readonly force?: boolean }): Promise<void>;
  dump(without?: readonly string[]): string[];
  /** A ledger of the same folder as it is now, read in one go. */
  coldDump(without?: readonly string[]): Promise<string[]>;
  close(): void;
}

/** `below`: where the lab's folders are made, by default the system's temporary folder. */
export function openLab(below: string = tmpdir()): Lab {
  const home = realpathSync(mkdtempSync(join(below, 'telltale-lab-')));
  const root = join(home, 'claude');
  const stateDir = join(home, 'state');
  mkdirSync(join(root, 'projects'), { recursive: true });
  const store = openStore({ stateDir, now: Date.now });
  let clockSec = 1_700_000_000;

  const at = (path: string): string => join(root, path);
  const stamp = (path: string): void => {
    clockSec++;
    if (statSync(path).isFile()) utimesSync(path, clockSec, clockSec);
  };
  return {
    root,
    stateDir,
    store,
    write(path, content) {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), content);
      stamp(at(path));
    },
    append(path, content) {
      mkdirSync(dirname(at(path)), { recursive: true });
      appendFileSync(at(path), content);
      stamp(at(path));
    },
    move(from, to) {
      mkdirSync(dirname(at(to)), { recursive: true });
      renameSync(at(from), at(to));
    },
    remove: (path) => rmSync(at(path), { recursive: true }),
    touch: (path) => stamp(at(path)),
    ingest: (options = {}) => ingestInto(store, root, options.force ?? false),
    crashAfter: (pieces, options = {}) => crash(store, root, pieces, options.force ?? false),
    dump: (without = []) => dumpLedger(store.db, { root: home, without }),
    async coldDump(without = []) {
      const coldDir = join(home, 'cold');
      if (existsSync(coldDir)) rmSync(coldDir, { recursive: true });
      const cold = openStore({ stateDir: coldDir, now: Date.now });
      try {
        await ingestInto(cold, root, false);
        return dumpLedger(cold.db, { root: home, without });
      } finally {
        cold.close();
      }
    },
    close() {
      store.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Reads a config folder into a ledger, in this thread. */
export function ingestInto(
  store: LedgerStore,
  root: string,
  force = false,
  changes: Partial<IngestOptions> = {},
): Promise<IngestReport> {
  const projectsDir = join(root, 'projects');
  return ingest({
    store,
    book: SHIPPED_BOOK,
    roots: [{ path: root, projectsDir: existsSync(projectsDir) ? projectsDir : null }],
    now: Date.now,
    force,
    workerUrl: null,
    ...changes,
  });
}

async function crash(
  store: LedgerStore,
  root: string,
  pieces: number,
  force: boolean,
): Promise<void> {
  let left = pieces;
  let nowMs = Date.now();
  const stop = new Error('stopped on purpose');
  const changes = {
    // A clock that leaps has every piece committed by itself.
    now: (): number => {
      nowMs += 1_000;
      return nowMs;
    },
    onProgress: (): void => {
      if (left === 0) throw stop;
      left--;
    },
  };
  await ingestInto(store, root, force, changes).catch((error: unknown) => {
    if (error !== stop) throw error;
  });
}
