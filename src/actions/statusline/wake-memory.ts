// Whether a refresh should start the engine, and for what it did so last: where an engine cannot help,
// an idle session must not start one every few seconds. Knows one small file per session.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileNameOf } from '../../live/live-paths.ts';
import type { Heartbeat } from '../../live/spool-record.ts';
import type { Verdict } from '../../live/verdict.ts';
import { writeByRename } from '../../shared/write-by-rename.ts';
import { promptTokensOf } from './to-facts.ts';

export interface WakeSigns {
  readonly heartbeat: Heartbeat;
  readonly verdict: Verdict | null;
  /** The settings were changed since they were compiled. */
  readonly isStale: boolean;
  readonly nowMs: number;
}

/** A verdict follows a call by a second or two where hooks start engines. Own choice. */
const OLD_MS = 30_000;
/** For the same reason an engine is started no more often. Own choice. */
const AGAIN_MS = 2 * 60_000;

/** At most once per reason and while; notes that it said so. */
export function isDueToWake(lineDir: string, signs: WakeSigns): boolean {
  const reason = reasonOf(signs);
  if (reason === null) return false;
  const path = join(lineDir, `${fileNameOf(signs.heartbeat.sessionId)}.wake`);
  return !isNoted(path, reason, signs.nowMs) && note(path, reason);
}

/** What an engine would have to do, by the call that it is about; null: nothing. */
export function reasonOf({ heartbeat, verdict, isStale, nowMs }: WakeSigns): string | null {
  const tokens = promptTokensOf(heartbeat);
  const call = `${tokens}:${heartbeat.costNanoUsd}`;
  if (isStale) return `settings:${call}`;
  // Before its first call there is nothing to work out.
  if (tokens === null || tokens === 0) return null;
  if (verdict === null) return `none:${call}`;
  const isBehind = tokens !== verdict.contextTokens;
  return isBehind && Math.abs(nowMs - verdict.atMs) > OLD_MS ? `behind:${call}` : null;
}

function isNoted(path: string, reason: string, nowMs: number): boolean {
  try {
    const { mtimeMs } = statSync(path);
    return Math.abs(nowMs - mtimeMs) < AGAIN_MS && readFileSync(path, 'utf8') === reason;
  } catch {
    return false;
  }
}

/** False when it cannot be noted: then an engine could write nothing either. */
function note(path: string, reason: string): boolean {
  try {
    writeByRename(path, reason);
    return true;
  } catch {
    return false;
  }
}
