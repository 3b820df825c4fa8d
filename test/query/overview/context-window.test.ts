// Context window sizes by model id, as published, and what a call that did not fit proves.
import { expect, it } from 'vitest';
import { contextWindowOf } from '../../../src/query/overview/context-window.ts';

const VECTORS: [model: string, largestPrompt: number, tokens: number, basis: string][] = [
  ['claude-opus-5', 0, 1_000_000, 'model'],
  ['claude-opus-5-5', 0, 1_000_000, 'model'],
  ['claude-fable-5', 0, 1_000_000, 'model'],
  ['claude-fable-5-2', 0, 1_000_000, 'model'],
  ['claude-mythos-5', 0, 1_000_000, 'model'],
  ['claude-sonnet-5', 0, 1_000_000, 'model'],
  ['claude-haiku-5-5', 0, 1_000_000, 'model'],
  ['claude-opus-4-8', 0, 1_000_000, 'model'],
  ['claude-opus-4-7-20260101', 0, 1_000_000, 'model'],
  ['us.anthropic.claude-opus-4-8-v1:0', 0, 200_000, 'model'],
  ['anthropic.claude-opus-4-8-v1:0', 0, 200_000, 'model'],
  ['claude-opus-4-8@20260301', 0, 200_000, 'model'],
  ['us.anthropic.claude-opus-4-8-v1[1m]', 0, 1_000_000, 'model'],
  ['claude-opus-4-6', 199_000, 200_000, 'model'],
  ['claude-opus-4-6', 200_001, 1_000_000, 'seen'],
  ['claude-opus-4-6[1m]', 0, 1_000_000, 'model'],
  ['claude-sonnet-4-20250514', 0, 200_000, 'model'],
  ['claude-haiku-4-5-20251001', 0, 200_000, 'model'],
  ['claude-3-5-sonnet-20241022', 0, 200_000, 'model'],
  ['claude-x-9', 0, 200_000, 'assumed'],
  ['claude-x-9', 300_000, 1_000_000, 'seen'],
];

it.each(VECTORS)('%s after a call of %i tokens: %i, %s', (model, largest, tokens, basis) => {
  expect(contextWindowOf(model, largest)).toEqual({ tokens, basis });
});
