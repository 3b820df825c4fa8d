// The screens of `telltale config` at three widths.
import { describe, expect, it } from 'vitest';
import { inspectSettings } from '../../../src/config/load-settings.ts';
import {
  answerConfigCheck,
  answerConfigExplain,
} from '../../../src/query/config/config-answers.ts';
import { displayWidth } from '../../../src/shared/width.ts';
import { renderConfigCheck, renderConfigExplain } from '../../../src/views/terminal/config.ts';
import { screenOf } from './screens.ts';

const inspect = (text: string, env: Record<string, string> = {}) =>
  inspectSettings({ env, homeDir: '/home/ana', platform: 'linux', readFile: () => text });

const GOOD = `[display]
timezone = "Europe/Berlin"
[plan]
monthly_usd = 200
[prices.my-model]
input = 5
`;
const BAD = `[display]
time_zone = "Europe/Berlin"
week_start = "mnday"
`;

const good = await inspect(GOOD, { TELLTALE_WEEK_START: 'monday' });
const bad = await inspect(BAD);

describe.each([60, 80, 120])('at %i columns', (width) => {
  const screen = screenOf(width);
  it.each([
    ['check-good', renderConfigCheck(answerConfigCheck(good.loaded, good.mistakes), screen)],
    ['check-bad', renderConfigCheck(answerConfigCheck(bad.loaded, bad.mistakes), screen)],
    [
      'explain-one',
      renderConfigExplain(answerConfigExplain(good.loaded, 'display.week_start'), screen),
    ],
    ['explain-section', renderConfigExplain(answerConfigExplain(good.loaded, 'prices'), screen)],
  ])('%s', async (name, text) => {
    await expect(text).toMatchFileSnapshot(`golden/config-${name}-${width}.txt`);
    expect(text.split('\n').filter((line) => displayWidth(line) > width)).toEqual([]);
  });
});
