// How src/ becomes what is shipped: the command, its lazily loaded parts and the ingest worker.
// Everything is bundled except better-sqlite3, whose native part has to be found at run time.
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

export default defineConfig({
  ssr: { noExternal: true, external: ['better-sqlite3'], target: 'node' },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    // Readable stack traces are worth more here than bytes.
    minify: false,
    // The bundled packages' licences travel with their code.
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      input: { cli: 'src/entries/cli.ts', 'ingest-worker': 'src/entries/ingest-worker.ts' },
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        // Flat, so that './ingest-worker.js' is beside whichever file starts it.
        chunkFileNames: '[name]-[hash].js',
      },
    },
  },
  plugins: [executableCommand()],
});

/** The command needs its first line and its executable bit to be started by name. */
function executableCommand(): Plugin {
  return {
    name: 'telltale:executable-command',
    generateBundle(_options, bundle) {
      const cli = bundle['cli.js'];
      if (cli?.type === 'chunk' && !cli.code.startsWith('#!')) {
        cli.code = `#!/usr/bin/env node\n${cli.code}`;
      }
    },
    writeBundle({ dir = 'dist' }) {
      chmodSync(join(dir, 'cli.js'), 0o755);
    },
  };
}
