// The screens that golden tests print to.
import type { Screen } from '../../../src/views/terminal/screen.ts';

const PIPED: Screen = { width: 80, color: false, unicode: true, plain: false, interactive: false };

export const SCREENS: readonly (readonly [name: string, screen: Screen])[] = [
  ['60', { ...PIPED, width: 60 }],
  ['80', PIPED],
  ['120', { ...PIPED, width: 120 }],
  ['color', { ...PIPED, color: true, interactive: true }],
  ['plain', { ...PIPED, unicode: false, plain: true }],
  ['ascii', { ...PIPED, unicode: false }],
];
