// UserPromptSubmit: warns the person, holds a prompt back where they asked for that, mends the context.
import type { HookInput } from '../../live/hook-input.ts';
import type { Verdict } from '../../live/verdict.ts';
import { healthWarning } from './health-warning.ts';
import { type HookOutput, type HookState, withContext } from './hook-answer.ts';
import { MAX_MESSAGE_LENGTH, message } from './message.ts';

/** Texts that Claude Code submits itself when a background agent has ended. */
const NOT_A_PERSON = '<task-notification>';
const BYPASS = /^telltale bypass(?!\w)/i;

export function onUserPromptSubmit(input: HookInput, state: HookState): HookOutput | null {
  const prompt = (input.prompt ?? '').trimStart();
  if (prompt.startsWith(NOT_A_PERSON) || input.agentId !== null) return null;
  if (BYPASS.test(prompt)) {
    const output = { systemMessage: 'telltale: let through as asked.' };
    return withContext(input.event, state.claimRestore(), output);
  }
  const verdict = state.settings.hooks.block ? state.verdict() : null;
  if (verdict?.mayBlock === true && !state.isOutdated(verdict)) {
    return { decision: 'block', reason: blockReason(verdict) };
  }
  const warning = healthWarning(state);
  const output = warning === null ? null : { systemMessage: warning };
  return withContext(input.event, state.claimRestore(), output);
}

/** Says how to go on; a path too long for a short message is left to the command that finds it. */
function blockReason({ healthPercent, handoffPath }: Verdict): string {
  const health = healthPercent === null ? '' : ` (health ${Math.round(healthPercent)} %)`;
  const start = `telltale held this prompt back: the session is critical${health}.`;
  const end =
    'Start afresh with /clear, or begin the prompt with "telltale bypass" to send it here.';
  const full = handoffPath === null ? null : `${start} Handoff: ${handoffPath} . ${end}`;
  if (full !== null && full.length <= MAX_MESSAGE_LENGTH) return message(full);
  const handoff =
    handoffPath === null ? 'telltale handoff writes a handoff.' : 'Handoff: telltale handoffs.';
  return message(`${start} ${handoff} ${end}`);
}
