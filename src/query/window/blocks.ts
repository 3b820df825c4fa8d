// Splits a time-sorted stream of calls into 5-hour windows. Knows the field's reconstruction rule and
// the windows Claude Code itself told; knows nothing of costs, the ledger or any plan's limit.

export const WINDOW_LENGTH_MS = 5 * 3_600_000;
const HOUR_MS = 3_600_000;

export interface TimedEntry {
  readonly atMs: number;
}

/** A window of which Claude Code told the end, in a rate-limit error. */
export interface ToldWindow {
  /** When it was told: the moment the window was cut off. */
  readonly atMs: number;
  readonly resetsAtMs: number;
}

/** A told window, as the rule uses it. */
interface KnownWindow {
  readonly startMs: number;
  readonly endMs: number;
  /** The first moment at which its end was told. */
  readonly cutOffMs: number;
}

/** How start and end are known. */
export type WindowBasis = 'reconstructed' | 'told';

export interface EntryWindow<E extends TimedEntry> {
  readonly kind: 'window';
  readonly startMs: number;
  /** Exclusive, but for an entry exactly 5 hours after a reconstructed start, which still belongs. */
  readonly endMs: number;
  readonly basis: WindowBasis;
  /** The first rate-limit error that told this window's end; `null`: none known. */
  readonly cutOffMs: number | null;
  /** At least one, in order of time. */
  readonly entries: readonly E[];
}

/** Nothing happened for more than 5 hours: from 5 hours after the last entry to the next entry. */
export interface WindowGap {
  readonly kind: 'gap';
  readonly startMs: number;
  readonly endMs: number;
  /** From the last entry before it to the next one. */
  readonly silenceMs: number;
}

/**
 * Windows and the gaps between them, one at a time. Entries must be sorted by time.
 *
 * Rule (ccusage's, so that windows agree): a window starts at its first entry floored to the UTC
 * hour and lasts 5 hours; a new one starts when an entry is more than 5 hours after that start or
 * after the entry before it. A told window overrides the rule: it lasts from 5 hours before its
 * reset to its reset, holds every entry in between, and its neighbours are cut at its edges.
 */
export function* splitWindows<E extends TimedEntry>(
  entries: Iterable<E>,
  told: readonly ToldWindow[] = [],
): Generator<EntryWindow<E> | WindowGap> {
  const known = mergeTold(told);
  let open: OpenWindow<E> | null = null;
  let lastMs = Number.NEGATIVE_INFINITY;
  let freeFromMs = Number.NEGATIVE_INFINITY;
  for (const entry of entries) {
    if (open !== null && !belongs(entry.atMs, open, lastMs, known)) {
      yield { kind: 'window', ...open };
      freeFromMs = open.endMs;
      const next = openWindow<E>(entry.atMs, known, freeFromMs);
      const gap = deriveGap(lastMs, entry.atMs, next);
      if (gap !== null) yield gap;
      open = next;
    }
    open ??= openWindow<E>(entry.atMs, known, freeFromMs);
    open.entries.push(entry);
    lastMs = entry.atMs;
  }
  if (open !== null) yield { kind: 'window', ...open };
}

/** Still running: its end lies ahead and its last entry is less than 5 hours old. */
export function isActiveWindow(window: EntryWindow<TimedEntry>, nowMs: number): boolean {
  const last = window.entries.at(-1);
  return last !== undefined && nowMs - last.atMs < WINDOW_LENGTH_MS && nowMs < window.endMs;
}

interface OpenWindow<E> {
  readonly startMs: number;
  readonly endMs: number;
  readonly basis: WindowBasis;
  readonly cutOffMs: number | null;
  readonly entries: E[];
}

/** One window per told reset; of overlapping ones the later told counts (resets do get moved). */
function mergeTold(told: readonly ToldWindow[]): KnownWindow[] {
  let windows: KnownWindow[] = [];
  const sorted = [...told].sort((a, b) => a.atMs - b.atMs || a.resetsAtMs - b.resetsAtMs);
  for (const { atMs, resetsAtMs: endMs } of sorted) {
    const startMs = endMs - WINDOW_LENGTH_MS;
    if (atMs < startMs || atMs >= endMs) continue;
    const overlaps = (window: KnownWindow) => startMs < window.endMs && endMs > window.startMs;
    const earlier = windows.filter(overlaps).map((window) => window.cutOffMs);
    windows = windows.filter((window) => !overlaps(window));
    windows.push({ startMs, endMs, cutOffMs: Math.max(startMs, Math.min(atMs, ...earlier)) });
  }
  return windows.sort((a, b) => a.startMs - b.startMs);
}

function belongs<E>(
  atMs: number,
  open: OpenWindow<E>,
  lastMs: number,
  known: readonly KnownWindow[],
): boolean {
  if (open.basis === 'told') return atMs < open.endMs;
  if (findKnown(atMs, known) !== undefined) return false;
  return atMs - open.startMs <= WINDOW_LENGTH_MS && atMs - lastMs <= WINDOW_LENGTH_MS;
}

/** Neither told windows nor windows next to one overlap: a start is never before `freeFromMs`. */
function openWindow<E>(
  atMs: number,
  known: readonly KnownWindow[],
  freeFromMs: number,
): OpenWindow<E> {
  const told = findKnown(atMs, known);
  if (told !== undefined) return { ...told, basis: 'told', entries: [] };
  const before = known.findLast((window) => window.endMs <= atMs);
  const after = known.find((window) => window.startMs > atMs);
  const flooredMs = Math.floor(atMs / HOUR_MS) * HOUR_MS;
  const startMs = Math.max(flooredMs, freeFromMs, before?.endMs ?? flooredMs);
  const endMs = Math.min(startMs + WINDOW_LENGTH_MS, after?.startMs ?? Number.POSITIVE_INFINITY);
  return { startMs, endMs, basis: 'reconstructed', cutOffMs: null, entries: [] };
}

function deriveGap(lastMs: number, atMs: number, next: OpenWindow<unknown>): WindowGap | null {
  const silenceMs = atMs - lastMs;
  if (silenceMs <= WINDOW_LENGTH_MS) return null;
  const startMs = lastMs + WINDOW_LENGTH_MS;
  const endMs = next.basis === 'told' ? Math.min(atMs, next.startMs) : atMs;
  return endMs > startMs ? { kind: 'gap', startMs, endMs, silenceMs } : null;
}

function findKnown(atMs: number, known: readonly KnownWindow[]): KnownWindow | undefined {
  return known.find((window) => atMs >= window.startMs && atMs < window.endMs);
}
