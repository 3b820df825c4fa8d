// What the session has cost, and what the next message costs while the cache lives and after. Knows
// words, marks and the countdown; computes no amount.
import { formatUsd } from '../../shared/format.ts';
import type { LineScreen, StatuslineFacts } from './facts.ts';
import { type Signs, signsOf } from './signs.ts';
import type { Form, Tone } from './spans.ts';

/** The countdown is coloured when so little is left. Own choice. */
const SOON_MS = 60_000;

export function costForms(
  { cost }: Pick<StatuslineFacts, 'cost'>,
  screen: LineScreen,
): readonly Form[] {
  if (cost === null) return [];
  const signs = signsOf(screen);
  const bound = cost.isLowerBound ? signs.lowerBound : '';
  const amount = cost.isEstimated ? estimated(cost.nanoUsd, signs) : formatUsd(cost.nanoUsd);
  return [[{ text: `${screen.plain ? 'cost ' : ''}${bound}${amount}` }]];
}

export function nextForms(
  { next, nowMs }: Pick<StatuslineFacts, 'next' | 'nowMs'>,
  screen: LineScreen,
): readonly Form[] {
  if (next === null) return [];
  const signs = signsOf(screen);
  const title = screen.plain ? 'next message' : 'next';
  const cold = estimated(next.coldNanoUsd, signs);
  const now = screen.plain ? ' with a cold cache' : ', cold';
  if (next.warmNanoUsd === null) {
    return [[{ text: `${title} ${cold}` }, { text: now, tone: 'cacheWrite' }]];
  }
  const warm = { text: `${title} ${estimated(next.warmNanoUsd, signs)}` };
  if (next.coldAtMs === null) return [[warm]];
  const leftMs = next.coldAtMs - nowMs;
  const tone: Tone | undefined = leftMs <= SOON_MS ? 'warn' : undefined;
  const left = screen.plain ? `cache cold in ${spoken(leftMs)}` : `cold in ${countdown(leftMs)}`;
  const soon = [warm, { text: ', ' }, { text: left, tone }];
  return [[...soon, { text: `${screen.plain ? ',' : ''} then ${cold}` }], soon, [warm]];
}

/** `4:10`, `59:59`, `1:02:10`: cut off, never more than is left. */
function countdown(leftMs: number): string {
  const seconds = Math.max(0, Math.floor(leftMs / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60)];
  const tail = String(seconds % 60).padStart(2, '0');
  if (hours < 1 || seconds === 3600) return `${minutes}:${tail}`;
  return `${hours}:${String(minutes % 60).padStart(2, '0')}:${tail}`;
}

function spoken(leftMs: number): string {
  const minutes = Math.floor(leftMs / 60_000);
  if (minutes < 1) return 'less than a minute';
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

/** What is less than a cent says so itself. */
function estimated(nanoUsd: number, signs: Signs): string {
  const amount = formatUsd(nanoUsd);
  return /^[<>]/.test(amount) ? amount : `${signs.estimated}${amount}`;
}
