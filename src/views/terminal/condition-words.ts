// How a session stands, in a word or two: its health and what it does now. Knows the words, marks and
// tones; which holds comes from the answer.
import type { SessionCondition } from '../../query/sessions/session-condition.ts';
import { formatDuration, formatInteger } from '../../shared/format.ts';
import { type MarkName, mark } from './marks.ts';
import type { Tone } from './paint.ts';
import type { Screen } from './screen.ts';
import type { Cell } from './table.ts';

type Health = SessionCondition['health'];
type Activity = SessionCondition['activity'];

const LEVELS: Readonly<Record<Health['level'], { mark: MarkName; tone: Tone } | null>> = {
  ok: null,
  unknown: null,
  warn: { mark: 'warn', tone: 'warn' },
  handoff: { mark: 'warn', tone: 'warn' },
  critical: { mark: 'critical', tone: 'critical' },
};

/** `93`, `⚠ 42`, `✖ 3`; null: unknown. */
export function healthCell({ healthPercent, level }: Health, screen: Screen): Cell {
  if (healthPercent === null) return null;
  const text = formatInteger(healthPercent);
  const alarm = LEVELS[level];
  return alarm === null ? text : { text: `${mark(alarm.mark, screen)} ${text}`, tone: alarm.tone };
}

/** `working Bash`, `permission 2 m`, `idle 14 m`; null: unknown. */
export function stateCell(activity: Activity, nowMs: number): Cell {
  const tone = TONES[activity.kind];
  const text = stateText(activity, nowMs);
  return text === null ? null : { text, tone };
}

const TONES: Readonly<Record<Activity['kind'], Tone>> = {
  working: 'accent',
  active: 'accent',
  compacting: 'accent',
  'waiting-permission': 'warn',
  'waiting-input': 'warn',
  failed: 'warn',
  idle: 'dim',
  ended: 'dim',
  quiet: 'dim',
  unknown: 'dim',
};

function stateText(activity: Activity, nowMs: number): string | null {
  const { kind, toolName, detail } = activity;
  const age = ageOf(activity, nowMs);
  switch (kind) {
    case 'working':
      return toolName === null ? 'working' : `working ${toolLabel(toolName)}`;
    case 'waiting-permission':
      return `permission ${age}`;
    case 'waiting-input':
      return `waiting ${age}`;
    case 'failed':
      return detail === null ? 'failed' : `failed ${detail.replaceAll('_', ' ')}`;
    case 'idle':
    case 'quiet':
      return `${kind} ${age}`;
    case 'compacting':
    case 'ended':
    case 'active':
      return kind;
    case 'unknown':
      return null;
    default:
      return kind satisfies never;
  }
}

/** In its largest unit only. */
function ageOf({ sinceMs }: Activity, nowMs: number): string {
  if (sinceMs === null) return '';
  return formatDuration(nowMs - sinceMs)
    .split(' ')
    .slice(0, 2)
    .join(' ');
}

/** `mcp__github__create_issue` → `create_issue`. */
function toolLabel(toolName: string): string {
  return /^mcp__.+?__(.+)$/.exec(toolName)?.[1] ?? toolName;
}

/** Something goes on, or waits for the person. */
export function isActive({ kind }: Activity): boolean {
  return MARK_NAMES[kind] === 'active';
}

/** Whether something goes on, nothing does, or nobody knows; a plain screen has the state's words only. */
export function stateMark(activity: Activity, screen: Screen): Cell {
  if (screen.plain) return '';
  const name = MARK_NAMES[activity.kind];
  return { text: mark(name, screen), tone: name === 'active' ? 'accent' : 'dim' };
}

const MARK_NAMES: Readonly<Record<Activity['kind'], MarkName>> = {
  working: 'active',
  active: 'active',
  compacting: 'active',
  'waiting-permission': 'active',
  'waiting-input': 'active',
  failed: 'idle',
  idle: 'idle',
  ended: 'idle',
  quiet: 'idle',
  unknown: 'unknownState',
};

/** In a sentence's words: `working for 2 m, last tool Bash`. */
export function stateSentence(activity: Activity, nowMs: number): string {
  const { kind, sinceMs, toolName, detail } = activity;
  const age = sinceMs === null ? '' : ` for ${formatDuration(nowMs - sinceMs)}`;
  const told = sinceMs === null ? 'nothing tells' : `no sign${age}`;
  const why = detail === null ? '' : ` (${detail.replaceAll('_', ' ')})`;
  switch (kind) {
    case 'working':
      return `working${age}${toolName === null ? '' : `, last tool ${toolLabel(toolName)}`}`;
    case 'waiting-permission':
      return `waiting for a permission${age}${toolName === null ? '' : `: ${toolLabel(toolName)}`}`;
    case 'waiting-input':
      return `waiting for you${age}`;
    case 'compacting':
      return `compacting${age}${why}`;
    case 'idle':
      return `idle${age}`;
    case 'failed':
      return `failed${why}${age === '' ? '' : `, idle${age}`}`;
    case 'ended':
      return sinceMs === null ? `ended${why}` : `ended${why}${age.replace(' for', '')} ago`;
    case 'active':
      return 'active now';
    case 'quiet':
      return `quiet${age}`;
    case 'unknown':
      return `unknown: ${told}`;
    default:
      return kind satisfies never;
  }
}
