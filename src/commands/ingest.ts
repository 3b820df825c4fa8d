// `telltale ingest`: brings the ledger up to date and says what was done.
import { answerIngest } from '../query/ingest/ingest-answer.ts';
import { formatJson } from '../shared/json.ts';
import { renderIngest } from '../views/terminal/ingest.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';

export default defineCommand({
  name: 'ingest',
  summary: 'bring the ledger up to date and say what was done',
  topic: 'Program',
  description:
    'Every command does this by itself before it answers; run it to do the work beforehand or to rebuild. Calls of transcripts that were deleted are always kept.',
  options: [
    {
      flags: '--force',
      summary: 'read every transcript again from its first byte',
      default: false,
    },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale ingest', shows: 'how many calls were added since the last time' },
    { line: 'telltale ingest --force', shows: 'the same after reading everything again' },
  ],
  run: async ({ options, out, screen, ingest }): Promise<ExitCode> => {
    const force = options.force === true;
    const answer = answerIngest(await ingest({ force }), force);
    out(options.json === true ? formatJson(answer) : renderIngest(answer, screen));
    return answer.unreadable.length > 0 ? 1 : 0;
  },
});
