// The contract of every command: what help, the reference and scripts rely on.
import { describe, expect, test } from 'vitest';
import type { CommandDefinition } from '../../src/commands/kit/define-command.ts';
import { COMMANDS } from '../../src/commands/registry.gen.ts';
import { listFiles } from './repository.ts';

/** Commands that do something, or draw one line, instead of answering a question. */
const WITHOUT_ANSWER = new Set(['demo', 'statusline']);

const FLAGS = /^(-[A-Za-z], )?--[a-z][a-z-]*( (<[a-z|-]+>|\[[a-z|-]+\]))?$/;

test('the registry holds every file of src/commands', () => {
  const files = listFiles('src/commands').filter((file) => /^src\/commands\/[^/]+\.ts$/.test(file));
  expect(COMMANDS.length).toBe(files.filter((file) => !file.endsWith('.gen.ts')).length);
  expect(COMMANDS.length).toBeGreaterThan(0);
});

test('names are unique', () => {
  expect(new Set(COMMANDS.map(({ name }) => name)).size).toBe(COMMANDS.length);
});

describe.each(COMMANDS.map((entry) => [`telltale ${entry.name}`.trim(), entry] as const))(
  '%s',
  (title, entry) => {
    test('the registry says what the definition says', async () => {
      const command = await load(entry);
      const { name, summary, topic } = command;
      expect({ name, summary, topic }).toEqual({
        name: entry.name,
        summary: entry.summary,
        topic: entry.topic,
      });
    });

    test('the summary is one phrase', () => {
      expect(entry.summary).toMatch(/^[a-z].{9,78}[^.]$/);
    });

    test('options are written so that the parser understands them', async () => {
      const flags = ((await load(entry)).options ?? []).map((option) => option.flags);
      for (const flag of flags) expect(flag).toMatch(FLAGS);
      expect(new Set(flags).size).toBe(flags.length);
    });

    test('a choice has its default among its choices', async () => {
      for (const { choices, default: value, flags } of (await load(entry)).options ?? []) {
        if (choices !== undefined && value !== undefined) expect(choices, flags).toContain(value);
      }
    });

    test('it answers as JSON', async () => {
      if (WITHOUT_ANSWER.has(entry.name)) return;
      const flags = ((await load(entry)).options ?? []).map((option) => option.flags);
      expect(flags.filter((flag) => /(^|, )--json$/.test(flag))).toHaveLength(1);
    });

    test('its examples use what it has', async () => {
      const command = await load(entry);
      expect(command.examples?.length ?? 0).toBeGreaterThan(0);
      const known = (command.options ?? []).flatMap(({ flags }) => flags.match(/--[a-z-]+/) ?? []);
      for (const { line, shows } of command.examples ?? []) {
        expect(line.replace(/^[A-Z_]+=\S+ /, '')).toMatch(new RegExp(`^(npx )?${title}( |$)`));
        expect(shows).not.toBe('');
        for (const flag of line.match(/--[a-z][a-z-]*/g) ?? []) {
          expect([...known, '--plain', '--debug'], line).toContain(flag);
        }
      }
    });
  },
);

async function load(entry: (typeof COMMANDS)[number]): Promise<CommandDefinition> {
  return (await entry.load()).default;
}
