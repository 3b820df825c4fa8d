// What the small JSON of session events says. Knows the fields that the model room writes; anything
// else, or broken JSON, is null and never a fault of the question.
import { maskLine } from '../../shared/secrets.ts';
import type { SessionEventRow } from '../../store/readers/sessions-events.ts';
import { groupBy } from './group-by.ts';
import type { Compaction, ErrorCount, ToldTotal } from './session-answer.ts';

const NANO_PER_USD = 1e9;

export function readCompactions(events: readonly SessionEventRow[]): Compaction[] {
  return ofKind(events, 'compaction').map((event) => {
    const data = dataOf(event);
    return {
      atMs: event.atMs,
      trigger: textOf(data.trigger),
      preTokens: numberOf(data.preTokens),
      postTokens: numberOf(data.postTokens),
    };
  });
}

/** API errors by what went wrong, most frequent first. */
export function countErrors(events: readonly SessionEventRow[]): ErrorCount[] {
  const found = ofKind(events, 'api-error').map((event) => {
    const data = dataOf(event);
    const error = textOf(data.error) ?? 'unknown';
    return { error, status: numberOf(data.status), atMs: event.atMs };
  });
  return [...groupBy(found, ({ error, status }) => `${error} ${status}`).values()]
    .map((group) => ({
      error: group[0]?.error ?? 'unknown',
      status: group[0]?.status ?? null,
      count: group.length,
      lastAtMs: group.reduce<number | null>((last, { atMs }) => atMs ?? last, null),
    }))
    .sort((a, b) => b.count - a.count);
}

/** The total that the client wrote when it ended. */
export function readCostState(event: SessionEventRow): ToldTotal | null {
  const totalUsd = numberOf(dataOf(event).totalCostUsd);
  if (totalUsd === null) return null;
  const costNanoUsd = Math.round(totalUsd * NANO_PER_USD);
  return { basis: 'cost-state', atMs: event.atMs, costNanoUsd, processMs: null };
}

function ofKind(events: readonly SessionEventRow[], kind: string): SessionEventRow[] {
  return events.filter((event) => event.kind === kind);
}

function dataOf(event: SessionEventRow): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse(event.data ?? '{}');
    return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? maskLine(value) : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
