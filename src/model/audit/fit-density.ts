// How many tokens a character of a session's content is, per model: measured by what each call's context
// grew. Knows that tokenizers differ by model generation and content by project; nothing of categories.
import type { SessionTrace, TraceBlock, TraceCall } from '../trace/session-trace.ts';

export interface Density {
  readonly tokensPerChar: number;
  /** Characters it was measured on; 0: the model's usual value. */
  readonly measuredChars: number;
}

/**
 * Medians over 20 real sessions. The tokenizer of Opus 4.7 and of everything after it makes about a
 * quarter more tokens of the same text.
 */
const USUAL_NEW = 0.44;
const USUAL_OLD = 0.35;
const OLD_MODELS =
  /claude-(?:3|instant|2)|(?:opus|sonnet|haiku)-4(?:-[0-6])?(?:-\d{8})?(?:$|[^0-9-])|(?:opus|sonnet|haiku)-4-[0-6]\b/;

/** Growth by fewer characters says more of what is around a block than of its text. Own choice. */
const MIN_SAMPLE_CHARS = 400;
/** Fewer in all are not trusted. Own choice. */
const MIN_CHARS = 4_000;
/** Nothing outside is text: pictures, or growth by what no transcript holds. */
const PLAUSIBLE = { min: 0.12, max: 1 } as const;

/** By model; every model of the trace is there. */
export function fitDensities(trace: SessionTrace): ReadonlyMap<string, Density> {
  const samples = new Map<string, Sample[]>();
  for (const { calls } of trace.chains) {
    for (const call of calls) {
      const list = samples.get(call.model) ?? [];
      if (list.length === 0) samples.set(call.model, list);
      const sample = sampleOf(call, call.parent === null ? undefined : calls[call.parent]);
      if (sample !== null) list.push(sample);
    }
  }
  return new Map([...samples].map(([model, list]) => [model, densityOf(model, list)]));
}

/** What is usual where nothing can be measured. */
export function usualDensity(model: string): number {
  return OLD_MODELS.test(model) ? USUAL_OLD : USUAL_NEW;
}

interface Sample {
  readonly ratio: number;
  readonly chars: number;
}

/** Growth without the answer before, if its count is final, else with its text. */
function sampleOf(call: TraceCall, before: TraceCall | undefined): Sample | null {
  if (before === undefined || before.model !== call.model || call.part !== 0) return null;
  const added = [...call.inputs, ...(before.isOutputFinal ? [] : before.outputs)];
  if (added.some(isOpaque)) return null;
  const chars = added.reduce((sum, block) => sum + block.chars, 0);
  if (chars < MIN_SAMPLE_CHARS) return null;
  const grown = call.contextTokens - before.contextTokens;
  const ratio = (grown - (before.isOutputFinal ? before.tokens.outputTokens : 0)) / chars;
  return ratio < PLAUSIBLE.min || ratio > PLAUSIBLE.max ? null : { ratio, chars };
}

/** Counts as tokens without a text that tells how many. */
function isOpaque({ kind, chars }: TraceBlock): boolean {
  return kind === 'image' || kind === 'document' || (kind === 'thinking' && chars === 0);
}

function densityOf(model: string, samples: readonly Sample[]): Density {
  const measuredChars = samples.reduce((sum, { chars }) => sum + chars, 0);
  if (measuredChars < MIN_CHARS) return { tokensPerChar: usualDensity(model), measuredChars: 0 };
  const sorted = [...samples].sort((a, b) => a.ratio - b.ratio);
  let passed = 0;
  for (const { ratio, chars } of sorted) {
    passed += chars;
    if (passed >= measuredChars / 2) return { tokensPerChar: ratio, measuredChars };
  }
  return { tokensPerChar: usualDensity(model), measuredChars: 0 };
}
