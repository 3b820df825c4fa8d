// Screens for tests of text views.
import type { Screen } from '../../../src/views/terminal/screen.ts';

export function screenOf(width: number, changes: Partial<Screen> = {}): Screen {
  return { width, color: false, unicode: true, plain: false, interactive: true, ...changes };
}

/** Without colours. */
export function stripColors(text: string): string {
  return text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '');
}

/** As it stands in the test: without the first line end and with the last. */
export function golden(text: string): string {
  return text.replace(/^\n/, '');
}
