// Words of a command line: quoted so that a shell hands them on unchanged, and read back. Knows quotes
// and backslashes; expands nothing and runs nothing.

/** One word for a POSIX shell. */
export function quoteWord(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * The path of a program or script. On Windows for Git Bash and PowerShell alike: forward slashes, and
 * double quotes only where they are needed.
 */
export function quotePath(path: string, platform: NodeJS.Platform): string {
  if (platform !== 'win32') return quoteWord(path);
  const slashed = path.replaceAll('\\', '/');
  return PLAIN.test(slashed) ? slashed : `"${slashed.replaceAll(/["$`]/g, '\\$&')}"`;
}

/** Characters that no shell reads as anything but themselves. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** The words of a line as a POSIX shell would split them; an open quote ends with the line. */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote: '"' | "'" | null = null;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (quote === null && /\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (character === quote) {
      quote = null;
    } else if (quote === null && (character === '"' || character === "'")) {
      quote = character;
      word ??= '';
    } else if (character === '\\' && isEscape(quote, line.charAt(at + 1))) {
      at++;
      word = (word ?? '') + line.charAt(at);
    } else {
      word = (word ?? '') + character;
    }
  }
  if (word !== null) words.push(word);
  return words;
}

/** Within double quotes a backslash keeps itself, but before these; outside, before a letter of a Windows path. */
function isEscape(quote: '"' | "'" | null, next: string): boolean {
  if (next === '' || quote === "'") return false;
  return quote === '"' ? '"$`\\'.includes(next) : !/[\w.]/.test(next);
}
