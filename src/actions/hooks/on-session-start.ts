// SessionStart: a new session is given its project's newest handoff, a compacted one what its summary
// lost. A resumed or forked one has its context already.
import type { HookInput } from '../../live/hook-input.ts';
import { pendingText } from '../../live/pending-handoff.ts';
import { type HookOutput, type HookState, withContext } from './hook-answer.ts';

export function onSessionStart(input: HookInput, state: HookState): HookOutput | null {
  switch (input.source) {
    case 'startup':
    case 'clear': {
      const pending = state.settings.handoff.inject ? state.claimPending() : null;
      return withContext(input.event, pending === null ? null : pendingText(pending));
    }
    case 'compact':
      return withContext(input.event, state.claimRestore());
    default:
      return null;
  }
}
