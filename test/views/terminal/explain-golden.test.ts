// Golden screens of `explain`; rewrite them with `vitest run -u`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../../src/shared/width.ts';
import { renderExplain } from '../../../src/views/terminal/explain.ts';
import { ANSWERS } from './explain-scenes.ts';
import { stripColors } from './screens.ts';
import { SCREENS } from './sessions-screens.ts';

const CASES = ANSWERS.flatMap(([view, answer]) =>
  SCREENS.map(([name, screen]) => [`${view}-${name}`, answer, screen] as const),
);

describe('golden screens', () => {
  it.each(CASES)('%s', async (name, answer, screen) => {
    const text = renderExplain(answer, screen);
    await expect(text).toMatchFileSnapshot(`explain-golden/${name}.txt`);
    for (const line of stripColors(text).split('\n')) {
      if (!line.includes('telltale ')) {
        expect(displayWidth(line), line).toBeLessThanOrEqual(screen.width);
      }
      expect(line).toBe(line.trimEnd());
    }
    expect(text.match(/API-equivalent/g)).toHaveLength(1);
    expect(text.match(/^ .*telltale /gm)?.length ?? 0).toBeLessThanOrEqual(3);
  });

  it('plain and ASCII screens hold no sign of ours beyond ASCII', () => {
    for (const [name, screen] of SCREENS) {
      if (name !== 'plain' && name !== 'ascii') continue;
      for (const [, answer] of ANSWERS) expect(renderExplain(answer, screen)).toMatch(/^[\n -~]*$/);
    }
  });

  it('colour adds nothing but colour', () => {
    const screens = new Map(SCREENS);
    const [color, piped] = [screens.get('color'), screens.get('80')];
    if (color === undefined || piped === undefined) throw new Error('no such screen');
    for (const [, answer] of ANSWERS) {
      expect(stripColors(renderExplain(answer, color))).toBe(renderExplain(answer, piped));
    }
  });
});

it('the example of the documentation is what the screen says', () => {
  const [full, piped] = [new Map(ANSWERS).get('full'), new Map(SCREENS).get('80')];
  if (full === undefined || piped === undefined) throw new Error('no such screen');
  const page = readFileSync(join(import.meta.dirname, '../../../docs/explain.md'), 'utf8');
  expect(page).toContain(`\`\`\`\n${renderExplain(full, piped)}\`\`\``);
});
