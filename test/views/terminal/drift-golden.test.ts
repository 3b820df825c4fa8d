// The page of `telltale drift` at the widths people have, without blocks, and in words.
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../../src/shared/width.ts';
import { renderDrift } from '../../../src/views/terminal/drift.ts';
import type { Screen } from '../../../src/views/terminal/screen.ts';
import { CHANGED, EMPTY, MANY, NOTHING, UNCHANGED, UNTESTED } from './drift-scenes.ts';
import { screenOf } from './screens.ts';

function pages(screen: Screen): string {
  return [CHANGED, UNCHANGED, UNTESTED, NOTHING, EMPTY]
    .map((answer) => renderDrift(answer, screen))
    .join(`\n${'='.repeat(40)}\n`);
}

describe('the page of drift', () => {
  test.each([60, 80, 120])('at %i columns', async (width) => {
    const text = pages(screenOf(width));
    for (const line of text.split('\n')) {
      if (!line.includes('telltale ')) expect(displayWidth(line), line).toBeLessThanOrEqual(width);
    }
    await expect(text).toMatchFileSnapshot(`drift-golden/pages-${width}.txt`);
  });

  test('in ASCII, and for a screen reader', async () => {
    await expect(pages(screenOf(80, { unicode: false }))).toMatchFileSnapshot(
      'drift-golden/pages-ascii.txt',
    );
    const plain = pages(screenOf(80, { plain: true }));
    expect(plain).not.toMatch(/[█▊]/);
    await expect(plain).toMatchFileSnapshot('drift-golden/pages-plain.txt');
  });

  test('shows the groups around the mark when there are many', () => {
    const lines = renderDrift(MANY, screenOf(80)).split('\n');
    const at = lines.findIndex((line) => line.startsWith('since here'));
    expect(lines[at - 11]).toMatch(/^30 before/);
    expect(lines[at - 1]).toMatch(/^2\.1\.139 .* 4\.0/);
    expect(lines[at + 1]).toMatch(/^2\.1\.140 .* 7\.0/);
    expect(lines[at + 11]).toMatch(/^10 after/);
  });

  test('tells no cause', () => {
    expect(pages(screenOf(120))).not.toMatch(/\b(because|caused|due to|leads? to|made|makes)\b/i);
  });
});
