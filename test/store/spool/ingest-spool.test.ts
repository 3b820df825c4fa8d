// From lines that hooks and status lines appended to rows: each once, torn ones counted, files removed
// when they are done with, and no work when nothing is new.
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toRecord } from '../../../src/actions/hooks/to-record.ts';
import { parseHookInput } from '../../../src/live/hook-input.ts';
import { parseHeartbeat } from '../../../src/live/parse-heartbeat.ts';
import { narrowToRoots } from '../../../src/store/scope.ts';
import { EVERYTHING, heartbeatOf, TOLD_EVERYTHING } from '../../live/heartbeats.ts';
import {
  beat,
  fileOf,
  HOUR,
  HOUR_MS,
  hook,
  MINUTE_MS,
  openSpoolLab,
  type SpoolLab,
} from './spool-lab.ts';

let lab: SpoolLab;
beforeEach(() => {
  lab = openSpoolLab();
});
afterEach(() => lab.close());

const refreshes = (): unknown[] =>
  lab.store.db
    .prepare(
      'SELECT first_ms - ?, last_ms - ?, refreshes, cost_nano_usd FROM heartbeat ORDER BY id',
    )
    .raw()
    .all(HOUR, HOUR);

describe('what is appended', () => {
  it('is in the ledger once', () => {
    lab.append(beat(HOUR, 5));
    lab.append(hook(HOUR + 1, 'Stop'));
    const report = { records: 2, heartbeats: 1, hooks: 1, faults: 0, files: 1 };
    expect(lab.ingest(HOUR + 2)).toEqual(report);
    expect(lab.ingest(HOUR + 3)).toEqual({
      records: 0,
      heartbeats: 0,
      hooks: 0,
      faults: 0,
      files: 0,
    });
    expect(lab.rows().hooks).toEqual([
      ['s1', HOUR + 1, 'Stop', '{"toolName":"Bash","durationMs":12,"isInterrupt":false}'],
    ]);
    lab.append(hook(HOUR + 3, 'SessionEnd'));
    expect(lab.ingest(HOUR + 4)).toMatchObject({ records: 1, files: 1 });
  });

  it('keeps every field of a heartbeat, in columns and whole', () => {
    lab.append({ kind: 'heartbeat', atMs: HOUR, heartbeat: EVERYTHING });
    lab.append({ kind: 'heartbeat', atMs: HOUR, heartbeat: heartbeatOf({ sessionId: 's2' }) });
    lab.ingest(HOUR);
    const [full, empty] = lab.store.db.prepare('SELECT * FROM heartbeat ORDER BY id').all() as [
      { readonly data: string },
      object,
    ];
    expect(full).toMatchObject({
      session_id: EVERYTHING.sessionId,
      source: 'statusline',
      cost_nano_usd: 123_456_789,
      window_tokens: 1_000_000,
      used_percent: 2,
      five_hour_percent: 31.5,
      five_hour_resets_ms: 1_795_231_762_000,
      seven_day_percent: 12,
      seven_day_resets_ms: 1_795_622_762_000,
    });
    expect(JSON.parse(full.data)).toEqual(EVERYTHING);
    expect(empty).toMatchObject({
      session_id: 's2',
      cost_nano_usd: null,
      window_tokens: null,
      used_percent: null,
      five_hour_percent: null,
      five_hour_resets_ms: null,
      seven_day_percent: null,
      seven_day_resets_ms: null,
      data: '{"sessionId":"s2"}',
    });
  });

  it('is one row while only time goes by, also over two looks', () => {
    for (const [at, cost] of [
      [0, 5],
      [10, 5],
      [20, 6],
      [30, 6],
      [40, 5],
    ] as const) {
      lab.append(beat(HOUR + at, cost));
      lab.append(beat(HOUR + at, 1, 's2'));
      if (at % 20 === 0) lab.ingest(HOUR + at);
    }
    lab.ingest(HOUR + 50);
    expect(refreshes()).toEqual([
      [0, 10, 2, 5],
      [0, 40, 5, 1],
      [20, 30, 2, 6],
      [40, 40, 1, 5],
    ]);
    const last = 'SELECT data FROM heartbeat WHERE session_id = ? ORDER BY last_ms DESC';
    expect(JSON.parse(lab.store.db.prepare(last).pluck().get('s2') as string).durationMs).toBe(40);
  });

  it('late goes to the row that says the same, or to one of its own', () => {
    for (const [at, cost] of [
      [20, 5],
      [10, 5],
      [15, 4],
      [30, 5],
    ] as const)
      lab.append(beat(HOUR + at, cost));
    lab.ingest(HOUR + 50);
    expect(refreshes()).toEqual([
      [10, 30, 3, 5],
      [15, 15, 1, 4],
    ]);
  });

  it('is taken from both folders', () => {
    lab.append(hook(HOUR, 'Stop'), 0);
    lab.append(hook(HOUR + 1, 'Stop'), 1);
    expect(lab.ingest(HOUR + 2)).toMatchObject({ records: 2, files: 2 });
  });

  it('more than is read at a time, too', () => {
    const text = 'x'.repeat(300);
    const data = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${i}`, text]));
    for (let n = 0; n < 2_600; n++) {
      lab.append({ ...hook(HOUR, 'Stop'), kind: 'hook', data: { n, ...data } } as never);
    }
    expect(statSync(join(lab.folders[0], fileOf(HOUR))).size).toBeGreaterThan(8 * 1024 * 1024);
    expect(lab.ingest(HOUR)).toMatchObject({ records: 2_600, faults: 0 });
    const count = "SELECT count(DISTINCT data ->> '$.n') FROM hook_event";
    expect(lab.store.db.prepare(count).pluck().get()).toBe(2_600);
  });
});

describe('a line that is no record', () => {
  const whole = JSON.stringify(hook(HOUR, 'Stop'));
  it.each([
    ['blank', ' \r', 0, 0],
    ['words', 'out of luck', 1, 0],
    ['another kind', '{"kind":"weather","atMs":1}', 1, 0],
    ['a list', '[1]', 1, 0],
    ['without a time', '{"kind":"hook","event":"Stop","sessionId":"s1"}', 1, 0],
    ['without a session', '{"kind":"heartbeat","atMs":1,"heartbeat":{}}', 1, 0],
    ['torn', whole.slice(0, 40), 1, 0],
    ['torn, then whole', whole.slice(0, 40) + whole, 1, 1],
    ['zeros of a crashed disk, then whole', `${'\0'.repeat(50)}${whole}`, 1, 1],
    ['two whole ones', whole + whole, 1, 2],
    ['whole, then torn', whole + whole.slice(0, -1), 1, 1],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x80]), 1, 0],
  ])('%s', (_story, line, faults, hooks) => {
    lab.write(HOUR, '\n');
    lab.write(HOUR, line);
    lab.append(hook(HOUR + 1, 'SessionEnd'));
    expect(lab.ingest(HOUR + 2)).toMatchObject({ faults, hooks: hooks + 1 });
    expect(lab.rows().faults).toBe(faults);
    expect(lab.ingest(HOUR + 3)).toMatchObject({ files: 0, faults: 0 });
  });

  it('however long, is not read in one piece', () => {
    lab.write(HOUR, Buffer.alloc(17 * 1024 * 1024, 'x'));
    lab.append(hook(HOUR + 1, 'Stop'));
    expect(lab.ingest(HOUR + 2)).toMatchObject({ faults: 3, hooks: 1 });
  });

  it('does not hold up its file when it looks like a thousand beginnings', () => {
    lab.write(HOUR, `${'{"kind":'.repeat(40_000)}`);
    lab.append(hook(HOUR + 1, 'Stop'));
    expect(lab.ingest(HOUR + 2)).toMatchObject({ faults: 1, hooks: 1 });
  });

  it('waits for its end while its hour lasts, and is a fault after that', () => {
    lab.append(hook(HOUR, 'Stop'));
    lab.write(HOUR, '\n{"kind":"hook"');
    expect(lab.ingest(HOUR + 1)).toMatchObject({ hooks: 1, faults: 0 });
    expect(lab.ingest(HOUR + HOUR_MS + 9 * MINUTE_MS)).toMatchObject({ hooks: 0, faults: 0 });
    expect(lab.ingest(HOUR + HOUR_MS + 11 * MINUTE_MS)).toMatchObject({ hooks: 0, faults: 1 });
    expect(lab.ingest(HOUR + HOUR_MS + 12 * MINUTE_MS)).toMatchObject({ files: 0 });
    // Somebody was asleep for long.
    lab.append(hook(HOUR + 5, 'SessionEnd'));
    expect(lab.ingest(HOUR + HOUR_MS + 13 * MINUTE_MS)).toMatchObject({ hooks: 1, faults: 0 });
  });

  it('that lacks only its newline counts when its hour is over', () => {
    lab.write(HOUR, `\n${whole}`);
    expect(lab.ingest(HOUR + 1).hooks).toBe(0);
    expect(lab.ingest(HOUR + HOUR_MS + 11 * MINUTE_MS)).toMatchObject({ hooks: 1, faults: 0 });
  });
});

describe('a file of the spool', () => {
  const cursors = (): unknown[] => lab.store.db.prepare('SELECT name FROM spool').pluck().all();

  it('is removed two hours after its own, with its cursor', () => {
    lab.append(hook(HOUR, 'Stop'));
    lab.append(hook(HOUR + HOUR_MS, 'Stop'));
    lab.ingest(HOUR + 2 * HOUR_MS);
    expect(lab.files()).toEqual([fileOf(HOUR), fileOf(HOUR + HOUR_MS)]);
    lab.ingest(HOUR + 3 * HOUR_MS + 1);
    expect(lab.files()).toEqual([fileOf(HOUR + HOUR_MS)]);
    expect(cursors()).toEqual([join(lab.folders[0], fileOf(HOUR + HOUR_MS))]);
    lab.ingest(HOUR + 5 * HOUR_MS);
    expect([lab.files(), cursors()]).toEqual([[], []]);
    expect(lab.rows().hooks).toHaveLength(2);
  });

  it('is taken and removed in one go when it is old', () => {
    lab.append(hook(HOUR, 'Stop'));
    expect(lab.ingest(HOUR + 9 * HOUR_MS).records).toBe(1);
    expect([lab.files(), cursors()]).toEqual([[], []]);
  });

  it('that became smaller, or another one, is taken from its beginning', () => {
    const path = join(lab.folders[0], fileOf(HOUR));
    for (const event of ['Stop', 'SessionEnd']) lab.append(hook(HOUR, event));
    lab.ingest(HOUR + 1);
    writeFileSync(path, `\n${JSON.stringify(hook(HOUR + 2, 'Stop'))}\n`);
    expect(lab.ingest(HOUR + 3).hooks).toBe(1);
    // Beside the old one for a moment, so that it gets another inode.
    writeFileSync(`${path}.new`, readFileSync(path, 'utf8').repeat(3));
    renameSync(`${path}.new`, path);
    expect(lab.ingest(HOUR + 4).hooks).toBe(3);
  });

  it('that somebody removed leaves no cursor behind', () => {
    lab.append(hook(HOUR, 'Stop'));
    lab.ingest(HOUR + 1);
    rmSync(join(lab.folders[0], fileOf(HOUR)));
    lab.ingest(HOUR + 2);
    expect(cursors()).toEqual([]);
  });

  it('of another name is left alone', () => {
    writeFileSync(join(lab.folders[0], 'notes.jsonl'), `${JSON.stringify(hook(HOUR, 'Stop'))}\n`);
    expect(lab.ingest(HOUR + 9 * HOUR_MS)).toMatchObject({ files: 0, records: 0 });
    expect(existsSync(join(lab.folders[0], 'notes.jsonl'))).toBe(true);
  });

  it('is not looked into when nothing is new, and nothing is written', () => {
    lab.append(hook(HOUR, 'Stop'));
    lab.ingest(HOUR + 1);
    const { db } = lab.store;
    db.pragma('query_only = ON');
    expect(lab.ingest(HOUR + 2).files).toBe(0);
    lab.append(hook(HOUR + 3, 'Stop'));
    expect(() => lab.ingest(HOUR + 4)).toThrow('readonly');
    db.pragma('query_only = OFF');
    expect(lab.ingest(HOUR + 5).hooks).toBe(1);
  });
});

it('puts no word of a prompt, a message or a tool into the ledger', () => {
  const secret = 'correct horse battery staple';
  const inputs = ['UserPromptSubmit', 'PostToolUse', 'PostToolUseFailure', 'Stop', 'PostCompact'];
  for (const event of [...inputs, 'SubagentStop', 'Notification', 'StopFailure']) {
    const input = parseHookInput({
      session_id: 's1',
      hook_event_name: event,
      cwd: '/w',
      prompt: secret,
      message: secret,
      last_assistant_message: secret,
      compact_summary: secret,
      custom_instructions: secret,
      tool_input: { command: secret },
      tool_response: { stdout: secret },
      error: event === 'StopFailure' ? 'rate_limit' : secret,
      error_details: secret,
      background_tasks: [{ description: secret }],
    });
    if (input !== null) lab.append(toRecord(input, {}, HOUR));
  }
  const more = { prompt: secret, messages: [secret], last_assistant_message: secret };
  const heartbeat = parseHeartbeat({ ...TOLD_EVERYTHING, ...more });
  if (heartbeat !== null) lab.append({ kind: 'heartbeat', atMs: HOUR, heartbeat });
  expect(readFileSync(join(lab.folders[0], fileOf(HOUR)), 'utf8')).not.toContain('horse');
  expect(lab.ingest(HOUR)).toMatchObject({ records: 9, faults: 0 });
  expect(JSON.stringify(lab.rows())).not.toContain('horse');
});

describe('narrowed to a folder', () => {
  it('shows what its sessions were told, and sessions that have no transcript', () => {
    const { db } = lab.store;
    for (const [id, session, root] of [
      [1, 'here', '/one'],
      [2, 'there', '/two'],
    ] as const) {
      db.prepare('INSERT INTO session (id, session_id) VALUES (?, ?)').run(id, session);
      db.prepare("INSERT INTO file_session VALUES (?, ?, '{}')").run(id, id);
      db.prepare(`INSERT INTO file (id, path, root, kind, state, device, inode, size_bytes, mtime_ms,
        cursor, head_hash, edge_hash, rewrites, first_seen_ms)
        VALUES (?, ?, ?, 'main', 'present', 0, 0, 0, 0, 0, '', '', 0, 0)`).run(
        id,
        `${root}/f`,
        root,
      );
    }
    for (const session of ['here', 'there', 'new']) {
      lab.append(beat(HOUR, 1, session));
      lab.append(hook(HOUR, 'Stop', session));
    }
    lab.ingest(HOUR);
    narrowToRoots(db, ['/one']);
    for (const table of ['heartbeat', 'hook_event']) {
      const sessions = `SELECT session_id FROM ${table} ORDER BY 1`;
      expect(db.prepare(sessions).pluck().all()).toEqual(['here', 'new']);
    }
    lab.append(hook(HOUR + 1, 'Stop', 'there'));
    expect(lab.ingest(HOUR + 2).hooks).toBe(1);
  });
});
