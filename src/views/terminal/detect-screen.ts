// What the output can show, decided from the environment, the stream and the flags. Knows the
// conventions of terminals; reads nothing itself.
import { detectUnicode } from '../../shared/detect-unicode.ts';
import type { Screen } from './screen.ts';

export interface ScreenSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `process.stdout`, or what a test says about it. */
  readonly stream: { readonly isTTY?: boolean; readonly columns?: number };
  readonly options?: ScreenOptions;
}

export interface ScreenOptions {
  /** `--plain`: words for marks, ASCII, no drawings. */
  readonly plain?: boolean | undefined;
  /** `--color` and `--no-color`; undefined when neither was given. */
  readonly color?: boolean | undefined;
}

const DEFAULT_WIDTH = 80;

export function detectScreen({ env, stream, options = {} }: ScreenSources): Screen {
  const interactive = stream.isTTY === true;
  const plain = options.plain === true;
  return {
    width: detectWidth(env, interactive ? stream.columns : undefined),
    color: options.color ?? (!plain && detectColor(env, interactive)),
    unicode: !plain && detectUnicode(env),
    plain,
    interactive,
  };
}

/** The terminal's own width, else `COLUMNS`, else 80; below 20 nothing can be laid out. */
function detectWidth(env: ScreenSources['env'], columns: number | undefined): number {
  const width = columns || Number.parseInt(env.COLUMNS ?? '', 10);
  return width > 0 ? Math.max(20, Math.min(width, 1000)) : DEFAULT_WIDTH;
}

/** `FORCE_COLOR` outranks `NO_COLOR`, as in Node itself; then it takes a terminal that is not dumb. */
function detectColor(env: ScreenSources['env'], interactive: boolean): boolean {
  const forced = env.FORCE_COLOR?.toLowerCase();
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  return interactive && env.TERM !== 'dumb';
}
