// Gets the program that telltale is compared with. It is no dependency of the package: npm installs
// it below the benchmark's folder when it is needed.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const CCUSAGE_VERSION = '20.0.24';
const PACKAGE = '@ccusage/ccusage-linux-x64';

export type Ccusage = { readonly file: string } | { readonly skipped: string };

export function findCcusage(cacheDir: string): Ccusage {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { skipped: `its binary is for linux-x64, this is ${process.platform}-${process.arch}` };
  }
  const file = join(cacheDir, `ccusage-${CCUSAGE_VERSION}`);
  if (existsSync(file)) return { file };
  const prefix = join(cacheDir, 'npm');
  mkdirSync(prefix, { recursive: true });
  writeFileSync(join(prefix, 'package.json'), '{ "private": true }\n');
  const reason = install(prefix);
  if (reason !== null) return { skipped: reason };
  // The file in the package lacks its executable bit.
  const copy = `${file}.unfinished`;
  copyFileSync(join(prefix, 'node_modules', PACKAGE, 'bin', 'ccusage'), copy);
  chmodSync(copy, 0o755);
  renameSync(copy, file);
  return { file };
}

/** Null when it is there afterwards, else why not. */
function install(prefix: string): string | null {
  const args = ['install', '--prefix', prefix, '--no-save', '--ignore-scripts', '--no-audit'];
  const { status, stderr, error } = spawnSync(
    'npm',
    [...args, '--no-fund', `${PACKAGE}@${CCUSAGE_VERSION}`],
    { cwd: prefix, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  if (status === 0) return null;
  const why = /npm (?:error|ERR!) code (\S+)/.exec(stderr ?? '')?.[1] ?? error?.message;
  return `npm could not install ${PACKAGE}@${CCUSAGE_VERSION} (${why ?? `exit code ${status}`})`;
}
