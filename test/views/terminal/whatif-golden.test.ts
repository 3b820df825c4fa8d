// Golden screens of `whatif`; rewrite them with `vitest run <this file> --update`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { WhatIfAnswer } from '../../../src/query/whatif/whatif-answer.ts';
import { displayWidth } from '../../../src/shared/width.ts';
import { renderWhatIf } from '../../../src/views/terminal/whatif.ts';
import { stripColors } from './screens.ts';
import { SCREENS } from './sessions-screens.ts';
import { askScenes, SCENE_NAMES } from './whatif-scenes.ts';

let answers: Map<string, WhatIfAnswer>;
beforeAll(async () => {
  answers = await askScenes();
});

function answerOf(name: string): WhatIfAnswer {
  const answer = answers.get(name);
  if (answer === undefined) throw new Error(`no scene ${name}`);
  return answer;
}

describe('golden screens', () => {
  const cases = SCENE_NAMES.flatMap((view) =>
    SCREENS.map(([name, screen]) => [`${view}-${name}`, view, screen] as const),
  );
  it.each(cases)('%s', async (name, view, screen) => {
    const text = renderWhatIf(answerOf(view), screen);
    await expect(text).toMatchFileSnapshot(`whatif-golden/${name}.txt`);
    for (const line of stripColors(text).split('\n')) {
      if (!/ telltale \w+( |$)/.test(line)) {
        expect(displayWidth(line), line).toBeLessThanOrEqual(screen.width);
      }
      expect(line).toBe(line.trimEnd());
    }
    expect(text.match(/API-equivalent/g)).toHaveLength(1);
    expect(text.match(/^ .* {2,}telltale /gm)?.length ?? 0).toBeLessThanOrEqual(3);
    if (name.endsWith('plain') || name.endsWith('ascii')) expect(text).toMatch(/^[\n -~]*$/);
  });

  it('colour adds nothing but colour', () => {
    const screens = new Map(SCREENS);
    const [color, piped] = [screens.get('color'), screens.get('80')];
    if (color === undefined || piped === undefined) throw new Error('no such screen');
    for (const name of SCENE_NAMES) {
      expect(stripColors(renderWhatIf(answerOf(name), color))).toBe(
        renderWhatIf(answerOf(name), piped),
      );
    }
  });
});

it('the example of the documentation is what the screen says', () => {
  const piped = new Map(SCREENS).get('80');
  if (piped === undefined) throw new Error('no such screen');
  const page = readFileSync(join(import.meta.dirname, '../../../docs/whatif.md'), 'utf8');
  expect(page).toContain(`\`\`\`\n${renderWhatIf(answerOf('full'), piped)}\`\`\``);
});
