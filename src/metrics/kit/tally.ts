// Counts by name, in bounded room. Knows no name.

/** Plain JSON. */
export type Tally = { [name: string]: number };

/** Names beyond so many are counted together. Own choice: more than the tools or phrases of a session. */
const MOST_NAMES = 120;
/** Under which they are counted. */
export const OTHER_NAMES = 'other';

/** Changes and returns the tally. */
export function addToTally(tally: Tally, name: string, count = 1, most = MOST_NAMES): Tally {
  const known = Object.hasOwn(tally, name);
  const key = known || Object.keys(tally).length < most ? name : OTHER_NAMES;
  // A name may be `__proto__`: it comes from a transcript.
  Object.defineProperty(tally, key, {
    value: (Object.hasOwn(tally, key) ? (tally[key] ?? 0) : 0) + count,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return tally;
}

/** Changes neither. */
export function mergeTallies(a: Tally, b: Tally, most = MOST_NAMES): Tally {
  const both: Tally = {};
  for (const tally of [a, b])
    for (const [name, count] of Object.entries(tally)) addToTally(both, name, count, most);
  return both;
}

/** The largest first, equals by name. */
export function sortedTally(tally: Tally): Tally {
  const sorted: Tally = {};
  const entries = Object.entries(tally).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  for (const [name, count] of entries) addToTally(sorted, name, count);
  return sorted;
}
