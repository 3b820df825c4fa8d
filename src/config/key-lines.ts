// On which line of a TOML text each key stands, for messages and provenance. Reads headers and
// `key =` lines only: values are the TOML parser's business.
import { parseKey } from './setting-keys.ts';

/**
 * Finds the 1-based line of a key, or of the nearest table around it (a key of an inline table
 * stands on its table's line); `null` when the text does not tell.
 */
export function indexKeyLines(text: string): (segments: readonly string[]) => number | null {
  const lines = new Map<string, number>();
  let section: readonly string[] = [];
  text.split('\n').forEach((line, index) => {
    const header = /^\s*\[{1,2}([^\]]+)\]{1,2}\s*(#.*)?$/.exec(line);
    const key = header ? parseKey(header[1] ?? '') : parseKey(keyPart(line));
    if (key === null) return;
    if (header) section = key;
    remember(lines, header ? key : [...section, ...key], index + 1);
  });
  return (segments) => {
    for (let length = segments.length; length > 0; length--) {
      const line = lines.get(JSON.stringify(segments.slice(0, length)));
      if (line !== undefined) return line;
    }
    return null;
  };
}

/** `a.b` in `a.b = 1`; nothing for comments and lines without `=`. */
function keyPart(line: string): string {
  return /^\s*((?:"[^"]*"|'[^']*'|[^="'#])+?)\s*=/.exec(line)?.[1] ?? '';
}

function remember(lines: Map<string, number>, segments: readonly string[], line: number): void {
  const id = JSON.stringify(segments);
  if (!lines.has(id)) lines.set(id, line);
}
