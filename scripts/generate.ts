// Writes everything that is derived from the source: the command registry and the reference pages.
// With --check it writes nothing and fails with the names of what is stale.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CommandDefinition } from '../src/commands/kit/define-command.ts';
import { commandsPage } from './generate/commands-page.ts';
import { errorsPage } from './generate/errors-page.ts';
import { pricesPage } from './generate/prices-page.ts';
import { recordKindsPage } from './generate/record-kinds-page.ts';
import { type FoundCommand, registrySource } from './generate/registry.ts';
import { settingsPage } from './generate/settings-page.ts';

const REGISTRY_FILE = 'src/commands/registry.gen.ts';

export async function main(args: readonly string[], root: string): Promise<number> {
  const check = args.includes('--check');
  const commands = await readCommands(root);
  const stale = [
    [REGISTRY_FILE, registrySource(commands)] as const,
    ['docs/reference/commands.md', commandsPage(commands)] as const,
    ['docs/reference/settings.md', settingsPage()] as const,
    ['docs/reference/errors.md', errorsPage()] as const,
    ['docs/reference/prices.md', pricesPage()] as const,
    ['docs/reference/record-kinds.md', recordKindsPage()] as const,
  ].filter(([file, text]) => readText(join(root, file)) !== text);

  for (const [file, text] of stale) {
    console.log(check ? `stale: ${file}` : `written: ${file}`);
    if (!check) writeText(join(root, file), text);
  }
  if (!check || stale.length === 0) return 0;
  console.error('Run `npm run generate` and commit what it writes.');
  return 1;
}

/** Every file directly in src/commands, except the registry itself, is one command. */
async function readCommands(root: string): Promise<FoundCommand[]> {
  const folder = join(root, 'src/commands');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.gen.ts'))
    .map((name) => name.slice(0, -'.ts'.length));
  return Promise.all(
    files.map(async (file) => {
      const path = join(folder, `${file}.ts`);
      const module = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as {
        readonly default?: CommandDefinition;
      };
      if (module.default === undefined) throw new Error(`${path} exports no command as default`);
      return { file, definition: module.default };
    }),
  );
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function writeText(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
