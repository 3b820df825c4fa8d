// Runs one of the TypeScript scripts beside this file: node scripts/run.mjs <name> [argument…].
// Knows how to load TypeScript through vite; knows nothing of what the scripts do.
import { fileURLToPath } from 'node:url';
import { createRunnableDevEnvironment, resolveConfig } from 'vite';

const [name, ...args] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));

if (name === undefined || !/^[a-z0-9-]+$/.test(name)) {
  console.error('usage: node scripts/run.mjs <script name> [argument…]');
  process.exit(64);
}

// Open until the script has ended, because scripts may load more TypeScript while they run.
const environment = await openEnvironment();
try {
  const module = await environment.runner.import(
    fileURLToPath(new URL(`${name}.ts`, import.meta.url)),
  );
  process.exitCode = (await module.main(args, root)) ?? 0;
} catch (error) {
  console.error(error);
  process.exitCode = 2;
} finally {
  await environment.close();
}

async function openEnvironment() {
  const config = await resolveConfig(
    {
      root,
      configFile: false,
      envDir: false,
      logLevel: 'error',
      environments: {
        script: {
          consumer: 'server',
          dev: { moduleRunnerTransform: true },
          resolve: { external: true, mainFields: [], conditions: ['node'] },
        },
      },
    },
    'serve',
  );
  const options = { runnerOptions: { hmr: { logger: false } }, hot: false };
  const opened = createRunnableDevEnvironment('script', config, options);
  await opened.init();
  return opened;
}
