// Where the files lie through which hooks, status lines and the engine talk. Knows names only.
import { join } from 'node:path';
import { hashBytes } from '../shared/hash.ts';

export interface LivePaths {
  /** `<UTC hour>.jsonl`: what hooks and status lines noted, until the engine has taken it. */
  readonly spoolDir: string;
  /** `<session id>.json`: what the engine last worked out about a session. */
  readonly verdictDir: string;
  /** `<session id>.*`: which warnings were shown; see live/alert-memory.ts. */
  readonly alertDir: string;
  /** `<session id>.txt`: the last status line that could be drawn. */
  readonly lineDir: string;
  /** `<session id>.json`: what a running compaction must not lose, and what is to be put back. */
  readonly snapshotDir: string;
  readonly restoreDir: string;
  /** Handoffs, a folder per project; see actions/handoff. */
  readonly handoffDir: string;
  /** `<project key>.json`: the newest unread handoff of a project. */
  readonly pendingDir: string;
  /** The settings that concern hooks and status line, compiled from the TOML file. */
  readonly hotSettingsFile: string;
  /** Its time of change says when an engine was last seen alive; see engineFileFor. */
  readonly engineFile: string;
  /** Why the last engine ended before its time; missing: it did not. */
  readonly engineFailureFile: string;
}

/** `stateDir` as telltalePaths gives it. */
export function livePaths(stateDir: string): LivePaths {
  const live = join(stateDir, 'live');
  return {
    spoolDir: join(live, 'spool'),
    verdictDir: join(live, 'verdicts'),
    alertDir: join(live, 'alerts'),
    lineDir: join(live, 'lines'),
    snapshotDir: join(live, 'snapshots'),
    restoreDir: join(live, 'restore'),
    handoffDir: join(stateDir, 'handoffs'),
    pendingDir: join(live, 'pending'),
    hotSettingsFile: join(live, 'settings.json'),
    engineFile: join(live, 'engine'),
    engineFailureFile: join(live, 'engine-failure.txt'),
  };
}

/**
 * Claude Code's CLAUDE_CONFIG_DIR decides which transcripts a command reads, so each value has its own
 * engine: one that was started for another would never see this session.
 */
export function engineFileFor(engineFile: string, configDir: string | undefined): string {
  const named = configDir?.trim() ?? '';
  return named === '' ? engineFile : `${engineFile}-${hashBytes(Buffer.from(named))}`;
}

/** A name that is safe as a file's: ids are uuids, anything else is bent into shape. */
export function fileNameOf(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 100) || '_';
}
