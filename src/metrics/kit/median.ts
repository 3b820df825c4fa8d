// The median of values that come one by one, in bounded room: exact for some hundreds, within one percent
// for more. Two of them put together are the same as one that saw all values.

/** Plain JSON. Either holds all values, or counts them by size. */
export type MedianState = {
  /** In ascending order; empty once there are too many. */
  values: number[];
  /** Size class → how many; empty until there are too many. */
  classes: { [size: string]: number };
  /** How many are in classes. */
  classed: number;
};

/** So many values are kept as they are. */
export const MOST_EXACT = 512;

/** Sizes of neighbouring classes are two percent apart, so that the middle of one is within one percent. */
const GROWTH = 1.02;
const LOG_GROWTH = Math.log(GROWTH);

export function emptyMedian(): MedianState {
  return { values: [], classes: {}, classed: 0 };
}

/** Changes and returns the state. A value below zero counts as zero. */
export function addToMedian(state: MedianState, value: number): MedianState {
  const kept = Math.max(0, value);
  if (state.classed > 0) return addToClass(state, kept, 1);
  state.values.splice(placeOf(state.values, kept), 0, kept);
  return state.values.length > MOST_EXACT ? toClasses(state) : state;
}

/** Of what both saw. Changes neither. */
export function mergeMedians(a: MedianState, b: MedianState): MedianState {
  const both: MedianState = {
    values: [...a.values, ...b.values].sort((x, y) => x - y),
    classes: { ...a.classes },
    classed: a.classed,
  };
  for (const [size, count] of Object.entries(b.classes)) {
    both.classes[size] = (both.classes[size] ?? 0) + count;
    both.classed += count;
  }
  const isTooMany = both.classed > 0 || both.values.length > MOST_EXACT;
  return isTooMany ? toClasses(both) : both;
}

export function medianCount({ values, classed }: MedianState): number {
  return values.length + classed;
}

/** Null: there is no value. Between the two middle values of an even number. */
export function readMedian(state: MedianState): number | null {
  const count = medianCount(state);
  if (count === 0) return null;
  const [low, high] = [Math.floor((count - 1) / 2), Math.floor(count / 2)];
  return (valueAt(state, low) + valueAt(state, high)) / 2;
}

function valueAt(state: MedianState, rank: number): number {
  if (state.classed === 0) return state.values[rank] ?? 0;
  let below = 0;
  // Sizes are whole numbers, which JavaScript lists in ascending order.
  for (const [size, count] of Object.entries(state.classes)) {
    below += count;
    if (below > rank) return valueOfSize(Number(size));
  }
  return 0;
}

function toClasses(state: MedianState): MedianState {
  const { values } = state;
  state.values = [];
  for (const value of values) addToClass(state, value, 1);
  return state;
}

function addToClass(state: MedianState, value: number, count: number): MedianState {
  const size = String(sizeOf(value));
  state.classes[size] = (state.classes[size] ?? 0) + count;
  state.classed += count;
  return state;
}

/** 0 is a class of its own; then 1 and less, and so on upwards. */
function sizeOf(value: number): number {
  if (value === 0) return 0;
  return value <= 1 ? 1 : 1 + Math.ceil(Math.log(value) / LOG_GROWTH);
}

/** The middle of a class, in the sense that its ends are the same share away. */
function valueOfSize(size: number): number {
  if (size <= 1) return size;
  return (2 * GROWTH ** (size - 1)) / (GROWTH + 1);
}

/** Where a value belongs in an ascending list. */
function placeOf(values: readonly number[], value: number): number {
  let from = 0;
  let to = values.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((values[middle] ?? 0) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
