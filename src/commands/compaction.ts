// `telltale compaction`: what a session's compactions kept. Knows its words and flags; the question
// and the page are others'.
import type { CompactionAnswer } from '../query/compaction/compaction-answer.ts';
import { queryCompaction } from '../query/compaction/query-compaction.ts';
import { TelltaleError } from '../shared/errors.ts';
import { formatCount } from '../shared/format.ts';
import { formatJson } from '../shared/json.ts';
import { oneLine } from '../shared/sanitize.ts';
import { renderCompaction } from '../views/terminal/compaction.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';

export default defineCommand({
  name: 'compaction',
  summary: "show what a session's compactions kept, lost and got back",
  topic: 'Sessions',
  description:
    "Compares each compaction's summary with what stood before it: your rules and decisions, open " +
    'tasks, failing tests, files in work. What the summary does not mention counts as lost; where ' +
    'hooks are installed (telltale init), it is put back into the context within the token budget ' +
    'of hooks.restore_tokens, and listed as such. Everything is read from the transcript, so it ' +
    'works for compactions of the past too.',
  arguments: [{ name: 'id', summary: 'session id or its beginning' }],
  options: [
    {
      flags: '--number <n>',
      summary: 'the n-th compaction of the session; the last one otherwise',
    },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale compaction', shows: 'the last compaction of the newest session' },
    { line: 'telltale compaction 4f2a --number 1', shows: 'the first one of that session' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { timezone, json, number } = invocation.options;
    const wanted = parseNumber(number);
    const context = await invocation.openLedger({
      timezone: typeof timezone === 'string' ? timezone : undefined,
    });
    const answer = queryCompaction(context, invocation.args.id);
    if (wanted !== null) checkNumber(wanted, answer);
    invocation.out(
      json === true ? formatJson(answer) : renderCompaction(answer, wanted, invocation.screen),
    );
    return 0;
  },
});

/** A session without any is told about on the page. */
function checkNumber(wanted: number, { compactions, shortId }: CompactionAnswer): void {
  if (compactions.length === 0 || wanted <= compactions.length) return;
  throw new TelltaleError('usage', {
    what: `--number got ${wanted}`,
    why: `this session has ${formatCount(compactions.length, 'compaction')}`,
    next: `telltale compaction ${oneLine(shortId)} --number ${compactions.length}`,
  });
}

function parseNumber(value: unknown): number | null {
  if (value === undefined) return null;
  const text = String(value);
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new TelltaleError('usage', {
    what: `--number got "${text}"`,
    why: 'it takes a whole number of at least 1',
    next: 'telltale compaction --number 1',
  });
}
