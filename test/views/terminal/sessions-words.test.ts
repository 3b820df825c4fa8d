import { describe, expect, it } from 'vitest';
import {
  costText,
  modelLabel,
  modelLabels,
  shellWord,
} from '../../../src/views/terminal/sessions-words.ts';
import { SCREENS } from './sessions-screens.ts';

describe('modelLabel', () => {
  it.each([
    ['claude-opus-5', 'opus-5'],
    ['claude-haiku-4-5-20251001', 'haiku-4.5'],
    ['claude-opus-4-6[1m]', 'opus-4.6[1m]'],
    ['claude-opus-4-8-fast', 'opus-4.8-fast'],
    ['claude-sonnet-4-20250514', 'sonnet-4'],
    ['claude-3-5-sonnet-20241022', '3.5-sonnet'],
    ['us.anthropic.claude-opus-4-6-v1', 'us.anthropic.claude-opus-4.6-v1'],
    ['glm-5', 'glm-5'],
  ])('%s', (id, label) => {
    expect(modelLabel(id)).toBe(label);
  });

  it('says how many more, and each label once', () => {
    const models = ['claude-opus-5', 'claude-haiku-4-5', 'claude-haiku-4-5-20251001', 'x'];
    expect(
      modelLabels(
        models.map((model) => ({ model })),
        2,
      ),
    ).toBe('opus-5, haiku-4.5 +1');
  });
});

describe('costText', () => {
  const screen = SCREENS[1]?.[1];
  it.each([
    ['final and priced', { finalCalls: 2, unpricedCalls: 0, costNanoUsd: 1e9 }, '$1.00'],
    ['a placeholder', { finalCalls: 1, unpricedCalls: 0, costNanoUsd: 1e9 }, '≥ $1.00'],
    ['a call without a price', { finalCalls: 2, unpricedCalls: 1, costNanoUsd: 1e9 }, '≥ $1.00'],
    ['no price at all', { finalCalls: 0, unpricedCalls: 2, costNanoUsd: null }, '–'],
  ])('%s', (_story, facts, text) => {
    if (screen === undefined) throw new Error('no screen');
    expect(costText({ calls: 2, ...facts }, screen)).toBe(text);
  });
});

describe('shellWord', () => {
  it.each([
    ['api-gateway', 'api-gateway'],
    ['my project', "'my project'"],
    ["it's", "'it'\\''s'"],
    ['msg_1#1', "'msg_1#1'"],
    ['$(rm -rf)', "'$(rm -rf)'"],
    ['', "''"],
  ])('%s', (word, quoted) => {
    expect(shellWord(word)).toBe(quoted);
  });
});
