// The size of a picture from the first bytes of its file, and the tokens it counts as. Knows the heads of
// PNG, JPEG, GIF and WebP; decodes no pixels.

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Base64 characters looked at: the size of a JPEG stands behind its metadata. Own choice. */
const HEAD_CHARS = 400_000;
/** A larger picture is scaled down until it counts as about this many. Source: the API's documentation of vision. */
const MAX_TOKENS = 1_600;
const PIXELS_PER_TOKEN = 750;

/** Tokens by area, at most about 1,600; that many where the size cannot be read. */
export function imageTokens(base64: string | null): number {
  const size = base64 === null ? null : readImageSize(base64);
  if (size === null) return MAX_TOKENS;
  return Math.min(MAX_TOKENS, Math.ceil((size.width * size.height) / PIXELS_PER_TOKEN));
}

/** Null: a format or a head that is not known. */
export function readImageSize(base64: string): ImageSize | null {
  const bytes = Buffer.from(base64.slice(0, HEAD_CHARS), 'base64');
  return pngSize(bytes) ?? jpegSize(bytes) ?? gifSize(bytes) ?? webpSize(bytes);
}

function pngSize(bytes: Buffer): ImageSize | null {
  if (bytes.length < 24 || bytes.toString('latin1', 1, 4) !== 'PNG') return null;
  return sizeOf(bytes.readUInt32BE(16), bytes.readUInt32BE(20));
}

/** The frame header is the first segment of the kinds C0 to CF that is no table (C4, C8, CC). */
function jpegSize(bytes: Buffer): ImageSize | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const kind = bytes[at + 1] as number;
    if (kind === 0xff) {
      at++;
      continue;
    }
    const isFrame = kind >= 0xc0 && kind <= 0xcf && kind !== 0xc4 && kind !== 0xc8 && kind !== 0xcc;
    if (isFrame) return sizeOf(bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5));
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

function gifSize(bytes: Buffer): ImageSize | null {
  if (bytes.length < 10 || bytes.toString('latin1', 0, 4) !== 'GIF8') return null;
  return sizeOf(bytes.readUInt16LE(6), bytes.readUInt16LE(8));
}

function webpSize(bytes: Buffer): ImageSize | null {
  if (bytes.length < 30 || bytes.toString('latin1', 8, 12) !== 'WEBP') return null;
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return sizeOf(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return sizeOf((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case 'VP8X':
      return sizeOf(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1);
    default:
      return null;
  }
}

function sizeOf(width: number, height: number): ImageSize | null {
  return width > 0 && height > 0 ? { width, height } : null;
}
