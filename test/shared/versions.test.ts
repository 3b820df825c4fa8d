// Versions as numbers, not as text.
import { expect, test } from 'vitest';
import { compareVersions, findVersion } from '../../src/shared/versions.ts';

test.each([
  ['2.1.9', '2.1.10', -1],
  ['2.1.100', '2.1.99', 1],
  ['2.1.0', '2.1.0', 0],
  ['1.0.128', '2.0.0', -1],
  ['2.1.5-beta', '2.1.5', 0],
])('%s against %s', (a, b, sign) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign);
  expect(Math.sign(compareVersions(b, a))).toBe(sign === 0 ? 0 : -sign);
});

test.each([
  ['2.1.197 (Claude Code)\n', '2.1.197'],
  ['claude v1.0.3', '1.0.3'],
  ['no version', null],
  ['1.2', null],
])('%j', (text, version) => {
  expect(findVersion(text)).toBe(version);
});
