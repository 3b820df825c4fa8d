// The browser's screens: golden at three widths, and what must hold on any. Rewrite them with
// `vitest run <this file> --update`.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { displayWidth } from '../../../../src/shared/width.ts';
import type { BrowseState } from '../../../../src/views/terminal/interactive/browse-state.ts';
import { KEY_TABLE } from '../../../../src/views/terminal/interactive/keys.ts';
import { reduce } from '../../../../src/views/terminal/interactive/reduce.ts';
import type { Screen } from '../../../../src/views/terminal/screen.ts';
import { type BrowseLab, BUSY, openBrowseLab, WIDE } from '../../../query/browse/browse-lab.ts';
import { stripColors } from '../screens.ts';
import { COLORLESS, frameOf, loadersOf, press, type StartWords, start } from './scenes.ts';

let lab: BrowseLab;
beforeAll(async () => {
  lab = await openBrowseLab();
});
afterAll(() => lab.close());

const SCENES: Readonly<Record<string, readonly [words: StartWords, ...keys: string[]]>> = {
  sessions: [{}],
  'sessions-detail': [{ rows: 40 }, 'd'],
  turns: [{ sessionId: BUSY }],
  'turns-detail': [{ sessionId: BUSY, rows: 40 }, 'd'],
  calls: [{ sessionId: BUSY }, 'a'],
  'calls-detail': [{ sessionId: BUSY, rows: 60 }, 'n', 'enter', 'd'],
  'calls-filter': [{ sessionId: BUSY }, 'a', '/', 'g', 'r', 'e', 'p'],
  blocks: [{ sessionId: BUSY }, 'enter', 'enter'],
  'blocks-detail': [{ sessionId: BUSY, rows: 40 }, 'enter', 'enter', 'G', 'd'],
  text: [{ sessionId: BUSY }, 'enter', 'enter', 'G', 'enter'],
  wide: [{ sessionId: WIDE }],
  help: [{}, '?'],
};

function sceneAt(name: string, words: StartWords): Promise<BrowseState> {
  const [own, ...keys] = SCENES[name] ?? [{}];
  return press(start(lab, { ...own, ...words }), loadersOf(lab), ...keys);
}

/** Places of the test's own folder differ between runs. */
function steady(frame: readonly string[]): string {
  const [folder = ''] = lab.lab.root.split('/claude');
  return `${frame.join('\n').replaceAll(folder, '/home').trimEnd()}\n`;
}

const CASES = Object.keys(SCENES).flatMap((name) =>
  [60, 80, 120].map((columns) => [name, columns] as const),
);

describe('golden screens', () => {
  it.each(CASES)('%s at %i', async (name, columns) => {
    const state = await sceneAt(name, { columns });
    const frame = frameOf(state);
    for (const line of frame) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
    expect(frame).toHaveLength(state.rows);
    // A text costs nothing of its own.
    if (name !== 'text') expect(frame.join('\n')).toContain('API-equivalent');
    if (name === 'blocks-detail') return;
    await expect(steady(frame)).toMatchFileSnapshot(`golden/${name}-${columns}.txt`);
  });
});

describe('on any screen', () => {
  const names = Object.keys(SCENES);

  it('no line is wider than the window, and no row is missing, however small it is', async () => {
    for (const name of names) {
      const state = await sceneAt(name, {});
      for (const columns of [20, 40, 61, 107, 108, 200]) {
        for (const rows of [1, 2, 3, 5, 9, 17, 50]) {
          const frame = frameOf(reduce(state, { type: 'resize', columns, rows }));
          expect(frame, `${name} ${columns}×${rows}`).toHaveLength(rows);
          for (const line of frame) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
        }
      }
    }
  });

  it('colour adds nothing but colour', async () => {
    const color: Screen = { ...COLORLESS, color: true };
    for (const name of names) {
      const [plain, painted] = [await sceneAt(name, {}), await sceneAt(name, { screen: color })];
      const frame = frameOf(painted);
      expect(frame.join('\n')).toContain('\u001b[');
      expect(frame.map((line) => stripColors(line).trimEnd())).toEqual(frameOf(plain));
    }
  });

  it('ASCII and plain screens hold no sign of ours beyond ASCII', async () => {
    for (const forms of [{ unicode: false }, { unicode: false, plain: true }]) {
      for (const name of names.filter((one) => !one.startsWith('wide') && one !== 'help')) {
        const screen: Screen = { ...COLORLESS, ...forms };
        const frame = frameOf(await sceneAt(name, { screen, columns: 120 }));
        // Titles and prompts are others' words.
        const own = frame
          .join('\n')
          .replaceAll('sk-ant-…', '')
          .replaceAll(/[\p{L}\p{Emoji_Presentation}\u200d]/gu, '');
        expect(own, name).toMatch(/^[\n -~]*$/);
      }
    }
  });

  it('the row that is selected is marked without colour', async () => {
    for (const name of ['sessions', 'turns', 'calls', 'blocks']) {
      const marked = frameOf(await sceneAt(name, {})).filter((line) => line.startsWith('› '));
      expect(marked, name).toHaveLength(1);
    }
  });
});

it('the help shows every key at 80 × 24', async () => {
  const frame = frameOf(await sceneAt('help', {})).join('\n');
  for (const { shown, words } of KEY_TABLE) {
    expect(frame).toContain(shown);
    expect(frame).toContain(words.slice(0, 40));
  }
});

describe('a list that is empty', () => {
  it('says that the filter leaves nothing', async () => {
    const state = await press(start(lab), loadersOf(lab), '/', 'z', 'z', 'z');
    expect(frameOf(state).join('\n')).toContain('Nothing here matches "zzz". Esc clears');
  });

  it('says that the transcript is deleted', async () => {
    const own = await openBrowseLab();
    try {
      own.lab.remove(own.busyPath);
      await own.lab.ingest();
      const words = { sessionId: BUSY, columns: 120 };
      const state = await press(start(own, words), loadersOf(own), 'enter', 'enter');
      expect(frameOf(state).join('\n')).toContain(
        'one of the transcripts of this session is deleted',
      );
    } finally {
      own.close();
    }
  });
});
