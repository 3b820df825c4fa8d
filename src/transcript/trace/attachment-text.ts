// What of an attachment the model is sent. Knows which types are notes for the screen and the record
// only, and under which names the others keep their text; the sentence around it stands in no transcript.
import {
  blocksOf,
  isObject,
  type JsonObject,
  objectAt,
  textAt,
} from '../conversation/json-fields.ts';

/**
 * Notes that reach no model. Source: the measured requests of Claude Code 2.1.197, and for `prompt_snapshot`
 * that it repeats what the request holds anyway.
 */
const NOT_SENT: ReadonlySet<string> = new Set([
  'hook_system_message',
  'hook_cancelled',
  'hook_non_blocking_error',
  'hook_error_during_execution',
  'hook_permission_decision',
  'command_permissions',
  'structured_output',
  'prompt_snapshot',
  'already_read_file',
  'dynamic_skill',
  'session_context',
]);

/** Output of a hook that ended well is sent for these events only. */
const SPEAKING_EVENTS: ReadonlySet<string> = new Set(['SessionStart', 'UserPromptSubmit']);

/** Null: nothing of it is sent. Empty: a fixed sentence that the transcript does not hold. */
export function attachmentText(attachment: JsonObject): string | null {
  const type = textAt(attachment, 'type') ?? '';
  if (NOT_SENT.has(type)) return null;
  switch (type) {
    case 'hook_success':
      return hookOutput(attachment);
    case 'hook_blocking_error':
      return (
        textAt(objectAt(attachment, 'blockingError'), 'blockingError') ??
        allText(attachment.content)
      );
    case 'deferred_tools_delta':
    case 'agent_listing_delta':
    case 'mcp_instructions_delta':
      return listText(attachment);
    case 'edited_text_file':
      return [textAt(attachment, 'filename'), textAt(attachment, 'snippet')]
        .filter(isText)
        .join('\n');
    case 'queued_command':
      return allText(attachment.prompt);
    case 'nested_memory':
      return [textAt(attachment, 'path'), allText(attachment.content)].filter(isText).join('\n');
    case 'date_change':
      return textAt(attachment, 'newDate') ?? '';
    case 'task_reminder':
    case 'todo_reminder':
      return reminderText(attachment.content);
    default:
      return otherText(attachment);
  }
}

function hookOutput(attachment: JsonObject): string | null {
  const text = allText(attachment.content);
  const event = textAt(attachment, 'hookEvent') ?? '';
  return text.trim() !== '' && SPEAKING_EVENTS.has(event) ? text : null;
}

function listText(attachment: JsonObject): string {
  const { addedLines, addedBlocks, addedNames, addedTypes, removedNames, removedTypes } =
    attachment;
  const added = [addedLines, addedBlocks, addedNames, addedTypes].find(Array.isArray);
  return [added, removedNames, removedTypes].map(allText).filter(isText).join('\n');
}

function reminderText(content: unknown): string {
  return Array.isArray(content) && content.length > 0 ? JSON.stringify(content) : '';
}

/** Where an unknown type keeps its text: under one of the usual names, or nowhere. */
function otherText(attachment: JsonObject): string {
  const { content, text, snippet, message, prompt, plan, planContent, skills } = attachment;
  for (const part of [content, text, snippet, message, prompt, planContent, plan]) {
    const found = allText(part);
    if (found !== '') return found;
  }
  return Array.isArray(skills) ? allText(skills) : '';
}

/** The text in a string, a list or an object that holds one. */
function allText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(allText).filter(isText).join('\n');
  if (!isObject(value)) return '';
  const { content, text, file } = value;
  for (const part of [text, content, file]) {
    const found = allText(part);
    if (found !== '') return found;
  }
  return '';
}

/** Pictures of a prompt that was queued. */
export function attachedBlocks(attachment: JsonObject): JsonObject[] {
  return attachment.type === 'queued_command' ? blocksOf(attachment.prompt) : [];
}

function isText(text: string | null): text is string {
  return text !== null && text !== '';
}
