// npm run test:client [vitest argument…]: the tests with the real Claude Code client against a scripted
// API on loopback. Installs the pinned client where none is named in TELLTALE_CLIENT; skips, with one
// line that says why and exit code 0, where it cannot be had or does not start.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLIENT_VERSION = '2.1.197';
const CLIENT_PACKAGE = '@anthropic-ai/claude-code';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache/telltale-client');
const INSTALL_LIMIT_MS = 5 * 60_000;
const START_LIMIT_MS = 30_000;
const RUN_LIMIT_MS = 20 * 60_000;

const client = process.env.TELLTALE_CLIENT || installClient();
const version = client === null ? null : askVersion(client);
if (version === null) {
  // Half an installation would stand in the way of the next one.
  if (client?.startsWith(CACHE)) rmSync(CACHE, { recursive: true, force: true });
  const why = client === null ? 'it cannot be installed' : `${client} does not start`;
  console.log(`skipped: Claude Code ${CLIENT_VERSION} is needed and ${why}`);
} else {
  process.exitCode = build() ?? test(client);
}

/** The pinned client below node_modules; null where npm cannot get it. */
function installClient() {
  const folder = join(CACHE, CLIENT_VERSION);
  const program = join(folder, 'node_modules/.bin/claude');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const wanted = `${CLIENT_PACKAGE}@${CLIENT_VERSION}`;
  const flags = [
    '--no-save',
    '--no-package-lock',
    '--no-audit',
    '--no-fund',
    '--loglevel',
    'error',
  ];
  console.log(`installing ${wanted} for these tests`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['install', '--prefix', folder, ...flags, wanted], {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: INSTALL_LIMIT_MS,
  });
  if (status === 0) finishInstall(folder);
  return status === 0 && existsSync(program) ? program : null;
}

/** npm may leave out the step that puts the program in its place: then it is done here. */
function finishInstall(folder) {
  const script = join(folder, 'node_modules', CLIENT_PACKAGE, 'install.cjs');
  if (!existsSync(script)) return;
  spawnSync(process.execPath, [script], { cwd: dirname(script), timeout: INSTALL_LIMIT_MS });
}

/** In a home of its own: it must not see this machine's. Null when it does not start. */
function askVersion(program) {
  const home = mkdtempSync(join(tmpdir(), 'telltale-client-'));
  const { stdout } = spawnSync(program, ['--version'], {
    cwd: home,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: home, TMPDIR: home, DISABLE_AUTOUPDATER: '1' },
    timeout: START_LIMIT_MS,
  });
  rmSync(home, { recursive: true, force: true });
  const found = /^\d+\.\d+\.\d+/.exec(stdout ?? '');
  return found === null ? null : found[0];
}

/** Undefined when it went well: what is tested is what is built. `TELLTALE_DIST`: that instead. */
function build() {
  if (process.env.TELLTALE_DIST) return undefined;
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  return status === 0 ? undefined : 1;
}

/** Where the system allows it, in a network of its own, which has nothing but loopback. */
function test(program) {
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const words = [vitest, 'run', '--config', 'vitest.client.config.ts', ...process.argv.slice(2)];
  const alone = ['--user', '--map-current-user', '--keep-caps', '--net'];
  const raise = 'ip link set lo up';
  const canBeAlone = spawnSync('unshare', [...alone, 'sh', '-c', raise]).status === 0;
  const network = canBeAlone ? 'a network of its own' : 'traffic turned to loopback';
  console.log(`Claude Code ${version}, ${network}`);
  const { status } = spawnSync(
    canBeAlone ? 'unshare' : process.execPath,
    canBeAlone
      ? [...alone, 'sh', '-c', `${raise} && exec "$@"`, 'sh', process.execPath, ...words]
      : words,
    {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, TELLTALE_CLIENT: program },
      timeout: RUN_LIMIT_MS,
    },
  );
  return status ?? 1;
}
