// What hooks told, as permissions that were asked for and answered.
import { describe, expect, it } from 'vitest';
import {
  derivePermissionEvents,
  type HookNote,
} from '../../../src/store/session-events/permission-events.ts';

const note = (
  atMs: number,
  event: string,
  tool: string | null = null,
  durationMs = 0,
): HookNote => ({
  atMs,
  event,
  tool,
  durationMs: durationMs === 0 ? null : durationMs,
});

describe('a question', () => {
  it.each<[string, readonly HookNote[], readonly string[]]>([
    [
      'that nothing follows has no answer',
      [note(5, 'PermissionRequest', 'Bash')],
      ['5 asked Bash'],
    ],
    [
      'was answered before its tool ran',
      [note(5, 'PermissionRequest', 'Bash'), note(90, 'PostToolUse', 'Bash', 30)],
      ['5 asked Bash', '60 answered Bash'],
    ],
    [
      'was answered by the end of the tool, if its time reaches back too far',
      [note(5, 'PermissionRequest', 'Bash'), note(90, 'PostToolUse', 'Bash', 88)],
      ['5 asked Bash', '90 answered Bash'],
    ],
    [
      'is not answered by another tool',
      [
        note(5, 'PermissionRequest', 'Bash'),
        note(9, 'PostToolUse', 'Read'),
        note(20, 'PostToolUseFailure', 'Bash'),
      ],
      ['5 asked Bash', '20 answered Bash'],
    ],
    [
      'is over when the turn is',
      [note(5, 'PermissionRequest', 'Bash'), note(9, 'UserPromptSubmit'), note(12, 'Stop')],
      ['5 asked Bash', '9 answered Bash'],
    ],
    [
      'may stand beside another',
      [
        note(5, 'PermissionRequest', 'Bash'),
        note(6, 'PermissionRequest', 'Edit'),
        note(9, 'PostToolUse', 'Edit'),
        note(10, 'PostToolUse', 'Bash'),
      ],
      ['5 asked Bash', '6 asked Edit', '9 answered Edit', '10 answered Bash'],
    ],
    ['is nothing that tools tell by themselves', [note(9, 'PostToolUse', 'Bash')], []],
  ])('%s', (_, notes, expected) => {
    const told = derivePermissionEvents(notes);
    expect(told.map(({ atMs, phase, tool }) => `${atMs} ${phase} ${tool}`)).toEqual(expected);
  });
});
