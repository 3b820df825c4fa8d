// What an assistant record gives: a usage line, tool calls, the start of a subagent, an API error.
import { effortBits } from '../model/effort.ts';
import { LINE_FLAG } from '../model/flags.ts';
import { describeApiError } from './api-error.ts';
import { equalsAt } from './json-scan.ts';
import { readJson, readString } from './json-values.ts';
import { addUsageLine } from './read-usage-line.ts';
import {
  AT,
  addEvent,
  internedAt,
  internedText,
  isPresentAt,
  isSidechain,
  isTrueAt,
  noteAgent,
  type Reading,
  textAt,
} from './reading.ts';
import { type BlockView, MESSAGE_AT } from './record-view.ts';

/** The model of lines that Claude Code writes itself: errors and filler, never billed. */
export const SYNTHETIC_MODEL = '<synthetic>';

const TOOL_USE = Buffer.from('"tool_use"');
/** Names of the tool that starts a subagent: until early 2.1, and since. */
const AGENT_TOOLS = ['Task', 'Agent'];

export function readAssistant(reading: Reading): void {
  const { view, caches } = reading;
  const model = internedAt(reading, view.message, MESSAGE_AT.model, caches.model);
  const isSynthetic = internedText(reading, model) === SYNTHETIC_MODEL;
  if (isSynthetic || isTrueAt(reading, AT.isApiError)) addApiError(reading);
  if (isSynthetic) return;
  const agent = agentOf(reading);
  const messageId = addUsageLine(reading, {
    model,
    agent,
    spans: view.top,
    keys: AT,
    flags:
      (isSidechain(reading) ? LINE_FLAG.sidechain : 0) |
      (isCopy(reading) ? LINE_FLAG.copy : 0) |
      effortBits(textAt(reading, view.top, AT.effort)),
  });
  if (messageId >= 0) addTools(reading, messageId);
  noteAgentType(reading, agent);
}

function agentOf(reading: Reading): number {
  const { view, caches, origin, builder } = reading;
  const told = internedAt(reading, view.top, AT.agentId, caches.agent);
  return told >= 0 || origin.agentId === null ? told : builder.intern(origin.agentId);
}

/** Forks and background sessions mark the history they repeat, in some versions. */
export function isCopy(reading: Reading): boolean {
  return (
    isPresentAt(reading, AT.forkedFrom) ||
    textAt(reading, reading.view.top, AT.sessionKind) === 'bg'
  );
}

function noteAgentType(reading: Reading, agent: number): void {
  const agentId = internedText(reading, agent);
  if (agentId === null) return;
  const type = textAt(reading, reading.view.top, AT.attributionAgent);
  if (type !== null) noteAgent(reading, agentId, type, null);
}

function addTools(reading: Reading, messageId: number): void {
  const { view, builder } = reading;
  for (let i = 0; i < view.blockCount; i++) {
    const block = view.blocks[i];
    if (block === undefined || !isToolUse(reading, block)) continue;
    const toolUseId = readString(reading.text, block.idStart, block.idEnd);
    if (toolUseId === null) continue;
    const name = readString(reading.text, block.nameStart, block.nameEnd) ?? '(no name)';
    builder.addTool(messageId, builder.intern(toolUseId), builder.intern(name));
    if (AGENT_TOOLS.includes(name)) addAgentCall(reading, toolUseId, block);
  }
}

function isToolUse(reading: Reading, block: BlockView): boolean {
  return (
    block.typeEnd - block.typeStart === TOOL_USE.length &&
    equalsAt(reading.text, block.typeStart, TOOL_USE)
  );
}

/** The type of a subagent is told where it is started; its id follows with the result. */
function addAgentCall(reading: Reading, toolUseId: string, block: BlockView): void {
  const input = readJson(reading.text, block.inputStart, block.inputEnd) as {
    subagent_type?: unknown;
  } | null;
  if (typeof input?.subagent_type !== 'string') return;
  addEvent(reading, 'agent-call', toolUseId, { type: input.subagent_type });
}

function addApiError(reading: Reading): void {
  const error = describeApiError(reading.text, reading.view);
  if (error !== null)
    addEvent(reading, 'api-error', textAt(reading, reading.view.top, AT.uuid), error);
}
