// Lines that are broken, glued, foreign or very long: counted for what they are, and never in the way of
// the lines beside them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTranscriptEvents } from '../../../src/transcript/session-events/read-transcript-events.ts';
import type { TranscriptEvent } from '../../../src/transcript/session-events/transcript-event.ts';
import { assistant, line, user } from '../records.ts';
import { eventsOfText } from './read-text.ts';

const whole = line(assistant({ uuid: 'after' }));

function health(events: readonly TranscriptEvent[]): object {
  let good = 0;
  let bad = 0;
  const missing: Record<string, number> = {};
  for (const event of events) {
    if (event.kind !== 'lines') continue;
    good += event.good;
    bad += event.bad;
    for (const [name, count] of Object.entries(event.missing)) {
      missing[name] = (missing[name] ?? 0) + count;
    }
  }
  return { good, bad, missing };
}

describe('a line that', () => {
  it.each<[string, string, object]>([
    ['is no JSON', 'hello\n', { good: 1, bad: 1, missing: { json: 1 } }],
    [
      'breaks off',
      '{"type":"user","message":{"content":"x\n',
      { good: 1, bad: 1, missing: { json: 1 } },
    ],
    ['is a list', '[1,2]\n', { good: 1, bad: 1, missing: { json: 1 } }],
    [
      'is of a type that nobody knows',
      line({ type: 'novel' }),
      { good: 1, bad: 1, missing: { type: 1 } },
    ],
    ['has no type', line({ uuid: 'x' }), { good: 1, bad: 1, missing: { type: 1 } }],
    ['has no message', line({ type: 'assistant' }), { good: 1, bad: 1, missing: { message: 1 } }],
    [
      'has a message of another sort',
      line(user(1, { message: 'x' })),
      { good: 1, bad: 1, missing: { message: 1 } },
    ],
    ['has content of another sort', line(user(42)), { good: 2, bad: 0, missing: {} }],
    ['is blank', '  \t\n', { good: 1, bad: 0, missing: {} }],
    [
      'is a known one without events',
      line({ type: 'file-history-snapshot' }),
      { good: 2, bad: 0, missing: {} },
    ],
    [
      'is a new sort of a known type',
      line({ type: 'system', subtype: 'new' }),
      { good: 2, bad: 0, missing: {} },
    ],
    ['has another one glued to it', line(user('a')).trim(), { good: 2, bad: 0, missing: {} }],
    [
      'is torn, with a whole one behind',
      '{"type":"user","mess',
      { good: 1, bad: 1, missing: { json: 1 } },
    ],
    ['begins with a byte order mark', '\ufeff', { good: 1, bad: 0, missing: {} }],
  ])('%s', (_name, text, expected) => {
    const events = eventsOfText(text + whole);
    expect(health(events)).toEqual(expected);
    expect(events.filter(({ kind }) => kind === 'assistant')).toHaveLength(1);
  });
});

describe('fields of the wrong sort', () => {
  it.each<[string, Record<string, unknown>]>([
    ['a number as an id', { uuid: 7, parentUuid: 8 }],
    ['a word as a time', { timestamp: 'yesterday' }],
    ['no time', { timestamp: undefined }],
    ['a list as a version', { version: [1], gitBranch: {} }],
    ['a number as an agent', { agentId: 5, isSidechain: 'yes' }],
    ['a text as an origin', { origin: 'human' }],
  ])('%s', (_name, top) => {
    const [event] = eventsOfText(line(user('hello', top)));
    expect(event).toMatchObject({ kind: 'user', origin: 'human', chars: 5, chain: null });
  });

  it('blocks of odd shapes leave the others', () => {
    const content = [
      null,
      3,
      { type: 'text' },
      { type: 'tool_use', name: 9, input: 'x' },
      { type: 'tool_use' },
      { type: 'thinking' },
      { type: 'unheard_of' },
      { type: 'text', text: 'end' },
    ];
    const kinds = eventsOfText(line(assistant({ content }))).map(({ kind }) => kind);
    expect(kinds).toEqual([
      'assistant',
      'tool_call',
      'tool_call',
      'thinking',
      'assistant',
      'lines',
    ]);
  });

  it('an input nested without end is an empty one', () => {
    const depth = 200_000;
    const input = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const content = [{ type: 'tool_use', id: 't', name: 'X', input: 'INPUT' }];
    const text = line(assistant({ content })).replace('"INPUT"', () => input);
    expect(eventsOfText(text, { withText: true })[0]).toMatchObject({ tool: 'X', text: '{}' });
  });

  it('a line of broken pieces without end is given up', () => {
    const text = '{"type":"progress"}{x'.repeat(100_000);
    expect(health(eventsOfText(`${text}\n${whole}`))).toMatchObject({ bad: 101 });
  });

  it('a path that is none is left out', () => {
    const input = { file_path: 'x'.repeat(5_000) };
    const content = [{ type: 'tool_use', id: 't', name: 'Read', input }];
    expect(eventsOfText(line(assistant({ content })))[0]).toMatchObject({ path: null });
  });
});

describe('a file', () => {
  function eventsOfFile(
    text: string | Buffer,
    range: { readonly from?: number; readonly to?: number } = {},
  ): TranscriptEvent[] {
    const folder = mkdtempSync(join(tmpdir(), 'telltale-events-'));
    try {
      const path = join(folder, 's1.jsonl');
      writeFileSync(path, text);
      return [...readTranscriptEvents(path, { markers: [], ...range })];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  it('with lines of 8 and of 40 MB has the events around and in them', () => {
    const result = (id: string, size: number): string =>
      line(
        user([{ type: 'tool_result', tool_use_id: id, content: 'x'.repeat(size) }], { uuid: id }),
      );
    const text = result('r1', 8_400_000) + result('r2', 40_000_000) + whole;
    const events = eventsOfFile(text);
    expect(health(events)).toEqual({ good: 3, bad: 0, missing: {} });
    const chars = events.flatMap((event) => (event.kind === 'tool_result' ? event.chars : []));
    expect(chars[0]).toBe(8_400_000);
    // Cut, so that memory stays bounded: a lower bound.
    expect(chars[1]).toBeGreaterThan(4_000);
    expect(events.at(-2)).toMatchObject({ kind: 'assistant', offset: text.length - whole.length });
  });

  it('of any line lengths has each event at its place, from any line to any other', () => {
    const lines = Array.from({ length: 300 }, (_, at) =>
      line(
        assistant({
          content: [{ type: 'text', text: 'é'.repeat((at * 7_919) % 40_000) }],
          uuid: `u${at}`,
        }),
      ),
    );
    const offsets = [0];
    for (const one of lines) offsets.push((offsets.at(-1) as number) + Buffer.byteLength(one));
    const text = lines.join('');
    const placesOf = (events: readonly TranscriptEvent[]): unknown[] =>
      events.flatMap(({ kind, offset, uuid }) => (kind === 'lines' ? [] : [[uuid, offset]]));
    const expected = lines.map((_, at) => [`u${at}`, offsets[at]]);
    expect(placesOf(eventsOfFile(text))).toEqual(expected);
    for (const [first, last] of [
      [0, 1],
      [17, 250],
      [299, 300],
    ] as const) {
      const range = { from: offsets[first] as number, to: offsets[last] as number };
      expect(placesOf(eventsOfFile(text, range))).toEqual(expected.slice(first, last));
    }
  });

  it('holds a torn record at its end for later, and counts a whole one', () => {
    expect(health(eventsOfFile(`${whole}{"type":"user","mes`))).toMatchObject({ good: 1, bad: 0 });
    const unfinished = whole + line(user('b')).trimEnd();
    expect(health(eventsOfFile(unfinished))).toMatchObject({ good: 2, bad: 0 });
  });

  it.each(['', '\n\n', '\u0000\u0000'])('of %j gives no events of a conversation', (text) => {
    expect(eventsOfFile(text).filter(({ kind }) => kind !== 'lines')).toEqual([]);
  });
});
