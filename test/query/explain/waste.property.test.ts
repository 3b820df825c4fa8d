// Content that was not needed, in generated sessions: it is found where it is, costs what the audit says,
// and is gone when it is taken out.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WasteKind } from '../../../src/model/audit/waste-finding.ts';
import type { ExplainAnswer } from '../../../src/query/explain/explain-answer.ts';
import { propertyRuns } from '../../property/runs.ts';
import { openExplainLab } from './explain-lab.ts';
import { type Step, wasteFiles } from './waste-plan.ts';

interface Scene {
  readonly prompt: string;
  readonly steps: readonly Step[];
}

/** Text of so many characters that no other seed gives. */
function textOf(seed: string, chars: number): string {
  const line = (index: number) => `${index} value of ${seed} is ${(index * 7919) % 104_729}`;
  const lines = Array.from({ length: Math.ceil(chars / 20) }, (_, index) => line(index));
  return lines.join('\n').slice(0, chars);
}

function step(tool: Step['tool'], subject: string, result: string, says = `Seen: ${subject}.`) {
  return { tool, subject, result, says };
}

/** Harmless work between and after; every file is spoken of. */
function others(count: number, name: string): Step[] {
  return Array.from({ length: count }, (_, index) =>
    step('Read', `src/${name}${index}.ts`, textOf(`${name}${index}`, 1_200)),
  );
}

interface Sizes {
  readonly between: number;
  readonly after: number;
  readonly chars: number;
}

const sizes: fc.Arbitrary<Sizes> = fc.record({
  between: fc.nat(3),
  after: fc.integer({ min: 1, max: 5 }),
  chars: fc.integer({ min: 2_500, max: 7_500 }),
});

const SCENES: Readonly<Record<WasteKind, (sizes: Sizes, isWasted: boolean) => Scene>> = {
  'repeated-read': ({ between, after, chars }, isWasted) => ({
    prompt: 'Look at it.',
    steps: [
      step('Read', 'src/a.ts', textOf('a', chars)),
      ...others(between, 'b'),
      step('Read', 'src/a.ts', textOf(isWasted ? 'a' : 'changed', chars)),
      ...others(after, 'c'),
    ],
  }),
  'duplicate-blob': ({ between, after, chars }, isWasted) => ({
    prompt: 'Look at it.',
    steps: [
      step('Read', 'src/a.ts', textOf('a', chars)),
      ...others(between, 'b'),
      step('Bash', 'print-it', textOf(isWasted ? 'a' : 'other', chars)),
      ...others(after, 'c'),
    ],
  }),
  'repeated-command': ({ between, after, chars }, isWasted) => ({
    prompt: 'Look at it.',
    steps: [
      step('Bash', 'make-check', textOf('out', chars)),
      ...others(between, 'b'),
      step('Bash', 'make-check', textOf(isWasted ? 'out' : 'other', chars)),
      ...others(after, 'c'),
    ],
  }),
  'dead-read': ({ after, chars }, isWasted) => ({
    prompt: 'Look at it.',
    steps: [
      step(
        'Read',
        'src/orphan.ts',
        textOf('a', chars),
        isWasted ? 'Go on.' : 'src/orphan.ts it is.',
      ),
      ...others(after, 'c'),
    ],
  }),
  'large-result': ({ after, chars }, isWasted) => ({
    prompt: 'Look at it.',
    steps: [
      step('Bash', 'list-all', textOf('a', isWasted ? chars * 6 : chars)),
      ...others(after, 'c'),
    ],
  }),
  'large-paste': ({ after, chars }, isWasted) => ({
    prompt: textOf('p', isWasted ? chars * 3 : 1_000).replaceAll('\n', ' '),
    steps: others(after, 'c'),
  }),
};

async function explain({ prompt, steps }: Scene): Promise<ExplainAnswer> {
  const lab = openExplainLab();
  try {
    for (const { path, text } of wasteFiles(prompt, steps)) lab.lab.write(path, text);
    await lab.lab.ingest();
    return lab.explain();
  } finally {
    lab.close();
  }
}

describe.each(Object.entries(SCENES))('%s', (kind, sceneOf) => {
  it('costs its writing and its reading, and nothing once it is gone', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, async (some) => {
        const before = await explain(sceneOf(some, true));
        expect(before.findings.map((finding) => finding.kind)).toEqual([kind]);
        const [finding] = before.findings;
        const inserted = finding?.calls.filter((call) => call.insertedTokens > 0) ?? [];
        expect(inserted).toHaveLength(1);
        expect(inserted[0]?.insertedTokens).toBe(finding?.tokens);
        // Every call after it read it once more; Opus 4.8: a write 6,250, a read 500 nano-USD a token.
        expect(finding?.calls).toHaveLength(1 + some.after);
        const expected = (finding?.tokens ?? 0) * (6_250 + some.after * 500);
        expect(Math.abs((finding?.costNanoUsd ?? 0) / expected - 1)).toBeLessThan(0.02);
        expect((await explain(sceneOf(some, false))).findings).toEqual([]);
      }),
      propertyRuns(3),
    );
  });
});
