// Every edge between the states of a session, as the events of the real client come in.
import { describe, expect, it } from 'vitest';
import {
  type ActivityEvent,
  type ActivityState,
  foldActivity,
} from '../../../src/model/activity/fold-activity.ts';

/** `Event key=value …`, one second after the other. */
function eventsOf(story: string): ActivityEvent[] {
  return story.split(/\s*>\s*/).map((line, second) => {
    const [event = '', ...pairs] = line.split(' ');
    const data = pairs.map((pair) => {
      const [key = '', value = ''] = pair.split('=');
      return [key, value === 'true' ? true : value];
    });
    return { atMs: second * 1000, event, data: Object.fromEntries(data) };
  });
}

/** Second at which it began, kind, tool, detail. */
function wordsOf(state: ActivityState | null): string {
  if (state === null) return 'nothing';
  const { kind, sinceMs, toolName, detail } = state;
  return [sinceMs / 1000, kind, toolName, detail].filter((word) => word !== null).join(' ');
}

const CASES: [story: string, expected: string][] = [
  // A session from its start to its end.
  ['SessionStart source=startup', '0 idle'],
  ['SessionStart source=resume', '0 idle'],
  ['SessionStart source=clear', '0 idle'],
  ['SessionStart > UserPromptSubmit', '1 working'],
  ['UserPromptSubmit > PreToolUse toolName=Bash', '0 working Bash'],
  ['UserPromptSubmit > PostToolUse toolName=Bash', '0 working Bash'],
  ['UserPromptSubmit > PostToolUse toolName=Bash > PostToolUse toolName=Read', '0 working Read'],
  ['UserPromptSubmit > PostToolUse toolName=Bash > PostToolBatch', '0 working Bash'],
  ['UserPromptSubmit > PostToolUseFailure toolName=Bash', '0 working Bash'],
  ['UserPromptSubmit > Stop', '1 idle'],
  ['UserPromptSubmit > PostToolUse toolName=Bash > Stop', '2 idle'],
  ['UserPromptSubmit > Stop > UserPromptSubmit', '2 working'],
  ['UserPromptSubmit > StopFailure error=rate_limit', '1 failed rate_limit'],
  ['UserPromptSubmit > StopFailure', '1 failed'],
  ['UserPromptSubmit > StopFailure error=unknown > UserPromptSubmit', '2 working'],
  ['Stop > SessionEnd reason=prompt_input_exit', '1 ended prompt_input_exit'],
  ['UserPromptSubmit > SessionEnd reason=other', '1 ended other'],
  ['SessionEnd reason=other > SessionStart source=resume', '1 idle'],
  ['SessionEnd reason=clear > UserPromptSubmit', '1 working'],
  // Hooks that nobody waits for may come late.
  ['SessionEnd reason=other > Stop', '0 ended other'],
  ['SessionEnd reason=other > PostToolUse toolName=Bash', '0 ended other'],
  ['SessionEnd reason=other > Notification notificationType=idle_prompt', '0 ended other'],
  // A Stop that another hook answers with more work.
  ['UserPromptSubmit > Stop > PostToolUse toolName=Edit', '2 working Edit'],
  // Permissions.
  ['UserPromptSubmit > Notification notificationType=permission_prompt', '1 waiting-permission'],
  [
    'PreToolUse toolName=Bash > PermissionRequest toolName=Bash > Notification notificationType=permission_prompt',
    '1 waiting-permission Bash',
  ],
  [
    'UserPromptSubmit > Notification notificationType=permission_prompt > PostToolUse toolName=Bash',
    '2 working Bash',
  ],
  ['PermissionRequest toolName=Bash > PermissionDenied toolName=Bash', '1 working Bash'],
  ['Notification notificationType=permission_prompt > UserPromptSubmit', '1 working'],
  ['Notification notificationType=permission_prompt > Stop', '1 idle'],
  // Waiting for the person.
  ['Stop > Notification notificationType=idle_prompt', '0 waiting-input'],
  [
    'Stop > Notification notificationType=idle_prompt > Notification notificationType=idle_prompt',
    '0 waiting-input',
  ],
  // Escape fires no hook: the notification is what tells that the turn has ended.
  ['UserPromptSubmit > Notification notificationType=idle_prompt', '1 waiting-input'],
  [
    'UserPromptSubmit > Notification notificationType=permission_prompt > Notification notificationType=idle_prompt',
    '2 waiting-input',
  ],
  ['PostToolUseFailure toolName=Bash isInterrupt=true', '0 idle'],
  ['StopFailure error=unknown > Notification notificationType=idle_prompt', '0 failed unknown'],
  ['UserPromptSubmit > Notification notificationType=elicitation_dialog', '1 waiting-input'],
  ['UserPromptSubmit > Notification notificationType=elicitation_url_dialog', '1 waiting-input'],
  [
    'UserPromptSubmit > Notification notificationType=elicitation_dialog > Notification notificationType=elicitation_complete',
    '2 working',
  ],
  ['Elicitation > ElicitationResult', '1 working'],
  ['Stop > Notification notificationType=elicitation_response', '0 idle'],
  ['UserPromptSubmit > Notification notificationType=auth_success', '0 working'],
  ['UserPromptSubmit > Notification', '0 working'],
  ['Notification notificationType=idle_prompt > UserPromptSubmit', '1 working'],
  // Compactions: PreCompact, SubagentStop of the hidden agent, SessionStart, PostCompact.
  ['Stop > PreCompact trigger=manual', '1 compacting manual'],
  ['PreCompact trigger=auto > SubagentStop agentId=a agentType=', '0 compacting auto'],
  [
    'PreCompact trigger=manual > SubagentStop agentId=a > SessionStart source=compact > PostCompact trigger=manual',
    '2 idle',
  ],
  [
    'PreCompact trigger=auto > SubagentStop agentId=a > SessionStart source=compact > PostCompact trigger=auto',
    '2 working',
  ],
  // Versions that have no PostCompact.
  ['PreCompact trigger=auto > SessionStart source=compact', '1 working'],
  // No PreCompact was heard.
  ['UserPromptSubmit > SessionStart source=compact', '0 working'],
  ['SessionStart source=compact', 'nothing'],
  // One that fails: what comes next tells.
  ['PreCompact trigger=auto > PostToolUse toolName=Bash', '1 working Bash'],
  ['PreCompact trigger=manual > UserPromptSubmit', '1 working'],
  ['PreCompact trigger=auto > StopFailure error=invalid_request', '1 failed invalid_request'],
  // Subagents never end the main chain's state, nor begin one.
  ['UserPromptSubmit > SubagentStart agentId=a', '0 working'],
  ['Stop > SubagentStart agentId=a > PostToolUse agentId=a toolName=Grep', '0 idle'],
  ['Stop > SubagentStop agentId=a', '0 idle'],
  ['Stop > PreToolUse agentId=a toolName=Grep', '0 idle'],
  [
    'Notification notificationType=permission_prompt > PostToolUse agentId=b toolName=Grep',
    '0 waiting-permission',
  ],
  ['Stop > PostToolUseFailure agentId=a isInterrupt=true', '0 idle'],
  ['PostToolUse agentId=a toolName=Grep', 'nothing'],
  // A background agent ends: its text is submitted like a prompt.
  ['Stop > SubagentStop agentId=a > UserPromptSubmit > Stop', '3 idle'],
  // Whose tool asks does not matter to the person who is asked.
  [
    'UserPromptSubmit > Notification agentId=a notificationType=permission_prompt',
    '1 waiting-permission',
  ],
  // A prompt that was held back.
  ['Stop > UserPromptSubmit blocked=true', '0 idle'],
  // Events without a word on the state.
  ['UserPromptSubmit > InstructionsLoaded > ConfigChange > FutureEvent', '0 working'],
  ['FutureEvent', 'nothing'],
];

describe('foldActivity', () => {
  it.each(CASES)('%s', (story, expected) => {
    expect(wordsOf(foldActivity(eventsOf(story)))).toBe(expected);
  });

  it('knows nothing without events', () => {
    expect(foldActivity([])).toBeNull();
  });

  it('takes values of another type for absent', () => {
    const event = { atMs: 0, event: 'PreToolUse', data: { toolName: 7, agentId: null } };
    expect(wordsOf(foldActivity([event]))).toBe('0 working');
  });
});
