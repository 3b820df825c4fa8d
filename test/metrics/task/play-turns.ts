// Turns written down as a transcript and read back as session events, the way the product sees them. Knows the
// shorthand of labelled-turns.ts.

import { taskMarker } from '../../../src/metrics/task/prompt-words.ts';
import { createEventReader } from '../../../src/transcript/session-events/event-reader.ts';
import type { TranscriptEvent } from '../../../src/transcript/session-events/transcript-event.ts';
import type { LabelledTurn } from './labelled-turns.ts';

const TOOLS: Readonly<Record<string, string>> = {
  R: 'Read',
  S: 'Grep',
  L: 'Glob',
  E: 'Edit',
  W: 'Write',
  B: 'Bash',
  A: 'Agent',
  F: 'WebFetch',
  T: 'TodoWrite',
  P: 'ExitPlanMode',
  Q: 'AskUserQuestion',
  M: 'mcp__browser__click',
};

const START_MS = Date.parse('2026-11-20T09:00:00Z');

type PlayedTurn = Pick<LabelledTurn, 'prompt' | 'deeds' | 'isPlanMode'>;

/** One session: a minute per record. */
export function playTurns(turns: readonly PlayedTurn[]): TranscriptEvent[] {
  const reader = createEventReader({ resume: null, markers: [taskMarker] });
  let offset = 0;
  const events = linesOf(turns).flatMap((line) => {
    const bytes = Buffer.from(line);
    const taken = reader.take(bytes, offset);
    offset += bytes.length + 1;
    return taken;
  });
  return [...events, ...reader.flush()];
}

export function linesOf(turns: readonly PlayedTurn[]): string[] {
  const lines: string[] = [];
  const write = (type: 'user' | 'assistant', content: unknown, more: object = {}): void => {
    const at = lines.length;
    const message =
      type === 'user'
        ? { role: type, content }
        : { id: `msg_${at}`, role: type, model: 'claude-opus-4-8', content };
    lines.push(
      JSON.stringify({
        type,
        uuid: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
        sessionId: '5e551011-0000-4000-8000-000000000000',
        timestamp: new Date(START_MS + at * 60_000).toISOString(),
        message,
        ...more,
      }),
    );
  };
  for (const { prompt, deeds, isPlanMode } of turns) {
    write('user', prompt, { permissionMode: isPlanMode === true ? 'plan' : 'default' });
    for (const deed of deeds.split(' ')) playDeed(deed, lines.length, write);
  }
  return lines;
}

function playDeed(
  deed: string,
  id: number,
  write: (type: 'user' | 'assistant', content: unknown) => void,
): void {
  if (deed === '~') {
    write('assistant', [{ type: 'text', text: 'Done.' }]);
    return;
  }
  const name = TOOLS[deed.charAt(0)];
  if (name === undefined) throw new Error(`"${deed}" is no deed`);
  const toolUseId = `toolu_${id}`;
  write('assistant', [{ type: 'tool_use', id: toolUseId, name, input: { n: id } }]);
  const isError = deed.endsWith('!');
  write('user', [
    {
      type: 'tool_result',
      tool_use_id: toolUseId,
      is_error: isError,
      content: isError ? 'exit 1' : 'ok',
    },
  ]);
}
