// The browser as a function of keys: levels, filter, sort, jumps, reload; and what must hold after any keys.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BrowseState,
  levelOf,
} from '../../../../src/views/terminal/interactive/browse-state.ts';
import { itemsOf } from '../../../../src/views/terminal/interactive/items.ts';
import { KEY_TABLE } from '../../../../src/views/terminal/interactive/keys.ts';
import { layoutOf } from '../../../../src/views/terminal/interactive/layout-of.ts';
import { listOf, selectedItem } from '../../../../src/views/terminal/interactive/levels.ts';
import { reduce } from '../../../../src/views/terminal/interactive/reduce.ts';
import { wantsOf } from '../../../../src/views/terminal/interactive/wants-of.ts';
import {
  type BrowseLab,
  BUSY,
  FORK,
  openBrowseLab,
  UNPRICED,
  WIDE,
} from '../../../query/browse/browse-lab.ts';
import { loadersOf, press, settle, start } from './scenes.ts';

let lab: BrowseLab;
let loaders: ReturnType<typeof loadersOf>;
beforeAll(async () => {
  lab = await openBrowseLab();
  loaders = loadersOf(lab);
});
afterAll(() => lab.close());

const keys = (state: BrowseState, ...names: string[]) => press(state, loaders, ...names);
const trail = (state: BrowseState) => state.levels.map(({ name }) => name).join(' ');
const selected = (state: BrowseState) => selectedItem(state)?.key;
const shown = (state: BrowseState) => {
  const items = itemsOf(state, levelOf(state));
  return listOf(state)?.order.map((place) => items[place]?.key);
};
const typed = (text: string) => ['/', ...text, 'enter'];
const inBusy = () => keys(start(lab, { sessionId: BUSY }));

describe('levels', () => {
  it('go from sessions to a text and back', async () => {
    let state = await keys(start(lab));
    expect(shown(state)).toEqual([FORK, BUSY, UNPRICED, WIDE]);
    state = await keys(state, 'down', 'enter');
    expect([trail(state), selected(state)]).toEqual(['sessions turns', '1']);
    state = await keys(state, 'l', 'right', 'enter');
    expect(trail(state)).toBe('sessions turns calls blocks text');
    expect(state.text?.text.lines?.[0]).toMatch(/^Fix the flaky/);
    state = await keys(state, 'escape', 'h', 'left', 'backspace');
    expect([trail(state), selected(state)]).toEqual(['sessions', BUSY]);
    expect(trail(await keys(state, 'escape'))).toBe('sessions');
  });

  it('begin within the session that was asked for', async () => {
    const state = await inBusy();
    expect([trail(state), state.opened?.sessionId]).toEqual(['sessions turns', BUSY]);
    expect(selected(await keys(state, 'escape'))).toBe(BUSY);
  });

  it('show the calls before their blocks are read', async () => {
    const first = start(lab, { sessionId: BUSY });
    expect(wantsOf(first)[0]).toMatchObject({ what: 'session', withBlocks: false });
    const half = reduce(first, { type: 'session', answer: lab.browse(BUSY, false) });
    expect(shown(half)).toEqual(['1', '2']);
    expect(wantsOf(half)[0]).toMatchObject({ what: 'session', withBlocks: true });
  });

  it('forget a session that was left before it was read', async () => {
    const left = reduce(start(lab, { sessionId: BUSY }), { type: 'key', key: 'escape' });
    const state = reduce(left, { type: 'session', answer: lab.browse(BUSY) });
    expect([trail(state), state.opened]).toEqual(['sessions', null]);
  });

  it('leave a session that cannot be read, and say why', async () => {
    const state = await settle(start(lab, { sessionId: BUSY }), {
      ...loaders,
      openSession: async () => {
        throw new Error('the disk is gone');
      },
    });
    expect([trail(state), state.notice?.text]).toEqual(['sessions', 'the disk is gone']);
  });
});

describe('the filter', () => {
  it('finds sessions by project, title and model; every word counts', async () => {
    const state = await keys(start(lab));
    expect(shown(await keys(state, ...typed('other')))).toEqual([UNPRICED]);
    expect(shown(await keys(state, ...typed('RETRY opus 5f0c')))).toEqual([BUSY]);
    expect(shown(await keys(state, ...typed('大きい')))).toEqual([WIDE]);
    expect(shown(await keys(state, ...typed('retry nobody')))).toEqual([]);
  });

  it('finds turns and calls by tool and file', async () => {
    const calls = await keys(await inBusy(), 'a');
    expect(shown(await keys(calls, ...typed('src/a.ts edit')))).toHaveLength(1);
    expect(shown(await keys(calls, ...typed('grep')))).toHaveLength(1);
    expect(shown(await keys(await inBusy(), ...typed('explore')))).toEqual(['1']);
  });

  it('works while it is typed, keeps the row, and Escape takes it back', async () => {
    const state = await keys(start(lab), 'down', '/', 'f', 'i', 'x');
    expect([state.mode, shown(state), selected(state)]).toEqual(['filter', [FORK, BUSY], BUSY]);
    const cleared = await keys(state, 'escape');
    expect([cleared.mode, selected(cleared)]).toEqual(['list', BUSY]);
    expect(shown(cleared)).toHaveLength(4);
  });

  it('takes letters that are keys elsewhere, and gives back what Escape finds', async () => {
    const state = await keys(start(lab), '/', 'q', 'backspace', 'ctrl-u', 'n', 'e', 'x', 't');
    expect([state.isQuitting, shown(state)]).toEqual([false, [UNPRICED]]);
    const kept = await keys(state, 'enter', 'escape');
    expect([trail(kept), shown(kept)?.length]).toEqual(['sessions', 4]);
  });
});

describe('the sort', () => {
  it('goes round what the level has, the largest first, the unknown last', async () => {
    const state = await keys(start(lab));
    const byCost = await keys(state, 's');
    expect(listOf(byCost)?.sort).toBe('cost');
    expect(shown(byCost)?.[0]).toBe(BUSY);
    expect(shown(byCost)?.at(-1)).toBe(UNPRICED);
    expect(listOf(await keys(state, 's', 's', 's', 's'))?.sort).toBe('time');
    const turns = await keys(await inBusy(), 's', 's', 's', 's');
    expect([listOf(turns)?.sort, shown(turns)]).toEqual(['gap', ['2', '1']]);
  });
});

describe('jumps', () => {
  it('$ goes to the costliest row, then to the next ones', async () => {
    const calls = await keys(await inBusy(), 'a', '$');
    const costs = (calls.opened?.calls ?? [])
      .toSorted((a, b) => (b.costNanoUsd ?? 0) - (a.costNanoUsd ?? 0))
      .map(({ callId }) => callId);
    expect(selected(calls)).toBe(costs[0]);
    expect(selected(await keys(calls, 'c'))).toBe(costs[1]);
    expect(selected(await keys(calls, 'down', '$'))).toBe(costs[0]);
  });

  it('$ says so where nothing has a price', async () => {
    const state = await keys(start(lab, { sessionId: UNPRICED }), '$');
    expect(state.notice?.text).toMatch(/no row here has a price/);
    expect((await keys(state, 'down')).notice).toBeNull();
  });

  it('n goes to the rebuild, into the turn that has it', async () => {
    const state = await inBusy();
    expect(selected(await keys(state, 'n'))).toBe('2');
    const calls = await keys(state, 'enter', 'n');
    const rebuilt = calls.opened?.calls.find(({ rebuild }) => rebuild?.cause === 'idle');
    expect([levelOf(calls), selected(calls)]).toMatchObject([{ turn: 2 }, rebuilt?.callId]);
    expect(selected(await keys(calls, 'escape'))).toBe('2');
    const fromText = await keys(state, 'enter', 'enter', 'enter', 'n');
    expect([trail(fromText), selected(fromText)]).toEqual([trail(calls), rebuilt?.callId]);
  });

  it('n says so where there is none', async () => {
    expect((await keys(start(lab), 'n')).notice?.text).toMatch(/open a session/);
    const state = await keys(start(lab, { sessionId: WIDE }), 'n');
    expect(state.notice?.text).toMatch(/no rebuild/);
  });

  it('a goes to the calls of all turns and back to the turn of the one selected', async () => {
    const all = await keys(await inBusy(), 'down', 'a');
    expect([levelOf(all), shown(all)?.length]).toMatchObject([{ turn: null }, 8]);
    const last = await keys(all, 'G', 'a');
    expect(levelOf(last)).toMatchObject({ turn: 2 });
    expect(selected(last)).toBe(all.opened?.calls.at(-1)?.callId);
    expect(trail(await keys(last, 'a', 'escape'))).toBe('sessions turns');
  });
});

describe('details', () => {
  it('ask for the price of the selected call and no other', async () => {
    const state = await keys(await inBusy(), 'enter', 'd');
    expect(state.call?.callId).toBe(selected(state));
    const next = reduce(state, { type: 'key', key: 'down' });
    expect(wantsOf(next)).toMatchObject([{ what: 'call', callId: selected(next) }]);
    expect(wantsOf(reduce(next, { type: 'key', key: 'd' }))).toEqual([]);
  });

  it('scroll within what there is, and begin at the top for another row', async () => {
    const state = await keys(
      await inBusy(),
      'enter',
      'd',
      'J',
      'J',
      'J',
      'J',
      'J',
      'J',
      'J',
      'J',
      'J',
    );
    expect(state.detailTop).toBeGreaterThan(0);
    expect((await keys(state, 'J')).detailTop).toBe(state.detailTop);
    expect((await keys(state, 'down')).detailTop).toBe(0);
    expect((await keys(state, 'K')).detailTop).toBeLessThan(state.detailTop);
  });
});

it('r reads what was written meanwhile and stays where it was', async () => {
  const own = await openBrowseLab();
  try {
    const before = await press(start(own, { sessionId: BUSY }), loadersOf(own), 'enter', 'down');
    const text = own.browse().calls.length;
    const extra = (await openMore()).split('\n').slice(-3).join('\n');
    own.lab.append(own.busyPath, extra);
    const after = await press(before, loadersOf(own), 'r');
    expect(after.opened?.calls.length).toBe(text + 1);
    expect([trail(after), selected(after)]).toEqual([trail(before), selected(before)]);
    expect([after.isReloading, after.isStale]).toEqual([false, false]);
  } finally {
    own.close();
  }
});

/** The busy session's file with one more call at its end. */
async function openMore(): Promise<string> {
  const { buildTranscript } = await import('../../../../src/samples/build-transcript.ts');
  const [file] = buildTranscript(
    `session ${BUSY} cwd /w/app branch main version 2.1.270
at        who   model            in  w5m  w1h    read   out  tools  text
10:50:00  user                                                      More
+4s       call  claude-opus-4-8  4   0    1000   30000  90   -      Here.
`,
    { date: '2026-11-21', seed: 'more' },
  );
  return file?.text ?? '';
}

describe('after any keys', () => {
  const anyKey = fc.constantFrom(
    ...KEY_TABLE.flatMap((row) => row.keys),
    'x',
    'é',
    'delete',
    'tab',
  );
  const size = fc.record({
    columns: fc.integer({ min: 20, max: 200 }),
    rows: fc.integer({ min: 1, max: 60 }),
  });
  const step = fc.oneof(
    { weight: 6, arbitrary: anyKey.map((key) => ({ type: 'key', key }) as const) },
    { weight: 1, arbitrary: size.map((one) => ({ type: 'resize', ...one }) as const) },
  );

  it('the selected row exists and is on the screen', async () => {
    const first = await inBusy();
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const state = steps.reduce(reduce, first);
        const list = listOf(state);
        if (list === null) return;
        const { listRows } = layoutOf(state);
        expect(list.cursor).toBeGreaterThanOrEqual(0);
        expect(list.cursor).toBeLessThan(Math.max(1, list.order.length));
        expect(list.top).toBeLessThanOrEqual(list.cursor);
        expect(list.cursor).toBeLessThan(list.top + Math.max(1, listRows));
        expect(new Set(list.order).size).toBe(list.order.length);
      }),
      { numRuns: 300 },
    );
  });
});
