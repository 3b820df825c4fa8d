// The cache had run out: silence longer than its lifetime. Knows the words and what the alternatives
// would have cost.
import { formatDuration, formatUsd } from '../../../shared/format.ts';
import type { CacheTtl } from '../../cache/cache-event.ts';
import { TTL_NOT_TOLD } from '../../cache/find-causes.ts';
import { keepWarm } from '../keep-warm.ts';
import { defineRebuild, type Rebuild, timesText } from '../rebuild-rule.ts';

export const idle = defineRebuild({
  cause: 'idle',
  title: (rebuilds) =>
    `Cache rebuilt${timesText(rebuilds)} after ${gapText(rebuilds)} idle${ttlText(rebuilds)}`,
  fix: (rebuilds) => {
    const compact = 'run /compact before a longer break';
    const kept = keptWarm(rebuilds);
    if (kept === null) return compact;
    const excess = rebuilds.reduce((sum, { event }) => sum + (event.excessNanoUsd ?? 0), 0);
    const cost = `about ${formatUsd(kept.costNanoUsd)} in ${countText(kept.messages)}`;
    return kept.costNanoUsd < excess
      ? `${compact}, or keep the cache warm: ${cost} for the same silence`
      : `${compact}; keeping the cache warm would have cost ${cost}, no less than the rebuild`;
  },
});

const TTL_WORDS: Readonly<Record<CacheTtl, string>> = { '5m': '5 m', '1h': '1 h' };

function countText(messages: number): string {
  return messages === 1 ? 'one short message' : `${messages} short messages`;
}

/** `1 h 14 m`, `19 m to 4 h 11 m`. */
function gapText(rebuilds: readonly Rebuild[]): string {
  const gaps = rebuilds.map(({ event }) => event.gapMs ?? 0);
  const texts = [formatDuration(Math.min(...gaps)), formatDuration(Math.max(...gaps))];
  return [...new Set(texts)].join(' to ');
}

function ttlText(rebuilds: readonly Rebuild[]): string {
  const known = new Set(rebuilds.map(({ event }) => event.ttl).filter((ttl) => ttl !== null));
  if (known.size === 0) return '';
  return ` (TTL in use: ${[...known].map((ttl) => TTL_WORDS[ttl]).join(' and ')})`;
}

/** Over all of them; null where a gap or a price is not known. */
function keptWarm(rebuilds: readonly Rebuild[]): { messages: number; costNanoUsd: number } | null {
  const sum = { messages: 0, costNanoUsd: 0 };
  for (const { event, call } of rebuilds) {
    const { gapMs, ttl, previousContextTokens } = event;
    const bill = call?.bill ?? null;
    if (gapMs === null || previousContextTokens === null || bill === null) {
      return null;
    }
    const one = keepWarm(gapMs, ttl ?? TTL_NOT_TOLD, previousContextTokens, bill.readRate);
    sum.messages += one.messages;
    sum.costNanoUsd += one.costNanoUsd;
  }
  return sum.messages === 0 ? null : sum;
}
