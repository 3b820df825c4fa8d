// What a tool call was about, in one line: a file, a command, a pattern. Knows the inputs of Claude Code's
// own tools; for others the first short string.
import { oneLine } from '../../shared/sanitize.ts';
import { maskSecrets } from '../../shared/secrets.ts';
import { type JsonObject, textAt } from '../conversation/json-fields.ts';

export interface ToolTarget {
  /** One line of at most 200 characters, secrets masked; null: nothing to tell it by. */
  readonly target: string | null;
  /** Part of a file, `offset:limit`; null: the whole. */
  readonly range: string | null;
}

const MAX_LENGTH = 200;
/** More is not looked at: the rest would be cut anyway. */
const MAX_READ = 2_000;

/** In the order in which they tell most. */
const FIELDS = [
  'file_path',
  'notebook_path',
  'command',
  'pattern',
  'url',
  'query',
  'subagent_type',
  'skill',
  'task_id',
  'taskId',
  'shell_id',
  'path',
  'description',
] as const;

export function toolTarget(name: string, input: JsonObject): ToolTarget {
  return { target: targetOf(input), range: name === 'Read' ? rangeOf(input) : null };
}

function targetOf(input: JsonObject): string | null {
  for (const field of FIELDS) {
    const text = textAt(input, field);
    if (text === null || text.trim() === '') continue;
    return cleanTarget(field === 'pattern' ? withPath(text, textAt(input, 'path')) : text);
  }
  const first = Object.values(input).find((value) => typeof value === 'string' && value !== '');
  return typeof first === 'string' ? cleanTarget(first) : null;
}

function withPath(pattern: string, path: string | null): string {
  return path === null ? pattern : `${pattern} in ${path}`;
}

/** A key that was cut in half is no longer known as one: masked first. */
export function cleanTarget(text: string): string {
  const line = cleanLine(text);
  return line.length <= MAX_LENGTH ? line : `${[...line].slice(0, MAX_LENGTH - 1).join('')}…`;
}

/** Masked once it is clean: a sequence or an invisible character in or before a key hides its shape. */
export function cleanLine(text: string): string {
  return maskSecrets(oneLine(text.slice(0, MAX_READ)));
}

function rangeOf(input: JsonObject): string | null {
  const { offset, limit, pages } = input;
  if (typeof pages === 'string' && pages !== '') return `pages ${cleanLine(pages).slice(0, 40)}`;
  if (offset === undefined && limit === undefined) return null;
  return `${wordOf(offset)}:${wordOf(limit)}`;
}

function wordOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string'
    ? cleanLine(String(value)).slice(0, 20)
    : '';
}
