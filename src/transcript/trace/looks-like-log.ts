// Whether a pasted text is a log or a stack trace rather than something a person wrote. Knows how such
// lines begin.

/** Shorter texts are not worth the question. Source: the limit of a large paste. */
const MIN_CHARS = 4_000;
/** Lines looked at. Own choice. */
const MAX_LINES = 400;
/** Share of such lines from which the whole is one. Own choice. */
const ENOUGH = 0.2;

const LOG_LINE =
  /^\s*(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[?\d\d:\d\d:\d\d|at \S+ ?\(|File "[^"]+", line \d+|Traceback |\w*(?:Error|Exception)\b|(?:FAIL|ERROR|WARN|INFO|DEBUG|TRACE|FATAL)\b|\[(?:error|warn|warning|info|debug|fatal)\]|npm (?:ERR|error|warn)|error(?:\[\w+\])?:|warning:)/i;

export function looksLikeLog(text: string): boolean {
  if (text.length < MIN_CHARS) return false;
  const lines = text.split('\n', MAX_LINES).filter((line) => line.trim() !== '');
  const found = lines.filter((line) => LOG_LINE.test(line.slice(0, 200))).length;
  return lines.length > 0 && found / lines.length >= ENOUGH;
}
