// A home of its own in which init and uninstall run for real, with a client version that is made up.
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { applyInit } from '../../../src/actions/install/apply-init.ts';
import { type InitRequest, planInit } from '../../../src/actions/install/plan-init.ts';
import {
  applyUninstall,
  planUninstall,
  type UninstallRequest,
} from '../../../src/actions/install/uninstall.ts';
import type { InitAnswer, UninstallAnswer } from '../../../src/query/install/install-answer.ts';

export interface World {
  readonly path: string;
  readonly settings: string;
  readonly stateDir: string;
  at(name: string): string;
  write(name: string, text: string | Buffer, mode?: number): string;
  read(name: string): string;
  request(changes?: Partial<InitRequest>): InitRequest;
  install(changes?: Partial<InitRequest>): InitAnswer;
  uninstall(changes?: Partial<UninstallRequest>): UninstallAnswer;
  /** Every file and link below the folder but telltale's own, with mode and content. */
  tree(): Readonly<Record<string, string>>;
  remove(): void;
}

export function makeWorld(): World {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-install-')));
  const at = (name: string) => join(path, name);
  const stateDir = at('state');
  const place = { env: { HOME: path }, platform: process.platform, homeDir: path };
  const shared = { place, cwd: at('project'), stateDir, configFile: at('state/config.toml') };
  const request = (changes: Partial<InitRequest> = {}): InitRequest => ({
    ...shared,
    scope: 'user',
    parts: { hooks: true, statusline: true, claudeMd: false, slashCommand: false },
    mayWrap: true,
    program: { nodePath: '/usr/bin/node', distDir: '/opt/telltale/dist', platform: 'linux' },
    client: { version: '2.1.240', source: 'claude --version' },
    refreshSeconds: 10,
    nowMs: Date.parse('2026-11-21T18:46:00Z'),
    ...changes,
  });
  return {
    path,
    stateDir,
    settings: at('.claude/settings.json'),
    at,
    write(name, text, mode = 0o644) {
      const file = at(name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { mode });
      return file;
    },
    read: (name) => readFileSync(at(name), 'utf8'),
    request,
    install(changes) {
      const asked = request(changes);
      return applyInit(planInit(asked), asked);
    },
    uninstall(changes = {}) {
      const asked = { ...shared, scope: null, nowMs: request().nowMs, ...changes };
      return applyUninstall(planUninstall(asked), asked);
    },
    tree: () => listTree(path, (name) => name !== 'state'),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Path → kind, mode and content of all below a folder. */
export function listTree(
  root: string,
  isCounted: (name: string) => boolean = () => true,
): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (folder: string, prefix: string): void => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      const label = `${prefix}${name}`;
      if (!isCounted(label)) continue;
      const stat = lstatSync(path);
      const mode = (stat.mode & 0o7777).toString(8);
      if (stat.isSymbolicLink()) found[label] = `link ${readlinkSync(path)}`;
      else if (stat.isDirectory()) found[label] = `folder ${mode}`;
      else
        found[label] =
          `file ${mode} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
      if (stat.isDirectory()) visit(path, `${label}/`);
    }
  };
  visit(root, '');
  return found;
}
