// What is suggested for a word that is no command: also to those who come from ccusage.
import { expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/registry.gen.ts';
import { unknownCommand } from '../../src/entries/unknown-command.ts';

it.each([
  ['daily', 'telltale usage daily'],
  ['session', 'telltale usage session'],
  ['blocks', 'telltale window --blocks'],
  ['usages', 'telltale usage'],
  ['Doctor', 'telltale doctor'],
  ['dialy', 'telltale usage daily'],
  ['version', 'telltale --version'],
])('%s → %s', async (word, line) => {
  const error = await unknownCommand(word, COMMANDS);
  expect(error).toMatchObject({ code: 'usage', next: `Did you mean: ${line}` });
  expect(error.message).toContain(`"${word}"`);
});

it('suggests nothing for what is like nothing', async () => {
  expect((await unknownCommand('xyzzy-42', COMMANDS)).next).toBe('Run: telltale --help');
});
