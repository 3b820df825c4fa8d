// Help of every command: complete, and within a terminal's width and any terminal's letters.
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/registry.gen.ts';
import { buildCommand } from '../../src/entries/build-command.ts';

describe.each(COMMANDS.map((entry) => [`telltale ${entry.name}`.trim(), entry] as const))(
  '%s --help',
  (title, { load }) => {
    const help = async () => {
      const { default: definition } = await load();
      const command = buildCommand(definition);
      let text = '';
      command.configureOutput({
        writeOut: (more) => {
          text += more;
        },
        getOutHelpWidth: () => 80,
      });
      command.outputHelp();
      return { definition, text };
    };

    it('names the command, every argument, every flag and every example', async () => {
      const { definition, text } = await help();
      expect(text).toMatch(new RegExp(`^Usage: ${title} `));
      for (const { name } of definition.arguments ?? []) expect(text).toContain(`\n  ${name} `);
      for (const { flags } of definition.options ?? []) expect(text).toContain(`\n  ${flags} `);
      for (const { line } of definition.examples ?? []) expect(text).toContain(`\n  ${line}\n`);
    });

    it('names the flags that all commands have', async () => {
      const { text } = await help();
      for (const flags of [
        '--plain',
        '--color',
        '--no-color',
        '--debug',
        '-V, --version',
        '-h, --help',
      ])
        expect(text).toContain(`\n  ${flags} `);
    });

    it('is ASCII and fits 80 columns', async () => {
      const { text } = await help();
      expect(text).toMatch(/^[\n -~]*$/);
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    });
  },
);
