// What `telltale init` and `telltale uninstall` answer: which files change and how, what stays as it is,
// and what to know about it. Types only; the work is done in actions.
import type { SettingsScope } from '../../live/settings-places.ts';

export type InstallStatus =
  /** The files are as shown. */
  | 'done'
  | 'nothing-to-do'
  /** Shown only, as asked for. */
  | 'dry-run'
  /** Shown only: nobody could be asked. */
  | 'needs-consent'
  | 'declined';

export interface InitAnswer {
  readonly kind: 'init';
  readonly formatVersion: 1;
  readonly status: InstallStatus;
  readonly scope: SettingsScope;
  readonly client: ClientVersion;
  /** The events whose hooks are installed, when hooks were asked for. */
  readonly events: readonly string[];
  readonly statusline: StatuslineChange;
  readonly changes: readonly FileChange[];
  readonly notes: readonly InstallNote[];
}

export interface UninstallAnswer {
  readonly kind: 'uninstall';
  readonly formatVersion: 1;
  readonly status: InstallStatus;
  readonly changes: readonly FileChange[];
  /** Files that could not be put right, each with the reason. */
  readonly notes: readonly InstallNote[];
  /** What stays: telltale's own folders. */
  readonly stateDir: string;
  readonly configFile: string;
}

export interface ClientVersion {
  /** Null: not known, and only what every version knows is installed. */
  readonly version: string | null;
  readonly source: 'claude --version' | 'the newest transcript' | 'not known';
}

export interface StatuslineChange {
  readonly before: 'none' | 'own' | 'foreign';
  /** `keep`: what is there stays. */
  readonly action: 'none' | 'add' | 'update' | 'wrap' | 'keep';
  /** The foreign command, when there is one that can be run. */
  readonly command: string | null;
}

export interface FileChange {
  readonly kind: 'settings' | 'claude-md' | 'slash-command' | 'config';
  readonly scope: SettingsScope | null;
  readonly path: string;
  /** Where the path leads to, when it is a link; otherwise the same. */
  readonly target: string;
  /** `restore`: every byte is as it was before init. */
  readonly action: 'create' | 'change' | 'restore' | 'delete';
  readonly addedLines: number;
  readonly removedLines: number;
  /** Secrets masked; empty for a file that holds comments only. */
  readonly hunks: readonly DiffHunk[];
  /** The copy of the file as it was; null until something is done, and for a new file. */
  readonly backup: string | null;
}

export interface DiffHunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** Each begins with a blank, `+`, `-` or `\`. */
  readonly lines: readonly string[];
}

export interface InstallNote {
  /** Stable name for scripts. */
  readonly code: string;
  readonly severity: 'note' | 'warn' | 'critical';
  readonly what: string;
  /** What to do about it; null: nothing. */
  readonly next: string | null;
}
