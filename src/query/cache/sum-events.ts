// Adds up collapses and cache traffic by what they are grouped by. Arithmetic on rows and events; which
// ones belong to a question is decided elsewhere.
import { CACHE_CAUSES, type CacheEvent } from '../../model/cache/cache-event.ts';
import { LINE_FLAG } from '../../model/flags.ts';
import type { CacheCallRow } from '../../store/readers/cache-calls.ts';
import { groupBy } from '../sessions/group-by.ts';
import type { CacheTotals, CauseSum, ExcessSum, GroupSum, TtlShare } from './cache-answer.ts';

/** What a call or an event is grouped by. */
export interface Groupable {
  readonly session: number;
  readonly atMs: number | null;
  readonly version: string | null;
}

export type KeyOf = (one: Groupable) => string | null;

export function sumTotals(calls: readonly CacheCallRow[]): CacheTotals {
  const readTokens = calls.reduce((sum, call) => sum + call.readTokens, 0);
  const writtenTokens = calls.reduce((sum, call) => sum + writtenBy(call), 0);
  const all = readTokens + writtenTokens;
  return {
    calls: calls.length,
    finalCalls: calls.filter(({ flags }) => (flags & LINE_FLAG.final) !== 0).length,
    unpricedCalls: calls.filter(({ costNanoUsd }) => costNanoUsd === null).length,
    costNanoUsd: addKnown(calls.map(({ costNanoUsd }) => costNanoUsd)),
    readTokens,
    writtenTokens,
    reuseRatio: all === 0 ? null : readTokens / all,
  };
}

export function sumByCause(events: readonly CacheEvent[]): CauseSum[] {
  return CACHE_CAUSES.flatMap((cause) => {
    const own = events.filter((event) => event.cause === cause);
    const [first] = own;
    return first === undefined ? [] : [{ cause, isExpected: first.isExpected, ...sumExcess(own) }];
  });
}

/** Groups with a call or an event, the largest excess first. */
export function sumGroups(
  calls: readonly CacheCallRow[],
  events: readonly { readonly row: { readonly id: number }; readonly event: CacheEvent }[],
  keyOf: KeyOf,
): GroupSum[] {
  const callsOf = groupBy(calls, keyOf);
  const avoidable = events.flatMap(({ row, event }) =>
    event.isExpected ? [] : [{ ...event, session: row.id }],
  );
  const eventsOf = groupBy(avoidable, keyOf);
  const keys = new Set([...callsOf.keys(), ...eventsOf.keys()]);
  return [...keys]
    .map((key): GroupSum => {
      const { calls: count, ...totals } = sumTotals(callsOf.get(key) ?? []);
      const { finalCalls, unpricedCalls, costNanoUsd } = totals;
      const excess = sumExcess(eventsOf.get(key) ?? []);
      return { key, calls: count, finalCalls, unpricedCalls, costNanoUsd, ...excess };
    })
    .sort(
      (a, b) =>
        (b.excessNanoUsd ?? 0) - (a.excessNanoUsd ?? 0) ||
        b.calls - a.calls ||
        ((a.key ?? '') < (b.key ?? '') ? -1 : 1),
    );
}

/** Groups that wrote anything, by key. */
export function shareOfTtl(calls: readonly CacheCallRow[], keyOf: KeyOf): TtlShare[] {
  return [...groupBy(calls, keyOf)]
    .flatMap(([key, own]) => {
      const told = own.filter(({ flags }) => (flags & LINE_FLAG.writeSplit) !== 0);
      const write5mTokens = told.reduce((sum, call) => sum + call.write5mTokens, 0);
      const write1hTokens = told.reduce((sum, call) => sum + call.write1hTokens, 0);
      const all = own.reduce((sum, call) => sum + writtenBy(call), 0);
      const known = write5mTokens + write1hTokens;
      const write1hRatio = known === 0 ? null : write1hTokens / known;
      if (all === 0) return [];
      return [{ key, write5mTokens, write1hTokens, untoldTokens: all - known, write1hRatio }];
    })
    .sort((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1));
}

export function sumExcess(events: readonly CacheEvent[]): ExcessSum {
  return {
    events: events.length,
    rewrittenTokens: events.reduce((sum, event) => sum + event.rewrittenTokens, 0),
    excessNanoUsd:
      events.length === 0 ? 0 : addKnown(events.map(({ excessNanoUsd }) => excessNanoUsd)),
    unpricedEvents: events.filter(({ excessNanoUsd }) => excessNanoUsd === null).length,
  };
}

function writtenBy({ write5mTokens, write1hTokens }: CacheCallRow): number {
  return write5mTokens + write1hTokens;
}

/** The sum of what is known; null when nothing is. */
function addKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
