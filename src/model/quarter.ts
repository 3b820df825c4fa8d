// The 15-minute buckets that calls are summed by. Part of the stored format; knows no zone, though
// every zone's midnights fall on a bucket's border.

export const QUARTER_MS = 900_000;

/** The bucket that holds an instant: `call.quarter`. */
export function quarterOf(atMs: number): number {
  return Math.floor(atMs / QUARTER_MS);
}
