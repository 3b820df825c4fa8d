// What is left of a text when all that its writer only shows or quotes is taken out: code, quotes, quoted
// passages, addresses. Knows Markdown as assistants write it; keeps no text.

/** Stands where something was taken out; no letter, so nothing is found across it. */
const GAP = '\u0000';

/**
 * Own choice: the rest of a longer text is not looked at, so that one text costs a bounded time. It is more
 * than one message of the assistant can hold today.
 */
const MOST_CHARS = 200_000;

/**
 * In small letters; paragraphs and list items end with a line break, other white space is one blank. Sources:
 * the exclusions that codevigil's defect D12 asks for.
 */
export function proseOf(text: string): string {
  const shown = withoutBlocks(text.slice(0, MOST_CHARS).toLowerCase());
  return withoutSpans(joinLines(shown));
}

/** Without fenced code, quoted passages and indented code. */
function withoutBlocks(text: string): string[] {
  const lines: string[] = [];
  let fence: string | null = null;
  let wasBlank = true;
  for (const line of text.split('\n')) {
    const mark = /^\s*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== null) {
      if (mark !== undefined && closes(mark, fence) && /^\s*[`~]+\s*$/.test(line)) fence = null;
      continue;
    }
    if (mark !== undefined && !isInline(line, mark)) {
      fence = mark;
      lines.push(GAP);
      continue;
    }
    const isCode: boolean = wasBlank && /^(?: {4,}|\t)(?![-*+] |\d+[.)] )/.test(line);
    wasBlank = line.trim() === '' || isCode;
    lines.push(isCode || /^\s*>/.test(line) ? GAP : line);
  }
  return lines;
}

/** "```x``` in the middle of a line" opens no block. */
function isInline(line: string, mark: string): boolean {
  return mark.startsWith('`') && line.slice(line.indexOf(mark) + mark.length).includes('`');
}

function closes(mark: string, fence: string): boolean {
  return mark[0] === fence[0] && mark.length >= fence.length;
}

/** Lines of one paragraph become one, because a phrase may be broken over two of them. */
function joinLines(lines: readonly string[]): string {
  let joined = '';
  for (const line of lines) {
    const trimmed = line.trim();
    const opens = trimmed === '' || trimmed === GAP || /^(?:[-*+#|]|\d+[.)])/.test(trimmed);
    joined += (opens ? '\n' : ' ') + trimmed.replace(/\s+/g, ' ');
  }
  return joined.slice(1);
}

/** The longest first: two back quotes may hold one. Bounded, so that a lone mark costs little. */
const SPANS: readonly (readonly [sign: string, pattern: RegExp])[] = [
  ['`', /(`{1,3})(?!`)[^\n]{1,400}?(?<!`)\1(?!`)/g],
  ['"', /"[^"\n]{1,300}"/g],
  ['\u201c', /\u201c[^\u201d\n]{1,300}\u201d/g],
  ['\u00ab', /\u00ab[^\u00bb\n]{1,300}\u00bb/g],
  ['\u2018', /\u2018[^\u2019\n]{2,200}\u2019(?![\p{L}\p{N}])/gu],
  ["'", /(?<![\p{L}\p{N}])'[^'\n]{2,200}'(?![\p{L}\p{N}])/gu],
  ['](', /(?<=\])\([^()\s]{1,300}\)/g],
  ['://', /\b[a-z]+:\/\/\S{1,500}/g],
];

function withoutSpans(text: string): string {
  let rest = text;
  for (const [sign, pattern] of SPANS)
    if (rest.includes(sign)) rest = rest.replace(pattern, ` ${GAP} `);
  // Emphasis changes nothing of what is said.
  return rest.replace(/\*{1,3}|(?<![\p{L}\p{N}])_{1,2}|_{1,2}(?![\p{L}\p{N}])/gu, '');
}
