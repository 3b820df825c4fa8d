// Tool calls that wait for their results, in bounded room. Knows numbers of calls; what is kept of a call is
// the metric's.

/** Plain JSON: number of the call → what is kept of it. */
export type CallTable<Kept> = { [call: string]: Kept };

/** Calls without a result would stay for ever. Own choice: more than are ever made at once. */
const MOST_OPEN = 64;

/** Changes the table. The oldest call gives way when there are too many. */
export function openCall<Kept>(table: CallTable<Kept>, call: number, kept: Kept): void {
  table[String(call)] = kept;
  // Whole numbers are listed in ascending order: the first is the oldest.
  const calls = Object.keys(table);
  if (calls.length > MOST_OPEN && calls[0] !== undefined) delete table[calls[0]];
}

/** Takes the call out of the table; null: it is not in it. */
export function closeCall<Kept>(table: CallTable<Kept>, call: number | null): Kept | null {
  if (call === null) return null;
  const kept = table[String(call)];
  if (kept === undefined) return null;
  delete table[String(call)];
  return kept;
}
