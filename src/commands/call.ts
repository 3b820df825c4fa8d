// `telltale call`: the provenance of one call. Knows its words and flags, and that a difference
// between ledger and derivation is a finding.
import { queryCall } from '../query/call/show-call.ts';
import { formatJson } from '../shared/json.ts';
import { renderCall } from '../views/terminal/call.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';

export default defineCommand({
  name: 'call',
  summary: 'show where the figures of one call come from',
  topic: 'Sessions',
  description:
    'Every transcript line seen of one API call, which one counts and why, which session owns it ' +
    'and why, the price with its dates and source, each multiplier, and the arithmetic to the ' +
    'nano-dollar. The result is held against the ledger: a difference is a finding (exit code 1).',
  arguments: [
    {
      name: 'id',
      summary: 'message or request id or its beginning; with #1 behind it an advisor entry',
      required: true,
    },
  ],
  options: [{ flags: '--timezone <zone>', summary: 'IANA time zone for dates' }, JSON_OPTION],
  examples: [{ line: 'telltale call msg_01Fq', shows: 'one call, by the beginning of its id' }],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { timezone, json } = invocation.options;
    const context = await invocation.openLedger({
      timezone: typeof timezone === 'string' ? timezone : undefined,
    });
    const answer = queryCall(context, invocation.args.id ?? '');
    invocation.out(json === true ? formatJson(answer) : renderCall(answer, invocation.screen));
    return answer.findings.length === 0 ? 0 : 1;
  },
});
