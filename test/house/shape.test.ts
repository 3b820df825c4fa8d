// The shape of the source: small files that say what they know. The limits are the hard ones; a
// file that needs more stands below with the one sentence why.
import { expect, test } from 'vitest';
import { listFiles, readRepositoryFile } from './repository.ts';

const MAX_LINES = 350;

/** File → why it may be longer. */
const LONGER: Readonly<Record<string, string>> = {};

const SOURCES = listFiles('src').filter((file) => /\.tsx?$/.test(file));

test.each(SOURCES)('%s', (file) => {
  const text = readRepositoryFile(file);
  expect(text, 'starts with what it knows').toMatch(/^\/\/ \S/);
  expect(file, 'kebab-case').toMatch(/^src\/([a-z0-9-]+\/)*[a-z0-9-]+(\.gen)?\.tsx?$/);
  if (LONGER[file] === undefined) expect(text.split('\n').length).toBeLessThanOrEqual(MAX_LINES);
});

test('no exception outlives its file', () => {
  for (const file of Object.keys(LONGER)) expect(SOURCES).toContain(file);
});
