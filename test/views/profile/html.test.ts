// The exported page in a browser: it says the right figures, asks the network for nothing, is moved through
// by keys, says the same without a script, and no name breaks out of it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProfileAnswer } from '../../../src/query/profile/profile-answer.ts';
import { hostileAnswer, mixedAnswer, renderText } from './answers.ts';
import { CHROMIUM, NO_BROWSER, openBrowser, openPage } from './browser.ts';
import { longAnswer } from './long-answer.ts';

describe('as text', () => {
  test('carries its style and its script', async () => {
    const text = renderText('html', await mixedAnswer());
    expect(text).toContain('prefers-color-scheme: dark');
    expect(text).toContain('aria-activedescendant');
  });

  test('a page of a thousand calls stays below a megabyte', async () => {
    expect(renderText('html', longAnswer(await mixedAnswer(), 1_000)).length).toBeLessThan(
      1_000_000,
    );
  });

  test('no name ends an element or begins one', async () => {
    const text = renderText('html', await hostileAnswer());
    expect(text.match(/<script/g)).toHaveLength(2);
    expect(text.match(/<\/script>/g)).toHaveLength(2);
    expect(text).not.toMatch(/<!--|\son\w+=["']/);
    expect(text).not.toMatch(/(?:src|href)=/);
  });
});

describe.skipIf(CHROMIUM === null)(`in a browser${NO_BROWSER}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    browser = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), 'telltale-html-'));
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (answer: ProfileAnswer, options: Parameters<typeof openPage>[1] = {}) => {
    const file = join(folder, 'page.html');
    writeFileSync(file, renderText('html', answer));
    const watched = await openPage(browser, { viewport: { width: 1280, height: 900 }, ...options });
    await watched.page.goto(pathToFileURL(file).href);
    return watched;
  };
  const told = (page: Page): Promise<string | null> => page.locator('#told').textContent();

  test('shows the session and says nothing on the console', async () => {
    const { page, complaints } = await open(await mixedAnswer());
    expect(await page.title()).toBe('Fix the flaky test · telltale');
    expect(await told(page)).toBe(
      'Fix the flaky test — 138,022 tokens · $0.33 and calls without a known price · 100.0 % of the session',
    );
    const frames = await page.locator('.frame').allTextContents();
    expect(frames).toEqual(expect.arrayContaining(['Fix the flaky test', 'turn 1', 'turn 2']));
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('is moved through by keys', async () => {
    const { page, complaints } = await open(await mixedAnswer());
    await page.locator('#flame').focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'Enter', 'ArrowDown'])
      await page.keyboard.press(key);
    expect(await told(page)).toMatch(/^turn 2 › call 4 opus-4\.8 msg_\w+ — 34,614 tokens/);
    expect(await page.locator('#path button').allTextContents()).toEqual([
      'Fix the flaky test',
      'turn 2',
    ]);
    await page.keyboard.press('ArrowLeft');
    expect(await told(page), 'there is nothing further left').toMatch(/^turn 2 › call 4/);
    await page.keyboard.press('Escape');
    expect(await told(page)).toMatch(/^Fix the flaky test — /);
    const active = await page.locator('#flame').getAttribute('aria-activedescendant');
    expect(await page.locator(`#${active ?? 'none'}`).getAttribute('aria-label')).toBe(
      'Fix the flaky test, 100.0 %',
    );
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('frames below one lie within it, side by side, in proportion', async () => {
    const { page } = await open(await mixedAnswer());
    const turns = await page.locator('.frame', { hasText: /^turn \d$/ }).evaluateAll((all) =>
      all.map((one) => {
        const { left, width } = (one as unknown as { style: { left: string; width: string } })
          .style;
        return { left: Number.parseFloat(left), width: Number.parseFloat(width) };
      }),
    );
    expect(turns).toHaveLength(2);
    const [first, second] = turns;
    expect(first?.left).toBe(0);
    expect(second?.left).toBeCloseTo(first?.width ?? 0, 3);
    const share = (first?.width ?? 0) / ((first?.width ?? 0) + (second?.width ?? 1));
    expect(share).toBeCloseTo((18_194 + 21_542 + 21_962) / 138_022, 4);
    await page.close();
  });

  test('weight, stack and search', async () => {
    const { page, complaints } = await open(await mixedAnswer());
    await page.locator('input[name="weight"][value="cost"]').check();
    await page.locator('input[name="tree"][value="1"]').check();
    expect(await page.locator('.frame', { hasText: 'system, tools' }).count()).toBeGreaterThan(0);
    await page.locator('#search').fill('src/a.ts');
    expect(await told(page)).toMatch(
      /^“src\/a\.ts”: 4 frames, \$0\.0\d+, \d+\.\d % of the session$/,
    );
    expect(await page.locator('.frame.hit').count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('without a script the tables say it', async () => {
    const { page } = await open(await mixedAnswer(), { javaScriptEnabled: false });
    expect(await page.locator('#flame').isVisible()).toBe(false);
    expect(await page.getByText('The flame graph needs its script').isVisible()).toBe(true);
    expect(await page.locator('#calls tbody tr').count()).toBe(9);
    expect(await page.locator('#calls table').isVisible()).toBe(true);
    const marks = await page
      .getByRole('region', { name: 'Compactions and collapses' })
      .textContent();
    expect(marks).toContain('compaction, auto');
    expect(await page.locator('svg.chart.time').isVisible()).toBe(true);
    await page.locator('#by-call').check();
    expect(await page.locator('svg.chart.time').isVisible()).toBe(false);
    expect(await page.locator('svg.chart.call').isVisible()).toBe(true);
    await page.close();
  });

  test('names that try to break out are shown as they are', async () => {
    const { page, complaints } = await open(await hostileAnswer());
    expect(await page.title()).toContain('</script><script>');
    expect(await page.locator('.frame').count()).toBeGreaterThan(5);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each([320, 390, 1280])('fits a window of %i px', async (width) => {
    const answer = await mixedAnswer();
    const { page, complaints } = await open(answer, { viewport: { width, height: 800 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('an empty session has a page', async () => {
    const answer = await mixedAnswer();
    const sum = { ...answer.sum, calls: 0, totalTokens: 0, costNanoUsd: 0 };
    const { page, complaints } = await open({
      ...answer,
      sum,
      calls: [],
      tools: [],
      cacheEvents: [],
      chains: [],
    });
    expect(await page.getByText('The session has no call of its own.').isVisible()).toBe(true);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('ten thousand calls are drawn', async () => {
    const { page, complaints } = await open(longAnswer(await mixedAnswer(), 10_000));
    expect(await page.locator('.frame').count()).toBeGreaterThan(400);
    expect(await page.locator('#calls tbody tr').count()).toBe(2_000);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
