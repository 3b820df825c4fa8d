// The cases of an ingest that are easier told one by one than generated: where files move, what a
// change in place leaves, which prices and which reader made a row.
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LINE_FLAG } from '../../src/model/flags.ts';
import { SHIPPED_BOOK, withOverrides } from '../../src/pricing/book.ts';
import { writtenOffset } from '../../src/store/archived-offset.ts';
import { readMeta, writeMeta } from '../../src/store/meta.ts';
import { assistant, line, stream, user } from '../transcript/records.ts';
import { compareDumps, findUndumpedTables, findWrongSums } from './dump-ledger.ts';
import { ingestInto, type Lab, openLab } from './lab.ts';

const A = 'projects/-a/s1.jsonl';
const B = 'projects/-b/s1.jsonl';
let lab: Lab;
beforeEach(() => {
  lab = openLab();
});
afterEach(() => lab.close());

const all = <T = unknown>(sql: string): T[] => lab.store.db.prepare(sql).raw().all() as T[];
const outputs = (): unknown[] => all('SELECT message_id, output_tokens FROM call ORDER BY 1');

describe('work follows appended bytes', () => {
  it('reads what was appended and nothing else', async () => {
    const first = stream(1, { id: 'msg_1' }) + line(user('x'.repeat(5000)));
    lab.write(A, first);
    expect(await lab.ingest()).toMatchObject({ filesRead: 1, bytesParsed: first.length });
    const second = stream(2, { id: 'msg_2' });
    lab.append(A, second);
    expect(await lab.ingest()).toMatchObject({
      filesRead: 1,
      bytesParsed: second.length,
      linesRead: 1,
      callsAdded: 1,
      callsChanged: 0,
    });
    expect(await lab.ingest()).toMatchObject({ filesRead: 0, bytesParsed: 0, linesRead: 0 });
  });

  it('looks at a torn line again only when its file has grown', async () => {
    const whole = stream(1);
    lab.write(A, whole.slice(0, 50));
    await lab.ingest();
    expect(await lab.ingest()).toMatchObject({ filesRead: 0, bytesParsed: 0 });
    lab.append(A, whole.slice(50));
    expect(await lab.ingest()).toMatchObject({ bytesParsed: whole.length, callsAdded: 1 });
  });
});

describe('a file that moves', () => {
  it('to another project folder keeps its row and is not read again', async () => {
    lab.write(A, stream(1));
    await lab.ingest();
    lab.move(A, B);
    const report = await lab.ingest();
    expect(report).toMatchObject({ bytesParsed: 0, vanishedFiles: 0 });
    expect(all('SELECT path, state FROM file')).toEqual([[join(lab.root, B), 'present']]);
  });

  it('and grows at once is read from where it was left', async () => {
    lab.write(A, stream(1, { id: 'msg_1' }));
    await lab.ingest();
    lab.move(A, B);
    lab.append(B, stream(2, { id: 'msg_2' }));
    expect(await lab.ingest()).toMatchObject({ linesRead: 1, vanishedFiles: 0 });
    expect(outputs()).toEqual([
      ['msg_1', 1],
      ['msg_2', 2],
    ]);
  });

  it('back after it was missed is known again', async () => {
    lab.write(A, stream(1));
    await lab.ingest();
    lab.move(A, 'elsewhere/s1.jsonl');
    expect(await lab.ingest()).toMatchObject({ vanishedFiles: 1 });
    expect(all('SELECT state FROM file')).toEqual([['vanished']]);
    lab.move('elsewhere/s1.jsonl', A);
    expect(await lab.ingest()).toMatchObject({ bytesParsed: 0 });
    expect(all('SELECT state, vanished_ms FROM file')).toEqual([['present', null]]);
  });

  it('is not taken for another one of its name with other bytes', async () => {
    lab.write('projects/-a/s1/subagents/agent-a1.jsonl', stream(1, { id: 'msg_1' }));
    await lab.ingest();
    lab.remove('projects/-a/s1');
    lab.write('projects/-b/s2/subagents/agent-a1.jsonl', stream(2, { id: 'msg_2' }));
    expect(await lab.ingest()).toMatchObject({ vanishedFiles: 1, callsAdded: 1 });
    expect(outputs()).toEqual([
      ['msg_1', 1],
      ['msg_2', 2],
    ]);
  });
});

describe('a file that changes in place', () => {
  it('keeps the calls it no longer holds, marked as gone', async () => {
    lab.write(A, stream(1, { id: 'msg_1' }) + stream(2, { id: 'msg_2' }));
    await lab.ingest();
    lab.write(A, stream(3, { id: 'msg_3' }));
    await lab.ingest();
    expect(all(`SELECT message_id, flags & ${LINE_FLAG.gone} FROM call ORDER BY 1`)).toEqual([
      ['msg_1', LINE_FLAG.gone],
      ['msg_2', LINE_FLAG.gone],
      ['msg_3', 0],
    ]);
    expect(all('SELECT rewrites FROM file')).toEqual([[1]]);
  });

  it('never takes back output that was seen', async () => {
    lab.write(A, stream(1) + stream(500));
    await lab.ingest();
    lab.write(A, stream(1));
    await lab.ingest();
    expect(outputs()).toEqual([['msg_1', 500]]);
  });

  it('puts another line where one stood, and both are kept', async () => {
    lab.write(A, stream(9, { id: 'msg_1' }));
    await lab.ingest();
    lab.write(A, stream(7, { id: 'msg_1' }));
    await lab.ingest();
    const rows = all<[number, number, number]>('SELECT offset, flags, output_tokens FROM line');
    const read = rows.map(([offset, flags, output]) => [writtenOffset(offset), flags, output]);
    expect(read.sort()).toEqual([
      [0, 0, 7],
      [0, LINE_FLAG.gone, 9],
    ]);
    expect(outputs()).toEqual([['msg_1', 9]]);
  });

  it('or is only touched, gains nothing by it', async () => {
    lab.write(A, stream(1, { id: 'msg_1' }) + stream(2, { id: 'msg_2' }));
    await lab.ingest();
    const before = lab.dump(['file']);
    for (let i = 0; i < 3; i++) {
      lab.touch(A);
      await lab.ingest();
    }
    expect(compareDumps(lab.dump(['file']), before)).toBe(null);
  });

  it('with the same size in the same instant is not noticed: nothing tells it apart', async () => {
    const path = join(lab.root, A);
    lab.write(A, stream(1));
    await lab.ingest();
    const at = new Date(1_700_000_001_000);
    writeFileSync(path, stream(2));
    utimesSync(path, at, at);
    await lab.ingest();
    expect(outputs()).toEqual([['msg_1', 1]]);
    lab.touch(A);
    await lab.ingest();
    expect(outputs()).toEqual([['msg_1', 2]]);
  });
});

describe('what made a row', () => {
  it('an older reader: the file is read again, whichever folders are in force meanwhile', async () => {
    lab.write(A, stream(1));
    await lab.ingest();
    lab.store.db.exec('UPDATE file SET data_version = 0; UPDATE line SET output_tokens = 77');
    await ingestInto(lab.store, join(lab.root, 'none'));
    expect(all('SELECT data_version FROM file')).toEqual([[0]]);
    expect(await lab.ingest()).toMatchObject({ filesRead: 1 });
    expect(outputs()).toEqual([['msg_1', 1]]);
    expect(await lab.ingest()).toMatchObject({ filesRead: 0 });
  });

  it('an older reader that saw calls where there are none: they go', async () => {
    lab.write(A, stream(1, { id: 'msg_1' }) + stream(2, { id: 'msg_2' }));
    await lab.ingest();
    const before = lab.dump();
    lab.store.db.exec(`
      INSERT INTO line SELECT 'msg_bogus', file_id, offset, part, request_id, at_ms, session_id,
        model_id, branch_id, version_id, agent_id, flags, input_tokens, cache_read_tokens,
        cache_write_5m_tokens, cache_write_1h_tokens, 900, web_searches FROM line LIMIT 1`);
    await lab.ingest({ force: true });
    expect(compareDumps(lab.dump(), before)).toBe(null);
  });

  it('other prices: costs and sums follow the book, and the transcripts are not needed', async () => {
    lab.write(A, stream(100, { model: 'local-model' }));
    await lab.ingest();
    expect(all('SELECT cost_nano_usd FROM call')).toEqual([[null]]);
    lab.remove('projects');
    const book = withOverrides(SHIPPED_BOOK, { 'local-model': { input: 1, output: 10 } }, {});
    await ingestInto(lab.store, lab.root, false, { book });
    expect(all('SELECT cost_nano_usd FROM call')).toEqual([[3 * 1_000 + 100 * 10_000]]);
    expect(findWrongSums(lab.store.db)).toBe(null);
    await lab.ingest();
    expect(all('SELECT cost_nano_usd FROM call')).toEqual([[null]]);
  });

  it('other prices, set by another process in between: the next one prices all anew', async () => {
    const book = withOverrides(SHIPPED_BOOK, { 'local-model': { input: 1, output: 10 } }, {});
    lab.write(A, stream(100, { model: 'local-model' }));
    await ingestInto(lab.store, lab.root, false, {
      book,
      onProgress: () => writeMeta(lab.store.db, 'book-version', SHIPPED_BOOK.bookVersion),
    });
    expect(readMeta(lab.store.db, 'book-version')).toBe(null);
    await lab.ingest();
    expect(all('SELECT cost_nano_usd FROM call')).toEqual([[null]]);
  });
});

describe('sessions', () => {
  it('have a title by rank, whatever was read first', async () => {
    const uuid = { uuid: 'u-last' };
    lab.write(
      'projects/-a/s9.jsonl',
      line({ type: 'summary', leafUuid: 'u-last', summary: 'Sum' }),
    );
    lab.write(A, line(user('Hello', uuid)));
    const title = (): unknown => all('SELECT title, title_source FROM session')[0];
    await lab.ingest();
    expect(title()).toEqual(['Sum', 'summary']);
    lab.append(A, line({ type: 'ai-title', sessionId: 's1', aiTitle: 'Made up' }));
    await lab.ingest();
    expect(title()).toEqual(['Made up', 'ai-title']);
    lab.append(A, line({ type: 'custom-title', sessionId: 's1', customTitle: 'Mine' }));
    lab.append(A, line({ type: 'ai-title', sessionId: 's1', aiTitle: 'Later' }));
    await lab.ingest();
    expect(title()).toEqual(['Mine', 'custom-title']);
  });

  it('belong to the project of their first folder', async () => {
    lab.write(A, line(user('x', { cwd: '/w/one' })) + line(assistant({ top: { cwd: '/w/two' } })));
    await lab.ingest();
    expect(all('SELECT first_cwd, last_cwd, project.path FROM session, project')).toEqual([
      ['/w/one', '/w/two', '/w/one'],
    ]);
  });
});

it('the dump of the tests knows every table', () => {
  expect(findUndumpedTables(lab.store.db)).toEqual([]);
});
