// Which events are known and what answers each. An event that is not here is none of our business.
import type { HookAnswer } from './hook-answer.ts';
import { onPostCompact, onSubagentStop } from './on-compaction-end.ts';
import { onPostToolUse } from './on-post-tool-use.ts';
import { onPreCompact } from './on-pre-compact.ts';
import { onSessionStart } from './on-session-start.ts';
import { onUserPromptSubmit } from './on-user-prompt-submit.ts';

export interface KnownEvent {
  /** Absent: the event is noted, nothing more. */
  readonly answer?: HookAnswer;
  /**
   * An engine is started if there is none: always, or only when the verdict has become old. The latter
   * is for what happens many times a minute.
   */
  readonly wakes: 'always' | 'when-old';
}

const NOTED: KnownEvent = { wakes: 'always' };
const NOTED_OFTEN: KnownEvent = { wakes: 'when-old' };

export const KNOWN_EVENTS: Readonly<Record<string, KnownEvent>> = {
  SessionStart: { wakes: 'always', answer: onSessionStart },
  UserPromptSubmit: { wakes: 'always', answer: onUserPromptSubmit },
  PreToolUse: NOTED_OFTEN,
  PermissionRequest: NOTED_OFTEN,
  PostToolUse: { wakes: 'when-old', answer: onPostToolUse },
  PostToolUseFailure: NOTED_OFTEN,
  Notification: NOTED,
  SubagentStart: NOTED,
  SubagentStop: { wakes: 'always', answer: onSubagentStop },
  PreCompact: { wakes: 'always', answer: onPreCompact },
  PostCompact: { wakes: 'always', answer: onPostCompact },
  Stop: NOTED,
  StopFailure: NOTED,
  SessionEnd: NOTED,
};
