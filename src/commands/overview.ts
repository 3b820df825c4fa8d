// `telltale` alone: how things stand. Says where transcripts were looked for; the rest is the answer's.
import { homedir } from 'node:os';
import { queryOverview } from '../query/overview/overview.ts';
import { formatJson } from '../shared/json.ts';
import { findRoots } from '../transcript/roots.ts';
import { renderOverview } from '../views/terminal/overview.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';

export default defineCommand({
  name: '',
  summary: 'show today, the 5-hour window, this week and month, and the last sessions',
  topic: 'Costs',
  description:
    'The overview: what was used and what it would cost at API prices, the sessions that saw work ' +
    'last with how full their context is, and what is worth a look.',
  options: [
    { flags: '--timezone <zone>', summary: 'IANA time zone for days and clock times' },
    JSON_OPTION,
  ],
  examples: [{ line: 'telltale', shows: 'how things stand' }],
  run: async ({ options, env, out, screen, openLedger }): Promise<ExitCode> => {
    const timezone = typeof options.timezone === 'string' ? options.timezone : undefined;
    const context = await openLedger({ timezone });
    const { extra, defaults } = context.settings.roots;
    const homeDir = env.HOME || env.USERPROFILE || homedir();
    const roots = findRoots({ env, platform: process.platform, homeDir, extra, defaults });
    const answer = queryOverview(context, roots);
    out(
      options.json === true
        ? formatJson(answer)
        : renderOverview(answer, screen, { isSample: options.isSample === true }),
    );
    return 0;
  },
});
