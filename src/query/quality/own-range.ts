// What the user's own sessions measure: the warm values of those that ended, in the order of their start.
// Knows readings; judges nothing.
import { readThreadRows } from '../../store/readers/threads.ts';
import { readWarmValues } from '../../store/readers/warm-values.ts';
import type { QueryContext } from '../context.ts';

/** One ended session's warm value of one metric. */
export interface OwnValue {
  readonly fileId: number;
  readonly value: number;
}

export interface OwnRange {
  /** In the order in which the sessions began. */
  readonly valuesOf: (metric: string) => readonly OwnValue[];
}

const MINUTE_MS = 60_000;

export function readOwnRange(context: QueryContext): OwnRange {
  const endedBefore = context.now() - context.settings.quality.endedAfterMinutes * MINUTE_MS;
  const { baselineSince } = context.settings.quality;
  const sinceMs = baselineSince === null ? null : context.zone.startOfDay(baselineSince);
  const { db } = context.store;
  const ended = new Map(
    readThreadRows(db, { main: true })
      .filter(({ lastMs }) => lastMs !== null && lastMs < endedBefore)
      .filter(({ firstMs }) => sinceMs === null || (firstMs !== null && firstMs >= sinceMs))
      .map(({ fileId, firstMs }) => [fileId, firstMs]),
  );
  const found = new Map<string, Found[]>();
  for (const { fileId, metric, value } of readWarmValues(db)) {
    const firstMs = ended.get(fileId);
    if (firstMs === undefined) continue;
    const own = found.get(metric);
    if (own === undefined) found.set(metric, [{ fileId, value, firstMs }]);
    else own.push({ fileId, value, firstMs });
  }
  for (const values of found.values()) values.sort(byStart);
  return { valuesOf: (metric) => found.get(metric) ?? [] };
}

interface Found extends OwnValue {
  readonly firstMs: number | null;
}

/** Sessions without a time come last; equal times by their value, whatever the order of reading was. */
function byStart(a: Found, b: Found): number {
  return (a.firstMs ?? MAX_MS) - (b.firstMs ?? MAX_MS) || a.value - b.value;
}

const MAX_MS = Number.MAX_SAFE_INTEGER;
