// Means with their spread as a small drawing: a line over time, bars over other groups. Knows scales; the
// figures themselves stand in the table below it.
import { fixed } from '../../../shared/figure-words.ts';
import type { PageChart } from '../page.ts';
import { escapeMarkup } from './escape-markup.ts';

const WIDTH = 720;
const LEFT = 52;
const RIGHT = 12;
const TOP = 10;

type Point = PageChart['points'][number];

export function drawChart(chart: PageChart): string {
  return chart.isTime ? drawLine(chart) : drawBars(chart);
}

const LINE_HEIGHT = 130;
const FOOT = 20;

function drawLine({ title, points, decimals }: PageChart): string {
  const [low, high] = rangeOf(points);
  const step = (WIDTH - LEFT - RIGHT) / points.length;
  const x = (index: number): string => (LEFT + step * (index + 0.5)).toFixed(1);
  const y = (value: number): string =>
    (TOP + ((high - value) / (high - low)) * (LINE_HEIGHT - TOP - FOOT)).toFixed(1);
  const told = points.flatMap((point, index) => (point.mean === null ? [] : [{ ...point, index }]));
  const spreads = told.map(
    ({ low: from, high: to, index }) =>
      `<line class="spread" x1="${x(index)}" y1="${y(from ?? 0)}" x2="${x(index)}" y2="${y(to ?? 0)}"/>`,
  );
  const path = told.map(({ mean, index }) => `${x(index)},${y(mean ?? 0)}`).join(' ');
  const dots = told.map(
    ({ mean, severity, label, index }) =>
      `<circle class="dot${toneOf(severity)}" cx="${x(index)}" cy="${y(mean ?? 0)}" r="3.5"><title>${escapeMarkup(label)}: ${fixed(mean ?? 0, decimals)}</title></circle>`,
  );
  const scale = [low, high].map(
    (value) =>
      `<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}"/><text x="${LEFT - 6}" y="${Number(y(value)) + 4}" text-anchor="end">${fixed(value, decimals)}</text>`,
  );
  const names = namedPoints(points.length).map(
    (index) =>
      `<text x="${x(index)}" y="${LINE_HEIGHT - 5}" text-anchor="middle">${escapeMarkup(points[index]?.label ?? '')}</text>`,
  );
  return frame(title, LINE_HEIGHT, [
    ...scale,
    ...spreads,
    `<polyline class="mean" points="${path}"/>`,
    ...dots,
    ...names,
  ]);
}

/** About six names fit below. */
function namedPoints(count: number): number[] {
  const step = Math.max(1, Math.ceil(count / 6));
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
}

const BAR = 20;
const NAME_WIDTH = 190;
const NAME_CHARS = 28;

function drawBars({ title, points, decimals }: PageChart): string {
  const told = points.filter(({ mean }) => mean !== null).slice(0, 30);
  const high = Math.max(0, ...told.map((point) => point.high ?? 0)) || 1;
  const room = WIDTH - NAME_WIDTH - 70;
  const wide = (value: number): string => ((Math.max(0, value) / high) * room).toFixed(1);
  const rows = told.flatMap(({ label, mean, low, high: to, severity }, index) => {
    const top = TOP + index * BAR;
    const middle = top + BAR / 2 - 2;
    const end = Number(wide(to ?? 0));
    const start = Number(wide(low ?? 0));
    return [
      `<text x="${NAME_WIDTH - 8}" y="${top + 12}" text-anchor="end">${escapeMarkup(shorten(label))}</text>`,
      `<line class="spread" x1="${(NAME_WIDTH + start).toFixed(1)}" x2="${(NAME_WIDTH + end).toFixed(1)}" y1="${middle}" y2="${middle}"/>`,
      `<rect class="bar${toneOf(severity)}" x="${NAME_WIDTH}" y="${top + 5}" width="${wide(mean ?? 0)}" height="6"/>`,
      `<text x="${(NAME_WIDTH + end + 6).toFixed(1)}" y="${top + 12}">${fixed(mean ?? 0, decimals)}</text>`,
    ];
  });
  return frame(title, TOP + told.length * BAR + 6, rows);
}

function shorten(label: string): string {
  return label.length <= NAME_CHARS ? label : `…${label.slice(1 - NAME_CHARS)}`;
}

function frame(title: string, height: number, inner: readonly string[]): string {
  const name = escapeMarkup(`${title}: mean and standard deviation`);
  return `<figure><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${name}">${inner.join('')}</svg></figure>`;
}

/** From the lowest to the highest end of a spread, never without height. */
function rangeOf(points: readonly Point[]): [low: number, high: number] {
  const low = Math.min(...points.flatMap((point) => point.low ?? []));
  const high = Math.max(...points.flatMap((point) => point.high ?? []));
  return high > low ? [low, high] : [low - 1, high + 1];
}

function toneOf(severity: Point['severity']): string {
  return severity === 'warn' || severity === 'critical' ? ` at-${severity}` : '';
}
