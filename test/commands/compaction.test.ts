// `telltale compaction` with the real ledger behind it: which compaction a number means.
import { afterEach, beforeEach, expect, it } from 'vitest';
import compaction from '../../src/commands/compaction.ts';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { makeHome, type TestHome } from './home.ts';

const ID = '5f0c0e0a-0000-4000-8000-000000000001';
const TABLE = `
session ${ID} cwd /w/app branch main version 2.1.197
at        who   model            in  w5m  w1h  read   out  tools       text
09:00:00  user                                                         Fix the flaky test
09:00:04  call  claude-opus-4-8  4   0    700  22000  90   -           I look at the test.
09:05:00  compact auto 167000
09:06:00  call  claude-opus-4-8  4   0    700  22000  90   -           Done.
`;

let home: TestHome;
beforeEach(() => {
  home = makeHome();
  for (const { path, text } of buildTranscript(TABLE)) home.write(`.claude/projects/${path}`, text);
});
afterEach(() => home.remove());

const run = (number: string) =>
  home.run(compaction, { args: { id: '5f0c' }, options: { number, timezone: 'UTC' } });

it('shows the one with the number', async () => {
  const { code, out } = await run('1');
  expect(code).toBe(0);
  expect(out).toContain('1  09:05');
});

it('refuses a number that the session has not got, and names the last', async () => {
  await expect(run('2')).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('--number got 2'),
    next: 'telltale compaction 5f0c0e0a --number 1',
  });
});
