// Runs every rule over the items of one session, in the order in which they stand. Keeps what waits for its
// result, and of texts from outside the last few for a while; everything else is a finding or forgotten.
import type { FindingCollector } from './collect-findings.ts';
import { judgeCommand } from './commands/judge-command.ts';
import type { Hit, Place, PlaceKind } from './finding.ts';
import type { GuardItem, TextItem, ToolResultItem, ToolUseItem } from './guard-item.ts';
import { judgeFileTool, judgeSearchResult } from './judge-file-tool.ts';
import { labelPath } from './label.ts';
import { judgeMcpTool, splitMcpName } from './mcp-tool.ts';
import { findRiskPaths, type RiskPath, type RiskSignal } from './risk-path.ts';
import { GUARD_RULES } from './rules.ts';
import type { SecretDigest } from './secrets/describe-secret.ts';
import { findSecrets } from './secrets/find-secrets.ts';
import { type UntrustedWatch, watchUntrusted } from './untrusted/watch-untrusted.ts';

export interface SessionWatch {
  readonly add: (item: GuardItem) => void;
  /** Of the session, once all items are added. */
  readonly finish: () => { readonly paths: RiskPath[]; readonly toolCalls: number };
}

interface State {
  readonly collector: FindingCollector;
  readonly digest: SecretDigest;
  readonly project: string | null;
  readonly chains: Map<string | null, UntrustedWatch>;
  readonly open: Map<string, OpenUse>;
  readonly signals: RiskSignal[];
  toolCalls: number;
}

/** A tool call whose result is not known yet. */
interface OpenUse {
  readonly item: ToolUseItem;
  readonly hits: readonly Hit[];
  readonly sends: string | null;
}

/** More signals say nothing new about the order. Own choice. */
const MAX_SIGNALS = 5_000;

/** `project`: the folder that the session belongs to; null: not known. */
export function watchSession(
  { sessionId, project }: { readonly sessionId: string; readonly project: string | null },
  collector: FindingCollector,
  digest: SecretDigest,
): SessionWatch {
  const state: State = {
    collector,
    digest,
    project,
    chains: new Map(),
    open: new Map(),
    signals: [],
    toolCalls: 0,
  };
  return {
    add(item) {
      switch (item.type) {
        case 'text':
          addText(state, item);
          break;
        case 'tool-use':
          addUse(state, item);
          break;
        case 'tool-result':
          addResult(state, item);
          break;
        default:
          item satisfies never;
      }
    },
    finish() {
      for (const use of state.open.values()) settleUse(state, use, 'unknown');
      state.open.clear();
      return { paths: findRiskPaths(sessionId, state.signals), toolCalls: state.toolCalls };
    },
  };
}

function addText(state: State, item: TextItem): void {
  if (item.kind === 'prompt') chainOf(state, item).prompt(item.text);
  const place = placeOf(item, item.kind, null);
  for (const hit of findSecrets(item.text, state.digest))
    state.collector.add(hit, place, item.blockId);
}

function addUse(state: State, item: ToolUseItem): void {
  if (state.open.has(item.toolUseId)) return;
  state.toolCalls++;
  const command = /^(?:Bash|PowerShell)$/.test(item.name) ? item.input.command : null;
  const judged = typeof command === 'string' ? judgeCommand(asPosix(item.name, command)) : null;
  const folders = [item.cwd, state.project].filter((folder) => folder !== null);
  const followed = chainOf(state, item).use(item.toolUseId, item.name, item.input, folders);
  const hits = [...(judged?.hits ?? judgeFileTool(item.name, item.input, item.cwd)), ...followed];
  const sends = judged?.sends ?? sendingTool(item.name);
  state.open.set(item.toolUseId, { item: withoutInput(item), hits, sends });
  addInputSecrets(state, item);
}

/** A backslash in PowerShell is a part of a path and escapes nothing. */
function asPosix(tool: string, command: string): string {
  return tool === 'PowerShell' ? command.replaceAll('\\', '/') : command;
}

/** Nothing of the input is kept. */
function withoutInput(item: ToolUseItem): ToolUseItem {
  return { ...item, input: {} };
}

const FILE_TEXT = new Set(['content', 'new_string', 'old_string', 'new_source']);

function addInputSecrets(state: State, item: ToolUseItem): void {
  for (const [field, value] of Object.entries(item.input)) {
    const kind: PlaceKind = FILE_TEXT.has(field) || field === 'edits' ? 'file-write' : 'tool-input';
    const place = placeOf(item, kind, item);
    for (const text of textsIn(value, field)) {
      for (const hit of findSecrets(text, state.digest))
        state.collector.add(hit, place, item.blockId);
    }
  }
}

const SECRET_NAME = /pass|pwd|secret|token|key|credential/i;

/** Strings in a value, however deep. A name of a secret and its value stay together. */
function* textsIn(value: unknown, name = '', depth = 0): Generator<string> {
  if (typeof value === 'string') {
    yield SECRET_NAME.test(name) ? `${name}=${value}` : value;
  } else if (typeof value === 'object' && value !== null && depth < 20) {
    for (const [field, inner] of Object.entries(value)) {
      yield* textsIn(inner, Array.isArray(value) ? '' : field, depth + 1);
    }
  }
}

function addResult(state: State, item: ToolResultItem): void {
  const use = state.open.get(item.toolUseId);
  const place = placeOf(item, 'tool-result', use?.item ?? null);
  const secrets = findSecrets(item.text, state.digest);
  for (const hit of secrets) {
    state.collector.add(hit, place, item.blockId);
    if (hit.severity === 'high')
      signal(state, 'private', `${GUARD_RULES[hit.rule].title} in a result`, place);
  }
  const fromOutside = chainOf(state, item).result(item.toolUseId, item.text);
  if (fromOutside !== null) signal(state, 'untrusted', fromOutside.source, place);
  for (const hit of fromOutside?.hits ?? []) state.collector.add(hit, place, item.blockId);
  if (use === undefined) return;
  for (const hit of judgeSearchResult(use.item.name, item.text, item.cwd)) {
    state.collector.add(hit, place, item.blockId);
  }
  state.open.delete(item.toolUseId);
  settleUse(state, use, item.outcome);
}

/** What did not run is low: it was asked for only. So is the read of a file that is not there. */
function settleUse(state: State, use: OpenUse, outcome: Place['outcome']): void {
  const { item, hits, sends } = use;
  const place: Place = { ...placeOf(item, 'tool-input', item), outcome };
  const isVain =
    outcome === 'rejected' || (outcome === 'failed' && !/^(?:Bash|PowerShell)$/.test(item.name));
  for (const hit of hits) {
    state.collector.add(isVain ? { ...hit, severity: 'low' } : hit, place, item.blockId);
    if (!isVain) signalHit(state, hit, place);
  }
  if (sends !== null && !isVain) signal(state, 'outgoing', sends, place);
}

function signalHit(state: State, hit: Hit, place: Place): void {
  const what = `${GUARD_RULES[hit.rule].title}: ${hit.label}`;
  const { family } = GUARD_RULES[hit.rule];
  if (hit.rule === 'exfiltration' || hit.rule === 'reverse-shell')
    signal(state, 'outgoing', what, place);
  else if (family === 'sensitive-file' && /^(?:read|use)-/.test(hit.rule))
    signal(state, 'private', what, place);
  else if (family === 'command' && hit.severity === 'high') signal(state, 'dangerous', what, place);
}

function signal(state: State, kind: RiskSignal['kind'], what: string, place: Place): void {
  if (state.signals.length < MAX_SIGNALS) state.signals.push({ kind, what, place });
}

/** An MCP tool that by its verb sends something somewhere. */
function sendingTool(name: string): string | null {
  const mcp = splitMcpName(name);
  if (mcp === null || mcp.server === 'ide' || judgeMcpTool(mcp.tool) === 'reads') return null;
  const isSending = /(?:^|_)(?:send|post|upload|publish|create|submit|email|message|comment)/i.test(
    mcp.tool,
  );
  return isSending ? `MCP tool ${labelPath(mcp.tool, null).slice(0, 40)}` : null;
}

function chainOf(state: State, { agentId }: GuardItem): UntrustedWatch {
  const known = state.chains.get(agentId);
  if (known !== undefined) return known;
  const chain = watchUntrusted();
  state.chains.set(agentId, chain);
  return chain;
}

function placeOf(item: GuardItem, kind: PlaceKind, use: ToolUseItem | null): Place {
  return {
    kind,
    file: item.file,
    offset: item.offset,
    sessionId: item.sessionId,
    agentId: item.agentId,
    tool: use === null ? null : labelPath(use.name, null),
    toolUseId: item.type === 'text' ? null : item.toolUseId,
    callId: use?.messageId ?? item.messageId,
    atMs: item.atMs,
    outcome: item.type === 'tool-result' ? item.outcome : null,
  };
}
