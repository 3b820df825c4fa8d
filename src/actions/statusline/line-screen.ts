// What Claude Code's terminal can show, from the settings and the environment that it gives the status
// line: stdout is a pipe there. Reads nothing itself.
import type { HotSettings } from '../../live/hot-settings.ts';
import { detectUnicode } from '../../shared/detect-unicode.ts';
import type { LineScreen } from '../../views/statusline/facts.ts';

/** Claude Code sets COLUMNS since 2.1.153; before that nobody knows. */
const DEFAULT_WIDTH = 120;
/** Claude Code indents the line by two cells (2.1.197); the same is left at the other end. */
const MARGIN_CELLS = 4;

export function lineScreen(
  { color, plain }: Pick<HotSettings['statusline'], 'color' | 'plain'>,
  env: Readonly<Record<string, string | undefined>>,
): LineScreen {
  const columns = Number.parseInt(env.COLUMNS ?? '', 10);
  return {
    width: columns > 0 ? Math.max(20, Math.min(columns, 1000) - MARGIN_CELLS) : DEFAULT_WIDTH,
    color: !plain && (color === 'always' || (color !== 'never' && mayColor(env))),
    unicode: !plain && detectUnicode(env),
    plain,
  };
}

function mayColor({ NO_COLOR, TERM }: Readonly<Record<string, string | undefined>>): boolean {
  return !NO_COLOR && TERM !== 'dumb';
}
