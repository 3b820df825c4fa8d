// The second pass: what it reads, what it leaves alone, and what becomes of its rows when transcripts change.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readThreadEvents } from '../../../src/store/readers/threads.ts';
import { narrowToRoots } from '../../../src/store/scope.ts';
import { readTranscriptEvents } from '../../../src/transcript/session-events/read-transcript-events.ts';
import { toSessionEvent } from '../../../src/transcript/session-events/transcript-event.ts';
import { assistant, line, user } from '../../transcript/records.ts';
import { compareDumps } from '../dump-ledger.ts';
import { type EventLab, openEventLab } from './event-lab.ts';
import { countingFold, SMALL_FOLDS, SMALL_MARKERS } from './small-folds.ts';

const FILE = 'projects/-w/s1.jsonl';
let lab: EventLab;
beforeEach(() => {
  lab = openEventLab();
});
afterEach(() => lab.close());

let nextId = 0;
const at = (second: number): string => new Date(Date.UTC(2026, 6, 1, 10, 0, second)).toISOString();

/** A prompt and an edit. */
function turn(second: number, session = 's1', id = `${nextId++}`): string {
  const content = [{ type: 'tool_use', id: `t${id}`, name: 'Edit', input: { file_path: '/w/a' } }];
  const asked = user('go!', { uuid: `p${id}`, timestamp: at(second), sessionId: session });
  const own = { id: `msg_${id}`, uuid: `u${id}`, at: at(second + 1), session, content };
  return line(asked) + line(assistant(own));
}

function hook(event: string, second: number, data: object = {}): void {
  lab.store.db
    .prepare("INSERT INTO hook_event (session_id, at_ms, event, data) VALUES ('s1', ?, ?, ?)")
    .run(Date.parse(at(second)), event, JSON.stringify(data));
}

describe('a run', () => {
  it('stores what the reader reads, and says what the folds say', async () => {
    lab.write(FILE, turn(0) + turn(10));
    const size = readFileSync(join(lab.root, FILE)).length;
    expect(await lab.both()).toMatchObject({ filesRead: 1, bytesRead: size, filesLeft: 0 });
    const [thread] = lab.threads();
    const read = [...readTranscriptEvents(join(lab.root, FILE), { markers: SMALL_MARKERS })];
    expect(readThreadEvents(lab.store.db, thread?.fileId ?? 0)).toEqual(read.map(toSessionEvent));
    expect(thread).toMatchObject({
      sessionId: 's1',
      agentId: null,
      projectPath: '/w/app',
      firstMs: Date.parse(at(0)),
      lastMs: Date.parse(at(11)),
      isGone: false,
    });
    expect(lab.readings(FILE)).toEqual({
      broken: 'error',
      calls: 2,
      lines: 2,
      prompts: 2,
      waits: 'no-data',
    });
  });

  it('does nothing the second time', async () => {
    lab.write(FILE, turn(0));
    await lab.both();
    const before = lab.eventDump();
    expect(await lab.both()).toMatchObject({ filesRead: 0, bytesRead: 0, filesFolded: 0 });
    expect(lab.eventDump()).toEqual(before);
  });

  it('reads only what was appended', async () => {
    lab.write(FILE, turn(0));
    await lab.both();
    const more = turn(20);
    lab.append(FILE, more);
    expect(await lab.both()).toMatchObject({ filesRead: 1, bytesRead: more.length });
    expect(lab.readings(FILE)).toMatchObject({ calls: 2, prompts: 2 });
    expect(compareDumps(lab.eventDump(), await lab.coldEventDump())).toBe(null);
  });

  it('keeps main thread and subagents apart, and takes one main file of a session', async () => {
    lab.write(FILE, turn(0));
    lab.write('projects/-copy/s1.jsonl', turn(0) + turn(3));
    lab.write('projects/-w/s1/subagents/agent-a1.jsonl', turn(2));
    await lab.both();
    const rows = lab.threads().map(({ path, agentId, sessionId }) => [path, agentId, sessionId]);
    expect(rows).toEqual([
      [join(lab.root, 'projects/-copy/s1.jsonl'), null, 's1'],
      [join(lab.root, 'projects/-w/s1/subagents/agent-a1.jsonl'), 'a1', 's1'],
    ]);
  });

  it('takes long sessions in chunks that do not depend on how it grew', async () => {
    const turns = Array.from({ length: 1_300 }, (_, n) => turn(n));
    for (const part of [turns.slice(0, 1), turns.slice(1, 700), turns.slice(700)]) {
      lab.append(FILE, part.join(''));
      await lab.both();
    }
    const chunks = lab.store.db.prepare('SELECT count FROM event_chunk ORDER BY seq').pluck().all();
    expect(chunks).toEqual([1_000, 1_000, 602]);
    expect(compareDumps(lab.eventDump(), await lab.coldEventDump())).toBe(null);
  });
});

describe('when metrics change', () => {
  const other = [...SMALL_FOLDS.slice(1), { ...countingFold('calls', ['user']), version: 2 }];

  it('folds again from what is stored, also without the transcript', async () => {
    lab.write(FILE, turn(0));
    await lab.both();
    lab.remove(FILE);
    const report = await lab.both({ folds: other });
    expect(report).toMatchObject({ filesRead: 0, bytesRead: 0, filesFolded: 1 });
    expect(lab.readings(FILE)).toMatchObject({ calls: 1 });
    expect(await lab.both({ folds: other })).toMatchObject({ filesFolded: 0 });
  });

  it('drops the reading of a metric that is gone', async () => {
    lab.write(FILE, turn(0));
    await lab.both();
    await lab.both({ folds: SMALL_FOLDS.slice(0, 1) });
    expect(lab.readings(FILE)).toEqual({ calls: 1 });
  });
});

describe('when markers change', () => {
  const markers = SMALL_MARKERS.map((one) => ({ ...one, fingerprint: '2', find: () => ['other'] }));
  const marksOf = (): unknown[] =>
    lab
      .threads()
      .flatMap(({ fileId }) => readThreadEvents(lab.store.db, fileId))
      .flatMap((event) => (event.kind === 'user' ? [event.marks] : []));

  it('reads the transcript again', async () => {
    lab.write(FILE, turn(0));
    await lab.both();
    expect(marksOf()).toEqual([{ shout: ['loud'] }]);
    expect(await lab.both({ markers })).toMatchObject({ filesRead: 1 });
    expect(marksOf()).toEqual([{ shout: ['other'] }]);
    expect(await lab.both({ markers })).toMatchObject({ filesRead: 0 });
  });

  it('keeps what is stored where the transcript is gone, and reads it when it is back', async () => {
    const text = turn(0);
    lab.write(FILE, text);
    await lab.both();
    lab.remove(FILE);
    expect(await lab.both({ markers })).toMatchObject({ filesRead: 0, filesLeft: 0 });
    expect(marksOf()).toEqual([{ shout: ['loud'] }]);
    expect(lab.threads()).toMatchObject([{ isGone: true }]);
    lab.write(FILE, text);
    await lab.both({ markers });
    expect(marksOf()).toEqual([{ shout: ['other'] }]);
  });
});

describe('a transcript that', () => {
  it.each([
    ['was written anew', turn(5) + turn(6)],
    ['was cut off', ''],
  ])('%s is read from its beginning', async (_, text) => {
    const first = turn(0);
    lab.write(FILE, first + turn(9) + turn(11));
    await lab.both();
    lab.write(FILE, text === '' ? first : text);
    expect(await lab.both()).toMatchObject({ filesRead: 1 });
    expect(compareDumps(lab.eventDump(), await lab.coldEventDump())).toBe(null);
  });

  it('was moved is not read again', async () => {
    lab.write(FILE, turn(0));
    await lab.both();
    mkdirSync(join(lab.root, 'projects/-v'));
    lab.move(FILE, 'projects/-v/s1.jsonl');
    expect(await lab.both()).toMatchObject({ filesRead: 0, bytesRead: 0 });
    expect(lab.threads()).toMatchObject([{ path: join(lab.root, 'projects/-v/s1.jsonl') }]);
    expect(compareDumps(lab.eventDump(), await lab.coldEventDump())).toBe(null);
  });

  it('changed between both passes is left for the next run', async () => {
    lab.write(FILE, turn(0) + turn(1));
    await lab.ingest();
    lab.write(FILE, turn(7));
    expect(await lab.events()).toMatchObject({ filesRead: 0, filesLeft: 1 });
    expect(lab.threads()).toEqual([]);
    await lab.both();
    expect(compareDumps(lab.eventDump(), await lab.coldEventDump())).toBe(null);
  });

  it('is gone before it was read is no failure', async () => {
    lab.write(FILE, turn(0));
    await lab.ingest();
    lab.remove(FILE);
    expect(await lab.events()).toMatchObject({ unreadable: [{ code: 'ENOENT' }] });
    expect(await lab.both()).toMatchObject({ unreadable: [], filesRead: 0 });
  });
});

describe('copied history', () => {
  const fork = 'projects/-w/s2.jsonl';
  const original = turn(0, 's1', 'a') + turn(10, 's1', 'b');
  const copied = original.replaceAll('"sessionId":"s1"', '"sessionId":"s2"');

  it('is known and not counted', async () => {
    lab.write(FILE, original);
    lab.write(fork, copied + turn(100, 's2', 'c'));
    await lab.both();
    expect(lab.readings(FILE)).toMatchObject({ calls: 2, prompts: 2 });
    expect(lab.readings(fork)).toMatchObject({ calls: 1, prompts: 1 });
    const row = lab.threads().find(({ sessionId }) => sessionId === 's2');
    expect(row).toMatchObject({ copiedUntilMs: Date.parse(at(11)), firstMs: Date.parse(at(100)) });
  });

  it('ends behind the last answer, its results and what followed them', async () => {
    const edit = { type: 'tool_use', id: 'td', name: 'Edit', input: { file_path: '/w/b' } };
    const more = (session: string): string => {
      const call = { id: 'msg_d', session };
      const result = [{ type: 'tool_result', tool_use_id: 'td', content: 'ok' }];
      const stop = '[Request interrupted by user]';
      const own = (uuid: string, second: number) => ({ uuid, timestamp: at(second) });
      return [
        user('go on!', { ...own('pd', 20), sessionId: session }),
        assistant({ ...call, uuid: 'd1', at: at(21), content: [{ type: 'text', text: 'Yes.' }] }),
        assistant({ ...call, uuid: 'd2', at: at(23), content: [edit] }),
        user(result, { ...own('d3', 25), sessionId: session }),
        user(stop, { ...own('d4', 26), sessionId: session }),
      ]
        .map(line)
        .join('');
    };
    lab.write(FILE, original + more('s1') + turn(300, 's1', 'e'));
    lab.write(fork, copied + more('s2') + turn(100, 's2', 'c'));
    await lab.both();
    expect(lab.readings(FILE)).toMatchObject({ calls: 4, prompts: 5 });
    expect(lab.readings(fork)).toMatchObject({ calls: 1, prompts: 1 });
    const row = lab.threads().find(({ sessionId }) => sessionId === 's2');
    expect(row?.copiedUntilMs).toBeGreaterThanOrEqual(Date.parse(at(26)));
    expect(compareDumps(lab.eventDump(), await lab.coldEventDump())).toBe(null);
  });

  it('counts until it turns out to be copied', async () => {
    lab.write(fork, copied);
    await lab.both();
    expect(lab.readings(fork)).toMatchObject({ calls: 2 });
    lab.write(FILE, original);
    expect(await lab.both()).toMatchObject({ filesRead: 1, filesFolded: 1 });
    expect(lab.readings(fork)).toMatchObject({ calls: 'no-data', prompts: 'no-data' });
    lab.append(fork, turn(100, 's2', 'c'));
    await lab.both();
    expect(lab.readings(fork)).toMatchObject({ calls: 1 });
    expect(compareDumps(lab.eventDump(), await lab.coldEventDump())).toBe(null);
  });
});

describe('what hooks told of permissions', () => {
  it('is folded by time, whenever it comes', async () => {
    lab.write(FILE, turn(0) + turn(20));
    await lab.both();
    hook('PermissionRequest', 5, { toolName: 'Edit' });
    hook('PostToolUse', 9, { toolName: 'Edit', durationMs: 1_000 });
    expect(await lab.both()).toMatchObject({ filesRead: 0, filesFolded: 1 });
    expect(lab.readings(FILE)).toMatchObject({ waits: 2, calls: 2 });
    const [thread] = lab.threads();
    const events = readThreadEvents(lab.store.db, thread?.fileId ?? 0);
    const told = events.filter(({ kind }) => kind === 'permission');
    expect(told.map(({ atMs }) => atMs)).toEqual([Date.parse(at(5)), Date.parse(at(8))]);
    expect(events.indexOf(told[0] as (typeof events)[0])).toBe(3);
    expect(await lab.both()).toMatchObject({ filesFolded: 0 });
  });

  it('is no work where nobody was asked', async () => {
    lab.write(FILE, turn(0));
    await lab.both();
    hook('PostToolUse', 9, { toolName: 'Edit' });
    expect(await lab.both()).toMatchObject({ filesFolded: 0 });
  });
});

describe('only what is asked for:', () => {
  it('the sessions at hand', async () => {
    lab.write(FILE, turn(0));
    lab.write('projects/-w/s2.jsonl', turn(0, 's2'));
    await lab.ingest();
    expect(await lab.events({ sessions: ['s2'] })).toMatchObject({ filesRead: 1 });
    expect(lab.threads()).toMatchObject([{ sessionId: 's2' }]);
    expect(await lab.events()).toMatchObject({ filesRead: 1 });
  });

  it('as much as the time allows, and the rest the next time', async () => {
    for (const n of [1, 2, 3]) lab.write(`projects/-w/s${n}.jsonl`, turn(0, `s${n}`));
    await lab.ingest();
    const first = await lab.events({ budgetMs: 0 });
    expect(first).toMatchObject({ filesRead: 1, filesLeft: 2 });
    expect(await lab.events()).toMatchObject({ filesRead: 2, filesLeft: 0 });
  });

  it('the folders in force, in readers too', async () => {
    lab.write(FILE, turn(0));
    await lab.both();
    narrowToRoots(lab.store.db, ['/elsewhere']);
    expect(lab.threads()).toEqual([]);
    expect(readThreadEvents(lab.store.db, 1)).toEqual([]);
    expect(await lab.events({ roots: [{ path: '/elsewhere' }], force: true })).toMatchObject({
      filesRead: 0,
    });
  });

  it('everything again', async () => {
    lab.write(FILE, turn(0));
    await lab.both();
    expect(await lab.events({ force: true })).toMatchObject({ filesRead: 1 });
    expect(compareDumps(lab.eventDump(), await lab.coldEventDump())).toBe(null);
  });
});
