// Short words for guard's page: how grave, where. Knows how to say a value; knows nothing of which there are.
import type { Place, Severity } from '../../query/guard/guard-answer.ts';
import { mark } from './marks.ts';
import type { Screen } from './screen.ts';
import type { Cell } from './table.ts';

/** `✖ high`, `⚠ medium`, `low`; the word alone on a plain screen. */
export function severityCell(severity: Severity, screen: Screen): Cell {
  if (severity === 'low') return { text: screen.plain ? 'low' : '  low', tone: 'dim' };
  const sign = screen.plain ? '' : `${mark(severity === 'high' ? 'critical' : 'warn', screen)} `;
  return { text: `${sign}${severity}`, tone: severity === 'high' ? 'critical' : 'warn' };
}

const KINDS: Readonly<Record<Place['kind'], string>> = {
  prompt: 'prompt',
  'assistant-text': "agent's text",
  thinking: 'thinking',
  'tool-input': 'input',
  'file-write': 'text written',
  'tool-result': 'result',
  attachment: 'attachment',
  harness: "client's text",
};

/** `Bash result`, `prompt`; of a tool call also whether it ran. */
export function whereWords({ kind, tool, outcome, agentId }: Place): string {
  const place = tool === null ? KINDS[kind] : toolWords(tool, kind);
  const state = kind === 'tool-input' && outcome === 'rejected' ? ', not run' : '';
  return `${place}${state}${agentId === null ? '' : ' (subagent)'}`;
}

function toolWords(tool: string, kind: Place['kind']): string {
  const name = tool.replace(/^mcp__(.+?)__/, '$1 ').slice(0, 40);
  return kind === 'tool-input' ? name : `${name} ${KINDS[kind]}`;
}
