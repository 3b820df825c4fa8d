// A session made up to show what the status line looks like.
import type { StatuslineFacts } from '../../views/statusline/facts.ts';

const MINUTE_MS = 60_000;
/** Tokens in thousands; the two jumps are caches written anew. */
const CONTEXTS = [41, 48, 96, 104, 118, 250, 282, 310];

export function sampleFacts(nowMs: number): StatuslineFacts {
  return {
    nowMs,
    model: { label: 'opus-5', isFast: false, agentName: null },
    project: { name: 'web', branch: 'dark-mode' },
    context: { usedPercent: 31, windowTokens: 1_000_000, fullPercent: null },
    cost: { nanoUsd: 1_800_000_000, isEstimated: false, isLowerBound: false },
    next: {
      warmNanoUsd: 155_000_000,
      coldNanoUsd: 3_100_000_000,
      coldAtMs: nowMs + 41 * MINUTE_MS + 10_000,
    },
    fiveHour: { usedPercent: 41, resetsAtMs: nowMs + 150 * MINUTE_MS },
    sevenDay: { usedPercent: 23, resetsAtMs: nowMs + 4 * 24 * 60 * MINUTE_MS },
    health: { percent: 93, level: 'ok' },
    recent: CONTEXTS.map((thousands, at) => ({
      contextTokens: thousands * 1_000,
      readRatio: at === 2 || at === 5 ? 0.2 : 0.97,
    })),
  };
}
