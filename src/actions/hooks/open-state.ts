// What a hook may ask about its session, from the small files that the engine and other hooks wrote.
// Reads each at most once, and only when asked; never a transcript.
import { DEFAULT_SETTINGS } from '../../config/settings.ts';
import { claimAlert, isOutdated, noteCompaction } from '../../live/alert-memory.ts';
import {
  claimRestore,
  readSnapshot,
  removeSnapshot,
  writeRestore,
} from '../../live/compaction-files.ts';
import type { HookInput } from '../../live/hook-input.ts';
import { type HotSettings, readHotSettings } from '../../live/hot-settings.ts';
import type { LivePaths } from '../../live/live-paths.ts';
import { claimPending } from '../../live/pending-handoff.ts';
import { readVerdict, type Verdict } from '../../live/verdict.ts';
import type { HookState } from './hook-answer.ts';

export function openState(
  { sessionId, cwd }: HookInput,
  paths: LivePaths,
  { nowMs, configFile }: { readonly nowMs: number; readonly configFile: string },
): HookState {
  const { alertDir, snapshotDir, restoreDir } = paths;
  let settings: HotSettings | undefined;
  let verdict: Verdict | null | undefined;
  return {
    get settings() {
      settings ??= readHotSettings(paths.hotSettingsFile, configFile, DEFAULT_SETTINGS).settings;
      return settings;
    },
    verdict() {
      if (verdict === undefined) verdict = readVerdict(paths.verdictDir, sessionId);
      return verdict;
    },
    isOutdated: (judged) => isOutdated(alertDir, sessionId, judged, nowMs),
    claimAlert(judged) {
      const cooldownMs = this.settings.hooks.cooldownMinutes * 60_000;
      return claimAlert(alertDir, sessionId, judged, { nowMs, cooldownMs });
    },
    claimPending() {
      if (cwd === null) return null;
      const { maxAgeHours } = this.settings.handoff;
      return claimPending(paths.pendingDir, cwd, { sessionId, nowMs, maxAgeHours });
    },
    claimRestore: () => claimRestore(restoreDir, sessionId, nowMs),
    snapshot: () => readSnapshot(snapshotDir, sessionId, nowMs)?.items ?? null,
    finishCompaction(text) {
      if (text !== null) writeRestore(restoreDir, { sessionId, atMs: nowMs, text });
      removeSnapshot(snapshotDir, sessionId);
    },
    noteCompaction() {
      noteCompaction(alertDir, sessionId, this.verdict()?.segment ?? null, nowMs);
    },
  };
}
