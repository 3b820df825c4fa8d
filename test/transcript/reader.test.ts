// Bytes that are not simply one whole record per line: what is counted, what is held for later, what
// is reported as a fault, and where the cursor stands afterwards.
import { describe, expect, it } from 'vitest';
import { type Reading, readBytes } from './read-bytes.ts';
import { agentProgress, assistant, line, stream, user } from './records.ts';

const a = (id: string): string => JSON.stringify(assistant({ id }));
const one = a('msg_1');
const two = a('msg_2');
const three = a('msg_3');

interface Case {
  readonly name: string;
  readonly bytes: string | Uint8Array;
  readonly calls: readonly string[];
  /** `kind@offset` of each fault. */
  readonly faults?: readonly string[];
  /** Position after the last record taken; the whole length when not given. */
  readonly to?: number;
}

const CASES: readonly Case[] = [
  { name: 'an empty file', bytes: '', calls: [] },
  { name: 'a byte order mark', bytes: `\uFEFF${one}\n${two}\n`, calls: ['msg_1', 'msg_2'] },
  { name: 'a byte order mark alone', bytes: '\uFEFF', calls: [] },
  { name: 'CRLF line ends', bytes: `${one}\r\n${two}\r\n`, calls: ['msg_1', 'msg_2'] },
  {
    name: 'blank lines, and lines of blanks',
    bytes: `\n\n${one}\n   \n\t\r\n${two}\n\n`,
    calls: ['msg_1', 'msg_2'],
  },
  { name: 'blanks around a record', bytes: `  ${one} \t\n`, calls: ['msg_1'] },
  { name: 'a last record without a line end', bytes: `${one}\n${two}`, calls: ['msg_1', 'msg_2'] },
  {
    name: 'a last record without a line end, before a carriage return',
    bytes: `${one}\n${two}\r`,
    calls: ['msg_1', 'msg_2'],
    to: one.length + two.length + 1,
  },
  {
    name: 'a torn last line is held: it may still be written',
    bytes: `${one}\n${two.slice(0, 80)}`,
    calls: ['msg_1'],
    to: one.length + 1,
  },
  {
    name: 'a torn last line that breaks inside a character',
    bytes: cut(`${one}\n${JSON.stringify(user('日本'))}`, '本', 1),
    calls: ['msg_1'],
    to: one.length + 1,
  },
  {
    name: 'two whole records glued on one line',
    bytes: `${one}${two}\n`,
    calls: ['msg_1', 'msg_2'],
    faults: [`glued@${one.length}`],
  },
  {
    name: 'three whole records glued with blanks between them',
    bytes: `${one} ${two}\t${three}\n`,
    calls: ['msg_1', 'msg_2', 'msg_3'],
    faults: [`glued@${one.length + 1}`, `glued@${one.length + two.length + 2}`],
  },
  {
    name: 'a torn record and a whole one glued on one line',
    bytes: `${one.slice(0, 150)}${two}\n${three}\n`,
    calls: ['msg_2', 'msg_3'],
    faults: ['bad-json@0', 'glued@150'],
  },
  {
    name: 'a record torn inside a string and a whole one',
    bytes: `${one.slice(0, one.indexOf('ok') + 1)}${two}\n`,
    calls: ['msg_2'],
    faults: ['bad-json@0', `glued@${one.indexOf('ok') + 1}`],
  },
  {
    name: 'a record torn after a backslash and a whole one',
    bytes: `${one.replace('ok', 'o\\"').slice(0, one.indexOf('ok') + 2)}${two}\n`,
    calls: ['msg_2'],
    faults: ['bad-json@0', `glued@${one.indexOf('ok') + 2}`],
  },
  {
    name: 'a whole record and a torn one glued on one line',
    bytes: `${one}${two.slice(0, 120)}\n${three}\n`,
    calls: ['msg_1', 'msg_3'],
    faults: [`bad-json@${one.length}`],
  },
  {
    name: 'a torn, a whole and a torn record on one line',
    bytes: `${one.slice(0, 90)}${two}${three.slice(0, 60)}\n`,
    calls: ['msg_2'],
    faults: ['bad-json@0', 'glued@90', `bad-json@${90 + two.length}`],
  },
  {
    name: 'a line that is no JSON',
    bytes: `${one}\nSegmentation fault\n${two}\n`,
    calls: ['msg_1', 'msg_2'],
    faults: [`bad-json@${one.length + 1}`],
  },
  {
    name: 'lines that are JSON but no objects',
    bytes: `${one}\n[1,2]\n"text"\n42\nnull\n${two}\n`,
    calls: ['msg_1', 'msg_2'],
    faults: [1, 7, 14, 17].map((at) => `bad-json@${one.length + at}`),
  },
  {
    name: 'NUL bytes where a crash left a hole',
    bytes: `${one}\n${'\0'.repeat(64)}\n${two}\n`,
    calls: ['msg_1', 'msg_2'],
    faults: [`bad-json@${one.length + 1}`],
  },
  {
    name: 'NUL bytes before a whole record on one line',
    bytes: `${one}\n${'\0'.repeat(64)}${two}\n`,
    calls: ['msg_1', 'msg_2'],
    faults: [`bad-json@${one.length + 1}`, `glued@${one.length + 65}`],
  },
  {
    name: 'NUL bytes at the end of the file are held',
    bytes: `${one}\n${'\0'.repeat(64)}`,
    calls: ['msg_1'],
    to: one.length + 1,
  },
  {
    name: 'bytes that are no UTF-8',
    bytes: withBytes(`${line(user('~'))}${one}\n`, '~', [0xff, 0xc3, 0x28]),
    calls: ['msg_1'],
  },
  {
    name: 'a message id of bytes that are no UTF-8',
    bytes: withBytes(`${a('msg_~')}\n`, '~', [0xff]),
    calls: ['msg_\ufffd'],
  },
  {
    name: 'nesting 10,000 levels deep, before and after what is read',
    bytes: `{"deep":${'['.repeat(10_000)}${']'.repeat(10_000)},${one.slice(1, -1)},"deeper":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}\n${two}\n`,
    calls: ['msg_1', 'msg_2'],
  },
  {
    name: 'an unfinished nesting 10,000 levels deep',
    bytes: `{"deep":${'['.repeat(10_000)}\n${one}\n`,
    calls: ['msg_1'],
    faults: ['bad-json@0'],
  },
  {
    name: 'a key that stands twice: the last one counts, as in JSON.parse',
    bytes: `${one.replace('"id":"msg_1"', '"id":"msg_0","id":"msg_1"')}\n`,
    calls: ['msg_1'],
  },
  {
    name: 'U+2028 inside a string ends no line',
    bytes: `${JSON.stringify(assistant({ content: [{ type: 'text', text: '\u2028' }] }))}\n${two}\n`,
    calls: ['msg_1', 'msg_2'],
  },
  {
    name: 'records quoted inside a string are text',
    bytes: line(assistant({ content: [{ type: 'text', text: `${one}\n${two}` }] })),
    calls: ['msg_1'],
  },
  { name: 'an object without a type', bytes: '{"a":1}\n{}\n', calls: [] },
];

describe('the reader', () => {
  it.each(CASES.map((each) => [each.name, each] as const))('takes %s', (_, wanted) => {
    const reading = readBytes(wanted.bytes);
    expect(ids(reading)).toEqual(wanted.calls);
    expect(faults(reading)).toEqual(wanted.faults ?? []);
    expect(reading.to).toBe(wanted.to ?? Buffer.from(wanted.bytes).length);
  });

  it('takes up a torn line where it was left', () => {
    const whole = `${one}\n${two}\n`;
    const first = readBytes(whole.slice(0, one.length + 40));
    const second = readBytes(whole, 'own.jsonl', first.to);
    expect([...ids(first), ...ids(second)]).toEqual(['msg_1', 'msg_2']);
  });

  it('goes on behind a record that had no line end yet', () => {
    const first = readBytes(one);
    const second = readBytes(`${one}\n${two}\n`, 'own.jsonl', first.to);
    expect([...ids(first), ...ids(second)]).toEqual(['msg_1', 'msg_2']);
    expect(faults(second)).toEqual([]);
  });

  it.each([
    ['a lone byte order mark', '\uFEFF', `${one}\n`],
    ['a whole record, before a second one', one, `${two}\n`],
    ['a whole record, before blanks and a second one', one, `  ${two}\n`],
    ['a whole record, before a second one without a line end', one, two],
    ['a whole record, before a torn one', one, two.slice(0, 99)],
    ['a whole record, before a line end', one, `\r\n${two}\n`],
    ['a whole record and a blank', `${one} `, ` \n${two}\n`],
    ['a whole record, before a broken end', one, `oops\n${two}\n`],
  ])('stopped behind %s, ends up as if it had not stopped', (_, before, after) => {
    const first = readBytes(before);
    const second = readBytes(before + after, 'own.jsonl', first.to);
    const cold = readBytes(before + after);
    expect([...ids(first), ...ids(second)]).toEqual(ids(cold));
    expect([...first.faults, ...second.faults]).toEqual(cold.faults);
    expect(second.to).toBe(cold.to);
  });

  it('ends a piece at a line end and goes on in the next', () => {
    const filler = line(user('x'.repeat(1_000_000)));
    const bytes = stream(1, { id: 'msg_1' }) + filler.repeat(9) + stream(1, { id: 'msg_2' });
    const first = readBytes(bytes);
    const second = readBytes(bytes, 'own.jsonl', first.to);
    expect(first.to).toBeLessThan(bytes.length);
    expect(bytes[first.to - 1]).toBe('\n');
    expect([...ids(first), ...ids(second)]).toEqual(['msg_1', 'msg_2']);
    expect(second.to).toBe(bytes.length);
  });

  it('keeps count of bytes across lines of any length', () => {
    const MIB = 1024 * 1024;
    // Around the reader's chunk, and around the length from which long strings are cut.
    const lengths = [2 * MIB, 4 * MIB, 16 * MIB].flatMap((length) => [
      length - 1,
      length,
      length + 1,
    ]);
    for (const length of lengths) {
      const long = JSON.stringify(assistant({ id: 'msg_long', content: [{ text: '~' }] }));
      const line = long.replace('~', 'x'.repeat(length - long.length + 1));
      const bytes = `${one}\n${line}\n${two}\n`;
      const reading = [readBytes(bytes)];
      for (let last = reading[0]; last !== undefined && last.to < bytes.length; ) {
        last = readBytes(bytes, 'own.jsonl', last.to);
        reading.push(last);
      }
      const seen = reading.flatMap(({ usage }) => usage.map((row) => [row.message, row.offset]));
      expect(seen, `${length}`).toEqual([
        ['msg_1', 0],
        ['msg_long', one.length + 1],
        ['msg_2', one.length + length + 2],
      ]);
    }
  });

  it('holds a long line that is not written to its end', () => {
    const bytes = `${one}\n${two.slice(0, -1)},"x":"${'x'.repeat(17 * 1024 * 1024)}`;
    expect(readBytes(bytes)).toMatchObject({ to: one.length + 1, lineCount: 1, faults: [] });
  });

  it('reads a string whose accents stand before its escapes', () => {
    const title = { type: 'custom-title', sessionId: 's1', customTitle: 'Größe "L" \\ Straße' };
    const reading = readBytes(line(title) + line(assistant({ top: { cwd: 'C:\\é\\ü "x"' } })));
    expect(reading.facts.s1).toMatchObject({
      customTitle: 'Größe "L" \\ Straße',
      firstCwd: 'C:\\é\\ü "x"',
    });
  });

  it('counts kinds and fields it does not know by their shape, and takes the call all the same', () => {
    const reading = readBytes(
      line({ type: 'hologram', sessionId: 's1' }).repeat(3) +
        line({ type: 'system', subtype: 'reactor_started', sessionId: 's1' }) +
        line({ type: 'progress', data: { type: 'warp_progress' } }) +
        line(assistant({ top: { hyperField: 1 } })) +
        line({ type: 7 }),
    );
    expect(ids(reading)).toEqual(['msg_1']);
    expect(reading.shapes).toMatchObject({
      '?hologram': 3,
      '?system/reactor_started': 1,
      '?progress/warp_progress': 1,
      '?field hyperField': 1,
      assistant: 1,
    });
  });

  it('counts the unknown fields of a torn record only once it is whole', () => {
    const text = line({ ...assistant(), hyperField: 1 });
    const torn = text.slice(0, -2);
    expect(readBytes(torn).shapes).toEqual({});
    expect(readBytes(`${torn}${text}`).shapes).toMatchObject({ '?field hyperField': 1 });
  });

  it('never repeats text from a line in a shape or a fault', () => {
    const secret = 'sk-ant-secret';
    const reading = readBytes(`{"type":"assistant","${secret}\n${secret}\n{"a":"${secret}"\n`);
    const said = JSON.stringify([reading.faults, reading.shapes]);
    expect(reading.faults.length).toBeGreaterThan(0);
    expect(said).not.toContain(secret);
  });

  it('tells a subagent’s line by its file and by its record', () => {
    const record = assistant({ top: { sessionId: undefined } });
    const bySidechain = { ...record, isSidechain: true, agentId: 'a7' };
    const readings = [
      readBytes(line(record), 's1/subagents/agent-a7.jsonl'),
      readBytes(line(record), 'agent-a7.jsonl'),
      readBytes(line(bySidechain), 's1.jsonl'),
      readBytes(line(agentProgress(assistant({ session: 's1' }), 'a7')), 's1.jsonl'),
    ];
    const told = readings.map(({ usage }) => [usage[0]?.agent, usage[0]?.session]);
    expect(told).toEqual([
      ['a7', 's1'],
      ['a7', 'agent-a7'],
      ['a7', 's1'],
      ['a7', 's1'],
    ]);
    for (const { usage } of readings) expect((usage[0]?.flags ?? 0) & 1).toBe(1);
  });
});

function ids(reading: Reading): string[] {
  return reading.usage.map((row) => row.message);
}

function faults(reading: Reading): string[] {
  return reading.faults.map((fault) => `${fault.kind}@${fault.offset}`);
}

/** The bytes up to `keep` bytes into the first occurrence of a character. */
function cut(text: string, character: string, keep: number): Uint8Array {
  const bytes = Buffer.from(text);
  return bytes.subarray(0, bytes.indexOf(character) + keep);
}

function withBytes(text: string, mark: string, odd: readonly number[]): Uint8Array {
  const bytes = Buffer.from(text);
  const at = bytes.indexOf(mark);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(odd), bytes.subarray(at + mark.length)]);
}
