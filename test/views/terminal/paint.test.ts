// Tones as 16-colour codes, and nothing at all without colour.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  paint,
  paintStyled,
  plainText,
  type Styled,
  type Tone,
} from '../../../src/views/terminal/paint.ts';

const COLOR = { color: true };
const NONE = { color: false };

it.each([
  ['accent', '1;94'],
  ['dim', '2'],
  ['warn', '33'],
  ['critical', '1;31'],
  ['good', '32'],
  ['cacheRead', '32'],
  ['cacheWrite', '36'],
  ['strong', '1'],
] as const satisfies readonly (readonly [Tone, string])[])('%s is %s', (tone, code) => {
  expect(paint('x', tone, COLOR)).toBe(`\u001b[${code}mx\u001b[0m`);
  expect(paint('x', tone, NONE)).toBe('x');
});

it('leaves text without tone and empty text alone', () => {
  expect(paint('x', undefined, COLOR)).toBe('x');
  expect(paint('', 'warn', COLOR)).toBe('');
});

const STYLED: Styled = ['a ', { text: 'b', tone: 'warn' }, { text: ' c' }];

it('paints stretches, those without tone in the fallback', () => {
  expect(plainText(STYLED)).toBe('a b c');
  expect(paintStyled(STYLED, NONE)).toBe('a b c');
  expect(paintStyled(STYLED, COLOR)).toBe('a \u001b[33mb\u001b[0m c');
  expect(paintStyled(STYLED, COLOR, 'dim')).toBe(
    '\u001b[2ma \u001b[0m\u001b[33mb\u001b[0m\u001b[2m c\u001b[0m',
  );
});

it('never lets escapes through without colour', () => {
  const span = fc.record({
    text: fc.string({ unit: 'binary' }),
    tone: fc.constant('warn' as const),
  });
  fc.assert(
    fc.property(fc.array(span), (spans) => {
      expect(paintStyled(spans, NONE)).not.toContain('\u001b');
    }),
  );
  expect(paintStyled('\u001b[31mred\u001b[0m', NONE)).toBe('red');
});
