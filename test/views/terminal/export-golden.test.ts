// Golden screens of `export`; rewrite them with `vitest run --update`.
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../../src/shared/width.ts';
import { renderExportMade } from '../../../src/views/terminal/export.ts';
import { mixedAnswer } from '../profile/answers.ts';
import { stripColors } from './screens.ts';
import { SCREENS } from './sessions-screens.ts';

const MADE = {
  format: 'speedscope',
  file: 'session.speedscope.json',
  sizeBytes: 283_949,
  openWith: 'a speedscope page, or: npx speedscope FILE',
};

describe.each(SCREENS)('%s', (name, screen) => {
  it('what was written', async () => {
    const answer = await mixedAnswer();
    const text = renderExportMade(
      { ...answer, copiedCalls: 2, callsWithoutBlocks: 1 },
      MADE,
      screen,
    );
    for (const line of stripColors(text).split('\n'))
      expect(displayWidth(line)).toBeLessThanOrEqual(screen.width);
    await expect(text).toMatchFileSnapshot(`export-golden/made-${name}.txt`);
  });
});
