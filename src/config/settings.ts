// The types that follow from the table of settings, and the object the program reads. Knows no file,
// no TOML and no error message.
import type { PhraseSetting, SettingDefinition, SettingValue } from './setting-definition.ts';
import { SETTING_DEFINITIONS } from './setting-table.ts';

export type { PhraseSetting, SettingDefinition, SettingValue } from './setting-definition.ts';

type Table = typeof SETTING_DEFINITIONS;
/** A key of the table, as written in the file: `display.week_start`. */
export type SettingKey = keyof Table;
export type OpenKey = Extract<SettingKey, `${string}<${string}` | `metrics.${string}`>;
/** The keys that exist once, with a default. */
export type FixedKey = Exclude<SettingKey, OpenKey>;

export interface Settings extends FixedSettings {
  /** By model id as the user wrote it. */
  readonly prices: Readonly<Record<string, PriceOverride>>;
  readonly modelAliases: Readonly<Record<string, string>>;
  /** By metric id. A metric of which nothing is told is missing. */
  readonly metrics: Readonly<Record<string, MetricOverrides>>;
}

/** What the user set of one metric; the rest is as the metric has it. */
export interface MetricOverrides {
  readonly enabled?: boolean;
  readonly warn?: number;
  readonly critical?: number;
  readonly phrases?: readonly PhraseSetting[];
  /** By the name that the metric gives it. */
  readonly options?: Readonly<Record<string, number>>;
}

/** A user's own prices of one model, in USD per million tokens; the others stay the book's. */
export type PriceOverride = {
  readonly [K in OpenKey as K extends `prices.<model>.${infer Field}`
    ? Camel<Field>
    : never]?: number;
};

/** What every metric has; anything else below `metrics.<id>` is an option of that metric. */
const METRIC_KEYS: readonly string[] = ['enabled', 'warn', 'critical', 'phrases'];

export const DEFAULT_SETTINGS: Settings = buildSettings([]);

/** Settings from values by full key (`display.week_start`, segments apart); defaults for the rest. */
export function buildSettings(
  values: readonly { readonly segments: readonly string[]; readonly value: SettingValue }[],
): Settings {
  const settings: Branch = { prices: {}, modelAliases: {}, metrics: {} };
  for (const [key, definition] of Object.entries<SettingDefinition>(SETTING_DEFINITIONS)) {
    if (definition.default !== undefined) assign(settings, key.split('.'), definition.default);
  }
  for (const { segments, value } of values) assign(settings, segments, value);
  return settings as unknown as Settings;
}

type Branch = { [name: string]: SettingValue | Branch };

function assign(settings: Branch, segments: readonly string[], value: SettingValue): void {
  const [section, id = '', name = ''] = segments;
  if (section === 'metrics') {
    const place = METRIC_KEYS.includes(name) ? [name] : ['options', name];
    assignRaw(settings, ['metrics', id, ...place], value);
    return;
  }
  const isModelPrice = segments[0] === 'prices';
  const isAlias = segments[0] === 'model_aliases';
  const names = segments.map((segment, depth) =>
    depth === 1 && (isModelPrice || isAlias) ? segment : camelCase(segment),
  );
  assignRaw(settings, names, value);
}

function assignRaw(settings: Branch, names: readonly string[], value: SettingValue): void {
  let branch = settings;
  names.forEach((name, depth) => {
    if (depth === names.length - 1) {
      define(branch, name, value);
      return;
    }
    if (!Object.hasOwn(branch, name)) define(branch, name, {});
    branch = branch[name] as Branch;
  });
}

/** Own property also for a model called `__proto__`. */
function define(branch: Branch, name: string, value: SettingValue | Branch): void {
  Object.defineProperty(branch, name, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

function camelCase(name: string): string {
  return name.replaceAll(/_(.)/g, (_, next: string) => next.toUpperCase());
}

type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

type ValueOf<D extends SettingDefinition> =
  | (null extends D['default'] ? null : never)
  | {
      paths: readonly string[];
      timezone: string;
      date: string;
      choice: D extends { choices: readonly (infer C)[] } ? C : never;
      choices: D extends { choices: readonly (infer C)[] } ? readonly C[] : never;
      boolean: boolean;
      number: number;
      integer: number;
      text: string;
      phrases: readonly PhraseSetting[];
    }[D['type']];

type Section<Key extends string> = Key extends `${infer Head}.${string}` ? Head : never;

type FixedSettings = {
  readonly [S in Section<FixedKey>]: {
    readonly [K in FixedKey as K extends `${S}.${infer Field}` ? Camel<Field> : never]: ValueOf<
      Table[K]
    >;
  };
};
