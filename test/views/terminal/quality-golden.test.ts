// Golden screens of `quality`; rewrite them with `vitest run -u`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../../src/shared/width.ts';
import { renderSessionQuality } from '../../../src/views/terminal/quality.ts';
import { renderQualityOverview } from '../../../src/views/terminal/quality-overview.ts';
import type { Screen } from '../../../src/views/terminal/screen.ts';
import { OVERVIEWS, SESSIONS } from './quality-scenes.ts';
import { stripColors } from './screens.ts';
import { SCREENS } from './sessions-screens.ts';

const VIEWS: readonly (readonly [string, (screen: Screen) => string])[] = [
  ...OVERVIEWS.map(
    ([name, answer]) => [name, (screen: Screen) => renderQualityOverview(answer, screen)] as const,
  ),
  ...SESSIONS.map(
    ([name, answer]) => [name, (screen: Screen) => renderSessionQuality(answer, screen)] as const,
  ),
];
const CASES = VIEWS.flatMap(([view, render]) =>
  SCREENS.map(([name, screen]) => [`${view}-${name}`, render, screen] as const),
);

describe('golden screens', () => {
  it.each(CASES)('%s', async (name, render, screen) => {
    const text = render(screen);
    await expect(text).toMatchFileSnapshot(`quality-golden/${name}.txt`);
    for (const line of stripColors(text).split('\n')) {
      if (!line.includes('telltale ')) {
        expect(displayWidth(line), line).toBeLessThanOrEqual(screen.width);
      }
      expect(line).toBe(line.trimEnd());
    }
    expect(text.match(/^ .*telltale [a-z]/gm)?.length ?? 0).toBeLessThanOrEqual(3);
  });

  it('plain and ASCII screens hold no sign of ours beyond ASCII', () => {
    for (const [name, screen] of SCREENS) {
      if (name !== 'plain' && name !== 'ascii') continue;
      for (const [, render] of VIEWS) expect(render(screen)).toMatch(/^[\n -~]*$/);
    }
  });

  it('colour adds nothing but colour', () => {
    const screens = new Map(SCREENS);
    const [color, piped] = [screens.get('color'), screens.get('80')];
    if (color === undefined || piped === undefined) throw new Error('no such screen');
    for (const [, render] of VIEWS) expect(stripColors(render(color))).toBe(render(piped));
  });
});

it('the example of the documentation is what the screen says', () => {
  const [session, piped] = [new Map(SESSIONS).get('session'), new Map(SCREENS).get('80')];
  if (session === undefined || piped === undefined) throw new Error('no such screen');
  const page = readFileSync(join(import.meta.dirname, '../../../docs/quality.md'), 'utf8');
  expect(page).toContain(`\`\`\`\n${renderSessionQuality(session, piped)}\`\`\``);
});
