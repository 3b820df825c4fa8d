// What a user record gives: a person's prompt, the name of a slash command, the notice that a task has
// ended, or the id of a subagent whose result it carries.
import { readString } from './json-values.ts';
import { isHumanPrompt, readHarnessWord } from './prompt.ts';
import { AT, addEvent, factsOf, isSidechain, noteAgent, type Reading, textAt } from './reading.ts';
import { RESULT_AT } from './record-view.ts';

export function readUser(reading: Reading): void {
  const { view } = reading;
  const agentId = textAt(reading, view.result, RESULT_AT.agentId);
  if (agentId !== null) {
    noteAgent(
      reading,
      agentId,
      textAt(reading, view.result, RESULT_AT.agentType),
      toolUseOf(reading),
    );
  }
  if (isSidechain(reading)) return;
  if (!isHumanPrompt(reading.text, view)) {
    noteHarness(reading);
    return;
  }
  addEvent(reading, 'prompt', textAt(reading, view.top, AT.uuid), null);
  factsOf(reading).promptOffset ??= reading.offset;
}

/** What a person or a background task set going without a prompt. */
function noteHarness(reading: Reading): void {
  const word = readHarnessWord(reading.text, reading.view);
  if (word === null) return;
  const uuid = textAt(reading, reading.view.top, AT.uuid);
  if (word === 'task-notification') addEvent(reading, 'notice', uuid, { what: word });
  else addEvent(reading, 'command', uuid, { name: word });
}

/** The tool call that the record is the result of. */
function toolUseOf(reading: Reading): string | null {
  const { view } = reading;
  for (let i = 0; i < view.blockCount; i++) {
    const block = view.blocks[i];
    if (block === undefined || block.toolUseIdStart < 0) continue;
    return readString(reading.text, block.toolUseIdStart, block.toolUseIdEnd);
  }
  return null;
}
