// A session as the status line may find it, for tests of its words.
import type { LineScreen, StatuslineFacts } from '../../../src/views/statusline/facts.ts';

/** Local time, as the line shows it: the same in every zone. */
export const NOW = new Date(2026, 10, 21, 18, 30).getTime();
const MINUTE_MS = 60_000;
export const SEGMENTS = 'model project context cost next limits health spark'.split(' ');

export const FACTS: StatuslineFacts = {
  nowMs: NOW,
  model: { label: 'opus-5', isFast: false, agentName: null },
  project: { name: 'web', branch: 'dark-mode' },
  context: { usedPercent: 31, windowTokens: 1_000_000, fullPercent: null },
  cost: { nanoUsd: 1_800_000_000, isEstimated: false, isLowerBound: false },
  next: {
    warmNanoUsd: 90_000_000,
    coldNanoUsd: 1_020_000_000,
    coldAtMs: NOW + 41 * MINUTE_MS + 10_000,
  },
  fiveHour: { usedPercent: 41, resetsAtMs: NOW + 150 * MINUTE_MS },
  sevenDay: { usedPercent: 23, resetsAtMs: NOW + 3 * 24 * 60 * MINUTE_MS },
  health: { percent: 93, level: 'ok' },
  recent: [20, 21, 30, 24, 90, 25, 26, 33].map((thousands) => ({
    contextTokens: thousands * 1_000,
    readRatio: thousands === 90 ? 0.1 : 0.97,
  })),
};

export function lineScreenOf(changes: Partial<LineScreen> = {}): LineScreen {
  return { width: 200, color: false, unicode: true, plain: false, ...changes };
}
