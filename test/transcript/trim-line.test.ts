// A very long line with its long strings cut: the same JSON but for the ends of those strings.
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type TrimmedLine, trimLine } from '../../src/transcript/trim-line.ts';
import { propertyRuns } from '../property/runs.ts';

const MAX_BYTES = 64 * 1024;

function trim(bytes: Buffer, from = 0, to = bytes.length): TrimmedLine | null {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-trim-'));
  const path = join(folder, 'line.jsonl');
  writeFileSync(path, bytes);
  const file = openSync(path, 'r');
  try {
    return trimLine(file, from, to, MAX_BYTES);
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
}

/** Whether `cut` is `whole` with some long strings shortened. */
function isCutFrom(cut: unknown, whole: unknown): boolean {
  if (typeof cut === 'string' && typeof whole === 'string')
    return cut === whole || (whole.startsWith(cut) && Buffer.byteLength(cut) >= 2000);
  if (Array.isArray(cut) && Array.isArray(whole))
    return cut.length === whole.length && cut.every((each, i) => isCutFrom(each, whole[i]));
  if (typeof cut !== 'object' || cut === null || typeof whole !== 'object' || whole === null)
    return cut === whole;
  const keys = Object.keys(whole);
  return (
    Object.keys(cut).length === keys.length &&
    keys.every((key) => isCutFrom((cut as never)[key], (whole as never)[key]))
  );
}

it('is the same JSON but for the ends of long strings, wherever an escape falls', () => {
  const filler = fc.constantFrom('x', '\\', '"', '\n', '\u0001', '\ud83d', '{');
  const long = fc
    .tuple(fc.integer({ min: 4080, max: 4100 }), fc.array(filler, { maxLength: 30 }))
    .map(([length, tail]) => `${'y'.repeat(length)}${tail.join('')}${'z'.repeat(5000)}`);
  const value = fc.oneof(long, fc.jsonValue({ maxDepth: 2 }));
  fc.assert(
    fc.property(fc.dictionary(fc.string({ maxLength: 5 }), value, { maxKeys: 5 }), (record) => {
      const text = JSON.stringify({ before: 1, ...record, after: 'kept' });
      const line = trim(Buffer.from(`${text}\n{"next":1}\n`));
      expect(line?.sizeBytes).toBe(Buffer.byteLength(text) + 1);
      const cut = JSON.parse(line?.text?.toString() ?? '');
      expect(isCutFrom(cut, JSON.parse(text))).toBe(true);
    }),
    propertyRuns(150),
  );
});

it('is null as long as its end is not written', () => {
  expect(trim(Buffer.from('{"a":1}'))).toBe(null);
  expect(trim(Buffer.from('{"a":1}\n'), 0, 7)).toBe(null);
});

it('starts where it is told to', () => {
  const line = trim(Buffer.from('{"a":1}\n{"b":2}\n'), 8);
  expect({ text: line?.text?.toString(), sizeBytes: line?.sizeBytes }).toEqual({
    text: '{"b":2}',
    sizeBytes: 8,
  });
});

it('has no text when it is too long even so, but a size', () => {
  const text = `[${'"abc",'.repeat(20_000)}1]\n`;
  expect(trim(Buffer.from(text))).toEqual({ text: null, sizeBytes: text.length });
});
