// How src/ becomes what is shipped: the command, its lazily loaded parts and the ingest worker.
// Everything is bundled, better-sqlite3's JavaScript too; only its native part is found at run time.
// The output is CommonJS: Node starts it a third faster than the same code as ES modules.
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

export default defineConfig({
  ssr: { noExternal: true, target: 'node' },
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
        // Node starts CommonJS some 20 ms faster than modules; see docs/decisions.
        format: 'cjs',
        entryFileNames: '[name].js',
        // Flat, so that './ingest-worker.js' is beside whichever file starts it.
        chunkFileNames: '[name]-[hash].js',
      },
    },
  },
  plugins: [executableCommand()],
});

/** What is built is CommonJS in a package of modules; the command is started by name. */
function executableCommand(): Plugin {
  return {
    name: 'telltale:executable-command',
    generateBundle(_options, bundle) {
      this.emitFile({
        type: 'asset',
        fileName: 'package.json',
        source: '{ "type": "commonjs" }\n',
      });
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
