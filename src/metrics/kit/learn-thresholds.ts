// What is usual for this user, learned from the first sessions: thresholds of one metric. Knows values and
// caps; where sessions come from and what they are is others' business.
import { quantile } from '../../model/statistics/quantile.ts';
import type { Metric, MetricThresholds } from './metric.ts';
import type { Thresholds } from './severity.ts';

export interface LearnOptions {
  /** Warm values of ended sessions in the order of their start; only the first `wanted` are learned from. */
  readonly values: readonly number[];
  /** 0: learning is off. */
  readonly wanted: number;
  /** What the user set; the rest is as shipped. */
  readonly configured: Partial<MetricThresholds>;
}

/** Shares of one's own sessions past which a value warns and is critical: codevigil's choice. */
const HIGH = { warn: 0.8, critical: 0.95 } as const;
const LOW = { warn: 0.2, critical: 0.05 } as const;

/** Null: the metric only describes. */
export function learnThresholds(
  metric: Pick<Metric, 'worse' | 'thresholds' | 'isIntegrity'>,
  { values, wanted, configured }: LearnOptions,
): Thresholds | null {
  if (metric.worse === 'none' || metric.thresholds === null) return null;
  const caps: MetricThresholds = { ...metric.thresholds, ...configured };
  const isConfigured = configured.warn !== undefined || configured.critical !== undefined;
  const given: Thresholds = {
    ...caps,
    source: isConfigured ? 'configured' : 'shipped',
    learning: null,
    learned: null,
  };
  if (wanted === 0 || metric.isIntegrity === true) return given;
  const first = values.slice(0, wanted);
  if (first.length < wanted) return { ...given, learning: { seen: first.length, wanted } };
  return clampLearned(metric.worse, first, caps);
}

/** The looser of both: nobody is warned of what is usual for him, nor of what is harmless. */
function clampLearned(
  worse: 'high' | 'low',
  values: readonly number[],
  caps: MetricThresholds,
): Thresholds {
  const sorted = [...values].sort((a, b) => a - b);
  const share = worse === 'high' ? HIGH : LOW;
  const own = { warn: quantile(sorted, share.warn), critical: quantile(sorted, share.critical) };
  const [warn, critical] =
    worse === 'high'
      ? [Math.min(own.warn, caps.warn), Math.max(own.critical, caps.critical)]
      : [Math.max(own.warn, caps.warn), Math.min(own.critical, caps.critical)];
  const capped = (['warn', 'critical'] as const).filter(
    (level) => ({ warn, critical })[level] !== own[level],
  );
  return {
    warn,
    critical,
    source: 'learned',
    learning: null,
    learned: { sessions: values.length, capped },
  };
}
