// Answers as the one JSON document that `--json` prints. Knows the layout of the text only.

/** Two blanks of indent and a line end: one document that scripts and people can read. */
export function formatJson(answer: unknown): string {
  return `${JSON.stringify(answer, null, 2)}\n`;
}
