// What on this machine is worth a look: things that make the numbers incomplete or that are about to
// happen. Knows thresholds and their order; words and commands are the view's.

import { quarterOf } from '../../model/quarter.ts';
import { readFaultCounts, readUnpricedModels } from '../../store/readers/overview-facts.ts';
import { type RateLimitHit, readRateLimitHits } from '../../store/readers/window-events.ts';
import type { RootReport } from '../../transcript/roots.ts';
import type { QueryContext } from '../context.ts';
import type { PeriodSums } from '../window/period-sums.ts';
import { readDearestRebuild, type SessionRebuild } from './rebuilds.ts';
import { type ExpiringTranscripts, readExpiring } from './retention.ts';

export type Finding =
  | { readonly kind: 'root-missing'; readonly path: string; readonly why: string }
  | { readonly kind: 'parse-faults'; readonly faults: number; readonly files: number }
  | {
      readonly kind: 'unpriced';
      readonly sinceDay: string;
      readonly models: readonly { readonly model: string; readonly calls: number }[];
    }
  | ({ readonly kind: 'rebuilds' } & SessionRebuild)
  | ({ readonly kind: 'rate-limit' } & RateLimitHit)
  | ({ readonly kind: 'expiring' } & ExpiringTranscripts)
  | {
      readonly kind: 'low-coverage';
      readonly days: 7;
      readonly calls: number;
      readonly finalCalls: number;
    };

const DAY_MS = 86_400_000;
/** A rate-limit hit is news for so long. */
const RATE_LIMIT_DAYS = 7;
/** Long enough to act on, short enough to matter: our own choice. */
const EXPIRING_DAYS = 3;
/** Below it, output and cost are visibly too low: our own choice. */
const ENOUGH_COVERAGE = 0.9;

/** Less is not worth a line: our own choice. */
const ENOUGH_TO_TELL_NANO_USD = 500_000_000;

/** Most urgent first. */
export function readFindings(
  context: QueryContext,
  sums: PeriodSums,
  roots: readonly RootReport[],
): Finding[] {
  return [
    ...findMissingRoots(roots),
    ...findFaults(context),
    ...findUnpriced(context, sums),
    ...findRateLimit(context),
    ...findRebuilds(context),
    ...findExpiring(context),
    ...findLowCoverage(sums),
  ];
}

/** Only folders that someone named: the usual places may well be missing. */
function findMissingRoots(roots: readonly RootReport[]): Finding[] {
  return roots
    .filter(({ source }) => source === 'CLAUDE_CONFIG_DIR' || source === 'roots.extra')
    .filter(({ taken, state }) => !taken && state !== 'duplicate')
    .map(({ path, why }) => ({ kind: 'root-missing', path, why }));
}

function findFaults({ store }: QueryContext): Finding[] {
  const { faults, files } = readFaultCounts(store.db);
  return faults === 0 ? [] : [{ kind: 'parse-faults', faults, files }];
}

function findUnpriced({ store, zone }: QueryContext, sums: PeriodSums): Finding[] {
  const spans = [sums.month, sums.week, sums.last7Days];
  if (spans.every((span) => span.totals.unpricedCalls === 0)) return [];
  const sinceDay = spans.map((span) => span.fromDay).sort()[0] ?? sums.month.fromDay;
  const models = readUnpricedModels(store.db, quarterOf(zone.startOfDay(sinceDay)));
  return models.length === 0 ? [] : [{ kind: 'unpriced', sinceDay, models }];
}

function findRateLimit({ store, now }: QueryContext): Finding[] {
  const hit = readRateLimitHits(store.db, now() - RATE_LIMIT_DAYS * DAY_MS).at(-1);
  return hit === undefined ? [] : [{ kind: 'rate-limit', ...hit }];
}

/** The session of today that lost most by rebuilding its cache. */
function findRebuilds(context: QueryContext): Finding[] {
  const worst = readDearestRebuild(
    context,
    context.zone.startOfDay(context.zone.dayKey(context.now())),
  );
  if (worst === null || worst.excessNanoUsd < ENOUGH_TO_TELL_NANO_USD) return [];
  return [{ kind: 'rebuilds', ...worst }];
}

function findExpiring(context: QueryContext): Finding[] {
  const expiring = readExpiring(context, EXPIRING_DAYS);
  return expiring === null ? [] : [{ kind: 'expiring', ...expiring }];
}

function findLowCoverage({ last7Days }: PeriodSums): Finding[] {
  const { calls, finalCalls } = last7Days.totals;
  if (calls === 0 || finalCalls / calls >= ENOUGH_COVERAGE) return [];
  return [{ kind: 'low-coverage', days: 7, calls, finalCalls }];
}
