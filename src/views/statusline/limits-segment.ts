// How much of the plan is used and when it starts anew: `5h 41 % ↻21:00 · wk 23 %`. Knows words and the
// machine's own time zone.
import { formatPercent } from '../../shared/format.ts';
import type { LimitFacts, LineScreen, StatuslineFacts } from './facts.ts';
import { signsOf } from './signs.ts';
import type { Form, Span, Tone } from './spans.ts';

/** In percent. Own choice. */
const WARN_FROM = 80;
const CRITICAL_FROM = 95;
const DAY_MS = 86_400_000;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

type Place = Pick<LineScreen, 'unicode' | 'plain'> & { readonly nowMs: number };

export function limitsForms(
  { fiveHour, sevenDay, nowMs }: Pick<StatuslineFacts, 'fiveHour' | 'sevenDay' | 'nowMs'>,
  screen: LineScreen,
): readonly Form[] {
  const place = { ...screen, nowMs };
  const [short, long] = screen.plain ? ['5-hour limit', 'weekly limit'] : ['5h', 'wk'];
  if (fiveHour === null && sevenDay === null) return [];
  if (fiveHour === null || sevenDay === null) {
    const [name, limit] = fiveHour === null ? [long, sevenDay] : [short, fiveHour];
    if (limit === null) return [];
    return [known([used(name, limit, place), reset(limit, place)]), [used(name, limit, place)]];
  }
  const dot: Span = { text: signsOf(screen).dot, tone: 'dim' };
  const [day, week] = [used(short, fiveHour, place), used(long, sevenDay, place)];
  const [resetDay, resetWeek] = [reset(fiveHour, place), reset(sevenDay, place)];
  return [
    known([day, resetDay, dot, week, resetWeek]),
    known([day, resetDay, dot, week]),
    [day, dot, week],
    // The one that is nearer to its end.
    [sevenDay.usedPercent > fiveHour.usedPercent ? week : day],
  ];
}

function known(spans: readonly (Span | null)[]): Form {
  return spans.filter((span) => span !== null);
}

function used(name: string, { usedPercent }: LimitFacts, { plain }: Place): Span {
  const share = formatPercent(usedPercent / 100);
  const tone = toneOf(usedPercent);
  return { text: `${name} ${plain ? share.replace('%', 'percent used') : share}`, tone };
}

function toneOf(percent: number): Tone | undefined {
  if (percent >= CRITICAL_FROM) return 'critical';
  return percent >= WARN_FROM ? 'warn' : undefined;
}

/** ` ↻21:00`; with the weekday when it is more than a day away. */
function reset({ resetsAtMs }: LimitFacts, place: Place): Span | null {
  if (resetsAtMs === null) return null;
  const date = new Date(resetsAtMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const isFar = resetsAtMs - place.nowMs > DAY_MS;
  const day = isFar ? `${DAYS[date.getDay()] ?? ''} ` : '';
  const time = `${day}${two(date.getHours())}:${two(date.getMinutes())}`;
  return { text: ` ${signsOf(place).resets}${time}`, tone: 'dim' };
}
