// Progress: only where somebody looks, only when it takes a while, and gone when it is done.
import { describe, expect, it } from 'vitest';
import { createProgressLine } from '../../src/entries/progress-line.ts';

function watch(isTTY: boolean, term: string) {
  let atMs = 0;
  let text = '';
  const stream = {
    isTTY,
    write: (more: string) => {
      text += more;
      return true;
    },
  };
  const line = createProgressLine({
    stream: stream as never,
    env: { TERM: term },
    now: () => atMs,
  });
  const at = (ms: number) => {
    atMs = ms;
    line.show({ bytesDone: 15e6, bytesTotal: 300e6 } as never);
  };
  return { at, clear: line.clear, text: () => text };
}

describe('on a terminal', () => {
  it('is quiet for half a second, then draws and redraws at most ten times a second', () => {
    const progress = watch(true, 'xterm');
    for (const ms of [0, 499]) progress.at(ms);
    expect(progress.text()).toBe('');
    for (const ms of [500, 550, 599, 600]) progress.at(ms);
    expect(progress.text().match(/15 of 300 MB/g)).toHaveLength(2);
    progress.clear();
    expect(progress.text().endsWith('\r\u001b[K')).toBe(true);
  });

  it('clears nothing when nothing was drawn', () => {
    const progress = watch(true, 'xterm');
    progress.at(10);
    progress.clear();
    expect(progress.text()).toBe('');
  });
});

it.each([
  ['a pipe', false, 'xterm'],
  ['a dumb terminal', true, 'dumb'],
])('says nothing to %s', (_, isTTY, term) => {
  const progress = watch(isTTY, term);
  progress.at(5_000);
  progress.clear();
  expect(progress.text()).toBe('');
});
