// MCP servers that sessions called or that are configured, with what their tools' names tell. Puts both
// together by name; knows nothing of what a server really does.
import { labelPath } from '../../model/guard/label.ts';
import { gravestRisk, judgeMcpTool, splitMcpName } from '../../model/guard/mcp-tool.ts';
import type { Place } from '../../shared/paths.ts';
import type { SessionRow } from '../../store/readers/sessions.ts';
import { readToolCounts } from '../../store/readers/sessions-detail.ts';
import type { QueryContext } from '../context.ts';
import type { McpAnswer, McpConfig, McpServer } from './guard-answer.ts';
import { readMcpConfig } from './read-mcp-config.ts';

/** Folders in which .mcp.json is looked for. Own choice. */
const MAX_PROJECTS = 200;

export function listMcpServers(
  context: QueryContext,
  rows: readonly SessionRow[],
  place: Place,
): McpAnswer {
  const folders = rows.flatMap((row) => [row.projectPath, row.firstCwd, row.lastCwd]);
  const projects = [...new Set(folders.filter((path) => path !== null && path !== ''))] as string[];
  const { servers: configured, files } = readMcpConfig(
    context,
    place,
    projects.slice(0, MAX_PROJECTS),
  );
  const drafts = new Map<string, Draft>();
  for (const [tool, calls] of countTools(context, rows)) {
    const name = splitMcpName(tool);
    if (name === null) continue;
    const { tools } = draftOf(drafts, name.server);
    tools.set(name.tool, (tools.get(name.tool) ?? 0) + calls);
  }
  for (const { name, config } of configured)
    draftOf(drafts, asToolPart(name)).configured.push(config);
  const servers = [...drafts].map(([name, draft]) => settle(name, draft));
  return {
    servers: servers.sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1)),
    files,
  };
}

interface Draft {
  readonly tools: Map<string, number>;
  readonly configured: McpConfig[];
}

function draftOf(drafts: Map<string, Draft>, name: string): Draft {
  const known = drafts.get(name);
  if (known !== undefined) return known;
  const draft: Draft = { tools: new Map(), configured: [] };
  drafts.set(name, draft);
  return draft;
}

/** From the ledger, so also of transcripts that are gone. */
function countTools(context: QueryContext, rows: readonly SessionRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { id } of rows) {
    for (const { name, count } of readToolCounts(context.store.db, id)) {
      counts.set(name, (counts.get(name) ?? 0) + count);
    }
  }
  return counts;
}

/** How Claude Code writes a server's name into the names of its tools. */
function asToolPart(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/g, '_');
}

function settle(name: string, { tools, configured }: Draft): McpServer {
  const listed = [...tools]
    .map(([tool, calls]) => ({ name: labelPath(tool, null), calls, risk: judgeMcpTool(tool) }))
    .sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1));
  return {
    name: labelPath(name, null),
    calls: listed.reduce((sum, { calls }) => sum + calls, 0),
    risk: listed.length === 0 ? 'unknown' : gravestRisk(listed.map(({ risk }) => risk)),
    tools: listed,
    configured,
  };
}
