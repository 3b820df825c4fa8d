// Turns a command's definition into what the parser understands and help shows. Knows the flags that
// every command has; runs nothing.
import { Command, Option } from 'commander';
import type {
  ArgumentDefinition,
  CommandDefinition,
  OptionDefinition,
} from '../commands/kit/define-command.ts';
import { VERSION } from './version.ts';

const GLOBAL_OPTIONS: readonly OptionDefinition[] = [
  { flags: '--plain', summary: 'words instead of marks and bars, for screen readers and logs' },
  { flags: '--color', summary: 'use colour even when piped' },
  { flags: '--no-color', summary: 'use no colour' },
  { flags: '--debug', summary: 'show where an error comes from' },
];

export function buildCommand(definition: CommandDefinition): Command {
  const command = new Command(['telltale', definition.name].join(' ').trim());
  command.exitOverride().configureOutput({ writeErr: () => {} });
  command.description(definition.description ?? definition.summary);
  for (const argument of definition.arguments ?? []) {
    const bracketed = argument.required ? `<${argument.name}>` : `[${argument.name}]`;
    command.argument(bracketed, describeArgument(argument));
  }
  for (const option of [...(definition.options ?? []), ...GLOBAL_OPTIONS])
    command.addOption(makeOption(option));
  command.version(VERSION, '-V, --version', 'show the version and exit');
  command.helpOption('-h, --help', 'show what the command takes and exit');
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
