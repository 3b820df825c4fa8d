// Golden screens of `audit`; rewrite them with `vitest run -u`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../../src/shared/width.ts';
import { renderAudit } from '../../../src/views/terminal/audit.ts';
import { ANSWERS } from './audit-scenes.ts';
import { stripColors } from './screens.ts';
import { SCREENS } from './sessions-screens.ts';

const LIMIT = 8;
const CASES = ANSWERS.flatMap(([view, answer]) =>
  SCREENS.map(([name, screen]) => [`${view}-${name}`, answer, screen] as const),
);

describe('golden screens', () => {
  it.each(CASES)('%s', async (name, answer, screen) => {
    const text = renderAudit(answer, LIMIT, screen);
    await expect(text).toMatchFileSnapshot(`audit-golden/${name}.txt`);
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
      for (const [, answer] of ANSWERS) {
        expect(renderAudit(answer, LIMIT, screen)).toMatch(/^[\n -~]*$/);
      }
    }
  });

  it('the documents show the screen as it is', () => {
    const document = readFileSync(join(import.meta.dirname, '../../../docs/audit.md'), 'utf8');
    const [, full] = ANSWERS[0] ?? [];
    const piped = new Map(SCREENS).get('80');
    if (full === undefined || piped === undefined) throw new Error('no such screen');
    expect(document).toContain(renderAudit(full, LIMIT, piped));
  });

  it('colour adds nothing but colour', () => {
    const screens = new Map(SCREENS);
    const [color, piped] = [screens.get('color'), screens.get('80')];
    if (color === undefined || piped === undefined) throw new Error('no such screen');
    for (const [, answer] of ANSWERS) {
      expect(stripColors(renderAudit(answer, LIMIT, color))).toBe(
        renderAudit(answer, LIMIT, piped),
      );
    }
  });
});
