import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldApart } from '../../../src/metrics/kit/fold-events.ts';
import { countLabels, labelSession } from '../../../src/metrics/task/label-session.ts';
import { findWordFamilies } from '../../../src/metrics/task/prompt-words.ts';
import {
  asTaskReading,
  createTaskFold,
  type TaskReading,
  type TaskState,
  taskFold,
} from '../../../src/metrics/task/task-fold.ts';
import type { TaskLabel } from '../../../src/metrics/task/task-labels.ts';
import type { SessionEvent } from '../../../src/model/session-event/session-event.ts';
import { readTranscriptEvents } from '../../../src/transcript/session-events/read-transcript-events.ts';
import { CORPUS, NO_CORPUS } from '../../store/corpus-folder.ts';
import { LABELLED_TURNS } from './labelled-turns.ts';
import { playTurns } from './play-turns.ts';

const fold = (events: readonly SessionEvent[], from = taskFold.init()): TaskState => {
  const needs = new Set<string>(taskFold.needs);
  return events.reduce(
    (state, event) => (needs.has(event.kind) ? taskFold.step(state, event) : state),
    structuredClone(from),
  );
};
const read = (events: readonly SessionEvent[]): TaskReading => taskFold.read(fold(events));

const EVENTS: readonly SessionEvent[] = playTurns(LABELLED_TURNS.slice(0, 24));
const parts = fc.array(fc.nat(EVENTS.length), { maxLength: 4 }).map((cuts) => {
  const places = [0, ...cuts.toSorted((a, b) => a - b), EVENTS.length];
  return places.slice(1).map((end, index) => EVENTS.slice(places[index], end));
});

describe('the fold of the classifier', () => {
  test('gives the same however the events are cut, saved and taken up again', () => {
    fc.assert(
      fc.property(parts, (pieces) => {
        const resumed = pieces.reduce<TaskState>(
          (state, piece) => fold(piece, JSON.parse(JSON.stringify(state)) as TaskState),
          taskFold.init(),
        );
        expect(taskFold.read(resumed)).toEqual(read(EVENTS));
      }),
    );
  });

  test('gives the same when parts are counted by themselves and merged', () => {
    fc.assert(
      fc.property(parts, (pieces) => {
        const [first = [], ...rest] = pieces;
        let position = fold(first);
        let merged = structuredClone(position);
        for (const piece of rest) {
          position = fold(piece, taskFold.carry(position));
          merged = taskFold.merge(merged, structuredClone(position));
        }
        expect(taskFold.read(merged)).toEqual(read(EVENTS));
      }),
    );
  });

  test('counts a turn that goes on after midnight on both days, with what was asked', () => {
    const events = playTurns([{ prompt: 'fix the login', deeds: 'R E B! E B ~' }]);
    const noon = events[Math.floor(events.length / 2)]?.atMs ?? 0;
    const days = foldApart(taskFold, events, ({ atMs }) => ((atMs ?? 0) < noon ? 'one' : 'two'));
    const labels = [...days.values()].map((state) =>
      taskFold.read(state).turns.map((t) => t.label),
    );
    expect(labels).toEqual([['debug_loop'], ['debug_loop']]);
  });

  test('knows a copied turn and does not count it', () => {
    const events = playTurns([
      { prompt: 'fix the login', deeds: 'R E B ~' },
      { prompt: 'where is the cache?', deeds: 'S R ~' },
    ]);
    const second = events.findLastIndex(
      (event) => event.kind === 'user' && event.origin === 'human',
    );
    const state = fold(events.slice(second), taskFold.carry(fold(events.slice(0, second))));
    expect(taskFold.read(state).turns.map(({ label }) => label)).toEqual(['exploration']);
  });

  test('a turn in which nothing happened has no label and is not counted', () => {
    const [prompt] = playTurns([{ prompt: 'fix the login', deeds: '~' }]);
    const reading = read(prompt === undefined ? [] : [prompt]);
    expect(reading.turns).toEqual([{ label: null, atMs: prompt?.atMs }]);
    expect(reading).toMatchObject({ kind: 'no-data', label: null });
  });

  test('a thread without a prompt, a subagent, is one job with its own label', () => {
    const work = playTurns([{ prompt: 'x', deeds: 'R S R R ~' }]).filter(
      ({ kind }) => kind !== 'user',
    );
    expect(read(work)).toMatchObject({ label: 'exploration', turns: [{ label: 'exploration' }] });
  });

  test('leaves inlined subagents and rejected commands out', () => {
    const events = playTurns([{ prompt: 'ok', deeds: 'E B! ~' }]).map((event): SessionEvent => {
      if (event.kind === 'tool_result') return { ...event, isRejected: true };
      return event;
    });
    const sidechain = playTurns([{ prompt: 'x', deeds: 'B! B! B!' }]).map(
      (event): SessionEvent => ({ ...event, chain: 'side' }),
    );
    const state = fold([...events, ...sidechain]);
    expect(state.turns).toHaveLength(1);
    expect(state.turns[0]).toMatchObject({ failures: 0, shells: 1, edits: 1, rounds: 1 });
  });

  test('its reading is known among others', () => {
    const stored: unknown = JSON.parse(JSON.stringify(read(EVENTS)));
    expect(asTaskReading(stored)?.turns).toHaveLength(24);
    expect(asTaskReading({ kind: 'value', value: 1 })).toBeNull();
    expect(asTaskReading(null)).toBeNull();
  });
});

describe('the label of a session', () => {
  test.each<[string, TaskLabel[], TaskLabel | null]>([
    ['no turn', [], null],
    ['one turn shows no majority', ['debug_loop'], 'mixed'],
    ['more than half', ['debug_loop', 'debug_loop', 'planning'], 'debug_loop'],
    ['half is not more than half', ['debug_loop', 'planning'], 'mixed'],
    ['a mixed turn counts too', ['planning', 'planning', 'mixed', 'mixed'], 'mixed'],
  ])('%s', (_name, labels, expected) => {
    expect(labelSession(countLabels(labels))).toBe(expected);
  });
});

describe('words of a prompt', () => {
  test.each<[string, string[]]>([
    ['fix the login', ['debug']],
    ['TypeError in checkout.ts', ['debug']],
    ['use the prefix only', []],
    ['the address is known', []],
    ['add a flag and fix the test', ['debug', 'change']],
    ['what does this do?', ['explore']],
    ['what do you think of it?', ['plan']],
    ['planet', []],
    ['', []],
  ])('%s', (prompt, families) => {
    expect(findWordFamilies(prompt)).toEqual(families);
  });
});

/** What an earlier program answers for real sessions when it reads them right: a turn per text of a user record. */
const REAL: readonly { id: string; turns: TaskLabel[]; session: TaskLabel }[] = [
  {
    id: '258c7280',
    turns: ['debug_loop', 'planning', 'debug_loop', 'debug_loop', 'exploration', 'planning'],
    session: 'mixed',
  },
  {
    id: 'fa812bfe',
    turns: ['debug_loop', 'planning', 'debug_loop', 'debug_loop'],
    session: 'debug_loop',
  },
];

describe.skipIf(CORPUS === null)(`real sessions${NO_CORPUS}`, () => {
  test.each(REAL)('$id has the labels of the reference', ({ id, turns, session }) => {
    // Queued prompts stand in no user record and open no turn there; an empty turn is planning.
    const records = new Set<number>();
    const reference = createTaskFold({
      opensTurn: ({ offset }) => offset !== null && records.has(offset),
      emptyTurn: 'planning',
    });
    const needs = new Set<string>(reference.needs);
    let state = reference.init();
    for (const event of readTranscriptEvents(findReal(id), { markers: [], withText: true })) {
      const { uuid, text = '', ...own } = event;
      if (uuid !== null && event.offset !== null) records.add(event.offset);
      const marked =
        own.kind === 'user' ? { ...own, marks: { task: findWordFamilies(text) } } : own;
      if (needs.has(own.kind)) state = reference.step(state, marked);
    }
    const reading = reference.read(state);
    expect(reading.turns.map(({ label }) => label)).toEqual(turns);
    expect(reading.label).toBe(session);
  });
});

function findReal(id: string): string {
  const root = join(CORPUS ?? '', 'projects');
  const found = readdirSync(root, { recursive: true, encoding: 'utf8' }).find(
    (file) => file.includes(`/${id}`) && /^[^/]+\/[^/]+\.jsonl$/.test(file),
  );
  if (found === undefined) throw new Error(`the corpus has no ${id}`);
  return join(root, found);
}
