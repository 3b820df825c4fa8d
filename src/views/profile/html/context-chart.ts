// The context of the main chain over its calls and over time, as drawings that stand without a script. Knows
// scales and marks; positions are in percent, so that a chart fits any width.
import type { ProfileAnswer, ProfileCall } from '../../../query/profile/profile-answer.ts';
import { formatTokens, formatUsd } from '../../../shared/format.ts';
import { escapeHtml } from './escape-html.ts';

export interface ChartMark {
  readonly kind: 'compaction' | 'rebuild' | 'expected';
  /** Position among the main chain's calls. */
  readonly at: number;
  readonly atMs: number | null;
  readonly callId: string;
  readonly what: string;
  readonly tokens: number | null;
  readonly excessNanoUsd: number | null;
}

/** More points than a screen has columns cannot be told apart. */
const MOST_POINTS = 2_000;
const HEIGHT = 200;
const WIDTH = 1_000;

/** Both drawings; empty where there is nothing to draw. */
export function contextCharts(calls: readonly ProfileCall[], marks: readonly ChartMark[]): string {
  if (calls.length === 0) return '';
  const peak = calls.reduce((most, { contextTokens }) => Math.max(most, contextTokens), 1);
  const byCall = draw({ peak, marks, className: 'call', points: thin(callPoints(calls)) }, (mark) =>
    share(mark.at, calls.length),
  );
  const times = calls.flatMap(({ endMs }) => (endMs === null ? [] : [endMs]));
  const first = times.reduce((a, b) => Math.min(a, b), times[0] ?? 0);
  const last = times.reduce((a, b) => Math.max(a, b), times[0] ?? 0);
  const place = (atMs: number | null): number | null =>
    atMs === null ? null : share(Math.min(Math.max(atMs, first), last) - first, last - first);
  const byTime = draw(
    { peak, marks, className: 'time', points: thin(timePoints(calls, place)) },
    ({ atMs }) => place(atMs),
  );
  return `${byTime}${byCall}`;
}

/** Compactions and collapses of the cache on the main chain, in the order of its calls. */
export function chartMarks(answer: ProfileAnswer, calls: readonly ProfileCall[]): ChartMark[] {
  const places = new Map(calls.map((call, at) => [call, at]));
  const placeOf = (at: number): number | undefined => {
    const call = answer.calls[at];
    return call === undefined ? undefined : places.get(call);
  };
  const compactions = (answer.chains[0]?.compactions ?? []).map((one): ChartMark => {
    const at = one.beforeCall === null ? undefined : placeOf(one.beforeCall);
    const what = one.trigger === null ? 'compaction' : `compaction, ${one.trigger}`;
    return {
      kind: 'compaction',
      at: at ?? calls.length,
      atMs: one.atMs,
      callId: at === undefined ? '' : (calls[at]?.callId ?? ''),
      what,
      tokens: one.preTokens,
      excessNanoUsd: null,
    };
  });
  const rebuilds = answer.cacheEvents.flatMap((event): ChartMark[] => {
    const at = placeOf(event.call);
    if (at === undefined) return [];
    return [
      {
        kind: event.isExpected ? 'expected' : 'rebuild',
        at,
        atMs: event.atMs,
        callId: calls[at]?.callId ?? '',
        what: `cache rebuilt: ${event.cause}`,
        tokens: event.rewrittenTokens,
        excessNanoUsd: event.excessNanoUsd,
      },
    ];
  });
  return [...compactions, ...rebuilds].sort((a, b) => a.at - b.at);
}

interface Point {
  /** 0 to 1. */
  readonly x: number;
  readonly tokens: number;
}

function callPoints(calls: readonly ProfileCall[]): Point[] {
  const points = calls.map(({ contextTokens: tokens }, at) => ({
    x: share(at, calls.length),
    tokens,
  }));
  const last = points.at(-1);
  return last === undefined ? [] : [...points, { ...last, x: 1 }];
}

function timePoints(
  calls: readonly ProfileCall[],
  place: (atMs: number | null) => number | null,
): Point[] {
  return calls
    .flatMap(({ endMs, contextTokens: tokens }): Point[] => {
      const x = place(endMs);
      return x === null ? [] : [{ x, tokens }];
    })
    .sort((a, b) => a.x - b.x);
}

/** Of each stretch its smallest and its largest, so that no peak and no fall is lost. */
function thin(points: readonly Point[]): readonly Point[] {
  if (points.length <= MOST_POINTS) return points;
  const size = Math.ceil((2 * points.length) / MOST_POINTS);
  const kept: Point[] = [];
  for (let from = 0; from < points.length; from += size) {
    const stretch = points.slice(from, from + size).sort((a, b) => a.tokens - b.tokens);
    const ends = [stretch[0] as Point, stretch.at(-1) as Point];
    kept.push(...ends.sort((a, b) => a.x - b.x));
  }
  return kept;
}

interface Drawing {
  readonly className: string;
  readonly peak: number;
  readonly points: readonly Point[];
  readonly marks: readonly ChartMark[];
}

function draw(
  { className, peak, points, marks }: Drawing,
  placeOf: (mark: ChartMark) => number | null,
): string {
  const lines = marks.flatMap((mark) => {
    const place = placeOf(mark);
    return place === null ? [] : [markLine(mark, place)];
  });
  const label = `Context of the main chain, at most ${formatTokens(peak)} tokens`;
  const grid = [0.25, 0.5, 0.75].map(
    (part) => `<line class="grid" x1="0" x2="100%" y1="${part * 100}%" y2="${part * 100}%"/>`,
  );
  return `<svg class="chart ${className}" role="img" aria-label="${escapeHtml(label)}">${grid.join('')}<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" width="100%" height="100%"><path class="area" d="${pathOf(points, peak)}"/></svg>${lines.join('')}<text x="4" y="13">${formatTokens(peak)} tokens</text><text x="4" y="50%" dy="-3">${formatTokens(peak / 2)}</text></svg>`;
}

/** Steps: a context holds until the next call. */
function pathOf(points: readonly Point[], peak: number): string {
  let path = '';
  let x = 0;
  for (const [at, point] of points.entries()) {
    x = Math.round(point.x * WIDTH * 10) / 10;
    const y = Math.round(HEIGHT * (1 - point.tokens / peak));
    path += at === 0 ? `M${x} ${HEIGHT}V${y}` : `H${x}V${y}`;
  }
  return path === '' ? '' : `${path}V${HEIGHT}Z`;
}

function markLine(mark: ChartMark, place: number): string {
  const x = `${Math.round(place * 10_000) / 100}%`;
  const from = mark.kind === 'compaction' ? '0' : '88%';
  const excess =
    mark.excessNanoUsd === null ? '' : `, ${formatUsd(mark.excessNanoUsd)} over a warm read`;
  const tokens = mark.tokens === null ? '' : `, ${formatTokens(mark.tokens)} tokens`;
  const title = `${mark.what}${tokens}${excess}${mark.callId === '' ? '' : `, ${mark.callId}`}`;
  return `<line class="${mark.kind}" x1="${x}" x2="${x}" y1="${from}" y2="100%"><title>${escapeHtml(title)}</title></line>`;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
