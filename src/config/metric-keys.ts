// The settings below `metrics.`: which of them there are depends on the metrics of the program, which are
// told to this file. Checks names, ranges and the order of warn and critical; measures nothing.
import { nearestName } from '../shared/nearest.ts';
import { checkValue, formatSeen, type ValueCheck } from './check-value.ts';
import { findSetting, formatKey } from './setting-keys.ts';
import type { SettingDefinition, SettingValue } from './settings.ts';

/** What the settings have to know of a metric. */
export interface MetricFacts {
  readonly id: string;
  readonly worse: 'high' | 'low' | 'none';
  /** As shipped; null: it only describes and is never judged. */
  readonly thresholds: { readonly warn: number; readonly critical: number } | null;
  /** A matter of integrity is always measured. */
  readonly isIntegrity: boolean;
  readonly options: Readonly<
    Record<
      string,
      { readonly default: number; readonly min: number; readonly max: number; readonly doc: string }
    >
  >;
}

export interface MetricSetting {
  readonly segments: readonly [string, string, string];
  readonly value: SettingValue;
}

const THRESHOLD_NAMES = ['warn', 'critical'] as const;
const PHRASES = 'phrases';

export function isMetricKey([section]: readonly string[]): boolean {
  return section === 'metrics';
}

/** One value below `metrics.<id>`, against the metric of that name. */
export function checkMetricValue(
  facts: readonly MetricFacts[],
  segments: readonly string[],
  value: unknown,
): ValueCheck {
  const [, id = '', name = ''] = segments;
  const metric = facts.find((one) => one.id === id);
  if (metric === undefined) {
    const ids = facts.map((one) => one.id);
    const near = nearestName(id, ids);
    const accepted = `a metric that there is: ${ids.join(', ')}`;
    return refuse('of no metric', accepted, near === null ? null : ['metrics', near, name]);
  }
  const names = namesOf(metric);
  if (!names.includes(name)) {
    if (name === 'warn' || name === 'critical')
      return refuse(formatSeen(value), 'nothing: this metric only describes and is never judged');
    const near = nearestName(name, names);
    return refuse(
      'not a setting',
      `one of ${names.join(', ')}`,
      near === null ? null : ['metrics', id, near],
    );
  }
  if (name === 'enabled' && value === false && metric.isIntegrity)
    return refuse('false', 'true: whether transcripts could be read is always measured');
  return checkValue(definitionOf(metric, name), value);
}

/** Every setting of every metric with its default, in the order in which they are listed. */
export function listMetricDefaults(facts: readonly MetricFacts[]): MetricSetting[] {
  return facts.flatMap((metric) =>
    namesOf(metric).map((name) => ({
      segments: ['metrics', metric.id, name] as const,
      value: defaultOf(metric, name),
    })),
  );
}

/** One setting of one metric as that metric has it; null: it has none of that name. */
export function describeMetricSetting(
  facts: readonly MetricFacts[],
  segments: readonly string[],
): { readonly definition: SettingDefinition; readonly default: SettingValue } | null {
  const [section, id = '', name = ''] = segments;
  const metric = facts.find((one) => one.id === id);
  if (section !== 'metrics' || metric === undefined || !namesOf(metric).includes(name)) return null;
  const definition = definitionOf(metric, name);
  const doc = metric.options[name]?.doc ?? definition.doc;
  return { definition: { ...definition, doc }, default: defaultOf(metric, name) };
}

export interface ThresholdOrder {
  /** Which of both to complain of: the one that was set, the more severe one of two. */
  readonly name: 'warn' | 'critical';
  readonly seen: number;
  /** `at most 2, its critical mark, because lower is worse`. */
  readonly accepted: string;
}

/** Null: warn comes before critical, as it should, or the metric has no marks. */
export function findWrongOrder(
  metric: MetricFacts,
  given: { readonly warn: SettingValue | undefined; readonly critical: SettingValue | undefined },
): ThresholdOrder | null {
  if (metric.thresholds === null || metric.worse === 'none') return null;
  const warn = numberOr(given.warn, metric.thresholds.warn);
  const critical = numberOr(given.critical, metric.thresholds.critical);
  const isRight = metric.worse === 'high' ? warn <= critical : warn >= critical;
  if (isRight) return null;
  const name = given.critical === undefined ? 'warn' : 'critical';
  const isLess = (metric.worse === 'high') === (name === 'warn');
  const other = name === 'warn' ? critical : warn;
  const otherName = name === 'warn' ? 'critical' : 'warn';
  const told = given[otherName] === undefined ? ' by default' : '';
  return {
    name,
    seen: name === 'warn' ? warn : critical,
    accepted: `a number of at ${isLess ? 'most' : 'least'} ${other}, which ${otherName} is${told} (${metric.worse === 'high' ? 'higher' : 'lower'} is worse)`,
  };
}

function namesOf(metric: MetricFacts): string[] {
  return [
    'enabled',
    ...(metric.thresholds === null ? [] : THRESHOLD_NAMES),
    ...Object.keys(metric.options),
    ...(findSetting(['metrics', metric.id, PHRASES])?.definition.type === 'phrases'
      ? [PHRASES]
      : []),
  ];
}

function definitionOf(metric: MetricFacts, name: string): SettingDefinition {
  const { definition } = findSetting(['metrics', metric.id, name]) ?? {};
  if (definition === undefined)
    throw new Error(`no setting is called metrics.${metric.id}.${name}`);
  const range = metric.options[name];
  return range === undefined ? definition : { ...definition, min: range.min, max: range.max };
}

function defaultOf(metric: MetricFacts, name: string): SettingValue {
  if (name === 'enabled') return true;
  if (name === PHRASES) return [];
  if (name === 'warn' || name === 'critical') return metric.thresholds?.[name] ?? null;
  return metric.options[name]?.default ?? null;
}

function numberOr(value: SettingValue | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function refuse(
  seen: string,
  accepted: string,
  meant: readonly string[] | null = null,
): ValueCheck {
  const key = meant === null ? {} : { nearestKey: formatKey(meant) };
  return { ok: false, seen, accepted, nearest: null, ...key };
}
