// Finds the command that argv names, parses its flags and runs it in the real world.
import { Command, CommanderError } from 'commander';
import type {
  ArgumentDefinition,
  CommandDefinition,
  ExitCode,
} from '../commands/kit/define-command.ts';
import { COMMANDS, type RegisteredCommand } from '../commands/registry.gen.ts';
import { TelltaleError } from '../shared/errors.ts';
import { nearestName } from '../shared/nearest.ts';
import { isDamage } from '../store/store-errors.ts';
import { buildCommand } from './build-command.ts';
import { makeInvocation } from './make-invocation.ts';
import { unknownCommand } from './unknown-command.ts';
import { VERSION } from './version.ts';

/** Flags that may stand before the command's name. */
const LEADING_FLAGS = new Set(['--plain', '--color', '--no-color', '--debug']);

/** First of all: the command that is meant where none is named. Written by init into /telltale. */
const FALLBACK = '--or=';

/** @throws TelltaleError and whatever a command throws */
export async function runCommandLine(given: readonly string[]): Promise<ExitCode> {
  const fallback = given[0]?.startsWith(FALLBACK) ? given[0].slice(FALLBACK.length) : '';
  const argv = fallback === '' ? given : given.slice(1);
  const split = argv.findIndex((word) => !LEADING_FLAGS.has(word));
  const leading = split < 0 ? argv : argv.slice(0, split);
  const rest = split < 0 ? [] : argv.slice(split);
  const [word = ''] = rest;
  if (word === '--version' || word === '-V') return print(`${VERSION}\n`);
  if (word === '--help' || word === '-h' || word === 'help') return showHelp(rest.slice(1));
  const name = word.startsWith('-') ? '' : word;
  const words = name === '' ? rest : rest.slice(1);
  const { default: definition } = await (await findCommand(name || fallback)).load();
  return parseAndRun(definition, [...leading, ...words]);
}

async function findCommand(name: string): Promise<RegisteredCommand> {
  const command = COMMANDS.find((each) => each.name === name);
  if (command !== undefined) return command;
  throw await unknownCommand(name, COMMANDS);
}

async function parseAndRun(
  definition: CommandDefinition,
  words: readonly string[],
): Promise<ExitCode> {
  const command = buildCommand(definition);
  let exitCode: ExitCode = 0;
  command.action(async () => {
    refuseEmptyValues(command, definition);
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
  const takesSession = definition.arguments?.[0]?.name === 'id';
  const invocation = makeInvocation(words, takesSession ? definition.name : undefined);
  try {
    return await definition.run(invocation);
  } catch (error) {
    throw invocation.explain(error);
  } finally {
    invocation.close();
  }
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

/** A variable that was not set in a script; taken as it is, it would select everything. */
function refuseEmptyValues(command: Command, definition: CommandDefinition): void {
  const flag = command.options.find(
    (option) => command.getOptionValue(option.attributeName()) === '',
  );
  const argument = definition.arguments?.[command.args.indexOf('')];
  const name = flag?.long ?? argument?.name;
  if (name === undefined) return;
  throw new TelltaleError('usage', {
    what: `${name} got an empty value`,
    next: 'Give it a value, or leave it out',
  });
}

/** Help is an answer; any other complaint of the parser is a wrong command line. */
function explainParseError(error: unknown, definition: CommandDefinition): ExitCode {
  if (!(error instanceof CommanderError)) throw error;
  if (error.exitCode === 0) return 0;
  const what = error.message.replace(/^error: /, '').replace(/\n/g, ' ');
  const isMisplaced = definition.name === '' && error.code === 'commander.excessArguments';
  throw new TelltaleError('usage', {
    what,
    next: isMisplaced
      ? 'Put the command before its options, for example: telltale usage daily --json'
      : `Run: ${['telltale', definition.name, '--help'].filter((word) => word !== '').join(' ')}`,
  });
}

async function showHelp([name]: readonly string[]): Promise<ExitCode> {
  if (name !== undefined && name !== 'help' && !name.startsWith('-')) {
    const { default: definition } = await (await findCommand(name)).load();
    buildCommand(definition).outputHelp();
    return 0;
  }
  const { default: definition } = await (await findCommand('')).load();
  const overview = buildCommand({
    ...definition,
    description: `${PURPOSE}\n\n${definition.description}`,
  });
  overview.usage('[command] [options]');
  for (const { name: each, summary, topic } of COMMANDS) {
    if (each === '') continue;
    const command = new Command(each).description(summary).helpOption(false);
    overview.addCommand(command.helpGroup(`${topic}:`));
  }
  overview.commandsGroup('Program:').helpCommand('help [command]', 'show what a command takes');
  overview.addHelpText('after', '\nRun telltale <command> --help for the flags of one command.');
  overview.outputHelp();
  return 0;
}

const PURPOSE =
  'What your Claude Code sessions cost and why, from the transcripts on your own disk. Without a ' +
  'command it shows how things stand.';

function print(text: string): ExitCode {
  process.stdout.write(text);
  return 0;
}
