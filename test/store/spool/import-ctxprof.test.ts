// Files that another status line script has kept: taken over once, again when they change, and never
// written to.
import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importCtxprof } from '../../../src/store/ingest/spool/import-ctxprof.ts';
import { HOUR, openSpoolLab, type SpoolLab } from './spool-lab.ts';

let lab: SpoolLab;
let folder = '';
beforeEach(() => {
  lab = openSpoolLab();
  folder = join(lab.home, 'session-status');
  mkdirSync(join(folder, 'steps'), { recursive: true });
});
afterEach(() => lab.close());

/** A session of ana's, twelve percent full, on a plan. */
const RECORD = {
  session_id: 's1',
  updated_at: HOUR / 1000,
  model: 'Opus 4.8 (1M context)',
  agent: '',
  session_name: 'Mend the login form',
  version: '2.1.197',
  effort: 'high',
  thinking: 'true',
  cwd: '/home/ana/web',
  project_dir: '/home/ana/web',
  repo: 'web',
  transcript_path: '/home/ana/.claude/projects/-home-ana-web/s1.jsonl',
  pr_number: '17',
  context_pct: 12,
  remaining_pct: 88,
  context_size: 1_000_000,
  rate_pct: 31,
  seven_day_pct: 0,
  input_tokens: 50_000,
  output_tokens: 1_200,
  cache_read_tokens: 47_000,
  cache_write_tokens: 3_000,
  total_tokens: 51_200,
  cost_usd: 0.42,
  duration_ms: 600_000,
  api_duration_ms: 100_000,
  lines_added: 4,
  lines_removed: 0,
};
const step = (second: number, costUsd: number, sessionId = 's1'): string =>
  `${JSON.stringify({
    session_id: sessionId,
    step_no: 1,
    timestamp: HOUR / 1000 + second,
    model: 'Opus 4.8 (1M context)',
    context_pct: 3,
    delta_cost_usd: 0.1,
    total_tokens: 1_000 * costUsd,
    total_cost_usd: costUsd,
  })}\n`;

/** As its script does: the folder's own time changes with each record. */
let clockSec = HOUR / 1000;
function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
  clockSec += 10;
  utimesSync(join(folder, name), clockSec, clockSec);
  utimesSync(folder, clockSec, clockSec);
}
const take = () => importCtxprof(lab.store.db, { folder, now: () => clockSec * 1_000 + 3_600_000 });
const costs = (): unknown[] =>
  lab.store.db
    .prepare(`SELECT session_id, (first_ms - ${HOUR}) / 1000, cost_nano_usd / 1e9, source
      FROM heartbeat ORDER BY session_id, first_ms`)
    .raw()
    .all();

describe('a record', () => {
  it('becomes a heartbeat, with nulls for what it was not told', () => {
    write('s1.json', JSON.stringify(RECORD));
    expect(take()).toEqual({ heartbeats: 1, faults: 0, files: 1 });
    const row = lab.store.db.prepare('SELECT * FROM heartbeat').get() as { data: string };
    expect(row).toMatchObject({
      source: 'ctxprof',
      first_ms: HOUR,
      last_ms: HOUR,
      refreshes: 1,
      cost_nano_usd: 420_000_000,
      window_tokens: 1_000_000,
      used_percent: 12,
      five_hour_percent: 31,
      five_hour_resets_ms: null,
      seven_day_percent: null,
    });
    expect(JSON.parse(row.data)).toEqual({
      sessionId: 's1',
      transcriptPath: RECORD.transcript_path,
      cwd: '/home/ana/web',
      projectDir: '/home/ana/web',
      sessionName: 'Mend the login form',
      version: '2.1.197',
      modelName: 'Opus 4.8 (1M context)',
      effort: 'high',
      thinking: true,
      prNumber: 17,
      usedPercent: 12,
      remainingPercent: 88,
      windowTokens: 1_000_000,
      fiveHourPercent: 31,
      totalInputTokens: 50_000,
      totalOutputTokens: 1_200,
      lastCacheReadTokens: 47_000,
      lastCacheWriteTokens: 3_000,
      costNanoUsd: 420_000_000,
      durationMs: 600_000,
      apiDurationMs: 100_000,
      linesAdded: 4,
      linesRemoved: 0,
      totalTokens: 51_200,
    });
  });

  it.each([
    ['0 and 0', 0, 0, null, null],
    ['an empty context', 0, 100, 0, 100],
    ['a full one', 100, 0, 100, 0],
    ['nothing', '', null, null, null],
  ])('that says %s of the context', (_story, used, rest, usedPercent, remainingPercent) => {
    write('s1.json', JSON.stringify({ ...RECORD, context_pct: used, remaining_pct: rest }));
    take();
    const sql = "SELECT used_percent, data ->> '$.remainingPercent' FROM heartbeat";
    expect(lab.store.db.prepare(sql).raw().get()).toEqual([usedPercent, remainingPercent]);
  });

  it('is taken again when it has changed, as another moment', () => {
    write('s1.json', JSON.stringify(RECORD));
    take();
    expect(take()).toEqual({ heartbeats: 0, faults: 0, files: 0 });
    const later = { ...RECORD, updated_at: HOUR / 1000 + 60, cost_usd: 0.5 };
    write('s1.json', JSON.stringify(later));
    expect(take()).toEqual({ heartbeats: 1, faults: 0, files: 1 });
    write('s1.json', JSON.stringify(later));
    expect(take()).toEqual({ heartbeats: 0, faults: 0, files: 1 });
    expect(costs()).toEqual([
      ['s1', 0, 0.42, 'ctxprof'],
      ['s1', 60, 0.5, 'ctxprof'],
    ]);
  });

  it.each([
    ['no JSON', '{"session_id":'],
    ['a list', '[]'],
    ['no session', JSON.stringify({ ...RECORD, session_id: null })],
    ['no time', JSON.stringify({ ...RECORD, updated_at: '' })],
    ['nothing', ''],
    ['two megabytes', JSON.stringify({ ...RECORD, extra: 'x'.repeat(2_000_000) })],
  ])('with %s is a fault, once', (_story, text) => {
    write('s1.json', text);
    write('s2.json', JSON.stringify({ ...RECORD, session_id: 's2' }));
    expect(take()).toEqual({ heartbeats: 1, faults: 1, files: 2 });
    expect(take()).toEqual({ heartbeats: 0, faults: 0, files: 0 });
    expect(lab.rows().faults).toBe(1);
  });
});

describe('steps', () => {
  it('are running totals, each taken once however the file grows', () => {
    write('steps/s1.jsonl', step(1, 1) + step(2, 2));
    expect(take()).toEqual({ heartbeats: 2, faults: 0, files: 1 });
    const text = readFileSync(join(folder, 'steps/s1.jsonl'), 'utf8');
    write('steps/s1.jsonl', `${text}out of luck\n${step(3, 3)}${step(4, 4).slice(0, 20)}`);
    expect(take()).toEqual({ heartbeats: 1, faults: 1, files: 1 });
    write('steps/s1.jsonl', `${text}out of luck\n${step(3, 3)}${step(4, 4)}`);
    expect(take()).toEqual({ heartbeats: 1, faults: 0, files: 1 });
    expect(costs()).toEqual([1, 2, 3, 4].map((n) => ['s1', n, n, 'ctxprof']));
  });

  it('of the moment of a record are one row with it, in either order', () => {
    const record = JSON.stringify({ ...RECORD, updated_at: HOUR / 1000 + 5 });
    for (const [session, first, second] of [
      ['s1', ['s1.json', record], ['steps/s1.jsonl', step(5, 0.4)]],
      ['s2', ['steps/s2.jsonl', step(5, 0.4, 's2')], ['s2.json', record.replace('"s1"', '"s2"')]],
    ] as const) {
      for (const [name, text] of [first, second]) {
        write(name, text);
        take();
      }
      const sql = 'SELECT used_percent, cost_nano_usd FROM heartbeat WHERE session_id = ?';
      expect(lab.store.db.prepare(sql).raw().all(session)).toEqual([[12, 420_000_000]]);
    }
  });

  it('taken again from the beginning double nothing', () => {
    write('steps/s1.jsonl', step(1, 1) + step(2, 2));
    write('s1.json', JSON.stringify(RECORD));
    take();
    const before = lab.rows();
    lab.store.db.exec('DELETE FROM spool');
    expect(take()).toEqual({ heartbeats: 0, faults: 0, files: 2 });
    expect(lab.rows()).toEqual(before);
  });
});

describe('the folder', () => {
  it('is not listed when nothing has changed in it', () => {
    write('s1.json', JSON.stringify(RECORD));
    take();
    // A step without a record is nothing its script does; without a look it is not seen.
    writeFileSync(join(folder, 'steps/s1.jsonl'), step(1, 1));
    lab.store.db.pragma('query_only = ON');
    expect(take().files).toBe(0);
    lab.store.db.pragma('query_only = OFF');
    utimesSync(folder, clockSec + 1, clockSec + 1);
    expect(take().files).toBe(1);
  });

  it('is looked at once more while it is still being written', () => {
    write('s1.json', JSON.stringify(RECORD));
    const now = (): number => statSync(folder).mtimeMs + 1;
    importCtxprof(lab.store.db, { folder, now });
    writeFileSync(join(folder, 'steps/s1.jsonl'), step(1, 1));
    expect(importCtxprof(lab.store.db, { folder, now }).files).toBe(1);
  });

  it('may be missing', () => {
    folder = join(lab.home, 'nowhere');
    expect(take()).toEqual({ heartbeats: 0, faults: 0, files: 0 });
  });
});
