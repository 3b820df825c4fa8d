// SubagentStop of the hidden agent that wrote a compaction's summary, and PostCompact: finds what the
// summary lost of the snapshot and lays it ready for the context. Prints nothing.
import type { HookInput } from '../../live/hook-input.ts';
import { compareSummary, restoreText } from '../../model/work/compare-summary.ts';
import type { HookState } from './hook-answer.ts';

/** A subagent of the person's has a type; the one of a compaction has none. */
export function onSubagentStop(input: HookInput, state: HookState): null {
  if (input.agentType === '') layReady(input.lastAssistantMessage, state);
  return null;
}

/** What it prints would be shown as noise. Does nothing where the summary was seen before. */
export function onPostCompact(input: HookInput, state: HookState): null {
  layReady(input.compactSummary, state);
  return null;
}

function layReady(summary: string | null, state: HookState): void {
  if (!state.settings.hooks.restore || summary === null || summary === '') return;
  const items = state.snapshot();
  if (items === null) return;
  const { lost } = compareSummary(items, summary);
  state.finishCompaction(restoreText(lost, state.settings.hooks.restoreTokens));
}
