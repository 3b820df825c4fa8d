// Whether a command repeats a stretch of a text word for word. Knows characters; a likeness is no proof that
// one came from the other.

/** Shorter stretches agree by chance: flags, paths, names of programs. Own choice. */
export const LEAST_ECHO = 20;
/** So much of a command and of a text is compared. Own choice. */
const MAX_COMMAND = 4_000;
const MAX_TEXT = 65_536;
/** A stretch of fewer different characters is a rule or a frame. */
const LEAST_CHARACTERS = 9;

/** Blanks as one and no more than is compared: what is kept of a text for a while. */
export function foldForEcho(text: string): string {
  return text.slice(0, MAX_TEXT).replace(/\s+/g, ' ');
}

/**
 * Characters of the longest stretch that both hold and `known` does not; 0 where none has LEAST_ECHO.
 * `folded` and `known` come from foldForEcho.
 */
export function findEcho(command: string, folded: string, known: string): number {
  const line = command.slice(0, MAX_COMMAND).replace(/\s+/g, ' ').trim();
  if (line.length < LEAST_ECHO) return 0;
  const starts = new Map<string, number>();
  for (let at = 0; at + LEAST_ECHO <= line.length; at++) {
    starts.set(line.slice(at, at + LEAST_ECHO), at);
  }
  let longest = 0;
  for (let at = 0; at + LEAST_ECHO <= folded.length; at++) {
    const start = starts.get(folded.slice(at, at + LEAST_ECHO));
    if (start === undefined) continue;
    let length = LEAST_ECHO;
    while (
      start + length < line.length &&
      line.charCodeAt(start + length) === folded.charCodeAt(at + length)
    ) {
      length++;
    }
    const stretch = line.slice(start, start + length);
    if (new Set(stretch).size >= LEAST_CHARACTERS && !known.includes(stretch.trim())) {
      longest = Math.max(longest, length);
    }
    at += length - LEAST_ECHO;
  }
  return longest;
}
