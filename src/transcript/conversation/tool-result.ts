// What came back from a tool call: the end of its text and the few facts of the structured result that
// say more. Knows the shapes Claude Code writes; unknown ones give the text only.
import type { ToolResultFacts, ToolResultItem } from '../../model/work/conversation-item.ts';
import { blocksOf, isObject, type JsonObject, objectAt, textAt } from './json-fields.ts';

/** Characters kept of a result: runners say last what matters most. Own choice. */
const TAIL_LENGTH = 4_096;

/** `structured` is the record's `toolUseResult`: a string for errors, else the tool's own shape. */
export function readToolResult(
  block: JsonObject,
  structured: unknown,
  atMs: number | null,
): ToolResultItem | null {
  const toolUseId = textAt(block, 'tool_use_id');
  if (toolUseId === null) return null;
  const tail = tailOf(outputOf(structured) ?? contentText(block.content));
  const facts = isObject(structured) ? factsOf(structured) : {};
  const isError = block.is_error === true;
  const rejected = isError && /^(?:The user doesn't want|User rejected)/.test(tail);
  const all: ToolResultFacts = rejected ? { ...facts, rejected } : facts;
  const item = { kind: 'tool-result', atMs, toolUseId, isError, tail } as const;
  return Object.keys(all).length === 0 ? item : { ...item, facts: all };
}

function contentText(content: unknown): string {
  return blocksOf(content)
    .flatMap((block) => textAt(block, 'text') ?? [])
    .join('\n');
}

/** A command's whole output, which the text for the model may have lost; null for other results. */
function outputOf(structured: unknown): string | null {
  if (!isObject(structured)) return null;
  const stdout = textAt(structured, 'stdout');
  if (stdout !== null) {
    const stderr = textAt(structured, 'stderr') ?? '';
    const output = [stdout, stderr].filter((text) => text.trim() !== '').join('\n');
    return output === '' ? null : output;
  }
  return textAt(objectAt(structured, 'task'), 'output');
}

/** Begins at a line or at least a word where it was cut, so that no half of a key stands alone. */
function tailOf(text: string): string {
  if (text.length <= TAIL_LENGTH) return text;
  const tail = text.slice(-TAIL_LENGTH);
  const newline = tail.indexOf('\n');
  if (newline >= 0 && newline <= TAIL_LENGTH / 2) return tail.slice(newline + 1);
  return tail.slice(Math.max(0, tail.search(/\s/)));
}

function factsOf(structured: JsonObject): ToolResultFacts {
  const { type, interrupted, answers } = structured;
  const task = objectAt(structured, 'task');
  const path = textAt(structured, 'filePath');
  const background = textAt(structured, 'backgroundTaskId');
  const taskId =
    background ?? textAt(task, 'id') ?? textAt(task, 'task_id') ?? textAt(structured, 'taskId');
  const isRunning = textAt(task, 'status') === 'running';
  return {
    ...(type === 'create' || type === 'update' ? { created: type === 'create' } : {}),
    ...(path === null ? {} : { path }),
    ...(interrupted === true ? { interrupted } : {}),
    ...(taskId === null ? {} : { taskId }),
    ...(background !== null || isRunning ? { isBackground: true } : {}),
    ...(isObject(answers) ? { answers: answersOf(answers) } : {}),
  };
}

function answersOf(answers: JsonObject): [string, string][] {
  return Object.entries(answers).flatMap(([question, answer]): [string, string][] => {
    if (typeof answer === 'string') return [[question, answer]];
    if (Array.isArray(answer))
      return [[question, answer.filter((one) => typeof one === 'string').join(', ')]];
    return [];
  });
}
