// Golden screens of `steps` and `digest`; rewrite them with `vitest run <this file> --update`.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryDigest } from '../../../src/query/digest/query-digest.ts';
import { querySteps } from '../../../src/query/steps/query-steps.ts';
import { displayWidth } from '../../../src/shared/width.ts';
import { renderDigest } from '../../../src/views/terminal/digest.ts';
import type { Screen } from '../../../src/views/terminal/screen.ts';
import { renderSteps } from '../../../src/views/terminal/steps.ts';
import { API, at, openSteps, SCENE, type StepsLab } from '../../query/steps/steps-lab.ts';
import { stripColors } from './screens.ts';
import { SCREENS } from './sessions-screens.ts';

let lab: StepsLab;
let empty: StepsLab;
beforeAll(async () => {
  lab = await openSteps(SCENE);
  empty = await openSteps('');
});
afterAll(() => {
  lab.close();
  empty.close();
});

const steps =
  (words: object, of = () => lab) =>
  (screen: Screen) =>
    renderSteps(querySteps(of().context, { limit: 20, order: 'asc', ...words }), screen);
const digest =
  (words: object, of = () => lab) =>
  (screen: Screen) =>
    renderDigest(queryDigest(of().context, words), screen);

const VIEWS: readonly (readonly [string, (screen: Screen) => string])[] = [
  ['steps', steps({})],
  ['steps-limit', steps({ limit: 3 })],
  ['steps-session', steps({ wanted: API, order: 'desc' })],
  ['steps-later', steps({ sinceMs: at('23:00:00') })],
  ['steps-empty', steps({}, () => empty)],
  ['digest', digest({})],
  ['digest-lean', digest({ sinceMs: at('10:00:00') })],
  ['digest-later', digest({ sinceMs: at('23:00:00') })],
  ['digest-empty', digest({}, () => empty)],
];

describe('golden screens', () => {
  const cases = VIEWS.flatMap(([view, render]) =>
    SCREENS.map(([name, screen]) => [`${view}-${name}`, render, screen] as const),
  );
  it.each(cases)('%s', async (name, render, screen) => {
    const text = render(screen);
    await expect(text).toMatchFileSnapshot(`steps-golden/${name}.txt`);
    for (const line of stripColors(text).split('\n')) {
      if (!line.includes('telltale ')) {
        expect(displayWidth(line), line).toBeLessThanOrEqual(screen.width);
      }
      expect(line).toBe(line.trimEnd());
    }
    expect(text.match(/API-equivalent/g)).toHaveLength(1);
    expect(text.match(/^ .*telltale /gm)?.length ?? 0).toBeLessThanOrEqual(3);
    expect(text).not.toMatch(/\n\n\n/);
    if (name.endsWith('plain') || name.endsWith('ascii')) expect(text).toMatch(/^[\n -~]*$/);
  });
});
