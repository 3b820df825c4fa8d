// A profile in speedscope's own file format: one sampled profile per weight over shared frames. Knows the
// published schema of the format.
import type { ProfileAnswer } from '../../query/profile/profile-answer.ts';
import { formatTokens, formatUsd } from '../../shared/format.ts';
import { sessionFrame } from './frame-names.ts';
import {
  PROFILE_WEIGHTS,
  type ProfileRenderOptions,
  type ProfileWeight,
} from './profile-format.ts';
import { unpricedNote } from './unpriced-note.ts';
import { walkStacks, weightOf } from './walk-stacks.ts';

interface SampledProfile {
  readonly type: 'sampled';
  readonly name: string;
  /** It knows times and bytes only. */
  readonly unit: 'none';
  readonly startValue: 0;
  readonly endValue: number;
  readonly samples: number[][];
  readonly weights: number[];
}

export function renderSpeedscope(answer: ProfileAnswer, { weight }: ProfileRenderOptions): string {
  const frames: { readonly name: string }[] = [];
  const places = new Map<string, number>();
  const placeOf = (name: string): number => {
    const known = places.get(name);
    if (known !== undefined) return known;
    places.set(name, frames.length);
    return frames.push({ name }) - 1;
  };
  const profiles = PROFILE_WEIGHTS.map((one) => sample(answer, one, placeOf));
  const document = {
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    exporter: 'telltale',
    name: sessionFrame(answer),
    activeProfileIndex: PROFILE_WEIGHTS.indexOf(weight),
    shared: { frames },
    profiles,
  };
  return `${JSON.stringify(document)}\n`;
}

function sample(
  answer: ProfileAnswer,
  weight: ProfileWeight,
  placeOf: (name: string) => number,
): SampledProfile {
  const samples: number[][] = [];
  const weights: number[] = [];
  let endValue = 0;
  for (const { stack, part } of walkStacks(answer)) {
    const value = weightOf(part, weight) ?? 0;
    if (value === 0) continue;
    samples.push(stack.map(placeOf));
    weights.push(value);
    endValue += value;
  }
  return {
    type: 'sampled',
    name: profileName(answer, weight),
    unit: 'none',
    startValue: 0,
    endValue,
    samples,
    weights,
  };
}

function profileName(answer: ProfileAnswer, weight: ProfileWeight): string {
  const { totalTokens, costNanoUsd, finalCalls, calls } = answer.sum;
  const bound = finalCalls < calls ? '≥ ' : '';
  if (weight === 'tokens') return `tokens: ${bound}${formatTokens(totalTokens)}`;
  const note = unpricedNote(answer);
  const name = `cost in nano-dollars, API-equivalent: ${bound}${formatUsd(costNanoUsd)}`;
  return note === null ? name : `${name}; ${note}`;
}
