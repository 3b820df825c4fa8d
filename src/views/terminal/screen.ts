// What the place we print to can show. Decided once, in entries/, from the stream and environment.

export interface Screen {
  /** Cells per line: the terminal's width, 80 when piped unless COLUMNS says otherwise. */
  readonly width: number;
  /** ANSI colours may be used. */
  readonly color: boolean;
  /** Box, block and mark characters beyond ASCII may be used. */
  readonly unicode: boolean;
  /** Marks are spelled as words (`estimated` for `~`): `--plain` and screen readers. */
  readonly plain: boolean;
  /** Someone is looking: stdout is a terminal. */
  readonly interactive: boolean;
}
