// What a status line is told, field by field: what is of another type, missing or too long is null or
// cut, and nothing that stands on stdin makes it throw.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHeartbeat } from '../../src/live/parse-heartbeat.ts';
import { propertyRuns } from '../property/runs.ts';
import { EVERYTHING, heartbeatOf, TOLD_EVERYTHING } from './heartbeats.ts';

const told = (fields: object): unknown => ({ session_id: 's1', ...fields });

describe('a heartbeat', () => {
  it('has every field that a new client tells', () => {
    expect(parseHeartbeat(TOLD_EVERYTHING)).toEqual(EVERYTHING);
    expect(Object.values(EVERYTHING)).not.toContain(null);
  });

  it('of the oldest client has nulls for what came later', () => {
    const old = {
      session_id: 's1',
      transcript_path: '/t.jsonl',
      cwd: '/w',
      version: '1.0.71',
      output_style: { name: 'default' },
      model: { id: 'claude-opus-4-1', display_name: 'Opus 4.1' },
      workspace: { current_dir: '/w', project_dir: '/w' },
    };
    expect(parseHeartbeat(old)).toEqual(
      heartbeatOf({
        transcriptPath: '/t.jsonl',
        cwd: '/w',
        version: '1.0.71',
        outputStyle: 'default',
        modelId: 'claude-opus-4-1',
        modelName: 'Opus 4.1',
        currentDir: '/w',
        projectDir: '/w',
      }),
    );
  });

  it.each([
    ['before the first call', { current_usage: null, used_percentage: null }, null, null],
    [
      'after a compaction, when the last usage is told as zero',
      {
        current_usage: {
          input_tokens: 0,
          output_tokens: 0,
          cache_creation_input_tokens: 0,
          cache_read_input_tokens: 0,
        },
        used_percentage: 0,
      },
      0,
      0,
    ],
  ])('%s', (_story, window, last, percent) => {
    expect(parseHeartbeat(told({ context_window: window }))).toEqual(
      heartbeatOf({
        lastInputTokens: last,
        lastOutputTokens: last,
        lastCacheWriteTokens: last,
        lastCacheReadTokens: last,
        usedPercent: percent,
      }),
    );
  });

  it.each([
    ['no object', 'text'],
    ['nothing', null],
    ['a list', [{ session_id: 's1' }]],
    ['no id', { cwd: '/w' }],
    ['an empty id', { session_id: '' }],
    ['a number for an id', { session_id: 7 }],
    ['an id without an end', { session_id: 'x'.repeat(201) }],
  ])('is null for %s', (_story, input) => {
    expect(parseHeartbeat(input)).toBeNull();
  });

  it.each([
    ['a number in quotes', { cost: { total_cost_usd: '1' } }, {}],
    ['infinity', { cost: { total_cost_usd: Number.POSITIVE_INFINITY } }, {}],
    ['a cost beyond counting', { cost: { total_cost_usd: 1e12 } }, {}],
    ['a part that is a list', { cost: [1], model: 'opus', context_window: 3 }, {}],
    ['a flag that is a word', { fast_mode: 'yes', exceeds_200k_tokens: 1 }, {}],
    ['effort as a word', { effort: 'low' }, { effort: 'low' }],
    ['no added folder', { workspace: { added_dirs: [] } }, { addedDirs: 0 }],
    ['a repository without its host', { workspace: { repo: { name: 'web' } } }, { repo: 'web' }],
    ['one limit of two', limits({ five_hour: { used_percentage: 0 } }), { fiveHourPercent: 0 }],
    [
      'a reset in milliseconds',
      limits({ seven_day: { resets_at: 1_795_622_762_000 } }),
      { sevenDayResetsAtMs: 1_795_622_762_000 },
    ],
    ['a reset of zero', limits({ seven_day: { resets_at: 0 } }), {}],
    [
      'a cache that ends at a date in words',
      { prompt_cache: { expires_at: '2026-11-21T18:00:00Z' } },
      { cacheExpiresAtMs: Date.parse('2026-11-21T18:00:00Z') },
    ],
    ['a long spend limit', limits({ spend_limit: { why: 'x'.repeat(600) } }), {}],
    ['a long name', { session_name: 'x'.repeat(400) }, { sessionName: 'x'.repeat(300) }],
    [
      'a pair cut in two',
      { session_name: `${'x'.repeat(299)}😀` },
      { sessionName: 'x'.repeat(299) },
    ],
    [
      'colours and titles',
      { session_name: '\u001b[31mred\u001b]0;title\u0007 name\n' },
      { sessionName: 'red name ' },
    ],
    ['a path of a thousand letters', { cwd: `/${'x'.repeat(1_000)}` }, {}],
    ['a path that moves the cursor', { cwd: '/a\u001b[2J' }, {}],
  ])('with %s', (_story, fields, expected) => {
    expect(parseHeartbeat(told(fields))).toEqual(heartbeatOf(expected));
  });

  it('never throws, and always has the same fields', () => {
    const names = Object.keys(EVERYTHING).sort();
    const part = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(TOLD_EVERYTHING)));
    const mixed = fc.record(
      Object.fromEntries(Object.keys(TOLD_EVERYTHING).map((name) => [name, part])),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(mixed, fc.anything()), (input) => {
        const heartbeat = parseHeartbeat(input);
        if (heartbeat === null) return;
        expect(Object.keys(heartbeat).sort()).toEqual(names);
        for (const value of Object.values(heartbeat)) {
          if (typeof value === 'string') expect(value.length).toBeLessThanOrEqual(1_000);
        }
      }),
      propertyRuns(300),
    );
  });
});

function limits(fields: object): object {
  return { rate_limits: fields };
}
