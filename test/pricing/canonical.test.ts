// Every known spelling of a model id leads to the first-party one; nothing is guessed.
import { describe, expect, it } from 'vitest';
import { bedrockRegion, canonicalModelId, withoutDateSuffix } from '../../src/pricing/canonical.ts';

const SPELLINGS: readonly [string, string][] = [
  ['claude-opus-5', 'claude-opus-5'],
  ['  Claude-Opus-5 ', 'claude-opus-5'],
  ['claude-sonnet-4-5-20250929', 'claude-sonnet-4-5-20250929'],
  ['claude-opus-4-6[1m]', 'claude-opus-4-6'],
  ['claude-sonnet-4-5-20250929[1M]', 'claude-sonnet-4-5-20250929'],
  ['opus[1m]', 'opus'],
  ['anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5-20250929'],
  ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'claude-3-5-sonnet-20241022'],
  ['anthropic.claude-3-haiku-20240307-v1:0:200k', 'claude-3-haiku-20240307'],
  ['anthropic.claude-opus-4-6-v1', 'claude-opus-4-6'],
  ['us.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6'],
  ['us.anthropic.claude-opus-4-6-v1[1m]', 'claude-opus-4-6'],
  ['global.anthropic.claude-opus-5', 'claude-opus-5'],
  ['eu.anthropic.claude-opus-5', 'claude-opus-5'],
  ['apac.anthropic.claude-sonnet-4-20250514-v1:0', 'claude-sonnet-4-20250514'],
  ['jp.anthropic.claude-sonnet-4-6', 'claude-sonnet-4-6'],
  ['au.anthropic.claude-sonnet-4-6', 'claude-sonnet-4-6'],
  ['us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5-20250929'],
  [
    'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-4-5-20251101-v1:0',
    'claude-opus-4-5-20251101',
  ],
  ['arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-opus-5', 'claude-opus-5'],
  ['arn:aws-us-gov:bedrock:us-gov-west-1:1:application-inference-profile/Ab12cd', 'ab12cd'],
  ['claude-haiku-4-5@20251001', 'claude-haiku-4-5-20251001'],
  ['claude-3-5-sonnet-v2@20241022', 'claude-3-5-sonnet-20241022'],
  ['claude-opus-5@default', 'claude-opus-5'],
  ['claude-opus-5@latest', 'claude-opus-5'],
  ['publishers/anthropic/models/claude-haiku-4-5@20251001', 'claude-haiku-4-5-20251001'],
  ['anthropic/claude-opus-4.5', 'claude-opus-4-5'],
  ['openrouter/anthropic/claude-3.7-sonnet', 'claude-3-7-sonnet'],
  ['bedrock/us.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6'],
  ['<synthetic>', '<synthetic>'],
  ['', ''],
];

describe('canonicalModelId', () => {
  it.each(SPELLINGS)('%s → %s', (written, canonical) => {
    expect(canonicalModelId(written)).toBe(canonical);
  });

  it.each(SPELLINGS)('leaves the answer for %s as it is', (_written, canonical) => {
    expect(canonicalModelId(canonical)).toBe(canonical);
  });
});

describe('withoutDateSuffix', () => {
  it.each([
    ['claude-opus-4-5-20251101', 'claude-opus-4-5'],
    ['claude-opus-4-5', null],
    ['claude-opus-4-12345678', null],
  ])('%s → %s', (id, bare) => {
    expect(withoutDateSuffix(id)).toBe(bare);
  });
});

describe('bedrockRegion', () => {
  it.each([
    ['us.anthropic.claude-opus-4-6-v1', 'us'],
    ['arn:aws:bedrock:eu-west-1:1:inference-profile/eu.anthropic.claude-opus-5', 'eu'],
    ['bedrock/JP.anthropic.claude-sonnet-4-6', 'jp'],
    ['global.anthropic.claude-opus-5', null],
    ['anthropic.claude-opus-5', null],
    ['claude-opus-5', null],
  ])('%s → %s', (id, region) => {
    expect(bedrockRegion(id)).toBe(region);
  });
});
