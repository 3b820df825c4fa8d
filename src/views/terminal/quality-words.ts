// How the screens say quality: a value with its unit, a trend, a percentile, where thresholds come from.
// Knows words and tones; every value comes from an answer.
import type {
  Detail,
  Learning,
  MetricWords,
  NotedReading,
  SessionQuality,
  Thresholds,
  Trend,
} from '../../query/quality/quality-answer.ts';
import { formatCount, formatInteger } from '../../shared/format.ts';
import { severityText, valueText } from './history-words.ts';
import { mark } from './marks.ts';
import type { Span } from './paint.ts';
import type { Screen } from './screen.ts';

export { severityText, valueText } from './history-words.ts';

type Forms = Pick<Screen, 'unicode' | 'plain'>;

const TREND_SIGNS: Readonly<Record<Trend, string>> = { rising: '↗', falling: '↘', level: '→' };
const TREND_ASCII: Readonly<Record<Trend, string>> = { rising: '^', falling: 'v', level: '=' };

/** `↗`, `^` or `rising`. */
export function trendText(trend: Trend, { unicode, plain }: Forms): string {
  if (plain) return trend;
  return unicode ? TREND_SIGNS[trend] : TREND_ASCII[trend];
}

/** `0.9 reads per edit`, `12.3 % of tool calls`. */
export function measureText(value: number, words: Pick<MetricWords, 'unit' | 'decimals'>): string {
  return `${valueText(value, words)} ${words.unit}`;
}

/** `tool errors 12.3 % of results`; a count that is named like its unit says it once. */
export function titledMeasure(
  value: number,
  words: Pick<MetricWords, 'title' | 'unit' | 'decimals'>,
): string {
  const { title, unit } = words;
  return `${title} ${title === unit ? valueText(value, words) : measureText(value, words)}`;
}

export function percentileText(percentile: number): string {
  return `p${percentile} of your baseline`;
}

/** One metric in a phrase: title, value, trend, percentile. */
export function noteText(note: NotedReading, screen: Forms): string {
  const { value, trend, percentile } = note;
  const { plain } = screen;
  const place = percentile === null ? null : percentileText(percentile);
  const facts = [
    titledMeasure(value, note),
    trend === null ? null : trendText(trend, screen),
    place === null || plain ? place : `(${place})`,
  ].filter((fact) => fact !== null);
  return facts.join(plain ? ', ' : ' ');
}

/** Below this width a cell has room for a sign only; from the other on also for a percentile. */
const WIDTH_FOR_WORDS = 100;
const WIDTH_FOR_PERCENTILE = 120;

/** The cell of lists: severity, and where something is wrong the way and the place of the worst metric. */
export function qualityCell(quality: SessionQuality, screen: Screen): readonly Span[] | null {
  const { severity, worst } = quality;
  if (severity === null) return null;
  if (severity === 'ok') return ['ok'];
  const trend = worst?.trend ?? null;
  const percentile = worst?.percentile ?? null;
  const isShort = screen.width < WIDTH_FOR_WORDS && !screen.plain;
  const word: Span = isShort
    ? { text: mark(severity, screen), tone: severity }
    : severityText(severity, screen);
  const arrow = trend === null || screen.plain ? '' : ` ${trendText(trend, screen)}`;
  const place = percentile === null || screen.width < WIDTH_FOR_PERCENTILE ? '' : ` p${percentile}`;
  return [word, `${arrow}${place}`];
}

/** Of the column with these cells. */
export function qualityHeader({ width, plain }: Screen): string {
  return width < WIDTH_FOR_WORDS && !plain ? 'QUAL' : 'QUALITY';
}

/** What the cell beside it rests on. */
export function worstCell({ worst }: SessionQuality): string {
  return worst === null || worst.severity === 'ok' ? '' : worst.title;
}

/** `< 4.0`: from where it warns or is critical. */
export function thresholdText(
  { worse, decimals, thresholds }: MetricWords,
  level: 'warn' | 'critical',
  screen: Forms,
): string | null {
  if (thresholds === null || thresholds.learning !== null) return null;
  const text = markText(thresholds[level], decimals);
  const isUsual = thresholds.learned !== null && !thresholds.learned.capped.includes(level);
  if (worse === 'low') return screen.plain ? `below ${text}` : `< ${text}`;
  if (isUsual) return screen.plain ? `above ${text}` : `> ${text}`;
  return screen.plain ? `from ${text}` : `${screen.unicode ? '≥' : '>='} ${text}`;
}

/** One decimal more where it is needed to tell from where. */
function markText(value: number, decimals: number): string {
  const short = valueText(value, { decimals });
  const long = valueText(value, { decimals: decimals + 1 });
  return Number(short) === Number(long) ? short : long;
}

/** Where the marks of one metric come from. */
export function basisText(thresholds: Thresholds | null): string {
  if (thresholds === null) return 'not judged';
  const { source, learning, learned } = thresholds;
  if (learning !== null) return `learning ${learning.seen} of ${learning.wanted}`;
  if (learned === null) return source;
  const capped = learned.capped.length === 0 ? '' : `, ${learned.capped.join(' and ')} capped`;
  return `learned from ${formatInteger(learned.sessions)} of your sessions${capped}`;
}

/** The same in a narrow cell. */
export function basisCell(thresholds: Thresholds | null): string | null {
  if (thresholds === null) return null;
  const { source, learning } = thresholds;
  return learning === null ? source : `learning ${learning.seen}/${learning.wanted}`;
}

/** What all severities of a page rest on. */
export function learningSentence(learning: Learning): string {
  const { wanted, learnedMetrics, learningMetrics, seen, endedAfterMinutes } = learning;
  const sessions = `${formatInteger(wanted)} of your sessions`;
  if (wanted === 0) return 'Learning is off: thresholds are as shipped or configured.';
  if (learningMetrics === 0) {
    if (learnedMetrics === 0) return 'No metric that is on has thresholds to learn.';
    return `Thresholds are learned from ${sessions}, within the caps that are shipped or configured.`;
  }
  const ended = `a session counts ${formatInteger(endedAfterMinutes)} minutes after its last event`;
  const progress = `learning ${formatInteger(seen ?? 0)} of ${formatInteger(wanted)}`;
  if (learnedMetrics === 0)
    return `Experimental: ${progress} of your sessions; until then nothing is judged (${ended}).`;
  const open = formatCount(learningMetrics, 'metric');
  return `Thresholds of ${formatCount(learnedMetrics, 'metric')} are learned from ${sessions}, within the caps; ${open} still learning (experimental), by which nothing is judged.`;
}

/** `blindEditRate` → `blind edit rate`. */
export function detailName(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
}

/** Null: there is nothing in it. Lists of tables are told elsewhere, as hits. */
export function detailText(detail: Detail): string | null {
  if (Array.isArray(detail) && detail.some((one) => typeof one === 'object')) return null;
  if (detail === null || detail === '') return null;
  if (typeof detail === 'number')
    return Number.isInteger(detail) ? formatInteger(detail) : String(Number(detail.toFixed(3)));
  if (typeof detail === 'boolean') return detail ? 'yes' : 'no';
  if (typeof detail === 'string') return detail;
  const parts = isList(detail)
    ? detail.flatMap((one) => detailText(one) ?? [])
    : Object.entries(detail).flatMap(([name, one]) => {
        const text = detailText(one);
        return text === null ? [] : [`${detailName(name)} ${text}`];
      });
  return parts.length === 0 ? null : parts.join(', ');
}

function isList(detail: object): detail is readonly Detail[] {
  return Array.isArray(detail);
}
