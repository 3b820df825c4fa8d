// Wherever a record is torn, the whole one that follows on the same line is counted, and the torn one
// is not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../property/runs.ts';
import { readBytes } from './read-bytes.ts';
import { agentProgress, assistant, user } from './records.ts';

const texts = fc.constantFrom(
  'ok',
  'a "quoted" word',
  'C:\\temp\\{x}',
  '{"type":"user"}',
  '}}]}',
  '日本語',
  '',
);
const records = fc
  .tuple(fc.constantFrom('call', 'prompt', 'progress'), texts, texts)
  .map(([kind, first, second]): Record<string, unknown> => {
    const content = [
      { type: 'text', text: first },
      { type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: second, n: [1, {}] } },
    ];
    const call = assistant({ id: 'msg_torn', content });
    if (kind === 'call') return call;
    return kind === 'prompt' ? user(content) : agentProgress(call);
  });

describe('a torn record', () => {
  it('never hides the whole record behind it', () => {
    fc.assert(
      fc.property(records, fc.double({ min: 0, max: 1, noNaN: true }), (torn, share) => {
        const bytes = Buffer.from(JSON.stringify(torn));
        const at = Math.min(bytes.length - 1, 1 + Math.floor(share * (bytes.length - 1)));
        const whole = Buffer.from(`${JSON.stringify(assistant({ id: 'msg_whole' }))}\n`);
        const reading = readBytes(Buffer.concat([bytes.subarray(0, at), whole]));
        expect(reading.usage.map((row) => row.message)).toContain('msg_whole');
        expect(reading.faults[0]).toMatchObject({ kind: 'bad-json', offset: 0 });
        expect(reading.to).toBe(at + whole.length);
      }),
      propertyRuns(200),
    );
  });

  it('is held at the end of a file, and counted once when the rest arrives', () => {
    fc.assert(
      fc.property(records, fc.double({ min: 0, max: 1, noNaN: true }), (record, share) => {
        const bytes = Buffer.from(`${JSON.stringify(record)}\n`);
        const at = 1 + Math.floor(share * (bytes.length - 3));
        const first = readBytes(bytes.subarray(0, at));
        const second = readBytes(bytes, 'own.jsonl', first.to);
        const cold = readBytes(bytes);
        expect(first).toMatchObject({ to: 0, usage: [], faults: [], lineCount: 0 });
        expect(second).toEqual(cold);
      }),
      propertyRuns(200),
    );
  });
});
