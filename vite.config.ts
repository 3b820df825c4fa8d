// How src/ becomes what is shipped: the command, its lazily loaded parts, the ingest worker and the
// engine; then hook, status line and the interactive browser, each a single file of its own.
// Everything is bundled, better-sqlite3's JavaScript too; only its native part is found at run time.
// The output is CommonJS, but for the browser: Node starts it a third faster than the same code as ES modules.
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { build, defineConfig, type InlineConfig, type Plugin } from 'vite';

/** Started on every event of a session: reading a second file would cost more than the code in it. */
const HOT_ENTRIES = ['hook', 'statusline'];

/** React and Ink, for the one command that fills the terminal; the only part that is an ES module. */
const INTERACTIVE_ENTRY = 'interactive';

const FOR_NODE = {
  ssr: true,
  target: 'node20',
  sourcemap: false,
  // Readable stack traces are worth more here than bytes.
  minify: false,
} as const satisfies InlineConfig['build'];

const OUTPUT = {
  // Node starts CommonJS some 20 ms faster than modules; see docs/decisions.
  format: 'cjs',
  entryFileNames: '[name].js',
  // Flat, so that './ingest-worker.js' is beside whichever file starts it.
  chunkFileNames: '[name]-[hash].js',
} as const;

export default defineConfig({
  ssr: { noExternal: true, target: 'node' },
  build: {
    ...FOR_NODE,
    outDir: 'dist',
    emptyOutDir: true,
    // The bundled packages' licences travel with their code.
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      input: {
        cli: 'src/entries/cli.ts',
        engine: 'src/entries/engine.ts',
        'ingest-worker': 'src/entries/ingest-worker.ts',
      },
      output: OUTPUT,
    },
  },
  plugins: [executableCommand(), separateEntries()],
});

/** What is built is CommonJS in a package of modules; the command is started by name. */
function executableCommand(): Plugin {
  return {
    name: 'telltale:executable-command',
    generateBundle(_options, bundle) {
      const cli = bundle['cli.js'];
      if (cli?.type === 'chunk' && !cli.code.startsWith('#!')) {
        cli.code = `#!/usr/bin/env node\n${cli.code}`;
      }
      // The package is of ES modules; this folder is not.
      const source = `${JSON.stringify({ type: 'commonjs' })}\n`;
      this.emitFile({ type: 'asset', fileName: 'package.json', source });
    },
    writeBundle({ dir = 'dist' }) {
      chmodSync(join(dir, 'cli.js'), 0o755);
    },
  };
}

/** Builds each of them for itself, so that no code is split off into a file that others share. */
function separateEntries(): Plugin {
  return {
    name: 'telltale:separate-entries',
    apply: 'build',
    async writeBundle({ dir = 'dist' }) {
      for (const name of HOT_ENTRIES) await build(hotEntry(name, dir));
      await build(interactiveEntry(dir));
    },
  };
}

/** Ink's layout engine begins with an `await`, which CommonJS cannot load. */
function interactiveEntry(outDir: string): InlineConfig {
  const alone = hotEntry(INTERACTIVE_ENTRY, outDir);
  return {
    ...alone,
    // Without these React is its development build, and Ink looks for React's developer tools.
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    build: {
      ...alone.build,
      license: { fileName: 'licenses-interactive.md' },
      rolldownOptions: {
        input: { [INTERACTIVE_ENTRY]: `src/entries/${INTERACTIVE_ENTRY}.ts` },
        output: { ...OUTPUT, format: 'es', entryFileNames: '[name].mjs', codeSplitting: false },
      },
    },
  };
}

function hotEntry(name: string, outDir: string): InlineConfig {
  return {
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ...FOR_NODE,
      // Here bytes are time, and nobody is ever shown a stack trace.
      minify: true,
      outDir,
      emptyOutDir: false,
      rolldownOptions: {
        input: { [name]: `src/entries/${name}.ts` },
        output: { ...OUTPUT, codeSplitting: false },
      },
    },
  };
}
