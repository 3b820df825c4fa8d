// What stood between the calls of sessions, as the search for collapses takes it: from the transcripts,
// and how the session was started from the hooks too. Knows the stored forms.
import type { CacheSignal } from '../../model/cache/cache-call.ts';
import { readSessionStarts } from '../../store/readers/hook-events.ts';
import { readSessionSignals, type SignalRow } from '../../store/readers/session-signals.ts';
import type { QueryContext } from '../context.ts';

/** By session.id, in the order of time. */
export function readCacheSignals(
  { store }: QueryContext,
  sessions: readonly number[],
): Map<number, CacheSignal[]> {
  const { db } = store;
  const signals = new Map<number, CacheSignal[]>(sessions.map((id) => [id, []]));
  for (const row of readSessionSignals(db, sessions)) {
    signals.get(row.session)?.push({ agentId: row.agentId, ...toSignal(row) });
  }
  for (const { session, atMs, source } of readSessionStarts(db, sessions)) {
    signals.get(session)?.push({ agentId: null, kind: 'start', atMs, detail: source });
  }
  for (const list of signals.values()) list.sort((a, b) => a.atMs - b.atMs);
  return signals;
}

function toSignal({ kind, atMs, data }: SignalRow): Omit<CacheSignal, 'agentId'> {
  const fields = fieldsOf(data);
  switch (kind) {
    case 'start':
      return { kind, atMs, detail: textOf(fields.source) };
    case 'command': {
      const name = textOf(fields.name);
      return name === '/clear'
        ? { kind: 'clear', atMs, detail: null }
        : { kind, atMs, detail: name };
    }
    case 'tools':
      return { kind, atMs, detail: toolWords(fields) };
    case 'compaction':
    case 'notice':
    case 'prompt':
      return { kind, atMs, detail: null };
    default: {
      const unknown: never = kind;
      return unknown;
    }
  }
}

/** Numbers only where there are many: names of tools tell what a person works with. */
function toolWords(fields: Readonly<Record<string, unknown>>): string {
  const count = (value: unknown): number => (Array.isArray(value) ? value.length : 0);
  const what = { tools: 'tools', agents: 'subagent types', 'mcp-instructions': 'MCP servers' };
  const name = what[fields.what as keyof typeof what] ?? 'entries';
  return `${count(fields.added)} ${name} added, ${count(fields.removed)} removed`;
}

function fieldsOf(data: string | null): Readonly<Record<string, unknown>> {
  if (data === null) return {};
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
