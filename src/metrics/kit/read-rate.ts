// The reading of a metric that divides one count by another. Knows no metric; without anything to divide by
// it says so, because that is not zero.
import type { Detail, MetricReading } from './metric.ts';

export interface Rate {
  readonly numerator: number;
  readonly denominator: number;
  /** 100 for per cent; 1 when missing. */
  readonly scale?: number;
  readonly isWarm: boolean;
  readonly details: Readonly<Record<string, Detail>>;
  /** Said when the denominator is 0; ends "no data: …". */
  readonly otherwise: string;
}

export function readRate(rate: Rate): MetricReading {
  const { numerator, denominator, scale = 1, isWarm, details } = rate;
  if (denominator === 0) return { kind: 'no-data', reason: rate.otherwise, details };
  return {
    kind: 'value',
    value: (scale * numerator) / denominator,
    numerator,
    denominator,
    n: denominator,
    isWarm,
    details,
  };
}

/** Null where there is nothing to divide by. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
