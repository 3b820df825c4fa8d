// A figure and its unit in one phrase, nothing said twice.
import { expect, it } from 'vitest';
import { signedPercent, titleWithUnit } from '../../src/shared/figure-words.ts';

it.each([
  ['tool errors', '% of results', 'tool errors (% of results)'],
  ['compactions', 'compactions', 'compactions'],
  ['automatic compactions', 'compactions', 'automatic compactions'],
  ['files changed', 'files', 'files changed (files)'],
])('%s in %s', (title, unit, text) => {
  expect(titleWithUnit({ title, unit })).toBe(text);
});

it.each([
  [12.34, '+12.3 %'],
  [-100, '-100 %'],
  [1070.2, '+1070 %'],
])('%d percent', (percent, text) => {
  expect(signedPercent(percent)).toBe(text);
});
