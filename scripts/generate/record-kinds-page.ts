// docs/reference/record-kinds.md: what the reader takes from each kind of transcript record.
import { KNOWN_RECORD_KINDS } from '../../src/transcript/kinds.ts';
import { code, markdownTable, page } from './markdown.ts';

export function recordKindsPage(): string {
  const rows = [...KNOWN_RECORD_KINDS]
    .sort((a, b) => (a.kind < b.kind ? -1 : 1))
    .map(({ kind, use }) => [code(kind), use]);
  return page('Record kinds', [
    'A transcript is a file of JSON records, one per line. The reader knows these kinds; a kind or field that it does not know is counted by its name, shown by `telltale doctor`, and changes no total.',
    markdownTable(['kind', 'what is taken from it'], rows),
  ]);
}
