// Masks what looks like a credential in text that leaves the transcripts. Knows no shapes itself
// (secret-shapes.ts); a secret without a shape (a bare password in prose) it cannot know.
// biome-ignore-all lint/suspicious/noControlCharactersInRegex: finding them is the purpose here
import { oneLine, stripControl } from './sanitize.ts';
import { SECRET_SHAPES } from './secret-shapes.ts';

/** The text with every credential cut to a short prefix and `…`. Idempotent. */
export function maskSecrets(text: string): string {
  const lower = text.toLowerCase();
  let masked = text;
  for (const { hints, pattern, mask } of SECRET_SHAPES) {
    if (hints.some((hint) => lower.includes(hint))) masked = masked.replace(pattern, mask);
  }
  return masked;
}

/** Line by line without control characters, then masked; keeps line ends. */
export function maskLines(text: string): string {
  if (!STEERING.test(text)) return maskSecrets(text);
  return maskSecrets(
    text
      .split('\n')
      .map((line) => stripControl(line.replaceAll('\t', '    ')))
      .join('\n'),
  );
}

/** Anything but plain text and line ends: a text without it is as it should be. */
const STEERING =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/;

/** On one line and masked, in this order: a sequence within a key hides its shape. */
export function maskLine(text: string): string {
  return maskSecrets(oneLine(text));
}
