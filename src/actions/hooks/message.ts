// What hooks say to the person: plain text, one line, short. Knows the form only.
import { oneLine } from '../../shared/sanitize.ts';

/** More than this is cut: a warning stands between a person and their work. */
export const MAX_MESSAGE_LENGTH = 300;

export function message(text: string): string {
  const line = oneLine(text);
  return line.length <= MAX_MESSAGE_LENGTH
    ? line
    : `${line.slice(0, MAX_MESSAGE_LENGTH - 1).trimEnd()}…`;
}
