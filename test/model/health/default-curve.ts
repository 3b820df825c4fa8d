// A growth curve learned elsewhere, as a fixture: the golden values of the formula were made with it.
// It is no data of the program, which never takes another's curve for learned.

/** Weighted cost of a fresh session that goes with it. */
export const FRESH = 207_000;

export const DEFAULT_CURVE = {
  sessions: 61,
  p75: [
    ...[2.5, 7.9, 3.0, 8.6, 6.8, 8.2, 9.3, 11.2, 11.7, 12.8, 11.8, 12.7, 10.8],
    ...Array<number>(11).fill(13.5),
    ...Array<number>(4).fill(17.4),
    ...Array<number>(5).fill(33.5),
    ...Array<number>(7).fill(47.6),
  ],
};
