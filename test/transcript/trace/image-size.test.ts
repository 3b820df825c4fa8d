import { describe, expect, it } from 'vitest';
import { documentTokens } from '../../../src/transcript/trace/document-size.ts';
import { imageTokens, readImageSize } from '../../../src/transcript/trace/image-size.ts';

function base64(...parts: readonly (number | string | readonly number[])[]): string {
  const bytes = parts.flatMap((part) => {
    if (typeof part === 'number') return [part];
    return typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : [...part];
  });
  return Buffer.from([...bytes, ...new Array<number>(40).fill(0)]).toString('base64');
}

const JPEG_START = [0xff, 0xd8];
const APP_SEGMENT = [0xff, 0xe0, 0, 4, 1, 2];
const HUFFMAN_SEGMENT = [0xff, 0xc4, 0, 3, 9];
const FRAME = [0xff, 0xc2, 0, 11, 8, 2, 88, 3, 32, 3];

describe('the size of a picture', () => {
  it.each([
    [
      'PNG',
      base64(0x89, 'PNG\r\n\u001a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 3, 32], [0, 0, 2, 88]),
      [800, 600],
    ],
    ['JPEG behind metadata', base64(JPEG_START, APP_SEGMENT, HUFFMAN_SEGMENT, FRAME), [800, 600]],
    ['GIF', base64('GIF89a', [0x20, 3], [0x58, 2]), [800, 600]],
    [
      'WebP, lossy',
      base64(
        'RIFF',
        [0, 0, 0, 0],
        'WEBPVP8 ',
        [0, 0, 0, 0],
        [0, 0, 0, 0x9d, 1, 0x2a],
        [0x20, 3],
        [0x58, 2],
      ),
      [800, 600],
    ],
    [
      'WebP, extended',
      base64(
        'RIFF',
        [0, 0, 0, 0],
        'WEBPVP8X',
        [10, 0, 0, 0],
        [0, 0, 0, 0],
        [0x1f, 3, 0],
        [0x57, 2, 0],
      ),
      [800, 600],
    ],
  ])('%s', (_, data, [width, height]) => {
    expect(readImageSize(data)).toEqual({ width, height });
    expect(imageTokens(data)).toBe(640);
  });

  it.each([
    ['nothing', ''],
    ['no picture', base64('hello there, this is text')],
    ['a JPEG that ends early', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4]).toString('base64')],
    ['no height', base64(0x89, 'PNG\r\n\u001a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 3, 32])],
  ])('%s: unknown, counted as the most it can be', (_, data) => {
    expect(readImageSize(data)).toBeNull();
    expect(imageTokens(data)).toBe(1600);
  });

  it('is capped', () => {
    expect(
      imageTokens(
        base64(0x89, 'PNG\r\n\u001a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 16, 0], [0, 0, 16, 0]),
      ),
    ).toBe(1600);
  });
});

describe('a document', () => {
  it.each([
    ['three pages', '/Type /Pages /Type /Page /Type/Page\n/Type /Page>>', 6_000],
    ['compressed: at least one', 'stream', 2_000],
  ])('%s', (_, text, tokens) => {
    expect(documentTokens(Buffer.from(text).toString('base64'))).toBe(tokens);
  });
});
