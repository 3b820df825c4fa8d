// What a terminal sends, whole and torn, as keys.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeKeys } from '../../../../src/views/terminal/interactive/decode-keys.ts';

const ESC = '\u001b';

it.each([
  [`${ESC}[A${ESC}[B${ESC}OC${ESC}OD`, ['up', 'down', 'right', 'left'], ''],
  [
    `${ESC}[5~${ESC}[6~${ESC}[H${ESC}[F${ESC}[1~${ESC}[4~`,
    ['page-up', 'page-down', 'home', 'end', 'home', 'end'],
    '',
  ],
  [`${ESC}[1;5A`, ['up'], ''],
  ['jj\r', ['j', 'j', 'enter'], ''],
  ['\u0003\u0004\u007f', ['ctrl-c', 'ctrl-d', 'backspace'], ''],
  ['é再👩', ['é', '再', '👩'], ''],
  [ESC, [], ESC],
  [`x${ESC}[`, ['x'], `${ESC}[`],
  [`${ESC}[1;5`, [], `${ESC}[1;5`],
  [`${ESC}x`, ['escape', 'x'], ''],
  [`${ESC}${ESC}[A`, ['escape', 'up'], ''],
  [`${ESC}[200~${ESC}[M`, [], ''],
])('%j', (text, keys, rest) => {
  expect(decodeKeys(text)).toEqual({ keys, rest });
});

it('a sequence torn anywhere gives the same keys', () => {
  const parts = [`${ESC}[A`, `${ESC}[6~`, `${ESC}OB`, 'q', '\r', 'é'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts)), fc.infiniteStream(fc.nat(3)), (sent, cuts) => {
      const text = sent.join('');
      const keys: string[] = [];
      let rest = '';
      for (let at = 0; at < text.length; ) {
        const size = 1 + (cuts.next().value ?? 0);
        const decoded = decodeKeys(rest + text.slice(at, at + size));
        keys.push(...decoded.keys);
        rest = decoded.rest;
        at += size;
      }
      expect({ keys, rest }).toEqual(decodeKeys(text));
    }),
  );
});
