// A session's state for the tests of answers: what each reads can be given, what it did is noted.
import type { HookState } from '../../../src/actions/hooks/hook-answer.ts';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { type HookInput, parseHookInput } from '../../../src/live/hook-input.ts';
import type { HotSettings } from '../../../src/live/hot-settings.ts';
import type { PendingHandoff } from '../../../src/live/pending-handoff.ts';
import type { Verdict } from '../../../src/live/verdict.ts';
import type { SnapshotItem } from '../../../src/model/work/snapshot.ts';

export const NOW = Date.UTC(2026, 10, 21, 12);
export const SESSION_ID = '4f2a91c3-0000-4000-8000-000000000001';

export interface Given {
  readonly hooks?: Partial<HotSettings['hooks']>;
  readonly handoff?: Partial<HotSettings['handoff']>;
  readonly verdict?: Partial<Verdict> | null;
  readonly isOutdated?: boolean;
  readonly isAlertDue?: boolean;
  readonly pending?: PendingHandoff;
  readonly restore?: string;
  readonly snapshot?: readonly SnapshotItem[];
}

/** `done` lists what was claimed or changed, in order. */
export function stateOf(given: Given): HookState & { readonly done: string[] } {
  const done: string[] = [];
  const { verdict = null } = given;
  return {
    done,
    settings: {
      ...DEFAULT_SETTINGS,
      hooks: { ...DEFAULT_SETTINGS.hooks, ...given.hooks },
      handoff: { ...DEFAULT_SETTINGS.handoff, ...given.handoff },
    },
    verdict: () => (verdict === null ? null : { ...CRITICAL, ...verdict }),
    isOutdated: () => given.isOutdated ?? false,
    claimAlert() {
      done.push('alert');
      return given.isAlertDue ?? true;
    },
    claimPending() {
      done.push('pending');
      return given.pending ?? null;
    },
    claimRestore() {
      done.push('restore');
      return given.restore ?? null;
    },
    snapshot: () => given.snapshot ?? null,
    finishCompaction(text) {
      done.push(`finished: ${text}`);
    },
    noteCompaction() {
      done.push('compaction');
    },
  };
}

export function inputOf(event: string, fields: object = {}): HookInput {
  const input = parseHookInput({ session_id: SESSION_ID, hook_event_name: event, ...fields });
  if (input === null) throw new Error('no input');
  return input;
}

export const CRITICAL: Verdict = {
  formatVersion: 1,
  sessionId: SESSION_ID,
  atMs: NOW - 1_000,
  projectPath: '/home/you/api-gateway',
  branch: 'main',
  healthPercent: 7.4,
  level: 'critical',
  waste: 13.9,
  mayAlert: true,
  segment: 0,
  alertText: 'Health 7 %: every message costs 14 times what it would afresh.',
  mayBlock: true,
  model: 'claude-opus-4-8',
  lastCallAtMs: NOW - 60_000,
  contextTokens: 190_000,
  windowTokens: 200_000,
  effectiveWindowTokens: 200_000,
  costNanoUsd: 4_120_000_000,
  isLowerBound: false,
  next: null,
  recent: [],
  handoffPath: '/state/handoffs/api-gateway/4f2a91c3.md',
  handoffKey: '0:critical',
};
