// How the history screens write a severity, a metric's value, a time and a filter. Knows
// words and tones; neither columns nor pages.
import type { HistoryFilter, MetricWords, Severity } from '../../query/history/history-answer.ts';
import { UNKNOWN } from '../../shared/format.ts';
import { openZone, type Zone } from '../../shared/zone.ts';
import { mark } from './marks.ts';
import type { Span } from './paint.ts';
import type { Screen } from './screen.ts';
import { instantWord, shellWord } from './sessions-words.ts';

/** `⚠ warn`, `✖ critical`, `ok`; unknown: there is nothing to judge. */
export function severityText(severity: Severity | null, screen: Screen): Span {
  if (severity === null) return mark('unknown', screen);
  if (severity === 'ok') return 'ok';
  const text = screen.plain ? severity : `${mark(severity, screen)} ${severity}`;
  return { text, tone: severity };
}

/** The number alone, with the metric's decimals. */
export function valueText(
  value: number | null,
  { decimals }: Pick<MetricWords, 'decimals'>,
): string {
  if (value === null) return UNKNOWN;
  const text = value.toFixed(decimals);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

/** `2026-11-21 09:12` */
export function timeText(atMs: number | null, zone: Zone): string {
  return atMs === null ? 'time unknown' : zone.dateTime(atMs);
}

/** The filter as flags, so that the next command is about the same sessions. */
export function filterFlags(filter: HistoryFilter, timezone: string): string {
  const { project, sinceMs, untilMs, severity, model, permissionMode, task } = filter;
  return [
    flag('--project', project),
    flag('--since', sinceMs === null ? null : instantWord(sinceMs, timezone)),
    flag('--until', untilMs === null ? null : lastWord(untilMs, timezone)),
    flag('--severity', severity),
    flag('--model', model),
    flag('--permission-mode', permissionMode),
    flag('--task-type', task),
  ].join('');
}

/** The day, where its last millisecond is meant. */
function lastWord(untilMs: number, timezone: string): string {
  const next = instantWord(untilMs + 1, timezone);
  return next.includes('T') ? new Date(untilMs).toISOString() : openZone(timezone).dayKey(untilMs);
}

function flag(name: string, value: string | null): string {
  return value === null ? '' : ` ${name} ${shellWord(value)}`;
}

/** What a session has to be to be listed: ends the sentence "None … ". Empty: anything. */
export function filterWords(filter: HistoryFilter): string {
  const { project, sinceMs, untilMs, severity, model, permissionMode, task } = filter;
  return [
    project === null ? null : `belongs to a project with "${project}" in its path`,
    sinceMs === null && untilMs === null ? null : 'was active in that time',
    severity === null ? null : `is ${severity}`,
    model === null ? null : `used a model with "${model}" in its name`,
    permissionMode === null ? null : `was in the permission mode "${permissionMode}"`,
    task === null ? null : `is mostly ${task}`,
  ]
    .filter((word) => word !== null)
    .join(' and ');
}
