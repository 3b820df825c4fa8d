// What a 5-hour window is called and what is ahead of it, in words. Knows how to say an outlook;
// every figure and moment comes from the answer.
import type { Mark, Outlook } from '../../query/window/outlook.ts';
import type { CurrentWindow } from '../../query/window/window.ts';
import { formatDuration, formatTokens, formatUsd } from '../../shared/format.ts';
import type { Zone } from '../../shared/zone.ts';

/** Where and when a sentence is said. */
export interface Here {
  readonly zone: Zone;
  readonly nowMs: number;
}

/** The sentence a person wants of the running window; it stands alone. */
export function outlookSentence(
  outlook: Outlook,
  current: Pick<CurrentWindow, 'totals'> | null,
  here: Here,
): string {
  switch (outlook.kind) {
    case 'no-window':
      return noWindowSentence(outlook.lastEndedMs, here);
    case 'cut-off': {
      const amount =
        outlook.costNanoUsd === null ? '' : `, after ${formatUsd(outlook.costNanoUsd)}`;
      return `This window hit its limit at ${clock(outlook.cutOffMs, here)}${amount}; it resets at ${resetWords(outlook.resetsAtMs, here)}.`;
    }
    case 'idle': {
      const amount = formatUsd(current?.totals.costNanoUsd ?? null);
      return `Idle: no call in the last hour. The window stands at ${amount} and resets at ${resetWords(outlook.resetsAtMs, here)}.`;
    }
    case 'reaches':
      return `At this rate ${markWords(outlook.mark, here)} by ${clock(outlook.atMs, here)}; the window resets at ${resetWords(outlook.resetsAtMs, here)}.`;
    case 'by-reset': {
      const { costNanoUsd, totalTokens, atMs } = outlook.projection;
      const amount =
        costNanoUsd === null ? `${formatTokens(totalTokens)} tokens` : formatUsd(costNanoUsd);
      return `At this rate ${amount} by the reset at ${resetWords(atMs, here)}${passedWords(outlook.passed, here)}.`;
    }
    default:
      return outlook satisfies never;
  }
}

/** `12 Nov`, with the year when it is not this one. */
export function shortDay(dayKey: string, today: string): string {
  const [year, month, day] = dayKey.split('-');
  const name = `${Number(day)} ${MONTHS[Number(month) - 1] ?? month}`;
  return year === today.slice(0, 4) ? name : `${name} ${year}`;
}

/** `21:00`, with the day when it is not today. */
export function clock(atMs: number, { zone, nowMs }: Here): string {
  const time = zone.hourMinute(atMs);
  const [day, today] = [zone.dayKey(atMs), zone.dayKey(nowMs)];
  return day === today ? time : `${time} on ${shortDay(day, today)}`;
}

export function shortDayOf(atMs: number, { zone, nowMs }: Here): string {
  return shortDay(zone.dayKey(atMs), zone.dayKey(nowMs));
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function resetWords(atMs: number, here: Here): string {
  return `${clock(atMs, here)} (${formatDuration(atMs - here.nowMs)})`;
}

function noWindowSentence(lastEndedMs: number | null, here: Here): string {
  if (lastEndedMs === null) return 'No window yet: the first call opens one.';
  const { zone, nowMs } = here;
  const ended = `${zone.hourMinute(lastEndedMs)} on ${shortDayOf(lastEndedMs, here)}`;
  return `No window is running: the last one ended at ${ended} (${formatDuration(nowMs - lastEndedMs)} ago). The next call opens one.`;
}

function markWords(mark: Mark, here: Here): string {
  if (mark.kind === 'plan') {
    return `this billing period passes the ${formatUsd(mark.monthlyUsd * 1e9)} of your plan`;
  }
  return `you reach the ${cutOffWords(mark, here)}`;
}

function passedWords(mark: Mark | null, here: Here): string {
  return mark?.kind === 'cut-off' ? `, past the ${cutOffWords(mark, here)}` : '';
}

function cutOffWords(mark: Extract<Mark, { kind: 'cut-off' }>, here: Here): string {
  const day = shortDayOf(mark.windowStartMs, here);
  return `${formatUsd(mark.costNanoUsd)} at which the window of ${day} was cut off`;
}
