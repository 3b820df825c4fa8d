// Writes everything that is derived from the source: the command registry and the reference pages.
// With --check it writes nothing and fails with the names of what is stale.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CommandDefinition } from '../src/commands/kit/define-command.ts';
import type { MetricDefinition } from '../src/metrics/kit/metric.ts';
import { commandsPage } from './generate/commands-page.ts';
import { errorsPage } from './generate/errors-page.ts';
import { type FoundMetric, metricRegistrySource } from './generate/metric-registry.ts';
import { pricesPage } from './generate/prices-page.ts';
import { recordKindsPage } from './generate/record-kinds-page.ts';
import { type FoundCommand, registrySource } from './generate/registry.ts';
import { settingsPage } from './generate/settings-page.ts';

const REGISTRY_FILE = 'src/commands/registry.gen.ts';
const METRICS_FILE = 'src/metrics/registry.gen.ts';

export async function main(args: readonly string[], root: string): Promise<number> {
  const check = args.includes('--check');
  const metrics = await readMetrics(root);
  // First, because all that is loaded from here on knows the metrics by it.
  if (!check) writeText(join(root, METRICS_FILE), metricRegistrySource(metrics));
  const { metricsPage } = await import('./generate/metrics-page.ts');
  const commands = await readCommands(root);
  const stale = [
    [METRICS_FILE, metricRegistrySource(metrics)] as const,
    [REGISTRY_FILE, registrySource(commands)] as const,
    ['docs/reference/commands.md', commandsPage(commands)] as const,
    ['docs/reference/settings.md', settingsPage()] as const,
    ['docs/reference/metrics.md', metricsPage(metrics)] as const,
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
  const found = await readDefinitions<CommandDefinition>(root, 'src/commands', 'command');
  return found.map(([file, definition]) => ({ file, definition }));
}

/** Every file directly in src/metrics, except the registry itself, is one metric. */
async function readMetrics(root: string): Promise<FoundMetric[]> {
  const found = await readDefinitions<MetricDefinition>(root, 'src/metrics', 'metric');
  return found.map(([file, definition]) => ({ file, definition }));
}

async function readDefinitions<Definition>(
  root: string,
  room: string,
  what: string,
): Promise<[file: string, definition: Definition][]> {
  const folder = join(root, room);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.gen.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
    .sort();
  return Promise.all(
    files.map(async (file): Promise<[string, Definition]> => {
      const path = join(folder, `${file}.ts`);
      const module = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as {
        readonly default?: Definition;
      };
      if (module.default === undefined) throw new Error(`${path} exports no ${what} as default`);
      return [file, module.default];
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
