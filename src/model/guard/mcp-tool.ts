// What the name of an MCP tool tells: its server, and by its verb what it may do. Knows words only; what a
// tool really does no name can promise.

export interface McpToolName {
  readonly server: string;
  readonly tool: string;
}

/** `mcp__server__tool`, also of a plugin's server; null for other tools. */
export function splitMcpName(name: string): McpToolName | null {
  const match = /^mcp__(.+?)__(.+)$/.exec(name);
  return match === null ? null : { server: match[1] ?? '', tool: match[2] ?? '' };
}

/** 'acts': changes something beyond data, or runs, sends or removes; 'unknown': no known verb. */
export type McpRisk = 'acts' | 'writes' | 'reads' | 'unknown';

/** From the gravest on; 'unknown' stays what it is beside 'reads'. */
const MCP_RISKS: readonly McpRisk[] = ['acts', 'writes', 'unknown', 'reads'];

const VERBS: Readonly<Record<Exclude<McpRisk, 'unknown'>, ReadonlySet<string>>> = {
  acts: new Set(
    'delete remove drop destroy purge execute exec run eval evaluate shell command kill stop start restart deploy publish release send post email mail message notify pay transfer charge refund buy merge push approve invite grant revoke install uninstall click type press fill submit upload navigate trigger invoke cancel reset rollback terminate'.split(
      ' ',
    ),
  ),
  writes: new Set(
    'create update set add edit write put patch move rename append insert comment save store replace modify assign label close open reopen copy import sync upsert fork'.split(
      ' ',
    ),
  ),
  reads: new Set(
    'get list search read query fetch find describe show resolve lookup count status view browse check inspect explain summarize analyze diff compare screenshot snapshot download export history whoami ping validate'.split(
      ' ',
    ),
  ),
};

/** By the first verb in the name. */
export function judgeMcpTool(tool: string): McpRisk {
  const words = tool
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  for (const word of words) {
    if (VERBS.acts.has(word)) return 'acts';
    if (VERBS.writes.has(word)) return 'writes';
    if (VERBS.reads.has(word)) return 'reads';
  }
  return 'unknown';
}

export function gravestRisk(risks: readonly McpRisk[]): McpRisk {
  return MCP_RISKS.find((risk) => risks.includes(risk)) ?? 'unknown';
}
