// The event stream as text: one JSON object a line. The shape is the answer's own.
import type { EventLine } from '../../query/export-events/event-line.ts';

export function renderEventLine(line: EventLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** What the event stream is called where formats are named. */
export const EVENT_FORMAT = {
  id: 'ndjson',
  extensions: ['.ndjson', '.jsonl'],
  openWith: 'jq .payload.tool_name FILE',
} as const;

/** Whether a file's name stands for the event stream. */
export function isEventFile(file: string): boolean {
  const name = file.toLowerCase();
  return EVENT_FORMAT.extensions.some((end) => name.endsWith(end));
}
