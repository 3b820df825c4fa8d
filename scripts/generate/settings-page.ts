// docs/reference/settings.md: every setting, from the table that defines them.
import type { SettingDefinition } from '../../src/config/setting-definition.ts';
import { SETTING_DEFINITIONS } from '../../src/config/setting-table.ts';
import { code, markdownTable, page } from './markdown.ts';

export function settingsPage(): string {
  return page('Settings', [
    'All settings have a default, so no file is needed. `telltale config path` tells where the file (TOML) belongs, `telltale config init` writes one with every setting commented out, `telltale config check` says what is wrong in it, and `telltale config explain KEY` where a value comes from. An environment variable wins over the file. `TELLTALE_HOME` names one folder for the file and the ledger; without it they are in the usual places of the platform.',
    ...Object.entries<SettingDefinition>(SETTING_DEFINITIONS).flatMap(settingSection),
  ]);
}

function settingSection([key, definition]: [string, SettingDefinition]): string[] {
  const rows = [
    ['type', typeText(definition)],
    ['default', defaultText(definition)],
    ['environment', definition.env === null ? 'none, the file only' : code(definition.env)],
  ];
  return [
    `## ${code(key)}`,
    definition.doc,
    markdownTable(['', ''], rows),
    `\`\`\`toml\n${fileLines(key, definition)}\n\`\`\``,
  ];
}

function typeText(definition: SettingDefinition): string {
  const choices = definition.choices?.map(code).join(', ');
  if (choices !== undefined) return definition.type === 'choices' ? `list of ${choices}` : choices;
  const words = {
    paths: 'list of folders',
    timezone: 'IANA time zone',
    date: 'date',
    choice: 'one of a list',
    choices: 'some of a list',
    boolean: '`true` or `false`',
    number: 'number',
    integer: 'whole number',
    text: 'text',
    phrases: 'list of texts or of tables `{ text, mode, category, intent }`',
  } as const;
  const { min, max } = definition;
  const range = min === undefined || max === undefined ? '' : `, ${min} to ${max}`;
  return words[definition.type] + range;
}

function defaultText({ default: value }: SettingDefinition): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'not set';
  return code(JSON.stringify(value));
}

/** A table and one line of it, as they stand in the file. */
function fileLines(key: string, definition: SettingDefinition): string {
  const segments = key.split('.');
  const name = segments.at(-1) ?? key;
  const table = segments
    .slice(0, -1)
    .map((segment) => (segment.startsWith('<') ? '"claude-opus-4-8"' : segment));
  const line = name.startsWith('<') ? '"my-gateway-model"' : name;
  return `[${table.join('.')}]\n${line} = ${definition.example}`;
}
