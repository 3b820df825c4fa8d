// The answer to "how do things stand": today, the window, the week, the month, the last sessions and
// what is worth a look. Puts other answers together; computes nothing itself.
import { countProjectsAndSessions } from '../../store/readers/overview-facts.ts';
import type { RootReport } from '../../transcript/roots.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { readPeriodSums, type SpanTotals } from '../window/period-sums.ts';
import { type CurrentWindowAnswer, planRatio, readCurrentWindow } from '../window/window.ts';
import { type Finding, readFindings } from './findings.ts';
import { type RecentSession, readRecentSessions } from './recent-sessions.ts';

export interface OverviewAnswer {
  readonly formatVersion: 1;
  readonly kind: 'overview';
  readonly generatedAtMs: number;
  readonly timezone: string;
  readonly projects: number;
  readonly sessions: number;
  readonly today: SpanTotals;
  readonly last7Days: SpanTotals;
  readonly window: CurrentWindowAnswer;
  readonly week: SpanTotals;
  readonly month: SpanTotals;
  /** Cost of each of the last 24 days, today last. */
  readonly dailyNanoUsd: readonly number[];
  /** `null`: no plan is configured. */
  readonly plan: PlanUse | null;
  readonly recent: readonly RecentSession[];
  readonly findings: readonly Finding[];
  /** Where transcripts were looked for. */
  readonly roots: readonly RootReport[];
}

/** The billing period's API-equivalent cost beside the plan's price. */
export interface PlanUse extends SpanTotals {
  readonly monthlyUsd: number;
  /** Cost as a multiple of the price; `null`: no call of the period has a price. */
  readonly ratio: number | null;
}

const RECENT_SESSIONS = 6;

export function queryOverview(
  asked: QueryContext,
  roots: readonly RootReport[] = [],
): OverviewAnswer {
  const context = atOneMoment(asked);
  const sums = readPeriodSums(context);
  const { monthlyUsd } = context.settings.plan;
  return {
    formatVersion: 1,
    kind: 'overview',
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    ...countProjectsAndSessions(context.store.db),
    today: sums.today,
    last7Days: sums.last7Days,
    window: readCurrentWindow(context, sums.period),
    week: sums.week,
    month: sums.month,
    dailyNanoUsd: sums.dailyNanoUsd,
    plan:
      monthlyUsd === null
        ? null
        : { ...sums.period, monthlyUsd, ratio: planRatio(monthlyUsd, sums.period.totals) },
    recent: readRecentSessions(context, RECENT_SESSIONS),
    findings: readFindings(context, sums, roots),
    roots,
  };
}
