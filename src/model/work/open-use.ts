// A tool call that waits for its result: the little that is needed of its input by then.
import type { ToolUseItem } from './conversation-item.ts';

export interface OpenUse {
  readonly name: string;
  /** File, notebook or plan it is about. */
  readonly path: string | null;
  /** Of Bash and PowerShell, at most 4,000 characters. */
  readonly command: string | null;
  /** What a person would know the call by: path, command, pattern, address, id. */
  readonly subject: string;
  readonly isBackground: boolean;
}

const MAX_COMMAND_LENGTH = 4_000;
const SUBJECT_FIELDS = ['pattern', 'url', 'query', 'skill', 'description', 'task_id', 'taskId'];

export function toOpenUse({ name, input }: ToolUseItem): OpenUse {
  const path = textOf(input.file_path ?? input.notebook_path ?? input.planFilePath ?? input.path);
  const command = textOf(input.command)?.slice(0, MAX_COMMAND_LENGTH) ?? null;
  const other = SUBJECT_FIELDS.map((field) => textOf(input[field])).find((text) => text !== null);
  return {
    name,
    path,
    command,
    subject: command ?? path ?? other?.slice(0, 400) ?? '',
    isBackground: input.run_in_background === true,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
