// What tools are for, by their names now and before.
import { describe, expect, it } from 'vitest';
import { toolClass, writesWholeFile } from '../../../src/model/session-event/tool-class.ts';

describe('toolClass', () => {
  it.each([
    ['Read', 'read'],
    ['View', 'read'],
    ['Grep', 'research'],
    ['WebFetch', 'research'],
    ['Edit', 'mutation'],
    ['MultiEdit', 'mutation'],
    ['NotebookEdit', 'mutation'],
    ['Write', 'mutation'],
    ['Bash', 'shell'],
    ['bash_tool', 'shell'],
    ['Task', 'agent'],
    ['Agent', 'agent'],
    ['TodoWrite', 'plan'],
    ['ExitPlanMode', 'plan'],
    ['mcp__files__Read', 'other'],
    ['TaskOutput', 'other'],
    ['constructor', 'other'],
    ['', 'other'],
  ])('%s is %s', (tool, expected) => {
    expect(toolClass(tool)).toBe(expected);
  });

  it('tells who writes a whole file', () => {
    expect(['Write', 'WriteFile', 'Edit', 'NotebookEdit'].map(writesWholeFile)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
