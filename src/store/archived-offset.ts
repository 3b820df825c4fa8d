// Where a line stood in a file that has since been rewritten. Such lines give up their offsets, which
// lines of the new bytes may need, for negative ones.

/** More than any file's size: the n-th time a file is rewritten its lines move n steps down. */
export const ARCHIVE_STEP = 2 ** 40;

/** The offset at which the line once stood; of a line that still stands there, its offset. */
export function writtenOffset(offset: number): number {
  return offset < 0 ? (-1 - offset) % ARCHIVE_STEP : offset;
}
