// Counts of real sessions, compared with those that were worked out by hand for them: one record for each
// content block, all of the same message.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toolClass } from '../../../src/model/session-event/tool-class.ts';
import { readTranscriptEvents } from '../../../src/transcript/session-events/read-transcript-events.ts';
import type { TranscriptEvent } from '../../../src/transcript/session-events/transcript-event.ts';
import { CORPUS, NO_CORPUS } from '../../store/corpus-folder.ts';
import { eventsInPieces, eventsOfText, withJoinedLines } from './read-text.ts';

interface Counts {
  readonly toolCalls: number;
  readonly toolResults: number;
  readonly texts: number;
  readonly thinking: number;
  /** Of the characters of thinking that can be read. */
  readonly thinkingMedian: number | null;
  /** From `user` records without results. */
  readonly users: number;
  readonly system: number;
  readonly lines: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

const SESSIONS: readonly [string, Counts][] = [
  [
    '258c7280',
    {
      toolCalls: 186,
      toolResults: 186,
      texts: 94,
      thinking: 19,
      thinkingMedian: 238,
      users: 6,
      system: 5,
      lines: 1863,
      firstAt: '2026-02-11T20:36:45.618Z',
      lastAt: '2026-02-11T21:46:25.932Z',
    },
  ],
  [
    'fa812bfe',
    {
      toolCalls: 197,
      toolResults: 197,
      texts: 106,
      thinking: 11,
      thinkingMedian: 289,
      users: 4,
      system: 6,
      lines: 1881,
      firstAt: '2026-02-12T15:36:09.570Z',
      lastAt: '2026-02-12T16:17:55.991Z',
    },
  ],
];

/** Tool calls in all, and how many of them read, search, change and do anything else. */
const SUBAGENTS: readonly [string, readonly number[]][] = [
  ['agent-a93ccab', [25, 18, 6, 0, 1]],
  ['agent-aa84377', [21, 11, 9, 0, 1]],
  ['agent-afc096d', [48, 30, 0, 0, 18]],
  ['agent-a881341', [2, 0, 2, 0, 0]],
];

/** Summaries were made by an agent of their own: records of `user`, one answer. */
const COMPACTORS: readonly [string, number][] = [
  ['agent-acompact-70d8e7', 14],
  ['agent-acompact-fffbd0', 3],
];

describe.skipIf(CORPUS === null)(`session events of real transcripts${NO_CORPUS}`, () => {
  it.each(SESSIONS)('%s has what stands in it, every content block once', (name, counts) => {
    const events = eventsOf(name);
    const seen = events.flatMap(({ kind, atMs }) => (kind === 'lines' ? [] : (atMs ?? [])));
    expect({
      toolCalls: ofKind(events, 'tool_call').length,
      toolResults: ofKind(events, 'tool_result').length,
      texts: ofKind(events, 'assistant').length,
      thinking: ofKind(events, 'thinking').length,
      thinkingMedian: median(ofKind(events, 'thinking').map(({ chars }) => chars)),
      // A prompt of the queue has no record of its own.
      users: ofKind(events, 'user').filter(({ uuid }) => uuid !== null).length,
      system: ofKind(events, 'system').length,
      lines: ofKind(events, 'lines').reduce((sum, { good }) => sum + good, 0),
      firstAt: new Date(Math.min(...seen)).toISOString(),
      lastAt: new Date(Math.max(...seen)).toISOString(),
    }).toEqual(counts);
    expect(ofKind(events, 'lines').every(({ bad }) => bad === 0)).toBe(true);
    expect(ofKind(events, 'tool_result').every(({ call }) => call !== null)).toBe(true);
    expect(events.every(({ chain }) => chain === null)).toBe(true);
  });

  it.each(SUBAGENTS)('%s is measured by itself', (name, counts) => {
    const events = eventsOf(name);
    const classes = ofKind(events, 'tool_call').map(({ tool }) => toolClass(tool));
    const count = (wanted: string): number => classes.filter((one) => one === wanted).length;
    const told = [count('read'), count('research'), count('mutation')];
    const others = classes.length - told.reduce((sum, one) => sum + one, 0);
    expect([classes.length, ...told, others]).toEqual(counts);
    expect(events.every(({ chain }) => chain === null)).toBe(true);
    expect(ofKind(events, 'user').some(({ origin }) => origin === 'human')).toBe(false);
  });

  it.each(COMPACTORS)('%s has its instructions and one answer', (name, users) => {
    const events = eventsOf(name);
    expect(ofKind(events, 'user')).toHaveLength(users);
    expect(ofKind(events, 'assistant')).toHaveLength(1);
    expect(ofKind(events, 'tool_call')).toHaveLength(0);
  });

  it.each(['258c7280', 'fa812bfe', '5c0375b4', 'e0a6db83', '0ccf1a04'])(
    '%s in pieces is the same',
    (name) => {
      const text = readFileSync(pathOf(name), 'utf8');
      const count = text.split('\n').length;
      const stops = [1, 7, count >> 2, (count >> 2) + 1, count >> 1, count - 2];
      const sorted = [...new Set(stops)].sort((a, b) => a - b);
      expect(withJoinedLines(eventsInPieces(text, sorted))).toEqual(
        withJoinedLines(eventsOfText(text)),
      );
    },
  );

  it('258c7280 names the prompts that were typed in between', () => {
    const prompts = ofKind(eventsOf('258c7280'), 'user').filter(({ origin }) => origin === 'human');
    expect(prompts.map(({ uuid, chars }) => [uuid !== null, chars])).toEqual([
      [true, 21],
      [false, 11],
      [false, 46],
      [true, 13],
    ]);
  });
});

function eventsOf(name: string): TranscriptEvent[] {
  return [...readTranscriptEvents(pathOf(name), { markers: [] })];
}

function pathOf(name: string): string {
  const projects = join(CORPUS ?? '', 'projects');
  const found = readdirSync(projects, { recursive: true, encoding: 'utf8' }).find(
    (path) => path.endsWith('.jsonl') && basename(path).startsWith(name),
  );
  return join(projects, found ?? name);
}

function ofKind<Kind extends TranscriptEvent['kind']>(
  events: readonly TranscriptEvent[],
  kind: Kind,
): Extract<TranscriptEvent, { kind: Kind }>[] {
  return events.filter(
    (event): event is Extract<TranscriptEvent, { kind: Kind }> => event.kind === kind,
  );
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
