// PostToolUse: the person is warned and the context mended during long autonomous work too.
import type { HookInput } from '../../live/hook-input.ts';
import { healthWarning } from './health-warning.ts';
import { type HookOutput, type HookState, withContext } from './hook-answer.ts';

export function onPostToolUse(input: HookInput, state: HookState): HookOutput | null {
  // What a subagent is told stays with the subagent.
  if (input.agentId !== null) return null;
  const warning = healthWarning(state);
  const output = warning === null ? null : { systemMessage: warning };
  return withContext(input.event, state.claimRestore(), output);
}
