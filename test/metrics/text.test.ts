// What counts as the assistant's own words, and which of them are a phrase.
import { describe, expect, test } from 'vitest';
import type { CustomPhrase } from '../../src/metrics/kit/metric.ts';
import { proseOf } from '../../src/metrics/text/prose-of.ts';
import { STOP_CATEGORIES, STOP_PHRASES } from '../../src/metrics/text/stop-phrases.ts';
import type { Marker } from '../../src/model/session-event/session-event.ts';
import { findMetric, readMetric, said, times, toolCall } from './events.ts';

function markerOf(id: string, phrases: readonly CustomPhrase[] = []): Marker {
  const [marker] = findMetric(id, { phrases }).markers ?? [];
  if (marker === undefined) throw new Error(`${id} has no marker`);
  return marker;
}

const STOP = markerOf('stop_phrase');
const LOOP = markerOf('reasoning_loop');

describe('stop phrases', () => {
  test.each([
    ['ownership_dodging', 'These failures are not caused by my changes.'],
    ['ownership_dodging', "The crash wasn't introduced by this refactoring."],
    ['ownership_dodging', 'That is a pre-existing issue, so I moved on.'],
    ['ownership_dodging', 'The lint error is pre-existing.'],
    ['ownership_dodging', 'The test was already failing on main.'],
    ['ownership_dodging', 'Fixing it is outside the scope.'],
    ['ownership_dodging', 'The warning is unrelated to my changes.'],
    ['permission_seeking', 'Should I continue with the next module?'],
    ['permission_seeking', 'Do you want me to keep going?'],
    ['permission_seeking', 'Would you like me to write the tests as well?'],
    ['permission_seeking', 'Shall I proceed?'],
    ['permission_seeking', "Let me know if you'd like me to continue."],
    ['permission_seeking', 'I am waiting for your go-ahead.'],
    ['premature_stopping', 'This is a good place to stop.'],
    ['premature_stopping', 'That makes a natural stopping point.'],
    ['premature_stopping', "Let's pause here."],
    ['premature_stopping', 'It should work for now.'],
    ['premature_stopping', 'The rest can be done in a later session.'],
    ['premature_stopping', 'I am running low on context.'],
    ['known_limitation', 'This is a known limitation.'],
    ['known_limitation', 'I left it for future work.'],
    ['known_limitation', 'Rename support is out of scope.'],
    ['known_limitation', 'I deferred it to a follow-up.'],
    ['known_limitation', 'It does not support Windows yet.'],
  ])('%s: %s', (category, text) => {
    expect(STOP.find(text).map((name) => name.split(': ')[0])).toEqual([category]);
  });

  test.each([
    'I read the existing issue and its follow-up comments.',
    'The existing bug tracker links to future work.',
    'A shoulder should ink its seams.',
    'The variable goes out of scope at the closing brace.',
    'I will fix the known issue in `parser.ts` now.',
    'There are no pre-existing rows in the table.',
    'The user asked: "should I continue?"',
    'He wrote \u201cthis is a known limitation\u201d in the README.',
    "The button says 'should I continue' in bold.",
    'The constant `should I continue` is a label.',
    '```\nthis is a known limitation\n```',
    '~~~md\n```\nthis is a known limitation\n```\n~~~',
    '> this is a known limitation',
    'Steps:\n\n    # this is a known limitation\n',
    'I added the phrase should I continue to the list.',
    'Messages such as this is a known limitation count.',
    'It looks for known limitation phrases.',
    'See https://example.org/this is a label',
    'Done. All 31 tests pass. Want me to pick up the next task?',
    'The checkpoint was written and the loop stops here.',
  ])('none: %s', (text) => {
    expect(STOP.find(text)).toEqual([]);
  });

  test('two phrases are told in the order of the text', () => {
    const text = 'Should I continue? The failure is pre-existing.\n\nIt should work\nfor now.';
    expect(STOP.find(text)).toEqual([
      'permission_seeking: should I continue',
      'ownership_dodging: pre-existing fault',
      'premature_stopping: good enough for now',
    ]);
  });

  test('emphasis and a lone quote mark hide nothing', () => {
    expect(STOP.find('**Should I** continue?')).toHaveLength(1);
    expect(STOP.find('The 5" disk is full. Should I continue?')).toHaveLength(1);
    expect(STOP.find("I don't know. Should I continue? It isn't clear.")).toHaveLength(1);
    expect(STOP.find('```\ncode\n```\nShould I continue?')).toHaveLength(1);
  });

  test('an unclosed fence reaches to the end', () => {
    expect(STOP.find('```\nShould I continue?')).toEqual([]);
  });

  test('each category has phrases, and every phrase its key in what it finds', () => {
    for (const category of Object.keys(STOP_CATEGORIES)) {
      expect(STOP_PHRASES.filter(({ name }) => name.startsWith(category)).length).toBeGreaterThan(
        3,
      );
    }
    expect(new Set(STOP_PHRASES.map(({ name }) => name)).size).toBe(STOP_PHRASES.length);
  });
});

describe('phrases of the user', () => {
  const phrase = (text: string, part: Partial<CustomPhrase> = {}): CustomPhrase => ({
    text,
    mode: 'word',
    category: 'custom',
    intent: null,
    ...part,
  });

  test.each([
    ['word', 'good enough', 'This is Good\nenough.', 1],
    ['word', 'good enough', 'This is good enoughness.', 0],
    ['word', 'ship it', 'ship it, ship it', 2],
    ['substring', 'good enough', 'not-good enoughness', 1],
    ['regex', 'leave (it|this) as[ -]is', 'Leave this as-is and leave it as is', 2],
    ['regex', '(a+)+$', `${'a'.repeat(30_000)}!`, 0],
    ['regex', '(unclosed', '(unclosed', 0],
    ['word', '   ', 'anything', 0],
  ] as const)('%s %j in %j', (mode, text, said, count) => {
    expect(markerOf('stop_phrase', [phrase(text, { mode })]).find(said)).toHaveLength(count);
  });

  test('bear their category and intent', () => {
    const own = phrase('tbd', { category: 'lazy: words', intent: 'leaves a gap' });
    const metric = findMetric('stop_phrase', { phrases: [own] });
    expect(readMetric(metric, [said(metric, 'The rest is TBD.')])).toMatchObject({
      numerator: 1,
      details: {
        byCategory: { 'lazy  words': 1 },
        recent: [{ phrase: 'lazy  words: tbd', category: 'lazy  words', intent: 'leaves a gap' }],
      },
    });
  });

  test('another list has another fingerprint', () => {
    const prints = [[], [phrase('a')], [phrase('b')], [phrase('a', { mode: 'substring' })]].map(
      (phrases) => markerOf('stop_phrase', phrases).fingerprint,
    );
    expect(new Set(prints).size).toBe(prints.length);
    expect(markerOf('stop_phrase', [phrase('a')]).fingerprint).toBe(prints[1]);
  });
});

describe('stop_phrase', () => {
  const metric = findMetric('stop_phrase');
  const plain = said(metric, 'All tests pass.');

  test('messages, not hits, and per hundred', () => {
    const twice = said(metric, 'Should I continue? It is out of scope.', { atMs: 7 });
    expect(readMetric(metric, [...times(9, plain), twice])).toMatchObject({
      value: 10,
      numerator: 1,
      denominator: 10,
      isWarm: true,
      details: { hits: 2, byCategory: { permission_seeking: 1, known_limitation: 1 } },
    });
  });

  test('five phrases in four messages', () => {
    const events = [
      'Would you like me to go on? Should I proceed?',
      'This is a good place to stop.',
      'This is a known limitation; the rest is out of scope.',
      'All tests pass.',
    ].map((text) => said(metric, text));
    expect(readMetric(metric, events)).toMatchObject({
      value: 75,
      isWarm: true,
      details: {
        hits: 5,
        byCategory: { permission_seeking: 2, premature_stopping: 1, known_limitation: 2 },
      },
    });
  });

  test('one message of three with a phrase is no verdict yet', () => {
    const events = [plain, plain, said(metric, 'Should I continue?')];
    expect(readMetric(metric, events)).toMatchObject({ isWarm: false });
  });

  test('keeps names and times of the last finds, and no text', () => {
    const events = [1, 2, 3, 4, 5, 6].map((atMs) =>
      said(metric, 'secret: should I continue?', { atMs }),
    );
    const reading = readMetric(metric, events);
    expect(reading).toMatchObject({
      details: { recent: [2, 3, 4, 5, 6].map((atMs) => ({ atMs })) },
    });
    expect(JSON.stringify(reading)).not.toContain('secret');
  });
});

describe('second thoughts', () => {
  test.each([
    ['Actually, the test is right.', ['takes back: actually']],
    ['But actually, that fails.', ['takes back: actually']],
    ['Hmm, actually the other file.', ['takes back: actually']],
    ['hmm, actually, wait.', ['takes back: actually']],
    ['I need to actually wire it.', ['in passing: actually']],
    ['Factually, this holds.', []],
    ['Oh, wait. It is the other one.', ['takes back: no, wait']],
    ['Wait, it says four files.', ['stops itself: wait']],
    ['Let me wait for the build.', []],
    ['Let me reconsider the approach.', ['takes back: let me reconsider']],
    ['I was wrong about the cache.', ['takes back: I was wrong']],
    ['On second thought, keep it.', ['takes back: on second thought']],
    ['Correction: there are five.', ['takes back: correction']],
    ['`actually` is a word.', []],
  ])('%s', (text, names) => {
    expect(LOOP.find(text)).toEqual(names);
  });

  const metric = findMetric('reasoning_loop');
  const events = [
    ...times(20, toolCall()),
    ...['Actually, no.', 'Let me rethink it.', 'Fine.', 'It actually works.', 'Wait, no.'].map(
      (text) => said(metric, text),
    ),
  ];

  test('per thousand tool calls, with the longest run of messages', () => {
    expect(readMetric(metric, events)).toMatchObject({
      value: 150,
      numerator: 3,
      denominator: 20,
      isWarm: true,
      details: { longestBurst: 2, messagesWithHit: 3, strictHits: 3 },
    });
  });

  test('strictly, ordinary prose does not count and "wait" does', () => {
    const strict = findMetric('reasoning_loop', { options: { reasoning_loop: { strict: 1 } } });
    expect(readMetric(strict, events)).toMatchObject({
      numerator: 3,
      details: { longestBurst: 2 },
    });
    expect(readMetric(strict, events.slice(0, -1))).toMatchObject({ numerator: 2 });
  });

  test('without tool calls: no data', () => {
    expect(readMetric(metric, [said(metric, 'Actually, no.')])).toMatchObject({ kind: 'no-data' });
  });
});

describe('prose', () => {
  test('lines of a paragraph are one line, items are not', () => {
    expect(
      proseOf('One\ntwo\n\n- three\n- four')
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual(['one two', '', '- three', '- four']);
  });

  test.each([
    ['back quotes', '`'],
    ['quotes', '"'],
    ['fences', '```\n'],
    ['quote marks', "'a "],
    ['stars', '*'],
    ['blanks', '    \n'],
    ['links', '](('],
    ['words', 'not caused '],
    ['phrases', 'should i continue '],
  ])('a long text of %s takes no long time', (_what, piece) => {
    const text = piece.repeat(Math.ceil(200_000 / piece.length));
    const startMs = performance.now();
    for (const marker of [STOP, LOOP, markerOf('corrections')])
      marker.find(`known ${text} actually no`);
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });
});
