// Texts of others as parts of a Markdown document that they cannot break. Knows quotes, code spans and
// paths; knows nothing of what is quoted.

/** Every line quoted, so that no heading, fence or rule in the text is one of the document's. */
export function quoteBlock(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}

/** On one line, between marks that the text does not hold. */
export function codeSpan(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  if (longest === 0) return `\`${line}\``;
  const marks = '`'.repeat(longest + 1);
  return `${marks} ${line} ${marks}`;
}

/** On one line, between quotation marks. */
export function inQuotes(text: string): string {
  return `“${text.replace(/\s+/g, ' ').trim()}”`;
}

export function cutEnd(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${wholeEnd(text.slice(0, Math.max(0, length - 1))).trimEnd()}…`;
}

/** The end of the text, from a line or a word on. */
export function cutStart(text: string, length: number): string {
  if (text.length <= length) return text;
  const tail = text.slice(1 - length);
  const at = tail.slice(0, 80).search(/\s/);
  return `…${wholeStart(at < 0 ? tail : tail.slice(at + 1))}`;
}

/** Both ends. */
export function cutMiddle(text: string, length: number): string {
  if (text.length <= length) return text;
  const head = Math.floor(length * 0.4);
  return `${wholeEnd(text.slice(0, head)).trimEnd()} ${cutStart(text, length - head - 1)}`;
}

/** Paths below the folders are written from them, wherever they stand in the text. */
export function relativeTo(folders: readonly string[]): (text: string) => string {
  const starts = folders
    .filter((folder) => folder.length > 1)
    .toSorted((a, b) => b.length - a.length)
    .flatMap((folder) => [`${folder}/`, `${folder}\\`]);
  return (text) => starts.reduce((rest, start) => rest.replaceAll(start, ''), text);
}

/** No half of a character at the cut. */
function wholeEnd(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '');
}

function wholeStart(text: string): string {
  return text.replace(/^[\udc00-\udfff]/, '');
}
