// What Claude Code told and what the engine worked out → what the status line shows. Knows which of the
// two counts and when neither does; draws nothing.
import { basename } from 'node:path';
import type { Heartbeat } from '../../live/spool-record.ts';
import type { Verdict } from '../../live/verdict.ts';
import { modelLabel } from '../../shared/model-label.ts';
import { oneLine } from '../../shared/sanitize.ts';
import type { LimitFacts, NextFacts, StatuslineFacts } from '../../views/statusline/facts.ts';

export interface FactSources {
  readonly heartbeat: Heartbeat;
  readonly verdict: Verdict | null;
  readonly nowMs: number;
  /** Of a folder; asked only when nobody else knows. */
  readonly readBranch: (folder: string) => string | null;
}

export function toFacts(sources: FactSources): StatuslineFacts {
  const { heartbeat, verdict, nowMs } = sources;
  return {
    nowMs,
    model: modelFacts(heartbeat),
    project: projectFacts(sources),
    context: contextFacts(heartbeat, verdict),
    cost: costFacts(heartbeat, verdict),
    next: nextFacts(sources),
    fiveHour: limitFacts(heartbeat.fiveHourPercent, heartbeat.fiveHourResetsAtMs, nowMs),
    sevenDay: limitFacts(heartbeat.sevenDayPercent, heartbeat.sevenDayResetsAtMs, nowMs),
    ...healthFacts(heartbeat, verdict),
  };
}

/** After a compaction the calls of before, and what was made of them, say nothing any more. */
function healthFacts(
  heartbeat: Heartbeat,
  verdict: Verdict | null,
): Pick<StatuslineFacts, 'health' | 'recent'> {
  const recent = verdict?.recent ?? [];
  const isOutdated = promptTokensOf(heartbeat) === 0 && recent.length > 0;
  if (verdict === null || isOutdated) return { health: null, recent: [] };
  const { healthPercent, level } = verdict;
  return { health: healthPercent === null ? null : { percent: healthPercent, level }, recent };
}

/**
 * Input and both cache numbers of the last request. Null: none is told. 0: there is none, as after a
 * compaction, which tells a usage of zeros.
 */
export function promptTokensOf(heartbeat: Heartbeat): number | null {
  const { lastInputTokens, lastCacheReadTokens, lastCacheWriteTokens } = heartbeat;
  if (lastInputTokens === null && lastCacheReadTokens === null && lastCacheWriteTokens === null) {
    return null;
  }
  return (lastInputTokens ?? 0) + (lastCacheReadTokens ?? 0) + (lastCacheWriteTokens ?? 0);
}

function modelFacts(heartbeat: Heartbeat): StatuslineFacts['model'] {
  const { modelId, modelName, fastMode, agentName } = heartbeat;
  // How large the window is stands in a segment of its own.
  const label = modelId === null ? modelName : modelLabel(modelId).replace(/\[1m\]$/, '');
  if (label === null || label === '') return null;
  const isFast = fastMode === true && !label.endsWith('-fast');
  return { label: clean(label), isFast, agentName: agentName === null ? null : clean(agentName) };
}

function projectFacts({ heartbeat, verdict, readBranch }: FactSources): StatuslineFacts['project'] {
  const folder = heartbeat.projectDir ?? heartbeat.currentDir ?? heartbeat.cwd;
  if (folder === null) return null;
  // What transcripts say of a checkout without a branch.
  const known = verdict?.branch === 'HEAD' ? null : verdict?.branch;
  const branch = heartbeat.worktreeBranch ?? known ?? readBranch(heartbeat.projectDir ?? folder);
  const name = basename(folder.replaceAll('\\', '/')) || folder;
  return { name: clean(name), branch: branch ? clean(branch) : null };
}

function contextFacts(
  heartbeat: Heartbeat,
  verdict: Verdict | null,
): NonNullable<StatuslineFacts['context']> {
  const windowTokens = heartbeat.windowTokens ?? verdict?.windowTokens ?? null;
  const tokens = promptTokensOf(heartbeat);
  const { usedPercent } = heartbeat;
  // A share of nothing while nothing was sent is no measurement.
  if (tokens === 0 || (usedPercent === 0 && tokens === null)) {
    return { usedPercent: null, windowTokens, fullPercent: null };
  }
  return {
    usedPercent: usedPercent ?? percentOf(tokens, windowTokens),
    windowTokens,
    fullPercent: percentOf(tokens, verdict?.effectiveWindowTokens ?? null),
  };
}

function percentOf(tokens: number | null, window: number | null): number | null {
  return tokens === null || window === null || window <= 0 ? null : (tokens / window) * 100;
}

function costFacts({ costNanoUsd }: Heartbeat, verdict: Verdict | null): StatuslineFacts['cost'] {
  if (costNanoUsd !== null) {
    return { nanoUsd: costNanoUsd, isEstimated: false, isLowerBound: false };
  }
  if (verdict === null || verdict.costNanoUsd === null) return null;
  return { nanoUsd: verdict.costNanoUsd, isEstimated: true, isLowerBound: verdict.isLowerBound };
}

function nextFacts({ heartbeat, verdict, nowMs }: FactSources): NextFacts | null {
  const price = verdict?.next ?? null;
  if (verdict === null || price === null) return null;
  // The cache is the old model's, and so are the prices.
  if (isOtherModel(heartbeat.modelId, verdict.model)) return null;
  const prompt = promptTokensOf(heartbeat) ?? verdict.contextTokens;
  if (prompt === null || prompt === 0) return null;
  // The answer is part of the next prompt.
  const tokens = prompt + (heartbeat.lastOutputTokens ?? 0);
  // What Claude Code says of its cache outranks our estimate of it.
  const { cacheWarm, cacheExpiresAtMs } = heartbeat;
  // And a call since the verdict has warmed it anew; until when, the next verdict knows.
  const isNewer = verdict.contextTokens !== null && prompt !== verdict.contextTokens;
  const coldAtMs = cacheExpiresAtMs ?? (isNewer ? null : price.coldAtMs);
  const isPast = coldAtMs !== null && coldAtMs <= nowMs;
  const isKnownWarm = cacheWarm === true && cacheExpiresAtMs === null;
  const isCold = cacheWarm === false || (isPast && !isKnownWarm);
  return {
    warmNanoUsd: isCold ? null : tokens * price.warmNanoUsdPerToken,
    coldNanoUsd: tokens * price.coldNanoUsdPerToken,
    coldAtMs: isPast ? null : coldAtMs,
  };
}

/** False also when one of them is not named as Claude's models are. */
function isOtherModel(told: string | null, worked: string | null): boolean {
  const [now, before] = [told, worked].map(
    (id) => /claude-[a-z\d-]+?(?=$|\[|@|-20\d{6}|-v\d|-fast|-latest)/.exec(id ?? '')?.[0],
  );
  return now !== undefined && before !== undefined && now !== before;
}

/** Null when the window has passed: its share is of another one. */
function limitFacts(
  usedPercent: number | null,
  resetsAtMs: number | null,
  nowMs: number,
): LimitFacts | null {
  if (usedPercent === null || (resetsAtMs !== null && resetsAtMs <= nowMs)) return null;
  return { usedPercent, resetsAtMs };
}

/** Names come from folders, repositories and settings. */
function clean(text: string): string {
  return /^[!-~]*$/.test(text) ? text : oneLine(text);
}
