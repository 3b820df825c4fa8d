// The `usage` object of an assistant line in its old and new shapes. Knows which fields each version
// writes; knows nothing of lines or files.
import type { TokenCounts } from '../../shared/tokens.ts';
import type { Json } from './draft.ts';
import type { VersionTraits } from './version-traits.ts';

/** How the 5-minute/1-hour split of cache writes is written: as it is, left out, or as 0/0. */
export type SplitForm = 'given' | 'none' | 'zero';

export interface AdvisorCall {
  readonly model: string;
  readonly tokens: TokenCounts;
}

export interface UsageSpec {
  readonly tokens: TokenCounts;
  readonly split: SplitForm;
  /** Undefined: as the version writes it. */
  readonly speed?: string | null | undefined;
  readonly geo?: string | null | undefined;
  readonly tier?: string | null | undefined;
  readonly webSearches: number;
  readonly advisors: readonly AdvisorCall[];
  /** 'none' leaves the list out, 'null' and 'empty' write it without entries. */
  readonly iterations?: 'none' | 'null' | 'empty' | undefined;
}

/** The usage of a message that is finished. */
export function finalUsage(spec: UsageSpec, traits: VersionTraits): Json {
  const { tokens } = spec;
  const usage: Record<string, unknown> = {
    input_tokens: tokens.inputTokens,
    cache_creation_input_tokens: writes(tokens),
    cache_read_input_tokens: tokens.cacheReadTokens,
    output_tokens: tokens.outputTokens,
    server_tool_use: { web_search_requests: spec.webSearches, web_fetch_requests: 0 },
    service_tier: spec.tier === undefined ? 'standard' : spec.tier,
  };
  if (traits.splitsWrites && spec.split !== 'none') usage.cache_creation = splitOf(spec);
  usage.inference_geo =
    spec.geo === undefined ? (traits.listsIterations ? 'not_available' : '') : spec.geo;
  if (spec.iterations !== 'none') usage.iterations = iterationsOf(spec, traits);
  if (traits.finalUsage || spec.speed !== undefined) {
    usage.speed = spec.speed === undefined ? 'standard' : spec.speed;
  }
  return usage;
}

/** The usage of a line that was written while its message still streamed (before 2.1.97). */
export function earlyUsage(spec: UsageSpec, traits: VersionTraits, outputTokens: number): Json {
  const { tokens } = spec;
  return {
    input_tokens: tokens.inputTokens,
    cache_creation_input_tokens: writes(tokens),
    cache_read_input_tokens: tokens.cacheReadTokens,
    ...(traits.splitsWrites && spec.split !== 'none' ? { cache_creation: splitOf(spec) } : {}),
    output_tokens: outputTokens,
    service_tier: spec.tier === undefined ? 'standard' : spec.tier,
    ...(traits.splitsWrites
      ? { inference_geo: spec.geo === undefined ? 'not_available' : spec.geo }
      : {}),
    ...(spec.speed === undefined ? {} : { speed: spec.speed }),
  };
}

/** Of `<synthetic>` lines. */
export const NO_USAGE: Json = {
  input_tokens: 0,
  output_tokens: 0,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 },
  service_tier: null,
  cache_creation: { ephemeral_1h_input_tokens: 0, ephemeral_5m_input_tokens: 0 },
  inference_geo: null,
  iterations: null,
  speed: null,
};

function writes(tokens: TokenCounts): number {
  return tokens.cacheWrite5mTokens + tokens.cacheWrite1hTokens;
}

function splitOf(spec: UsageSpec): Json {
  const zero = spec.split === 'zero';
  return {
    ephemeral_5m_input_tokens: zero ? 0 : spec.tokens.cacheWrite5mTokens,
    ephemeral_1h_input_tokens: zero ? 0 : spec.tokens.cacheWrite1hTokens,
  };
}

function iterationsOf(spec: UsageSpec, traits: VersionTraits): readonly Json[] | null {
  if (spec.iterations === 'null') return null;
  if (spec.iterations === 'empty' || (spec.advisors.length === 0 && !traits.listsIterations))
    return [];
  const own = { ...iteration(spec.tokens), type: 'message' };
  const advised = spec.advisors.map((advisor) => ({
    ...iteration(advisor.tokens),
    type: 'advisor_message',
    model: advisor.model,
  }));
  return [own, ...advised];
}

function iteration(tokens: TokenCounts): Json {
  return {
    input_tokens: tokens.inputTokens,
    output_tokens: tokens.outputTokens,
    cache_read_input_tokens: tokens.cacheReadTokens,
    cache_creation_input_tokens: writes(tokens),
    cache_creation: {
      ephemeral_5m_input_tokens: tokens.cacheWrite5mTokens,
      ephemeral_1h_input_tokens: tokens.cacheWrite1hTokens,
    },
  };
}
