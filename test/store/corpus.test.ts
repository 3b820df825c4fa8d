// The real transcripts, counted: totals, models, files and days to the token, the cost to the
// nano-dollar, as an independent script and another tool counted them.
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LINE_FLAG } from '../../src/model/flags.ts';
import type { IngestReport } from '../../src/store/ingest/ingest.ts';
import { type LedgerStore, openStore } from '../../src/store/open-store.ts';
import { CORPUS, type ExpectedTokens, NO_CORPUS, readExpected } from './corpus-folder.ts';
import { compareDumps, dumpLedger } from './dump-ledger.ts';
import { ingestInto } from './lab.ts';

const SUMS = `count(*) AS calls, total(input_tokens) AS input, total(output_tokens) AS output,
  total(cache_write_5m_tokens + cache_write_1h_tokens) AS cache_write,
  total(iif(flags & ${LINE_FLAG.writeSplit}, cache_write_5m_tokens, 0)) AS cache_write_5m,
  total(cache_write_1h_tokens) AS cache_write_1h, total(cache_read_tokens) AS cache_read`;

type Sums = ExpectedTokens & { readonly calls: number };

describe.skipIf(CORPUS === null)(`the real transcripts${NO_CORPUS}`, () => {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-corpus-')));
  const corpus = CORPUS === null ? '' : realpathSync(CORPUS);
  const expected = CORPUS === null ? null : readExpected();
  let store: LedgerStore;
  let report: IngestReport;

  beforeAll(async () => {
    store = openStore({ stateDir: join(scratch, 'state'), now: Date.now });
    report = await ingestInto(store, corpus);
  });
  afterAll(() => {
    store?.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  const sums = (where = '1'): Sums =>
    store.db.prepare(`SELECT ${SUMS} FROM call WHERE ${where}`).get() as Sums;

  it('hold 1,605 calls: every key once, without the synthetic one', () => {
    expect(sums()).toEqual({ calls: 1605, ...expected?.totals.last });
    expect(report).toMatchObject({
      filesSeen: 34,
      filesRead: 34,
      linesRead: expected?.lines,
      callsAdded: 1605,
      faults: 0,
      unreadable: [],
    });
  });

  it('cost $222.3597693', () => {
    const cost = store.db.prepare('SELECT sum(cost_nano_usd) FROM call').pluck().get();
    expect(cost).toBe(222_359_769_300);
    expect(sums('cost_nano_usd IS NULL').calls).toBe(0);
  });

  it('agree for every model', () => {
    const models = store.db
      .prepare(
        `SELECT name.text AS model, ${SUMS} FROM call JOIN name ON name.id = model_id GROUP BY 1`,
      )
      .all() as (Sums & { model: string })[];
    const wanted = Object.entries(expected?.last_by_model ?? {})
      .filter(([model]) => model !== '<synthetic>')
      .map(([model, { pairs, ...tokens }]) => ({ model, calls: pairs, ...tokens }));
    expect(models).toEqual(wanted.sort((a, b) => (a.model < b.model ? -1 : 1)));
  });

  it('agree for every day, though a call is dated by its first line and not by its last', () => {
    const days = store.db
      .prepare(`SELECT date(at_ms / 1000, 'unixepoch') AS day, ${SUMS} FROM call GROUP BY 1`)
      .all() as (Sums & { day: string })[];
    const ours = Object.fromEntries(days.map(({ day, calls: _, ...tokens }) => [day, tokens]));
    const wanted = Object.entries(expected?.last_by_utc_day ?? {});
    const real = wanted.filter(([, tokens]) => Object.values(tokens).some((count) => count > 0));
    expect(ours).toEqual(Object.fromEntries(real));
    const acrossMidnight = store.db
      .prepare(
        `SELECT count(*) FROM (SELECT message_id FROM line GROUP BY message_id
         HAVING min(at_ms) / 86400000 <> max(at_ms) / 86400000)`,
      )
      .pluck()
      .get();
    expect(acrossMidnight).toBe(0);
  });

  it('give each of the 63 calls that a fork copied to the session it was copied from', () => {
    const owners = store.db
      .prepare(
        `SELECT session.session_id AS session, count(*) AS calls FROM call
         JOIN session ON session.id = call.session_id WHERE session_count > 1 GROUP BY 1`,
      )
      .all();
    expect(owners).toEqual([{ session: 'dcce4143-4609-43c5-a0e3-ea883f6c959b', calls: 63 }]);
  });

  it('gain nothing from progress records, whose calls all stand in their own files', () => {
    const flags = LINE_FLAG.progress;
    expect(sums(`flags & ${flags}`).calls).toBe(0);
    const seen = store.db
      .prepare(`SELECT count(*) FROM line WHERE flags & ${flags}`)
      .pluck()
      .get() as number;
    const written = Object.values(expected?.per_file ?? {});
    expect(seen).toBe(written.reduce((sum, file) => sum + file.progress_usage_records, 0));
  });

  it('are not read again when nothing is new, and give the same when they are', async () => {
    const before = dumpLedger(store.db);
    const second = await ingestInto(store, corpus);
    expect(second).toMatchObject({ filesRead: 0, bytesParsed: 0, linesRead: 0, callsAdded: 0 });
    const forced = await ingestInto(store, corpus, true);
    expect(forced).toMatchObject({ filesRead: 34, callsAdded: 0, bytesParsed: report.bytesParsed });
    expect(compareDumps(dumpLedger(store.db), before)).toBe(null);
  });

  it('agree for every file read alone', async () => {
    for (const [path, file] of Object.entries(expected?.per_file ?? {})) {
      const alone = join(scratch, 'alone');
      const folder = path.includes('/subagents/') ? 'projects/-p/s/subagents' : 'projects/-p';
      mkdirSync(join(alone, folder), { recursive: true });
      copyFileSync(join(corpus, path), join(alone, folder, basename(path)));
      const one = openStore({ stateDir: join(alone, 'state'), now: Date.now });
      await ingestInto(one, alone);
      const rows = one.db
        .prepare(
          `SELECT name.text AS model, ${SUMS} FROM call JOIN name ON name.id = model_id
           WHERE NOT flags & ${LINE_FLAG.progress} GROUP BY 1`,
        )
        .all() as (Sums & { model: string })[];
      one.close();
      rmSync(alone, { recursive: true });
      const calls = rows.reduce((sum, row) => sum + row.calls, 0);
      const ours = Object.fromEntries(rows.map(({ model, calls: _, ...sum }) => [model, sum]));
      const { '<synthetic>': synthetic, ...models } = file.tokens_by_model;
      expect(ours, path).toEqual(models);
      expect(calls, path).toBe(file.unique_pairs - (synthetic === undefined ? 0 : 1));
    }
  });
});
