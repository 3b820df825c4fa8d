// A line of 100 MB, as a picture or a pasted log makes it, costs no memory worth mentioning; measured
// in the built program, in a process of its own.
import { appendFileSync, closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { assistant, line, stream } from '../transcript/records.ts';
import { type Home, openHome, readLedger, readTotals } from './telltale.ts';

const MIB = 1024 * 1024;
const LINE_BYTES = 100 * MIB;
const ALLOWED_BYTES = 150 * MIB;
/** Prints the peak of the memory of the process, threads and all, as the last line of stderr. */
const PEAK = `--import=data:text/javascript,${encodeURIComponent(
  `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + '\\n'))`,
)}`;

let home: Home;
afterEach(() => home.clear());

test('a line of 100 MB is read in bounded memory, and so is what stands around it', () => {
  home = openHome();
  home.write('projects/-w/s1.jsonl', stream(1, { id: 'msg_before' }));
  const small = peakOf(home);
  const path = join(home.config, 'projects/-w/s1.jsonl');
  const text = 'A';
  const record = JSON.stringify(
    assistant({
      id: 'msg_long',
      content: [
        { type: 'text', text: '~' },
        { type: 'image', n: 1 },
      ],
    }),
  );
  const at = record.indexOf('~');
  appendParts(path, record.slice(0, at), text.repeat(MIB), LINE_BYTES / MIB, record.slice(at + 1));
  appendFileSync(path, `\n${stream(1, { id: 'msg_after' })}`);
  const large = peakOf(home);
  expect(large - small).toBeLessThan(ALLOWED_BYTES);
  expect(readLedger(home.ledger, 'SELECT message_id AS id FROM call ORDER BY 1')).toEqual([
    { id: 'msg_after' },
    { id: 'msg_before' },
    { id: 'msg_long' },
  ]);
  expect(readLedger(home.ledger, 'SELECT * FROM fault')).toEqual([]);
});

test('a long line of nothing but small strings is reported, and what follows it is read', () => {
  home = openHome();
  const path = join(home.config, 'projects/-w/s1.jsonl');
  home.write('projects/-w/s1.jsonl', stream(1, { id: 'msg_before' }));
  const small = peakOf(home);
  appendParts(path, '{"type":"user","list":[', '"abcdefg",'.repeat(MIB / 10), 40, '""]}\n');
  appendFileSync(path, line(assistant({ id: 'msg_after' })));
  const large = peakOf(home);
  expect(large - small).toBeLessThan(ALLOWED_BYTES);
  expect(readTotals(home.run(['usage', 'daily', '--json'])).totalTokens).toBe(4 + 13);
  const faults = readLedger<{ kind: string; offset: number; size_bytes: number }>(
    home.ledger,
    'SELECT kind, offset, size_bytes FROM fault',
  );
  expect(faults).toEqual([
    {
      kind: 'oversize',
      offset: stream(1, { id: 'msg_before' }).length,
      size_bytes: expect.any(Number),
    },
  ]);
  expect(faults[0]?.size_bytes).toBeGreaterThan(39 * MIB);
});

function appendParts(
  path: string,
  before: string,
  part: string,
  count: number,
  after: string,
): void {
  const file = openSync(path, 'a');
  writeSync(file, before);
  for (let i = 0; i < count; i++) writeSync(file, part);
  writeSync(file, after);
  closeSync(file);
}

/** Bytes of memory that an ingest needed at most. */
function peakOf(where: Home): number {
  const { status, stderr } = where.run(['ingest', '--json'], { NODE_OPTIONS: PEAK });
  expect({ status, stderr }).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(/peak \d+/),
  });
  return Number(/peak (\d+)/.exec(stderr)?.[1]) * 1024;
}
