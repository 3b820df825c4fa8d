// What an attachment gives: which tools, MCP servers and subagent types came and went, and how a session
// started. Knows no text of any attachment: names and numbers only.
import { oneLine } from '../shared/sanitize.ts';
import { readJson } from './json-values.ts';
import { AT, addEvent, isSidechain, type Reading, textAt } from './reading.ts';
import { ATTACHMENT_AT } from './record-view.ts';

/** Attachment type → what was added or removed. */
const TOOL_LISTS: Readonly<Record<string, string>> = {
  deferred_tools_delta: 'tools',
  mcp_instructions_delta: 'mcp-instructions',
  agent_listing_delta: 'agents',
};
/** Names kept of each list: enough to tell an MCP server by. */
const MAX_NAMES = 200;
const MAX_NAME_LENGTH = 120;

export function readAttachment(reading: Reading): void {
  const { attachment } = reading.view;
  const type = textAt(reading, attachment, ATTACHMENT_AT.type);
  if (type === null || isSidechain(reading)) return;
  if (type.startsWith('hook_')) addStart(reading, attachment, ATTACHMENT_AT);
  const what = TOOL_LISTS[type];
  if (what === undefined) return;
  const { addedNames, removedNames, addedTypes, removedTypes } = ATTACHMENT_AT;
  const added = [...namesAt(reading, addedNames), ...namesAt(reading, addedTypes)];
  const removed = [...namesAt(reading, removedNames), ...namesAt(reading, removedTypes)];
  if (added.length + removed.length === 0) return;
  addEvent(reading, 'tools', textAt(reading, reading.view.top, AT.uuid), {
    what,
    added: added.slice(0, MAX_NAMES),
    removed: removed.slice(0, MAX_NAMES),
  });
}

/** A hook on SessionStart is named by what started the session: `SessionStart:resume`. */
export function addStart(
  reading: Reading,
  spans: Int32Array,
  keys: { readonly hookEvent: number; readonly hookName: number },
): void {
  if (textAt(reading, spans, keys.hookEvent) !== 'SessionStart') return;
  const source = /^SessionStart:(\w{1,20})$/.exec(textAt(reading, spans, keys.hookName) ?? '')?.[1];
  if (source === undefined) return;
  addEvent(reading, 'start', textAt(reading, reading.view.top, AT.uuid), { source });
}

function namesAt(reading: Reading, key: number): string[] {
  const { attachment } = reading.view;
  const names = readJson(reading.text, attachment[key] as number, attachment[key + 1] as number);
  if (!Array.isArray(names)) return [];
  return names.flatMap((name) => {
    const clean = typeof name === 'string' ? oneLine(name).slice(0, MAX_NAME_LENGTH) : '';
    return clean === '' ? [] : [clean];
  });
}
