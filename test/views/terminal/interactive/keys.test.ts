// One key does one thing, and the manual says which.
import { expect, it } from 'vitest';
import { KEY_TABLE } from '../../../../src/views/terminal/interactive/keys.ts';
import { readRepositoryFile } from '../../../house/repository.ts';

it('no key does two things', () => {
  const keys = KEY_TABLE.flatMap((row) => row.keys);
  expect(new Set(keys).size).toBe(keys.length);
});

it('the manual has every key in the words of the help screen, and no other', () => {
  const page = readRepositoryFile('docs/browse.md');
  const rows = [...page.matchAll(/^\| `(.+?)` \| (.+) \|$/gm)].map(([, keys, words]) => [
    keys,
    words,
  ]);
  expect(rows).toEqual(KEY_TABLE.map(({ shown, words }) => [shown, words]));
});
