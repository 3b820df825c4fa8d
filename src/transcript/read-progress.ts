// What a progress record gives: with agent_progress, a copy of a subagent's message with its usage; with
// hook_progress, how a session started.
import { LINE_FLAG } from '../model/flags.ts';
import { readInstant } from './json-values.ts';
import { isCopy, SYNTHETIC_MODEL } from './read-assistant.ts';
import { addStart } from './read-attachment.ts';
import { addUsageLine } from './read-usage-line.ts';
import { AT, internedAt, internedText, noteAgent, type Reading, textAt } from './reading.ts';
import { DATA_AT, MESSAGE_AT, PROGRESS_AT, scanProgressMessage } from './record-view.ts';

export function readProgress(reading: Reading): void {
  const { view, builder } = reading;
  const type = textAt(reading, view.data, DATA_AT.type);
  if (type === 'hook_progress') addStart(reading, view.data, DATA_AT);
  if (type !== 'agent_progress') return;
  const agentId = textAt(reading, view.data, DATA_AT.agentId);
  if (agentId !== null)
    noteAgent(reading, agentId, null, textAt(reading, view.top, AT.parentToolUse));
  if (!scanProgressMessage(reading.text, view)) return;
  if (textAt(reading, view.progress, PROGRESS_AT.type) !== 'assistant') return;
  const model = internedAt(reading, view.message, MESSAGE_AT.model, reading.caches.model);
  if (internedText(reading, model) === SYNTHETIC_MODEL) return;
  reading.atMs = innerTime(reading) ?? reading.atMs;
  addUsageLine(reading, {
    model,
    agent: agentId === null ? -1 : builder.intern(agentId),
    spans: view.progress,
    keys: PROGRESS_AT,
    flags: LINE_FLAG.sidechain | LINE_FLAG.progress | (isCopy(reading) ? LINE_FLAG.copy : 0),
  });
}

/** The message's own time: the record around it is a little later. */
function innerTime(reading: Reading): number | null {
  const { progress } = reading.view;
  const at = PROGRESS_AT.timestamp;
  return readInstant(reading.text, progress[at] as number, progress[at + 1] as number);
}
