// Frames of text → the bytes that turn the last one into the next. Writes whole lines and only those that
// changed, so that nothing flickers and a slow line carries little. Knows no terminal but its codes.

/** Begin and end of what a terminal is to show at once; those that do not know it show it as it comes. */
const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';
const CLEAR = '\u001b[0m\u001b[2J';

export interface FramePainter {
  /** Empty when nothing changed. */
  readonly paint: (frame: string, rows: number) => string;
  /** The screen is not as it was left: the next frame is drawn whole. */
  readonly forget: () => void;
}

export function createFramePainter(): FramePainter {
  let shown: readonly string[] | null = null;
  return {
    forget() {
      shown = null;
    },
    paint(frame, rows) {
      const lines = frame.split('\n').slice(0, rows);
      while (lines.length < rows) lines.push('');
      const before = shown?.length === rows ? shown : null;
      shown = lines;
      const changes = lines.map((line, row) => (before?.[row] === line ? '' : drawLine(line, row)));
      const drawn = changes.join('');
      if (drawn === '' && before !== null) return '';
      return `${BEGIN}${before === null ? CLEAR : ''}${drawn}${END}`;
    },
  };
}

/** Erased before it is written: behind a line as wide as the screen the cursor stands on its last cell. */
function drawLine(line: string, row: number): string {
  return `\u001b[${row + 1};1H\u001b[0m\u001b[2K${line}\u001b[0m`;
}
