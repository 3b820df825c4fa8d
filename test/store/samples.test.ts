// The ledger of generated transcripts holds exactly the calls that were written, by model, by session
// and in sum, whatever the generator copied, forked, streamed or replayed.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LINE_FLAG } from '../../src/model/flags.ts';
import { buildTranscriptSet } from '../../src/samples/build-transcript.ts';
import { bulkSessions } from '../../src/samples/bulk-sessions.ts';
import { demoSet } from '../../src/samples/demo-sessions.ts';
import { addSums, NO_CALLS, type SampleSum, sumCalls } from '../../src/samples/manifest.ts';
import type { SampleFile } from '../../src/samples/sample-file.ts';
import { compareDumps, findWrongSums } from './dump-ledger.ts';
import { type Lab, openLab } from './lab.ts';

let lab: Lab;
beforeEach(() => {
  lab = openLab();
});
afterEach(() => lab.close());

const SUMS = `count(*) AS calls, total(input_tokens) AS inputTokens,
  total(cache_read_tokens) AS cacheReadTokens, total(cache_write_5m_tokens) AS cacheWrite5mTokens,
  total(cache_write_1h_tokens) AS cacheWrite1hTokens, total(output_tokens) AS outputTokens,
  total(web_searches) AS webSearches`;

function sumBy(key: string, where = '1'): Record<string, SampleSum> {
  const rows = lab.store.db
    .prepare(
      `SELECT ${key} AS key, ${SUMS} FROM call JOIN name ON name.id = call.model_id
       JOIN session ON session.id = call.session_id WHERE ${where} GROUP BY 1`,
    )
    .all() as (Record<string, number> & { key: string })[];
  const entries = rows.map(({ key, calls, webSearches, ...tokens }) => {
    return [key, { calls, webSearches, tokens }] as const;
  });
  return Object.fromEntries(entries) as unknown as Record<string, SampleSum>;
}

async function ingestAll(files: Iterable<SampleFile>): Promise<void> {
  for (const file of files) lab.write(file.path, file.text);
  await lab.ingest();
  expect(findWrongSums(lab.store.db)).toBe(null);
}

it('agrees with the demo’s manifest', async () => {
  const { files, manifest } = demoSet({ nowMs: Date.UTC(2026, 10, 20, 12), seed: 'ledger' });
  await ingestAll(files);
  expect(manifest.calls).toBeGreaterThan(500);
  expect(sumBy("'all'").all).toEqual({
    calls: manifest.calls,
    tokens: manifest.tokens,
    webSearches: manifest.webSearches,
  });
  expect(sumBy('name.text')).toEqual(manifest.byModel);
  expect(sumBy('session.session_id')).toEqual(manifest.bySession);
  const provisional = sumBy("'all'", `NOT flags & ${LINE_FLAG.final}`);
  expect(provisional.all?.calls ?? 0).toBe(manifest.provisionalCalls);
});

it('agrees with the sums of the benchmark’s set', async () => {
  const files = [...bulkSessions({ targetBytes: 4_000_000, seed: 'ledger' })];
  await ingestAll(files);
  const wanted = files.reduce((sum, file) => addSums(sum, file.sum), NO_CALLS);
  expect(sumBy("'all'").all).toEqual(wanted);
});

it('agrees with a table of the fixture builder', async () => {
  const { files, calls } = buildTranscriptSet(`
session 5f0c0e0a-0000-4000-8000-000000000001 cwd /w/app branch main version 2.1.197
at        who   model            in  w5m  w1h  read   out  tools       text
09:00:00  user                                                         Fix the flaky test
09:00:04  call  claude-opus-4-8  4   0    700  22000  90   Bash,Read   I look at the test.
+20s      call  -                2   0    300  22700  40   -           lines=3 stop=null Fixed.
+20s      call  -                2   50   0    23000  7    -           advisor=claude-opus-4-8:5/0/0/0/20 Done.
`);
  await ingestAll(files);
  expect(sumBy('name.text')).toEqual(sumCalls(calls).byModel);
});

it('is the same whichever order the files come in, and in pieces', async () => {
  const { files } = demoSet({ nowMs: Date.UTC(2026, 10, 20, 12), seed: 'pieces' });
  const isTranscript = (file: SampleFile): boolean => file.path.endsWith('.jsonl');
  for (const file of files.filter((each) => !isTranscript(each))) lab.write(file.path, file.text);
  const transcripts = files.filter(isTranscript).reverse();
  const halves = transcripts.map((file) => Math.floor(file.text.length * 0.61));
  transcripts.forEach((file, i) => {
    lab.append(file.path, file.text.slice(0, halves[i]));
  });
  await lab.ingest();
  transcripts.forEach((file, i) => {
    lab.append(file.path, file.text.slice(halves[i]));
  });
  await lab.ingest();
  expect(compareDumps(lab.dump(), await lab.coldDump())).toBe(null);
});
