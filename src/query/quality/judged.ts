// What is said of a thread's quality, the same in every view: severity, trend, percentile, task label.
// Shapes only.
import type { Reading } from '../../metrics/kit/metric.ts';
import type { Severity } from '../../metrics/kit/severity.ts';
import type { TaskLabel } from '../../metrics/task/task-labels.ts';

export interface JudgedThread {
  /** The worst of its metrics; null: none could be judged. */
  readonly severity: Severity | null;
  /** Null: the classifier is off, or there is nothing to tell by. */
  readonly task: TaskLabel | null;
  /** In the registry's order; a metric that was not read is not in it. */
  readonly metrics: readonly JudgedReading[];
}

export interface JudgedReading {
  /** Id of the metric. */
  readonly metric: string;
  readonly reading: Reading;
  /** Null: there is nothing to judge. */
  readonly severity: Severity | null;
  /** Values at the ends of earlier turns, then now; oldest first. */
  readonly trail: readonly number[];
  /** Share in percent of the user's own other ended sessions with a value that is no higher; null under five. */
  readonly percentile: number | null;
}
