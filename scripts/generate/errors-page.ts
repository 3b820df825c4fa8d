// docs/reference/errors.md: every failure that was foreseen, from the catalogue.
import { ERROR_CATALOGUE } from '../../src/shared/errors.ts';
import { code, markdownTable, page } from './markdown.ts';

export function errorsPage(): string {
  const rows = Object.entries(ERROR_CATALOGUE).map(([name, { title, exitCode }]) => [
    code(name),
    title,
    String(exitCode),
  ]);
  return page('Errors', [
    'A foreseen failure says what went wrong, with the place and the value seen, and what to do next; `--debug` adds its code and where it comes from. Anything else is a bug: its stack trace, which `--debug` shows, belongs in a report.',
    markdownTable(['code', 'meaning', 'exit code'], rows),
  ]);
}
