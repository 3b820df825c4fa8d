// `telltale rates`: prices, and keeping a cache warm against building it again. Knows its words and
// flags; the question and the page are others'.
import { queryRates } from '../query/rates/query-rates.ts';
import { formatJson } from '../shared/json.ts';
import { renderRates } from '../views/terminal/rates.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { countOption, textOption, tokensOption } from './kit/option-values.ts';

/** Seconds between two pings: within the 5-minute lifetime. Source: ctxprof's default. */
const DEFAULT_INTERVAL = 240;

export default defineCommand({
  name: 'rates',
  summary: 'show prices by model, and what a warm cache saves on the next message',
  topic: 'Costs',
  description:
    'The price book with the dates that its rows hold for and where they come from; with --model ' +
    'every row of one model. Below it, for a context of your newest session (or --context): what ' +
    'the next message costs with a warm and with a cold cache, what it costs to keep the cache ' +
    'warm by a message every so often, and how long a break may be before building it again is ' +
    'cheaper. A ping is priced as reading the context once; what it adds and answers comes on top. ' +
    'Its JSON has the kind "rates", format version 1.',
  options: [
    { flags: '--model <name>', summary: 'one model: opus-4.8, claude-sonnet-5' },
    { flags: '--context <tokens>', summary: 'a context of this size: 150000, 150k, 1M' },
    {
      flags: '--interval <seconds>',
      summary: 'between two messages that keep the cache warm',
      default: DEFAULT_INTERVAL,
    },
    { flags: '--session <id>', summary: 'the session to take context and model from' },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale rates', shows: 'all models, and the newest session' },
    { line: 'telltale rates --model opus-4.8 --context 564k', shows: 'one model, one size' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { options } = invocation;
    const question = {
      model: textOption(options.model),
      contextTokens: tokensOption('--context', options.context, 'telltale rates --context 150k'),
      intervalSec: countOption('--interval', options.interval, {
        fallback: DEFAULT_INTERVAL,
        command: 'telltale rates',
      }),
      session: textOption(options.session),
    };
    const context = await invocation.openLedger({ timezone: textOption(options.timezone) });
    const answer = queryRates(context, question);
    invocation.out(
      options.json === true ? formatJson(answer) : renderRates(answer, invocation.screen),
    );
    return 0;
  },
});
