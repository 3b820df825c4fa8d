// What happened in one turn: tools with their errors, and the marks between them. Knows events; judges
// nothing.
import type { Scene, SessionEvent } from '../../model/session-event/session-event.ts';
import { maskLine } from '../../shared/secrets.ts';
import type { ToolUse, TurnMark } from './history-answer.ts';

/** The most called first, then by name. */
export function countTools(events: Iterable<SessionEvent>): ToolUse[] {
  const tools = new Map<string, { calls: number; errors: number }>();
  const of = (tool: string): { calls: number; errors: number } => {
    const known = tools.get(tool) ?? { calls: 0, errors: 0 };
    tools.set(tool, known);
    return known;
  };
  for (const event of events) {
    if (event.kind === 'tool_call') of(event.tool).calls += 1;
    if (isFailure(event)) of(event.tool).errors += 1;
  }
  return [...tools]
    .map(([tool, counts]) => ({ tool: maskLine(tool), ...counts }))
    .sort((a, b) => b.calls - a.calls || compareNames(a.tool, b.tool));
}

export function countFailures(events: readonly SessionEvent[]): number {
  return events.filter(isFailure).length;
}

/** An error of the tool; what the person did not let run is none. */
function isFailure(event: SessionEvent): event is SessionEvent & { kind: 'tool_result' } {
  return event.kind === 'tool_result' && event.isError && !event.isRejected;
}

/** `before` is the scene at the end of the turn before; changes of it are marks too. */
export function findMarks(events: readonly SessionEvent[], before: Scene | null): TurnMark[] {
  let scene = before;
  return events.flatMap((event): TurnMark[] => {
    const switches = scene === null ? [] : switchesOf(scene, event);
    scene = knownScene(scene, event.scene);
    const own = markOf(event);
    return own === null ? switches : [...switches, own];
  });
}

export function lastScene(events: readonly SessionEvent[], before: Scene | null): Scene | null {
  return events.reduce<Scene | null>((scene, event) => knownScene(scene, event.scene), before);
}

function markOf(event: SessionEvent): TurnMark | null {
  const { atMs } = event;
  switch (event.kind) {
    case 'user':
      if (event.origin === 'interrupt') return { atMs, kind: 'interrupt', detail: null };
      return event.origin === 'command' ? { atMs, kind: 'command', detail: null } : null;
    case 'system':
      if (event.subkind === 'compact_boundary')
        return { atMs, kind: 'compaction', detail: cleanOrNull(event.trigger) };
      return event.subkind === 'api_error' ? { atMs, kind: 'api-error', detail: null } : null;
    case 'tool_result':
      return event.isRejected ? { atMs, kind: 'rejection', detail: cleanOrNull(event.tool) } : null;
    case 'permission':
      return event.phase === 'asked'
        ? { atMs, kind: 'permission', detail: cleanOrNull(event.tool) }
        : null;
    default:
      return null;
  }
}

const SWITCHES = [
  ['model', 'model'],
  ['effort', 'effort'],
  ['permissionMode', 'permission-mode'],
  ['branch', 'branch'],
  ['version', 'version'],
] as const;

/** What is told for the first time, or no longer, is no switch. */
function switchesOf(scene: Scene, event: SessionEvent): TurnMark[] {
  return SWITCHES.flatMap(([field, kind]): TurnMark[] => {
    const [from, to] = [scene[field], event.scene[field]];
    if (from === null || to === null || from === to) return [];
    return [{ atMs: event.atMs, kind, detail: `${maskLine(from)} → ${maskLine(to)}` }];
  });
}

function knownScene(scene: Scene | null, next: Scene): Scene {
  if (scene === null) return next;
  return {
    model: next.model ?? scene.model,
    version: next.version ?? scene.version,
    branch: next.branch ?? scene.branch,
    effort: next.effort ?? scene.effort,
    permissionMode: next.permissionMode ?? scene.permissionMode,
  };
}

function cleanOrNull(text: string | null): string | null {
  return text === null || text === '' ? null : maskLine(text);
}

function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
