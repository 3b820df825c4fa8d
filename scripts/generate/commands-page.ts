// docs/reference/commands.md: what each command takes and gives, from its definition.
import type {
  ArgumentDefinition,
  CommandDefinition,
  OptionDefinition,
} from '../../src/commands/kit/define-command.ts';
import { code, markdownTable, page } from './markdown.ts';
import { type FoundCommand, sortCommands } from './registry.ts';

export function commandsPage(commands: readonly FoundCommand[]): string {
  const definitions = sortCommands(commands).map((command) => command.definition);
  return page('Commands', [
    'Results go to stdout; progress, warnings and errors go to stderr.',
    EXIT_CODES,
    GLOBAL_OPTIONS,
    ...definitions.flatMap(commandSection),
  ]);
}

/** The words of a heading and of a link: `telltale usage`. */
function commandTitle(definition: Pick<CommandDefinition, 'name'>): string {
  return `telltale ${definition.name}`.trim();
}

const EXIT_CODES = `## Exit codes

${markdownTable(
  ['code', 'meaning'],
  [
    ['0', 'all well'],
    ['1', '`doctor` or `call` has a finding: something that wants your attention'],
    ['2', 'failure; stderr says what, why and what to do next'],
    ['64', 'the command line or a value on it cannot be understood'],
  ],
)}

Every failure has a code and a next step: [errors](errors.md).`;

const GLOBAL_OPTIONS = `## Options of every command

${markdownTable(
  ['option', 'what it does'],
  [
    [code('-h, --help'), 'show what the command takes and exit'],
    [code('-V, --version'), 'show the version and exit'],
    [code('--plain'), 'words instead of marks and bars, for screen readers and logs'],
    [code('--color'), 'use colour even when piped'],
    [code('--no-color'), 'use no colour'],
    [code('--debug'), 'show where an error comes from'],
  ],
)}

Colour follows the terminal; \`NO_COLOR\` turns it off and \`FORCE_COLOR\` on.`;

function commandSection(definition: CommandDefinition): string[] {
  return [
    `## ${commandTitle(definition)}`,
    `${capitalise(definition.summary)}.`,
    `\`\`\`\n${usageLine(definition)}\n\`\`\``,
    definition.description ?? '',
    argumentTable(definition.arguments ?? []),
    optionTable(definition.options ?? []),
    exampleBlock(definition),
  ];
}

function usageLine(definition: CommandDefinition): string {
  const words = (definition.arguments ?? []).map(({ name, required }) =>
    required === true ? `<${name}>` : `[${name}]`,
  );
  const options = (definition.options ?? []).length > 0 ? ['[options]'] : [];
  return [commandTitle(definition), ...words, ...options].join(' ');
}

function argumentTable(list: readonly ArgumentDefinition[]): string {
  if (list.length === 0) return '';
  return markdownTable(
    ['argument', 'meaning'],
    list.map(({ name, summary, choices }) => [code(name), `${summary}${choicesText(choices)}`]),
  );
}

function optionTable(list: readonly OptionDefinition[]): string {
  if (list.length === 0) return '';
  return markdownTable(
    ['option', 'what it does'],
    list.map((option) => [
      code(option.flags),
      `${option.summary}${choicesText(option.choices)}${defaultText(option.default)}`,
    ]),
  );
}

function exampleBlock({ examples = [] }: CommandDefinition): string {
  if (examples.length === 0) return '';
  const lines = examples.map(({ line, shows }) => `# ${shows}\n${line}`);
  return `\`\`\`sh\n${lines.join('\n\n')}\n\`\`\``;
}

function choicesText(choices: readonly string[] | undefined): string {
  return choices === undefined ? '' : ` (${choices.map(code).join(', ')})`;
}

function defaultText(value: OptionDefinition['default']): string {
  return value === undefined || value === false ? '' : `; default ${code(String(value))}`;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
