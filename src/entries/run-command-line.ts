// Finds the command that argv names, parses its flags and runs it in the real world.
import { Command, CommanderError, Option } from 'commander';
import type {
  ArgumentDefinition,
  CommandDefinition,
  ExitCode,
  OptionDefinition,
} from '../commands/kit/define-command.ts';
import { COMMANDS, type RegisteredCommand } from '../commands/registry.gen.ts';
import { TelltaleError } from '../shared/errors.ts';
import { nearestName } from '../shared/nearest.ts';
import { isDamage } from '../store/store-errors.ts';
import { makeInvocation } from './make-invocation.ts';
import { VERSION } from './version.ts';

const GLOBAL_OPTIONS: readonly OptionDefinition[] = [
  { flags: '--plain', summary: 'words instead of marks and bars, for screen readers and logs' },
  { flags: '--color', summary: 'use colour even when piped' },
  { flags: '--no-color', summary: 'use no colour' },
  { flags: '--debug', summary: 'show where an error comes from' },
];

/** Flags that may stand before the command's name. */
const LEADING_FLAGS = new Set(['--plain', '--color', '--no-color', '--debug']);

/** @throws TelltaleError and whatever a command throws */
export async function runCommandLine(argv: readonly string[]): Promise<ExitCode> {
  const split = argv.findIndex((word) => !LEADING_FLAGS.has(word));
  const leading = split < 0 ? argv : argv.slice(0, split);
  const rest = split < 0 ? [] : argv.slice(split);
  const [word = ''] = rest;
  if (word === '--version' || word === '-V') return print(`${VERSION}\n`);
  if (word === '--help' || word === '-h' || word === 'help') return showHelp(rest.slice(1));
  const name = word.startsWith('-') ? '' : word;
  const words = name === '' ? rest : rest.slice(1);
  const { default: definition } = await findCommand(name).load();
  return parseAndRun(definition, [...leading, ...words]);
}

function findCommand(name: string): RegisteredCommand {
  const command = COMMANDS.find((each) => each.name === name);
  if (command !== undefined) return command;
  const names = COMMANDS.map((each) => each.name).filter((each) => each !== '');
  const near = nearestName(name, names);
  throw new TelltaleError('usage', {
    what: `There is no command "${name}"`,
    next: near === null ? 'Run: telltale --help' : `Did you mean: telltale ${near}`,
  });
}

async function parseAndRun(
  definition: CommandDefinition,
  words: readonly string[],
): Promise<ExitCode> {
  const command = buildCommand(definition);
  let exitCode: ExitCode = 0;
  command.action(async () => {
    const words = {
      args: namedArgs(definition.arguments ?? [], command.args),
      options: command.opts(),
    };
    try {
      exitCode = await runOnce(definition, words);
    } catch (error) {
      // Commands print when they have their answer, so nothing was said yet.
      if (!isDamage(error)) throw error;
      exitCode = await runOnce(definition, words);
    }
  });
  try {
    await command.parseAsync([...words], { from: 'user' });
  } catch (error) {
    return explainParseError(error, definition);
  }
  return exitCode;
}

async function runOnce(
  definition: CommandDefinition,
  words: Parameters<typeof makeInvocation>[0],
): Promise<ExitCode> {
  const invocation = makeInvocation(words);
  try {
    return await definition.run(invocation);
  } catch (error) {
    throw invocation.explain(error);
  } finally {
    invocation.close();
  }
}

function buildCommand(definition: CommandDefinition): Command {
  const command = new Command(['telltale', definition.name].join(' ').trim());
  command.exitOverride().configureOutput({ writeErr: () => {} });
  command.description(definition.description ?? definition.summary);
  for (const argument of definition.arguments ?? []) {
    const bracketed = argument.required ? `<${argument.name}>` : `[${argument.name}]`;
    command.argument(bracketed, describeArgument(argument));
  }
  for (const option of [...(definition.options ?? []), ...GLOBAL_OPTIONS])
    command.addOption(makeOption(option));
  const examples = (definition.examples ?? []).map((each) => `  ${each.line}\n      ${each.shows}`);
  if (examples.length > 0) command.addHelpText('after', `\nExamples:\n${examples.join('\n')}`);
  return command;
}

function describeArgument(argument: ArgumentDefinition): string {
  const choices = argument.choices === undefined ? '' : ` (${argument.choices.join(', ')})`;
  return `${argument.summary}${choices}`;
}

function makeOption(definition: OptionDefinition): Option {
  const option = new Option(definition.flags, definition.summary);
  if (definition.choices !== undefined) option.choices([...definition.choices]);
  if (definition.default !== undefined && definition.default !== false)
    option.default(definition.default);
  return option;
}

function namedArgs(
  definitions: readonly ArgumentDefinition[],
  words: readonly string[],
): Record<string, string | undefined> {
  const named: Record<string, string | undefined> = {};
  definitions.forEach((definition, index) => {
    const word = words[index];
    if (word === undefined) return;
    checkChoice(definition, word);
    named[definition.name] = word;
  });
  return named;
}

function checkChoice(definition: ArgumentDefinition, word: string): void {
  if (definition.choices === undefined || definition.choices.includes(word)) return;
  const near = nearestName(word, definition.choices);
  throw new TelltaleError('usage', {
    what: `"${word}" is no ${definition.name}; accepted: ${definition.choices.join(', ')}`,
    next: near === null ? 'Choose one of them' : `Did you mean: ${near}`,
  });
}

/** Help is an answer; any other complaint of the parser is a wrong command line. */
function explainParseError(error: unknown, definition: CommandDefinition): ExitCode {
  if (!(error instanceof CommanderError)) throw error;
  if (error.exitCode === 0) return 0;
  throw new TelltaleError('usage', {
    what: error.message.replace(/^error: /, '').replace(/\n/g, ' '),
    next: `Run: ${['telltale', definition.name, '--help'].filter((word) => word !== '').join(' ')}`,
  });
}

async function showHelp(words: readonly string[]): Promise<ExitCode> {
  const [name] = words;
  if (name !== undefined && !name.startsWith('-')) {
    const { default: definition } = await findCommand(name).load();
    return print(buildCommand(definition).helpInformation());
  }
  const overview = buildCommand((await findCommand('').load()).default);
  overview.usage('[command] [options]');
  for (const { name: each, summary } of COMMANDS) {
    if (each !== '') overview.addCommand(new Command(each).description(summary).helpOption(false));
  }
  overview.addHelpText('after', '\nRun telltale <command> --help for the flags of one command.');
  overview.outputHelp();
  return 0;
}

function print(text: string): ExitCode {
  process.stdout.write(text);
  return 0;
}
