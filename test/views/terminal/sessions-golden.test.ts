// Golden screens of `sessions`, `show` and `call`; rewrite them with `vitest run -u`.
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import type { Reading } from '../../../src/metrics/kit/metric.ts';
import { queryCall } from '../../../src/query/call/show-call.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import { querySessions } from '../../../src/query/sessions/list-sessions.ts';
import { querySession } from '../../../src/query/sessions/show-session.ts';
import { displayWidth } from '../../../src/shared/width.ts';
import { renderCall } from '../../../src/views/terminal/call.ts';
import type { Screen } from '../../../src/views/terminal/screen.ts';
import { renderSessions } from '../../../src/views/terminal/sessions.ts';
import { renderSession } from '../../../src/views/terminal/show.ts';
import {
  BUSY,
  EMPTY,
  exampleLedger,
  FORK,
  HOSTILE,
  JAPANESE,
} from '../../query/sessions/example-ledger.ts';
import { buildLedger } from '../../query/sessions/ledger-builder.ts';
import { stripColors } from './screens.ts';
import { SCREENS } from './sessions-screens.ts';

const { context } = exampleLedger();
const measured = measuredContext();
const list = (screen: Screen) =>
  renderSessions(querySessions(context, { limit: 20, order: 'desc' }), screen);
const show = (id: string) => (screen: Screen) => renderSession(querySession(context, id), screen);
const call = (id: string) => (screen: Screen) => renderCall(queryCall(context, id), screen);

const VIEWS: readonly (readonly [name: string, render: (screen: Screen) => string])[] = [
  ['sessions', list],
  ['show', show(BUSY)],
  ['show-fork', show(FORK)],
  ['show-japanese', show(JAPANESE)],
  ['show-hostile', show(HOSTILE)],
  ['show-empty', show(EMPTY)],
  [
    'sessions-quality',
    (screen) => renderSessions(querySessions(measured, { limit: 20, order: 'desc' }), screen),
  ],
  ['show-quality', (screen) => renderSession(querySession(measured, BUSY), screen)],
  ['call', call('msg_busy00')],
  ['call-placeholder', call('msg_busy39')],
  ['call-no-price', call('msg_evil')],
];
const CASES = VIEWS.flatMap(([view, render]) =>
  SCREENS.map(([name, screen]) => [`${view}-${name}`, render, screen] as const),
);

/** The same sessions with metrics: one critical, one ok, one without anything to judge. Learning is off. */
function measuredContext(): QueryContext {
  const ledger = exampleLedger();
  const value = (figure: number): Reading => ({
    kind: 'value',
    value: figure,
    numerator: figure * 10,
    denominator: 10,
    n: 20,
    isWarm: true,
    details: {},
  });
  const noEdits: Reading = { kind: 'no-data', reason: 'no edits', details: {} };
  ledger.thread(1, BUSY, [
    { metric: 'read_edit_ratio', reading: value(0.9), trail: [3.1, 1.4, 0.9] },
    { metric: 'stop_phrase', reading: value(2.2), trail: [1.1, 2.2] },
    { metric: 'prompts', reading: value(7), trail: [7] },
  ]);
  ledger.thread(3, FORK, [{ metric: 'read_edit_ratio', reading: value(6), trail: [6, 6] }]);
  ledger.thread(4, JAPANESE, [{ metric: 'read_edit_ratio', reading: noEdits }]);
  const quality = { ...DEFAULT_SETTINGS.quality, baselineSessions: 0 };
  return { ...ledger.context, settings: { ...DEFAULT_SETTINGS, quality } };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these must never reach a terminal
const STEERING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

describe('golden screens', () => {
  it.each(CASES)('%s', async (name, render, screen) => {
    const text = render(screen);
    await expect(text).toMatchFileSnapshot(`sessions-golden/${name}.txt`);
    const bare = screen.color ? stripColors(text) : text;
    expect(bare).not.toMatch(STEERING);
    for (const line of bare.split('\n')) {
      if (!line.includes('telltale ')) expect(displayWidth(line)).toBeLessThanOrEqual(screen.width);
    }
  });

  it('plain and ASCII screens hold no sign of ours beyond ASCII', () => {
    for (const name of ['plain', 'ascii']) {
      const screen = SCREENS.find(([one]) => one === name)?.[1];
      if (screen === undefined) throw new Error(`no screen ${name}`);
      for (const render of [show(BUSY), call('msg_busy00')]) {
        expect(render(screen)).toMatch(/^[\n -~]*$/);
      }
    }
  });

  it('colour adds nothing but colour', () => {
    const color = SCREENS.find(([name]) => name === 'color')?.[1];
    const piped = SCREENS.find(([name]) => name === '80')?.[1];
    if (color === undefined || piped === undefined) throw new Error('no such screen');
    for (const [, render] of VIEWS) expect(stripColors(render(color))).toBe(render(piped));
  });
});

describe('lists without rows', () => {
  const at80 = SCREENS[1]?.[1] as Screen;

  it('an empty ledger says where to look', () => {
    const answer = querySessions(buildLedger().context, { limit: 20, order: 'desc' });
    const text = renderSessions(answer, at80);
    expect(text).toContain('The ledger holds no session yet.');
    expect(text).toMatch(/telltale demo\n.*telltale doctor/);
  });

  it('filters that match nothing are named', () => {
    const question = { limit: 20, order: 'desc', project: 'zzz', sinceMs: 0 } as const;
    const text = renderSessions(querySessions(context, question), at80);
    expect(text).toContain(
      'None of the 5 sessions belongs to a project with "zzz" in its path and',
    );
    expect(text).toContain('telltale sessions');
  });

  it('a limit tells how many it hides', () => {
    const text = renderSessions(querySessions(context, { limit: 2, order: 'desc' }), at80);
    expect(text).toMatch(/^2 of 5 sessions/);
    expect(text).toContain('telltale sessions --limit 5');
  });

  it('what it hides is asked for with the same filters', () => {
    const question = { limit: 1, order: 'asc', project: '-gate', sinceMs: 12_345 } as const;
    const text = renderSessions(querySessions(context, question), at80);
    expect(text).toContain(
      'telltale sessions --project -gate --since 1970-01-01T00:00:12.345Z --order asc --limit 2',
    );
    const since = Date.UTC(2026, 10, 1);
    const month = querySessions(context, { limit: 1, order: 'desc', sinceMs: since });
    expect(renderSessions(month, at80)).toContain('--since 2026-11-01 --limit');
  });
});
