// Session events of deleted transcripts outlive a damaged ledger; ledgers from before there were any get them.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MIGRATIONS } from '../../../src/store/migrations.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { readReadingRows } from '../../../src/store/readers/readings.ts';
import { readThreadEvents, readThreadRows } from '../../../src/store/readers/threads.ts';
import { rescueArchive } from '../../../src/store/rescue-archive.ts';
import { ingestEvents } from '../../../src/store/session-events/ingest-events.ts';
import { openDatabase } from '../../../src/store/sqlite.ts';
import { assistant, line, user } from '../../transcript/records.ts';
import { ingestInto } from '../lab.ts';
import { type EventLab, openEventLab } from './event-lab.ts';
import { SMALL_FOLDS, SMALL_MARKERS } from './small-folds.ts';

const GONE = 'projects/-w/s1.jsonl';
let lab: EventLab;
let folder = '';
beforeEach(() => {
  lab = openEventLab();
  folder = mkdtempSync(join(tmpdir(), 'telltale-archive-'));
});
afterEach(() => {
  lab.close();
  rmSync(folder, { recursive: true, force: true });
});

const turns = (count: number): string =>
  Array.from({ length: count }, (_, n) => {
    const content = [{ type: 'tool_use', id: `t${n}`, name: 'Edit', input: { n } }];
    const uuids = { asked: `p${n}`, done: `u${n}` };
    return (
      line(user('go', { uuid: uuids.asked })) +
      line(assistant({ id: `msg_${n}`, uuid: uuids.done, content }))
    );
  }).join('');

const options = { roots: [], now: Date.now, folds: SMALL_FOLDS, markers: SMALL_MARKERS };

it('are saved from a ledger that is replaced', async () => {
  lab.write(GONE, turns(700));
  lab.write('projects/-w/s2.jsonl', turns(2).replaceAll('s1', 's2'));
  await lab.both();
  lab.remove(GONE);
  await lab.both();
  const [thread] = lab.threads();
  const events = readThreadEvents(lab.store.db, thread?.fileId ?? 0);
  const fresh = openStore({ stateDir: folder, now: Date.now });
  rescueArchive(fresh.db, lab.store.path);
  // Sessions of the saved files are derived by the next ingest.
  await ingestInto(fresh, lab.root);
  expect(readThreadRows(fresh.db)).toMatchObject([{ sessionId: 's1', isGone: true }]);
  expect(readThreadEvents(fresh.db, thread?.fileId ?? 0)).toEqual(events);
  const saved = readReadingRows(fresh.db, { metric: 'calls' });
  expect(saved).toMatchObject([{ reading: { kind: 'value', value: 700 } }]);
  fresh.close();
});

it('are folded again where a part of them is lost', async () => {
  lab.write(GONE, turns(700));
  await lab.both();
  lab.remove(GONE);
  await lab.both();
  lab.store.db.prepare('DELETE FROM event_chunk WHERE seq = 0').run();
  const fresh = openStore({ stateDir: folder, now: Date.now });
  rescueArchive(fresh.db, lab.store.path);
  await ingestInto(fresh, lab.root);
  const report = await ingestEvents({ ...options, store: fresh, roots: [{ path: lab.root }] });
  expect(report).toMatchObject({ filesFolded: 1, filesLeft: 0, bytesRead: 0 });
  const [reading] = readReadingRows(fresh.db, { metric: 'calls' });
  expect(reading?.reading).toMatchObject({ kind: 'value' });
  expect(reading?.reading).not.toMatchObject({ value: 700 });
  fresh.close();
});

it('are nothing that an older ledger misses', async () => {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'ledger.db');
  const old = openDatabase(path);
  for (const { sql } of MIGRATIONS.slice(0, 3)) old.exec(sql);
  old.pragma('user_version = 3');
  old.close();
  const store = openStore({ stateDir: folder, now: Date.now });
  lab.write(GONE, turns(3));
  await ingestInto(store, lab.root);
  const report = await ingestEvents({ ...options, store, roots: [{ path: lab.root }] });
  expect(report).toMatchObject({ filesRead: 1 });
  store.close();
});
