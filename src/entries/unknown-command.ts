// What someone most likely meant by a command that does not exist: a mistyped name, or a word or flag
// of a command that does. Knows the definitions; runs nothing.
import type { RegisteredCommand } from '../commands/registry.gen.ts';
import { TelltaleError } from '../shared/errors.ts';
import { nearestName } from '../shared/nearest.ts';

export async function unknownCommand(
  word: string,
  commands: readonly RegisteredCommand[],
): Promise<TelltaleError> {
  const line = await suggestLine(word, commands);
  return new TelltaleError('usage', {
    what: `There is no command "${word}"`,
    next: line === null ? 'Run: telltale --help' : `Did you mean: ${line}`,
  });
}

/** A command line to paste: `daily` → `telltale usage daily`, `blocks` → `telltale window --blocks`. */
async function suggestLine(
  word: string,
  commands: readonly RegisteredCommand[],
): Promise<string | null> {
  if (word === 'version') return 'telltale --version';
  const lines = await wordsOfAll(commands);
  const exact = lines.find((each) => each.word === word);
  if (exact !== undefined) return exact.line;
  const names = lines.filter(({ line }) => line.split(' ').length === 2);
  for (const among of [names, lines]) {
    const near = nearestName(
      word,
      among.map((each) => each.word),
    );
    if (near !== null) return among.find((each) => each.word === near)?.line ?? null;
  }
  return null;
}

interface KnownWord {
  readonly word: string;
  readonly line: string;
}

/** Names first, then the words that a command's argument accepts, then flags without a value. */
async function wordsOfAll(commands: readonly RegisteredCommand[]): Promise<KnownWord[]> {
  const named = commands.filter(({ name }) => name !== '');
  const definitions = await Promise.all(named.map(async ({ load }) => (await load()).default));
  const choices = definitions.flatMap(({ name, arguments: [first] = [] }) =>
    (first?.choices ?? []).map((word) => ({ word, line: `telltale ${name} ${word}` })),
  );
  const flags = definitions.flatMap(({ name, options = [] }) =>
    options
      .flatMap(({ flags: text }) => /(?:^|, )--([a-z-]+)$/.exec(text)?.[1] ?? [])
      .map((word) => ({ word, line: `telltale ${name} --${word}` })),
  );
  return [
    ...named.map(({ name }) => ({ word: name, line: `telltale ${name}` })),
    ...choices,
    ...flags,
  ];
}
