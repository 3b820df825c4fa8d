// `telltale config`: shows, explains, finds and starts the configuration.
import { inspectSettings } from '../config/load-settings.ts';
import { writeDefaultFile } from '../config/write-default-file.ts';
import {
  answerConfigCheck,
  answerConfigExplain,
  answerConfigPath,
} from '../query/config/config-answers.ts';
import { metricFacts } from '../query/quality/metric-facts.ts';
import { TelltaleError } from '../shared/errors.ts';
import { formatJson } from '../shared/json.ts';
import { telltalePaths, thisPlace } from '../shared/paths.ts';
import { renderConfigCheck, renderConfigExplain } from '../views/terminal/config.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { textOption } from './kit/option-values.ts';

const ACTIONS = ['check', 'explain', 'path', 'init'] as const;

export default defineCommand({
  name: 'config',
  summary: 'check, explain, find or start the configuration file',
  topic: 'Program',
  description:
    'Settings come from config.toml, from environment variables and from flags; a flag wins over a variable, a variable over the file, the file over the default. With a mistake in them, check ends with 2.',
  arguments: [
    { name: 'action', summary: 'what to do', required: true, choices: ACTIONS },
    { name: 'key', summary: 'the setting or section to explain: display.timezone, plan' },
  ],
  options: [
    { flags: '--timezone <zone>', summary: 'with check: the zone as other commands take it' },
    JSON_OPTION,
  ],
  examples: [
    {
      line: 'telltale config check',
      shows: 'every setting with its value and where it comes from',
    },
    { line: 'telltale config explain display.week_start', shows: 'what one setting means' },
    { line: 'telltale config init', shows: 'a commented file, ready to edit' },
  ],
  run: (invocation) => {
    const { action, key } = invocation.args;
    if (key !== undefined && action !== 'explain') throw surplusKey(action, key);
    switch (action) {
      case 'check':
        return runCheck(invocation);
      case 'explain':
        return runExplain(invocation);
      case 'path':
        return runPath(invocation);
      case 'init':
        return runInit(invocation);
      default:
        throw unknownAction(action);
    }
  },
});

async function runCheck(invocation: Invocation): Promise<ExitCode> {
  const { loaded, mistakes } = await inspect(invocation);
  const answer = answerConfigCheck(loaded, mistakes);
  print(invocation, answer, () => renderConfigCheck(answer, invocation.screen));
  return answer.isValid ? 0 : 2;
}

async function runExplain(invocation: Invocation): Promise<ExitCode> {
  const { key } = invocation.args;
  if (key === undefined) {
    throw new TelltaleError('usage', {
      what: 'config explain needs the key of a setting',
      next: 'Run for example: telltale config explain display.timezone',
    });
  }
  const { loaded } = await inspect(invocation);
  const answer = answerConfigExplain(loaded, key);
  print(invocation, answer, () => renderConfigExplain(answer, invocation.screen));
  return 0;
}

/** With every metric's settings, and with the flag that sets one. */
function inspect({ env, options }: Invocation) {
  const timezone = textOption(options.timezone);
  return inspectSettings({
    ...thisPlace(env),
    metrics: metricFacts(),
    flags:
      timezone === undefined
        ? []
        : [{ name: '--timezone', key: 'display.timezone', text: timezone }],
  });
}

async function runPath(invocation: Invocation): Promise<ExitCode> {
  const place = thisPlace(invocation.env);
  const { loaded } = await inspectSettings(place);
  const answer = answerConfigPath(loaded, telltalePaths(place));
  print(invocation, answer, () => `${answer.file}\n`);
  return 0;
}

function runInit(invocation: Invocation): ExitCode {
  const file = telltalePaths(thisPlace(invocation.env)).configFile;
  writeDefaultFile(file);
  const answer = { kind: 'config-init', formatVersion: 1, file } as const;
  print(invocation, answer, () => `Wrote ${file}\nEdit it, then run: telltale config check\n`);
  return 0;
}

function print(invocation: Invocation, answer: object, render: () => string): void {
  invocation.out(invocation.options.json === true ? formatJson(answer) : render());
}

function surplusKey(action: string | undefined, key: string): TelltaleError {
  return new TelltaleError('usage', {
    what: `config ${action} takes no key, but got ${JSON.stringify(key)}`,
    next: 'Leave it out, or run: telltale config explain KEY',
  });
}

function unknownAction(action: string | undefined): TelltaleError {
  return new TelltaleError('usage', {
    what: `config can ${ACTIONS.join(', ')}${action === undefined ? '' : `, not ${JSON.stringify(action)}`}`,
    next: 'Run: telltale config check',
  });
}
