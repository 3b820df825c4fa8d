// What a tool is for, by its name: looking at a known file, searching, changing files, and so on. Knows
// Claude Code's own tools and their older names; a tool of an MCP server is `other`.

export type ToolClass = 'read' | 'research' | 'mutation' | 'shell' | 'agent' | 'plan' | 'other';

/** Sources: tool lists of Claude Code 1.0 to 2.1.2xx, and the older names that transcripts still hold. */
const TOOLS: Readonly<Record<Exclude<ToolClass, 'other'>, readonly string[]>> = {
  read: ['Read', 'View', 'ReadFile', 'NotebookRead'],
  research: [
    'Grep',
    'GrepTool',
    'Glob',
    'GlobTool',
    'LS',
    'ListDirectory',
    'WebFetch',
    'WebSearch',
    'LSP',
  ],
  mutation: ['Edit', 'EditFile', 'MultiEdit', 'Write', 'WriteFile', 'NotebookEdit'],
  shell: ['Bash', 'bash_tool', 'BashTool', 'PowerShell'],
  agent: ['Task', 'Agent'],
  plan: [
    'TodoWrite',
    'TodoRead',
    'EnterPlanMode',
    'ExitPlanMode',
    'exit_plan_mode',
    'TaskCreate',
    'TaskUpdate',
    'TaskList',
    'TaskGet',
  ],
};

const CLASS_OF: ReadonlyMap<string, ToolClass> = new Map(
  (Object.keys(TOOLS) as (keyof typeof TOOLS)[]).flatMap((name) =>
    TOOLS[name].map((tool): [string, ToolClass] => [tool, name]),
  ),
);

export function toolClass(tool: string): ToolClass {
  return CLASS_OF.get(tool) ?? 'other';
}

/** Tools that write a whole file; all other mutations change a part of one. */
const WHOLE_FILE_TOOLS: ReadonlySet<string> = new Set(['Write', 'WriteFile']);

export function writesWholeFile(tool: string): boolean {
  return WHOLE_FILE_TOOLS.has(tool);
}
