// The events that telltale hooks into and the Claude Code version that brought each, with what a handler
// may hold since when. Dates are those of Claude Code's public change log; knows no settings file.
import { compareVersions } from '../shared/versions.ts';

export interface HookEvent {
  /** As Claude Code names it. */
  readonly name: string;
  /** First version whose change log names it. */
  readonly since: string;
  /**
   * Nobody waits for it: it only notes something. The others answer, or must have been noted before
   * what follows them: a compaction's summary passes through SubagentStop ahead of SessionStart, and in
   * print mode an async Stop was lost, SessionEnd with it (2.1.197, each of 4 runs).
   */
  readonly isAsync: boolean;
  /** After which Claude Code gives up on it; ours ends within some 50 ms. */
  readonly timeoutSeconds: number;
}

/** A hook that hangs must not be felt for longer; nothing of ours takes a tenth of it. */
const TIMEOUT_SECONDS = 5;
/** All hooks of an ending session share 1.5 s; a hook's own timeout raises that. */
const ENDING_TIMEOUT_SECONDS = 2;

const WAITED_FOR = { isAsync: false, timeoutSeconds: TIMEOUT_SECONDS };
const NOTED = { isAsync: true, timeoutSeconds: TIMEOUT_SECONDS };

export const HOOK_EVENTS: readonly HookEvent[] = [
  { name: 'SessionStart', since: '1.0.62', ...WAITED_FOR },
  { name: 'UserPromptSubmit', since: '1.0.54', ...WAITED_FOR },
  { name: 'PostToolUse', since: '1.0.38', ...WAITED_FOR },
  // No entry of the log tells when it came; 2.1.119 is the first that names it.
  { name: 'PostToolUseFailure', since: '2.1.119', ...NOTED },
  { name: 'PreCompact', since: '1.0.48', ...WAITED_FOR },
  { name: 'PostCompact', since: '2.1.76', ...WAITED_FOR },
  { name: 'SubagentStart', since: '2.0.43', ...NOTED },
  { name: 'SubagentStop', since: '1.0.41', ...WAITED_FOR },
  { name: 'Notification', since: '1.0.38', ...NOTED },
  { name: 'Stop', since: '1.0.38', ...WAITED_FOR },
  // Claude Code waits for none of them; as an async one it might be lost like Stop.
  { name: 'StopFailure', since: '2.1.78', ...WAITED_FOR },
  {
    name: 'SessionEnd',
    since: '1.0.85',
    isAsync: false,
    timeoutSeconds: ENDING_TIMEOUT_SECONDS,
  },
];

/** What a handler or a status line may hold, and since when. */
export const CLIENT_FEATURES = {
  /** `args`: the program is started without a shell. */
  execForm: '2.1.139',
  /** `async` is older, but until this version every one that ended said so on the screen. */
  asyncHooks: '2.1.75',
  /** `refreshInterval` of the status line. */
  refreshInterval: '2.1.97',
  statusLine: '1.0.71',
} as const;

/**
 * Taken when nobody can tell the version: before 2.1.101 a single unknown event made Claude Code ignore
 * the whole file, so only what every version in use knows.
 */
export const OLDEST_CLIENT = '1.0.85';

/** Whether `version` is the one that brought it, or newer. */
export function hasFeature(version: string, since: string): boolean {
  return compareVersions(version, since) >= 0;
}

/** The events a version knows, in our order. */
export function eventsKnownTo(version: string): HookEvent[] {
  return HOOK_EVENTS.filter(({ since }) => hasFeature(version, since));
}
