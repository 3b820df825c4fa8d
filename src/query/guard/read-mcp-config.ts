// Which MCP servers are configured: from Claude Code's own file and the projects' .mcp.json, read only. Takes
// names, programs and hosts; arguments, addresses and values may hold secrets and are not taken.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { labelPath } from '../../model/guard/label.ts';
import type { Place } from '../../shared/paths.ts';
import { maskLine } from '../../shared/secrets.ts';
import {
  isObject,
  type JsonObject,
  objectAt,
  textAt,
} from '../../transcript/conversation/json-fields.ts';
import { findRoots } from '../../transcript/roots.ts';
import type { QueryContext } from '../context.ts';
import type { McpConfig, McpFile } from './guard-answer.ts';

export interface ConfiguredServers {
  /** As they are named in the files. */
  readonly servers: readonly { readonly name: string; readonly config: McpConfig }[];
  readonly files: readonly McpFile[];
}

/** A larger file is none that Claude Code would write. Own choice. */
const MAX_BYTES = 64 * 1024 * 1024;

export function readMcpConfig(
  { settings }: QueryContext,
  place: Place,
  projects: readonly string[],
): ConfiguredServers {
  const servers: { name: string; config: McpConfig }[] = [];
  const files: McpFile[] = [];
  const read = (path: string): JsonObject => {
    const { state, value } = readJson(path);
    files.push({ path: maskLine(path), state });
    return value;
  };
  for (const path of clientFiles(place, settings)) {
    const file = read(path);
    servers.push(...serversIn(file.mcpServers, 'user', path));
    for (const project of projects) {
      const own = objectAt(objectAt(file, 'projects'), project);
      servers.push(...serversIn(own.mcpServers, 'local', path));
    }
  }
  for (const project of projects) {
    const path = join(project, '.mcp.json');
    servers.push(...serversIn(read(path).mcpServers, 'project', path));
  }
  return { servers, files };
}

/** `.claude.json` lies beside ~/.claude, and inside any other config folder. */
function clientFiles(place: Place, settings: QueryContext['settings']): string[] {
  const paths = findRoots({ ...place, ...settings.roots })
    .filter(({ taken }) => taken)
    .map(({ source, path }) =>
      source === '~/.claude' ? join(place.homeDir, '.claude.json') : join(path, '.claude.json'),
    );
  return [...new Set(paths)];
}

function readJson(path: string): { state: McpFile['state']; value: JsonObject } {
  try {
    const found = statSync(path);
    // A named pipe would keep it waiting for ever.
    if (!found.isFile() || found.size > MAX_BYTES) return { state: 'unreadable', value: {} };
    const value: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
    return isObject(value) ? { state: 'read', value } : { state: 'broken', value: {} };
  } catch (error) {
    if (error instanceof SyntaxError) return { state: 'broken', value: {} };
    const code = error instanceof Error && 'code' in error ? error.code : '';
    return { state: code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable', value: {} };
  }
}

function serversIn(
  servers: unknown,
  scope: McpConfig['scope'],
  file: string,
): { name: string; config: McpConfig }[] {
  if (!isObject(servers)) return [];
  return Object.entries(servers)
    .filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
    .map(([name, server]) => ({
      name,
      config: { scope, file: maskLine(file), ...describe(server) },
    }));
}

function describe(server: JsonObject): Omit<McpConfig, 'scope' | 'file'> {
  const command = textAt(server, 'command');
  const url = textAt(server, 'url');
  const given = [
    ...Object.keys(objectAt(server, 'env')),
    ...Object.keys(objectAt(server, 'headers')),
  ];
  return {
    transport: transportOf(server, command, url),
    target:
      command === null
        ? hostOf(url)
        : labelPath(command.split(/[\\/]/).at(-1) ?? '', null).slice(0, 60),
    given: given.map((name) => labelPath(name, null).slice(0, 60)),
  };
}

function transportOf(
  server: JsonObject,
  command: string | null,
  url: string | null,
): McpConfig['transport'] {
  const type = textAt(server, 'type');
  if (type === 'stdio' || type === 'http' || type === 'sse') return type;
  if (command !== null) return 'stdio';
  return url === null ? 'unknown' : 'http';
}

function hostOf(url: string | null): string | null {
  const host = /^[a-z]+:\/\/(?:[^/?#]*@)?([\w.-]{1,80})/i.exec(url ?? '')?.[1];
  return host === undefined ? null : labelPath(host, null);
}
