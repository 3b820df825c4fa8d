// What a chain did soon after text from outside came in: pages, searches, MCP results, files from elsewhere.
// Says only what followed what; why an agent did something no transcript tells.
import { commandsIn, isLook } from '../../work/shell-command.ts';
import type { Hit } from '../finding.ts';
import { labelPath, labelWord } from '../label.ts';
import { splitMcpName } from '../mcp-tool.ts';
import { GUARD_RULES, type RuleId, type Severity } from '../rules.ts';
import { findEcho, foldForEcho } from './find-echo.ts';
import { findPhrases } from './injection-phrases.ts';

export interface UntrustedWatch {
  /** A tool call; `folders` are those of the project. The hits of what it follows. */
  readonly use: (
    toolUseId: string,
    tool: string,
    input: ToolInput,
    folders: readonly string[],
  ) => Hit[];
  /** Its result; the hits of what it says. Null: it came from no such tool. */
  readonly result: (toolUseId: string, text: string) => UntrustedResult | null;
  /** What the person typed: that a command repeats it is no finding. */
  readonly prompt: (text: string) => void;
}

type ToolInput = Readonly<Record<string, unknown>>;

export interface UntrustedResult {
  readonly source: string;
  readonly hits: readonly Hit[];
}

/** Tool calls after a result within which a command or edit is noted. Source: an earlier program's rule. */
const WITHIN_CALLS = 3;
/** Tool calls that wait for their result at once; more are forgotten. */
const MAX_OPEN = 200;

interface Source {
  readonly label: string;
  readonly isOutsideFile: boolean;
  /** What the agent asked for: an address that it repeats is its own. */
  readonly asked: string;
}

interface Arrival extends Source {
  readonly atCall: number;
  readonly folded: string;
}

export function watchUntrusted(): UntrustedWatch {
  const open = new Map<string, Source>();
  let arrivals: Arrival[] = [];
  let calls = 0;
  let prompts = '';
  return {
    use(toolUseId, tool, input, folders) {
      calls++;
      arrivals = arrivals.filter(({ atCall }) => calls - atCall <= WITHIN_CALLS);
      const hits = judgeUse(tool, input, arrivals, `${prompts} ${folders.join(' ')}`);
      const source = sourceOf(tool, input, folders);
      if (source !== null) {
        if (open.size >= MAX_OPEN) open.clear();
        open.set(toolUseId, source);
      }
      return hits;
    },
    result(toolUseId, text) {
      const source = open.get(toolUseId);
      if (source === undefined) return null;
      open.delete(toolUseId);
      arrivals.push({ ...source, atCall: calls, folded: foldForEcho(text) });
      const hits = source.isOutsideFile
        ? []
        : findPhrases(text).map((phrase) => hit('injection-phrase', `${source.label}: ${phrase}`));
      return { source: source.label, hits };
    },
    prompt(text) {
      prompts = foldForEcho(`${text.slice(0, 16_384)} ${prompts.slice(0, 16_384)}`);
    },
  };
}

function judgeUse(
  tool: string,
  input: ToolInput,
  arrivals: readonly Arrival[],
  known: string,
): Hit[] {
  if (arrivals.length === 0) return [];
  if (/^(?:Edit|MultiEdit|Write|NotebookEdit)$/.test(tool)) {
    return arrivals.map(({ label }) => hit('untrusted-then-edit', `${tool} after ${label}`));
  }
  const command = /^(?:Bash|PowerShell)$/.test(tool) ? input.command : null;
  if (typeof command !== 'string') return [];
  const commands = command.length <= 20_000 ? commandsIn(command).join('; ') : '';
  const by = programsIn(commands);
  const isMere = command.length <= 20_000 && isLook(command);
  return arrivals.flatMap((arrival) => {
    const echo = findEcho(commands, arrival.folded, `${known} ${arrival.asked}`);
    const { label, isOutsideFile } = arrival;
    if (echo > 0)
      return [hit('untrusted-echo', `${by} after ${label}`, isOutsideFile ? 'medium' : 'high')];
    if (isMere) return [];
    return [
      hit('untrusted-then-command', `${by} after ${label}`, isOutsideFile ? 'low' : 'medium'),
    ];
  });
}

/** The first programs of a line that do more than look: `npm, git`. */
function programsIn(commands: string): string {
  const programs = commands
    .split('; ')
    .filter((command) => !isLook(command))
    .flatMap((command) => /^[\w.-]{1,20}(?=\s|$)/.exec(command)?.[0] ?? []);
  return [...new Set(programs)].slice(0, 3).map(labelWord).join(', ') || 'a command';
}

function hit(rule: RuleId, label: string, severity: Severity = GUARD_RULES[rule].severity): Hit {
  return { rule, severity, label };
}

/** Null: the tool brings nothing from outside. */
function sourceOf(tool: string, input: ToolInput, folders: readonly string[]): Source | null {
  const asked = foldForEcho(
    Object.values(input)
      .filter((value) => typeof value === 'string')
      .join(' '),
  );
  if (tool === 'WebFetch')
    return { label: `WebFetch ${hostOf(input.url)}`.trim(), isOutsideFile: false, asked };
  if (tool === 'WebSearch') return { label: 'WebSearch', isOutsideFile: false, asked };
  const mcp = splitMcpName(tool);
  // The editor's own server tells of the project's files.
  if (mcp !== null) {
    return mcp.server === 'ide'
      ? null
      : { label: `MCP ${labelPath(mcp.server, null)}`, isOutsideFile: false, asked };
  }
  const path = tool === 'Read' ? input.file_path : null;
  if (typeof path !== 'string' || folders.length === 0) return null;
  if (!folders.every((folder) => isOutside(path, folder))) return null;
  return { label: `Read of ${labelPath(path, null)}`, isOutsideFile: true, asked };
}

function hostOf(url: unknown): string {
  const host =
    typeof url === 'string' ? /^[a-z]+:\/\/(?:[^/@]*@)?([\w.-]{1,80})/i.exec(url)?.[1] : undefined;
  return labelPath(host ?? '', null);
}

/** Claude Code's own folders hold what it wrote itself. */
const OWN = /(?:^|\/)\.claude(?:\/|$)|^\/(?:private\/)?tmp\/claude|\/CLAUDE\.md$/;

function isOutside(path: string, folder: string): boolean {
  const [clean, base] = [path, folder].map((each) => each.replaceAll('\\', '/').toLowerCase());
  if (clean === undefined || base === undefined || !/^(?:\/|[a-z]:)/.test(clean)) return false;
  const root = base.replace(/\/(?:\.claude\/|\.)?worktrees\/.*$/, '').replace(/\/$/, '');
  return clean !== root && !clean.startsWith(`${root}/`) && !OWN.test(path.replaceAll('\\', '/'));
}
