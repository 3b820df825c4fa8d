// How large a model's context window is. Knows the published sizes by model family; knows nothing of
// sessions. Source: Claude Code's model documentation, August 2026.
import { bedrockRegion, canonicalModelId } from '../../pricing/canonical.ts';

const SMALL = 200_000;
const LARGE = 1_000_000;

export interface ContextWindow {
  readonly tokens: number;
  /** `model`: published; `seen`: a call was larger than published; `assumed`: the model is not known. */
  readonly basis: 'model' | 'seen' | 'assumed';
}

/** Native million-token windows on the first-party API; 200k elsewhere unless the id says `[1m]`. */
const LARGE_FAMILIES = /^claude-(?:(?:fable|mythos|opus|sonnet)-5|opus-4-[78]|haiku-5-5)(?!\d)/;
const SMALL_FAMILIES = /^claude-(?:(?:opus|sonnet|haiku)-[34]|3|haiku-5)(?!\d)/;

/**
 * The window of a model, raised to a million tokens when `largestPrompt` (the largest main-chain call
 * of the session) did not fit in less: 4.6 models can have either size and transcripts do not say.
 */
export function contextWindowOf(modelId: string, largestPrompt: number): ContextWindow {
  const published = publishedWindow(modelId);
  if (largestPrompt > published.tokens) return { tokens: LARGE, basis: 'seen' };
  return published;
}

function publishedWindow(modelId: string): ContextWindow {
  if (modelId.toLowerCase().includes('[1m]')) return { tokens: LARGE, basis: 'model' };
  const id = canonicalModelId(modelId);
  if (LARGE_FAMILIES.test(id)) {
    return { tokens: isThirdParty(modelId) ? SMALL : LARGE, basis: 'model' };
  }
  return { tokens: SMALL, basis: SMALL_FAMILIES.test(id) ? 'model' : 'assumed' };
}

/** Bedrock or Vertex spelling. */
function isThirdParty(modelId: string): boolean {
  return bedrockRegion(modelId) !== null || /(^|\.)anthropic\.|@/.test(modelId.toLowerCase());
}
