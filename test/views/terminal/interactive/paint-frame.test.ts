// What is written to turn one frame into the next: a terminal that obeys shows the frame, and only what
// changed is written.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFramePainter } from '../../../../src/views/terminal/interactive/paint-frame.ts';

const ESC = '\u001b';

/** A terminal that knows these few codes and nothing else. */
function play(screen: string[], bytes: string): string[] {
  const shown = [...screen];
  const code = new RegExp(`${ESC}\\[(?:(\\d+);1H|(2J)|(2K)|0m|\\?2026[hl])([^${ESC}]*)`, 'y');
  let row = 0;
  for (let at = 0; at < bytes.length; ) {
    code.lastIndex = at;
    const match = code.exec(bytes);
    if (match === null) throw new Error(`unknown code in ${JSON.stringify(bytes.slice(at))}`);
    const [whole, place, all, line, text = ''] = match;
    if (place !== undefined) row = Number(place) - 1;
    if (all !== undefined) shown.fill('');
    if (line !== undefined) shown[row] = '';
    shown[row] = (shown[row] ?? '') + text;
    at += whole.length;
  }
  return shown;
}

const frames = fc.array(
  fc.array(fc.constantFrom('', 'a', 'bb', 'ccc'), { minLength: 4, maxLength: 4 }),
);

it('shows each frame, whatever came before', () => {
  fc.assert(
    fc.property(frames, (all) => {
      const painter = createFramePainter();
      let screen = ['left over', 'x', 'y', 'z'];
      for (const lines of all) {
        screen = play(screen, painter.paint(lines.join('\n'), 4));
        expect(screen).toEqual(lines);
      }
    }),
  );
});

it('writes nothing for the same frame, and one line for one change', () => {
  const painter = createFramePainter();
  painter.paint('a\nb\nc', 3);
  expect(painter.paint('a\nb\nc', 3)).toBe('');
  const change = painter.paint('a\nB\nc', 3);
  expect(change).toContain('B');
  expect(change).not.toContain(`a${ESC}`);
  expect(change).not.toContain(`c${ESC}`);
  expect(change).not.toContain('2J');
});

it('draws all of it after another size, or when told that the screen was touched', () => {
  const painter = createFramePainter();
  painter.paint('a\nb\nc', 3);
  expect(painter.paint('a\nb', 2)).toContain(`${ESC}[2J`);
  painter.forget();
  expect(painter.paint('a\nb', 2)).toContain('a');
  // A frame of another height than the window neither scrolls nor leaves old lines.
  expect(play(['p', 'q'], painter.paint('x\ny\nz', 2))).toEqual(['x', 'y']);
});
