// How a failure looks to a person, and which exit code it has.
import { TelltaleError } from '../shared/errors.ts';
import { stripControl } from '../shared/sanitize.ts';
import { adaptSigns } from '../views/terminal/marks.ts';
import type { Screen } from '../views/terminal/screen.ts';

export interface Failure {
  readonly text: string;
  readonly exitCode: 2 | 64;
}

type Forms = Pick<Screen, 'unicode' | 'plain'>;

/** With `isDebug` the code and the stack stand below the message. */
export function formatFailure(error: unknown, isDebug: boolean, forms: Forms): Failure {
  const failure = describeFailure(error, isDebug);
  return { ...failure, text: adaptSigns(failure.text, forms) };
}

function describeFailure(error: unknown, isDebug: boolean): Failure {
  const stack =
    isDebug && error instanceof Error
      ? `\n${keepLines(error.stack ?? '')}\n${describeCause(error)}`
      : '';
  if (error instanceof TelltaleError) {
    const why = error.why === undefined ? '' : `  ${keepLines(error.why)}\n`;
    return {
      text: `telltale: ${keepLines(error.message)}\n${why}  → ${keepLines(error.next)}\n${isDebug ? `\nCode: ${error.code}` : ''}${stack}`,
      exitCode: error.exitCode,
    };
  }
  const words = error instanceof Error ? error.message : String(error);
  const next = isDebug ? '' : '  → Run it again with --debug to see where, and report it\n';
  return { text: `telltale: internal error: ${keepLines(words)}\n${next}${stack}`, exitCode: 2 };
}

function describeCause(error: Error): string {
  return error.cause instanceof Error
    ? `Caused by: ${keepLines(error.cause.stack ?? error.cause.message)}\n`
    : '';
}

function keepLines(text: string): string {
  return text.split('\n').map(stripControl).join('\n');
}
