// Bars and sparklines drawn from numbers. Knows the block characters and their ASCII forms; knows
// no colours and no terminal.

/** The part of a screen that drawing depends on. */
export interface DrawingForms {
  /** Block characters may be used. */
  readonly unicode: boolean;
  /** Nothing is drawn: the number beside a drawing says it in words. */
  readonly plain: boolean;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;
const SPARKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const ASCII_SPARKS = ['_', '.', '-', '=', '#'] as const;

/**
 * A bar of exactly `cells` cells for a ratio of 0–1 (values outside are clamped): `███▏░░░░░░`, in
 * ASCII `###.......`, unknown `–` and blanks, empty on a plain screen. Rounds to the nearest eighth
 * (ASCII: cell), but only 0 is empty and only 1 is full.
 */
export function formatBar(ratio: number | null, cells: number, screen: DrawingForms): string {
  if (screen.plain || cells <= 0) return '';
  if (ratio === null || Number.isNaN(ratio)) {
    return (screen.unicode ? '–' : '-').padEnd(cells);
  }
  if (!screen.unicode) {
    const filled = steps(ratio, cells);
    return '#'.repeat(filled) + '.'.repeat(cells - filled);
  }
  const eighths = steps(ratio, cells * 8);
  const drawn = '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
  return drawn + '░'.repeat(cells - drawn.length);
}

/**
 * One cell per value, scaled from 0 to the largest: `▁▂▅▇▃▁▂`, in ASCII `_.=#-_.`; a missing value
 * is a gap, and only 0 is drawn lowest. More values than `maxCells` (7–24) are joined by their
 * largest, so that no peak is lost. Empty on a plain screen.
 */
export function formatSparkline(
  values: readonly (number | null)[],
  screen: DrawingForms,
  maxCells = 24,
): string {
  if (screen.plain) return '';
  const cells = joinNeighbours(values, Math.min(24, Math.max(7, Math.floor(maxCells))));
  const largest = Math.max(0, ...cells.filter(isNumber));
  const levels: readonly string[] = screen.unicode ? SPARKS : ASCII_SPARKS;
  return cells.map((value) => drawSpark(value, largest, levels)).join('');
}

function drawSpark(value: number | null, largest: number, levels: readonly string[]): string {
  if (!isNumber(value)) return ' ';
  if (value <= 0 || largest <= 0) return levels[0] ?? '';
  const level = Math.round((value / largest) * (levels.length - 1));
  return levels[Math.max(1, level)] ?? '';
}

function joinNeighbours(
  values: readonly (number | null)[],
  count: number,
): readonly (number | null)[] {
  if (values.length <= count) return values;
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * values.length) / count);
    const to = Math.floor(((index + 1) * values.length) / count);
    const known = values.slice(from, to).filter(isNumber);
    return known.length === 0 ? null : Math.max(...known);
  });
}

/** The nearest of `count` steps, keeping the first for nothing and the last for all. */
function steps(ratio: number, count: number): number {
  if (ratio <= 0) return 0;
  if (ratio >= 1) return count;
  return Math.min(count - 1, Math.max(1, Math.round(ratio * count)));
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
