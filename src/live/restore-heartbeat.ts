// A heartbeat as it was stored, null fields left out → whole again. Knows the type of each field, so
// that a damaged or older one does no harm.
import type { Heartbeat } from './spool-record.ts';
import { flagOf, numberOf, objectOf } from './told-values.ts';

type FieldType = 'string' | 'number' | 'boolean';

/** A field that is not listed here does not compile, so none is forgotten. */
const FIELDS: Readonly<Record<keyof Heartbeat, FieldType>> = {
  sessionId: 'string',
  transcriptPath: 'string',
  cwd: 'string',
  sessionName: 'string',
  promptId: 'string',
  version: 'string',
  outputStyle: 'string',
  modelId: 'string',
  modelName: 'string',
  currentDir: 'string',
  projectDir: 'string',
  addedDirs: 'number',
  gitWorktree: 'string',
  repo: 'string',
  costNanoUsd: 'number',
  durationMs: 'number',
  apiDurationMs: 'number',
  linesAdded: 'number',
  linesRemoved: 'number',
  windowTokens: 'number',
  totalInputTokens: 'number',
  totalOutputTokens: 'number',
  lastInputTokens: 'number',
  lastOutputTokens: 'number',
  lastCacheWriteTokens: 'number',
  lastCacheReadTokens: 'number',
  usedPercent: 'number',
  remainingPercent: 'number',
  exceeds200k: 'boolean',
  fastMode: 'boolean',
  effort: 'string',
  thinking: 'boolean',
  fiveHourPercent: 'number',
  fiveHourResetsAtMs: 'number',
  sevenDayPercent: 'number',
  sevenDayResetsAtMs: 'number',
  spendLimit: 'string',
  vimMode: 'string',
  agentName: 'string',
  prNumber: 'number',
  prUrl: 'string',
  prReviewState: 'string',
  prKind: 'string',
  worktreeName: 'string',
  worktreePath: 'string',
  worktreeBranch: 'string',
  worktreeOriginalCwd: 'string',
  worktreeOriginalBranch: 'string',
  cacheWarm: 'boolean',
  cacheTtl: 'string',
  cacheExpiresAtMs: 'number',
  promptCache: 'string',
};

const FIELD_NAMES = Object.keys(FIELDS) as readonly (keyof Heartbeat)[];

/** Null when it names no session. Fields of newer versions are left out. */
export function restoreHeartbeat(value: unknown): Heartbeat | null {
  const stored = objectOf(value);
  if (stored === null || typeof stored.sessionId !== 'string' || stored.sessionId === '') {
    return null;
  }
  const heartbeat: Record<string, unknown> = {};
  for (const name of FIELD_NAMES) heartbeat[name] = ofType(stored[name], FIELDS[name]);
  return heartbeat as unknown as Heartbeat;
}

/** The same without what is null, as it is stored: most of the fields are, most of the time. */
export function withoutNulls(heartbeat: Partial<Heartbeat>): Partial<Heartbeat> {
  return Object.fromEntries(Object.entries(heartbeat).filter(([, value]) => value !== null));
}

function ofType(value: unknown, type: FieldType): string | number | boolean | null {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : null;
    case 'number':
      return numberOf(value);
    case 'boolean':
      return flagOf(value);
    default:
      return type satisfies never;
  }
}
