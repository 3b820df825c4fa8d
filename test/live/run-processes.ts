// Runs a function of one of our modules in many processes at the same time, to see who wins.
import { execFile } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

export interface Crowd {
  /**
   * Every process waits for the same moment, then runs the body, in which `own` is the module and `at`
   * the number of the process; what the body returns comes back as JSON.
   */
  run(count: number, body: string): Promise<unknown[]>;
  remove(): void;
}

/** The module with all it imports, as one file that plain Node runs. */
export async function gatherCrowd(module: string): Promise<Crowd> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-crowd-')));
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: module,
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'own.mjs' } },
    },
  });
  const own = pathToFileURL(join(folder, 'own.mjs')).href;
  return {
    run(count, body) {
      const startMs = Date.now() + 400 + count * 30;
      const script = join(folder, 'one.mjs');
      writeFileSync(
        script,
        `import * as own from ${JSON.stringify(own)};
const at = Number(process.argv[2]);
while (Date.now() < Number(process.argv[3]));
const result = (() => { ${body} })();
process.stdout.write(JSON.stringify(result ?? null));`,
      );
      const one = (at: number): Promise<unknown> =>
        new Promise((resolve, reject) => {
          const words = [script, String(at), String(startMs)];
          execFile(process.execPath, words, { timeout: 30_000 }, (error, stdout) => {
            if (error === null) resolve(JSON.parse(stdout));
            else reject(error);
          });
        });
      return Promise.all(Array.from({ length: count }, (_, at) => one(at)));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
