// However a transcript is read in pieces, each with the saved state of the one before, its events are those
// of one reading.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../property/runs.ts';
import { assistant, line, user } from '../records.ts';
import { eventsInPieces, eventsOfText, withJoinedLines } from './read-text.ts';

const ids = fc.constantFrom('u1', 'u2', 'u3', 'u4', 'u5', 'u6', undefined);
const tools = fc.constantFrom('t1', 't2', 't3');
const times = fc
  .option(fc.integer({ min: 0, max: 4_000 }), { freq: 6 })
  .map((second) =>
    second === null ? undefined : new Date(Date.UTC(2026, 6, 1, 23, 30, second)).toISOString(),
  );
const scenes = fc.record({
  version: fc.constantFrom('2.1.1', '2.1.2', undefined),
  gitBranch: fc.constantFrom('', 'main', undefined),
  permissionMode: fc.constantFrom('plan', 'default', undefined),
  effort: fc.constantFrom('high', undefined),
});
const chains = fc.constantFrom<Record<string, unknown>>(
  {},
  {},
  {},
  { isSidechain: true, parentUuid: 'u1' },
  { isSidechain: true, agentId: 'a1' },
);
const words = fc.constantFrom(
  'do a',
  'do b',
  '<task-notification>',
  '<command-name>/x</command-name>',
);
const records = fc.oneof(
  fc
    .tuple(tools, fc.constantFrom('claude-opus-4-8', '<synthetic>'))
    .map(([id, model]) =>
      assistant({ model, content: [{ type: 'tool_use', id, name: 'Edit', input: { id } }] }),
    ),
  fc.constantFrom('ok', '').map((text) => assistant({ content: [{ type: 'text', text }] })),
  tools.map((id) => user([{ type: 'tool_result', tool_use_id: id, is_error: true }])),
  words.map((text) => user(text)),
  fc
    .tuple(fc.constantFrom('enqueue', 'remove', 'dequeue', 'popAll'), fc.option(words))
    .map(([operation, content]) => ({ type: 'queue-operation', operation, content })),
  words.map((prompt) => ({ type: 'attachment', attachment: { type: 'queued_command', prompt } })),
  fc.constant({
    type: 'system',
    subtype: 'compact_boundary',
    compactMetadata: { trigger: 'auto' },
  }),
  fc.constantFrom({ type: 'progress' }, { type: 'novel' }, { type: 'assistant' }),
);
const lines = fc.oneof(
  { weight: 20, arbitrary: fc.tuple(records, ids, times, scenes, chains).map(lineOf) },
  { weight: 1, arbitrary: fc.constantFrom('no json\n', '\n', '{"type":"us\n') },
);

function lineOf([record, uuid, timestamp, scene, chain]: [
  Record<string, unknown>,
  string | undefined,
  string | undefined,
  Record<string, unknown>,
  Record<string, unknown>,
]): string {
  return line({ ...record, uuid, timestamp, ...scene, ...chain });
}

describe('session events', () => {
  it('are the same in any pieces', () => {
    fc.assert(
      fc.property(
        fc.array(lines, { minLength: 1, maxLength: 40 }),
        fc.array(fc.nat(40), { maxLength: 6 }),
        fc.constantFrom(null, 'a1'),
        (texts, places, agentId) => {
          const text = texts.join('');
          const stops = [...places].map((at) => Math.min(at, texts.length)).sort((a, b) => a - b);
          const whole = eventsOfText(text, { agentId });
          const pieces = eventsInPieces(text, stops, { agentId });
          expect(withJoinedLines(pieces)).toEqual(withJoinedLines(whole));
        },
      ),
      propertyRuns(300),
    );
  });

  it('of a saved state hold no words', () => {
    const text =
      line({ type: 'queue-operation', operation: 'enqueue', content: 'a private matter' }) +
      line({ type: 'queue-operation', operation: 'remove' }) +
      line({
        type: 'attachment',
        attachment: { type: 'queued_command', prompt: 'a private matter' },
      });
    const prompts = eventsInPieces(text, [1, 2]).filter(({ kind }) => kind === 'user');
    expect(prompts).toHaveLength(1);
    expect(JSON.stringify(prompts)).not.toContain('private');
  });
});
