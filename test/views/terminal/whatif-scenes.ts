// Answers of `whatif` for its golden screens: sessions written as tables, asked by the real question.
import type { WhatIfAnswer } from '../../../src/query/whatif/whatif-answer.ts';
import { type Asked, openWhatIfLab } from '../../query/whatif/whatif-lab.ts';

const OPUS = 'claude-opus-4-8';
const S1 = '4f2a91c3-0000-4000-8000-000000000001';
const S2 = '4f2a91c3-0000-4000-8000-000000000002';

function growing(count: number, from: number): string {
  return Array.from(
    { length: count },
    (_, at) => `+40s call ${OPUS} 4 3000 0 ${from + at * 3000} 300`,
  ).join('\n');
}

const BUSY = `date 2026-11-20
session ${S1} cwd /home/ana/api-gateway version 2.1.212
ai-title Fix flaky retry test
09:00:00 user Fix the flaky test
09:00:05 call ${OPUS} 4 24000 0 0 400
${growing(30, 24_000)}
10:00:00 user Go on after the coffee
10:00:05 call ${OPUS} 4 114000 0 0 300
+30s call claude-haiku-4-5 4 116000 0 0 200
+30s call ${OPUS} 4 4000 0 114000 200 Agent
+1s agent a1 Explore Look for retries
+1s call ${OPUS} 4 18000 0 0 900
+20s call ${OPUS} 4 6000 0 18000 1200
+1s end
${growing(20, 118_000)}
12:30:00 user Write it down
12:30:05 call ${OPUS} 4 181000 0 0 900`;

const OTHER = `date 2026-11-12
session ${S2} cwd /home/ana/web version 2.1.212
09:00:00 user Begin
09:00:05 call ${OPUS} 4 20000 0 0 100
09:30:05 call ${OPUS} 4 22000 0 0 100`;

const SCENES: readonly (readonly [name: string, table: string, question: Asked])[] = [
  ['full', BUSY, { session: S1, top: 3 }],
  ['asked', BUSY, { session: S1, atTokens: 100_000, subagentModel: 'haiku-4.5' }],
  ['many', `${BUSY}\n${OTHER}`, { sinceMs: Date.parse('2026-11-01T00:00:00Z'), top: 6 }],
  ['project', `${BUSY}\n${OTHER}`, { project: 'web', top: 6 }],
  ['unpriced', OTHER.replaceAll(OPUS, 'house-model-1'), { session: S2 }],
  ['some-unpriced', `${OTHER}\n09:31:00 call house-model-1 0 23000 0 0 100`, { session: S2 }],
  [
    'one-call',
    `session ${S2} cwd /w\n09:00:00 user Hi\n09:00:05 call ${OPUS} 4 0 22000 0 90`,
    { session: S2 },
  ],
  ['no-calls', `session ${S2} cwd /w\n09:00:00 user Hi`, { session: S2 }],
  ['none', OTHER, { sinceMs: Date.parse('2026-11-20T00:00:00Z') }],
];

export const SCENE_NAMES = SCENES.map(([name]) => name);

/** By name. */
export async function askScenes(): Promise<Map<string, WhatIfAnswer>> {
  const answers = new Map<string, WhatIfAnswer>();
  for (const [name, table, question] of SCENES) {
    const world = openWhatIfLab();
    try {
      await world.take(table);
      answers.set(name, world.ask(question));
    } finally {
      world.close();
    }
  }
  return answers;
}
