// What a turn moved: values and severities at its end beside those of the turn before. Knows readings only.
import type { TurnChange, TurnMetric } from './history-answer.ts';
import type { TurnEnd } from './read-turn-ends.ts';

export function turnMetricsOf({ readings }: TurnEnd): TurnMetric[] {
  return readings.map(({ metric, reading, severity }) => ({
    metric,
    value: reading.kind === 'value' ? reading.value : null,
    isWarm: reading.kind === 'value' && reading.isWarm,
    severity,
  }));
}

/** Those whose severity changed first, then in the order of the metrics. */
export function changesBetween(
  before: readonly TurnMetric[],
  after: readonly TurnMetric[],
): TurnChange[] {
  const earlier = new Map(before.map((one) => [one.metric, one]));
  const changes = after.flatMap(({ metric, value, severity }): TurnChange[] => {
    const from = earlier.get(metric);
    const change = {
      metric,
      from: from?.value ?? null,
      to: value,
      severityFrom: from?.severity ?? null,
      severityTo: severity,
    };
    return change.from === value && change.severityFrom === severity ? [] : [change];
  });
  return [...changes.filter(changesSeverity), ...changes.filter((one) => !changesSeverity(one))];
}

/** That a metric can be judged from now on is no change of its severity, unless it is not well. */
export function changesSeverity({ severityFrom, severityTo }: TurnChange): boolean {
  return (severityFrom ?? 'ok') !== (severityTo ?? 'ok');
}
