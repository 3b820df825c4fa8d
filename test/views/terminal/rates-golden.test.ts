// Golden screens of `rates`; rewrite them with `vitest run <this file> --update`.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryRates, type RatesQuestion } from '../../../src/query/rates/query-rates.ts';
import { buildTranscript } from '../../../src/samples/build-transcript.ts';
import { displayWidth } from '../../../src/shared/width.ts';
import { renderRates } from '../../../src/views/terminal/rates.ts';
import { contextOf } from '../../query/cache/cache-lab.ts';
import { type Lab, openLab } from '../../store/lab.ts';
import { stripColors } from './screens.ts';
import { SCREENS } from './sessions-screens.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00Z');
const TABLE = `
session aaaa1111 cwd /w/app version 2.1.212
ai-title Fix the flaky retry test
11:50:00 user Begin
11:50:05 call claude-opus-4-8 1000 0 99000 0 10
11:58:00 call claude-opus-4-8 4 0 996 99000 10`;

let lab: Lab;
beforeAll(async () => {
  lab = openLab();
  for (const file of buildTranscript(TABLE)) lab.write(file.path, file.text);
  await lab.ingest();
});
afterAll(() => lab.close());

const VIEWS: readonly (readonly [string, Partial<RatesQuestion>])[] = [
  ['rates', {}],
  ['rates-model', { model: 'opus-4.6', contextTokens: 564_000 }],
  ['rates-bands', { model: 'haiku-5.5', contextTokens: 150_000, intervalSec: 1800 }],
];

describe('golden screens', () => {
  const cases = VIEWS.flatMap(([view, question]) =>
    SCREENS.map(([name, screen]) => [`${view}-${name}`, question, screen] as const),
  );
  it.each(cases)('%s', async (name, question, screen) => {
    const context = { ...contextOf(lab), now: () => NOW_MS };
    const text = renderRates(queryRates(context, { intervalSec: 240, ...question }), screen);
    await expect(text).toMatchFileSnapshot(`rates-golden/${name}.txt`);
    for (const line of stripColors(text).split('\n')) {
      if (!line.includes('telltale ')) {
        expect(displayWidth(line), line).toBeLessThanOrEqual(screen.width);
      }
      expect(line).toBe(line.trimEnd());
    }
    expect(text.match(/API-equivalent/g)).toHaveLength(1);
    if (name.endsWith('plain') || name.endsWith('ascii')) expect(text).toMatch(/^[\n -~]*$/);
  });

  it('without a session says what to name', () => {
    const empty = openLab();
    try {
      const text = renderRates(
        queryRates(contextOf(empty), { intervalSec: 240 }),
        (SCREENS[1] as (typeof SCREENS)[number])[1],
      );
      expect(text).toContain('name one with --context and --model');
    } finally {
      empty.close();
    }
  });
});
