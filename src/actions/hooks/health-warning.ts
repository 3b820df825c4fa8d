// The warning about a session's health, for whichever event comes first. Knows when it may be said; the
// words are the engine's, and whether it was said before is live/alert-memory.ts's.
import type { HookState } from './hook-answer.ts';
import { message } from './message.ts';

export function healthWarning(state: HookState): string | null {
  if (!state.settings.hooks.warn) return null;
  const verdict = state.verdict();
  if (verdict === null || !verdict.mayAlert) return null;
  if (verdict.level !== 'ok' && verdict.alertText === null) return null;
  // Also when it is well again: that is noted, so that the next warning counts as new.
  const isDue = state.claimAlert(verdict);
  return isDue && verdict.alertText !== null ? message(verdict.alertText) : null;
}
